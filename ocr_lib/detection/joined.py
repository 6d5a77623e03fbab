"""Frames that hold words of one line, joined: a detector breaks a line where its writer left a wide space."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ocr_lib.arrays import Picture
from ocr_lib.detection.detected import TextFrame

WIDEST_GAP, LARGEST_OVERLAP = 0.5, 1.0
"""Between two frames of a line, in their height; frames have margins, so that the space between the words is wider."""
ALIKE = 0.1
"""Radians between the directions of two frames of a line."""
OFFSET, HEIGHTS = 0.25, 1.5
"""Between the middles of two frames of a line, across it, in their height; and the higher one's height over the lower one's."""
LEVEL_LENGTH = 1.2
"""Width over height from which a frame tells a direction."""
RULE = 0.9
"""Share of a column between two frames that is dark where a rule separates them."""
DARKER = 40
"""Greys by which a rule is darker than the paper beside it."""


def join_lines(frames: Sequence[TextFrame], grey: Picture) -> list[TextFrame]:
    """The frames with those of one line joined, unless a rule stands between them.

    Args:
        grey: uint8 [height, width], the picture they were found in.
    """
    left = sorted(frames, key=lambda frame: float(frame.corners[:, 0].min()))
    joined: list[TextFrame] = []
    for frame in left:
        for place in range(len(joined) - 1, -1, -1):
            if _goes_on(joined[place], frame) and not _is_ruled_off(joined[place], frame, grey):
                joined[place] = _together(joined[place], frame)
                break
        else:
            joined.append(frame)
    return joined


def _goes_on(line: TextFrame, frame: TextFrame) -> bool:
    """Whether a frame lies at the end of a line, a space away."""
    if min(line.width / line.height, frame.width / frame.height) < LEVEL_LENGTH:
        return False
    if abs(line.angle - frame.angle) > ALIKE:
        return False
    height = min(line.height, frame.height)
    if max(line.height, frame.height) > HEIGHTS * height:
        return False
    along = (line.corners[1] - line.corners[0]) / line.width
    down = np.array([-along[1], along[0]])
    end, start = (line.corners[1] + line.corners[2]) / 2, (frame.corners[0] + frame.corners[3]) / 2
    gap, offset = float((start - end) @ along), float((start - end) @ down)
    return -LARGEST_OVERLAP * height < gap < WIDEST_GAP * height and abs(offset) < OFFSET * height


def _is_ruled_off(line: TextFrame, frame: TextFrame, grey: Picture) -> bool:
    """Whether an upright rule stands between a line's end and a frame."""
    ends = np.concatenate([line.corners[1:3], frame.corners[[0, 3]]])
    (left, top), (right, bottom) = ends.min(axis=0), ends.max(axis=0)
    margin = max(2.0, 0.1 * line.height)
    part = grey[
        max(0, int(top)) : max(1, int(bottom)), max(0, int(left - margin)) : max(1, int(right + margin) + 1)
    ]
    if not part.size:
        return False
    dark = part < np.percentile(part, 90) - DARKER
    return bool((dark.mean(axis=0) > RULE).any())


def _together(line: TextFrame, frame: TextFrame) -> TextFrame:
    """The smallest frame in the line's direction around both."""
    along = (line.corners[1] - line.corners[0]) / line.width
    if frame.width > line.width:
        along = (frame.corners[1] - frame.corners[0]) / frame.width
    down = np.array([-along[1], along[0]])
    corners = np.concatenate([line.corners, frame.corners])
    x, y = corners @ along, corners @ down
    box = [(x.min(), y.min()), (x.max(), y.min()), (x.max(), y.max()), (x.min(), y.max())]
    placed = np.array([a * along + b * down for a, b in box], dtype=np.float32)
    score = (line.score * line.width + frame.score * frame.width) / (line.width + frame.width)
    return TextFrame(placed, score)
