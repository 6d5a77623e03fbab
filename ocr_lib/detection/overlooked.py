"""Small marks that the detector passed over: a lone digit in a cell, a check box. They are read to see, and kept if they read well.

Detectors of whole lines miss single characters. A mark is taken into account only in a row of texts that were detected, and only
where it is as high as they are, so that grain, rules and stains are not.
"""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from ocr_lib.arrays import Picture
from ocr_lib.detection.detected import TextFrame

PRINT_IN_FRAME = 0.62
"""Height of the print in that of a detector's frame."""
LOWEST, HIGHEST, WIDEST, THINNEST = 0.55, 1.35, 3.0, 0.12
"""Height and width of a mark, in heights of the print of its row."""
GAP = 0.45
"""Between marks of one text, in heights of the print."""
MARGIN = 0.3
"""Around a mark, in its heights."""
DARKER = 25
"""Greys by which a mark differs from what surrounds it."""
MOST_ALONE = 24
"""Marks on a page without any detected text; more are a picture."""
MOST_SHARE, MOST_ANYWAY = 0.5, 12
"""Of the detected texts' number; more marks than that are a pattern, and none is taken."""
LARGEST_SIDE = 3000
"""Pixels; larger pictures are searched at this size."""


def overlooked_marks(grey: Picture, frames: Sequence[TextFrame]) -> list[TextFrame]:
    """Frames around marks that may be texts.

    Args:
        grey: uint8 [height, width], an upright page.
        frames: what the detector found on it.
    """
    scale = min(1.0, LARGEST_SIDE / max(grey.shape))
    if scale < 1:
        grey = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    corners = [frame.corners * scale for frame in frames]
    rows = _rows(corners)
    print_height = float(np.median(rows[:, 2] - rows[:, 1])) if len(rows) else 40.0
    marks = _components(_ink(grey, corners, print_height))
    found = _in_rows(marks, rows) if len(frames) else _alone(marks, grey.shape[0])
    most = max(MOST_ANYWAY, MOST_SHARE * len(frames)) if len(frames) else MOST_ALONE
    joined = _joined(found)
    if len(joined) > most:
        return []
    return [_frame(box, scale) for box in joined]


def _rows(corners: Sequence[Picture]) -> Picture:
    """Float [n, 3]: middle, top and bottom of the print in each frame that is about level."""
    found = []
    for frame in corners:
        top, bottom = (frame[0, 1] + frame[1, 1]) / 2, (frame[2, 1] + frame[3, 1]) / 2
        half = PRINT_IN_FRAME * (bottom - top) / 2
        if bottom - top > 4 and frame[1, 0] > frame[0, 0]:
            middle = (top + bottom) / 2
            found.append((middle, middle - half, middle + half))
    return np.array(found).reshape(-1, 3)


def _ink(grey: Picture, corners: Sequence[Picture], print_height: float) -> Picture:
    """Mask of what is darker than its surroundings (or lighter, on a dark page), outside of the frames."""
    if np.median(grey) < 110:
        grey = 255 - grey
    block = max(11, 2 * round(1.5 * print_height) + 1)
    ink = cv2.adaptiveThreshold(grey, 1, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, block, DARKER)
    for frame in corners:
        cv2.fillPoly(ink, [np.round(frame).astype(np.int32)], 0)
    return ink


def _components(ink: Picture) -> Picture:
    """Int [n, 4]: x0, y0, x1, y1 of what hangs together."""
    _, _, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    boxes = stats[1:, : cv2.CC_STAT_AREA].astype(int)
    return np.column_stack([boxes[:, :2], boxes[:, :2] + boxes[:, 2:4]])


def _in_rows(marks: Picture, rows: Picture) -> Picture:
    """The marks as high as the print of a row whose middle they share."""
    if not len(marks) or not len(rows):
        return marks[:0]
    height = (marks[:, 3] - marks[:, 1]).astype(float)
    width = (marks[:, 2] - marks[:, 0]).astype(float)
    middle = (marks[:, 1] + marks[:, 3]) / 2
    printed = (rows[:, 2] - rows[:, 1])[None]
    aside = np.abs(middle[:, None] - rows[:, 0][None]) < 0.3 * printed
    high = (height[:, None] > LOWEST * printed) & (height[:, None] < HIGHEST * printed)
    wide = (width[:, None] > THINNEST * printed) & (width[:, None] < WIDEST * printed)
    return marks[(aside & high & wide).any(axis=1)]


def _alone(marks: Picture, page_height: int) -> Picture:
    """Marks of a page without any detected text that are neither specks nor pictures."""
    height, width = marks[:, 3] - marks[:, 1], marks[:, 2] - marks[:, 0]
    return marks[(height >= 10) & (height < 0.5 * page_height) & (width >= 3) & (width < WIDEST * height)]


def _joined(marks: Picture) -> list[Picture]:
    """Marks beside each other as one box each."""
    boxes: list[Picture] = []
    for mark in sorted(marks, key=lambda one: int(one[0])):
        for n, box in enumerate(boxes):
            height = max(box[3] - box[1], mark[3] - mark[1])
            shared = min(box[3], mark[3]) - max(box[1], mark[1])
            if mark[0] - box[2] < GAP * height and shared > 0.5 * min(box[3] - box[1], mark[3] - mark[1]):
                boxes[n] = np.array([*np.minimum(box[:2], mark[:2]), *np.maximum(box[2:], mark[2:])])
                break
        else:
            boxes.append(mark)
    return boxes


def _frame(box: Picture, scale: float) -> TextFrame:
    margin = MARGIN * (box[3] - box[1])
    x0, y0, x1, y1 = (box + np.array([-margin, -margin, margin, margin])) / scale
    return TextFrame(np.array([[x0, y0], [x1, y0], [x1, y1], [x0, y1]], dtype=np.float32), 0.0)
