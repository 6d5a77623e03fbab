"""A second look at a page shown narrower, where letters stand so far apart that the detector joined them down the page.

Receipts and forms set labels with wide spaces ("카 드 번 호"). Where the space between letters is wider than that between rows, a detector
takes the letters of a column for a text, or finds none. Shown at half its width, rows are rows again. Lone digits and other short texts are
passed over at that width, so that the first look's frames stay where nothing speaks against them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from ocr_lib.arrays import Floats, Mask
from ocr_lib.detection.detected import TextFrame, box_shares

WIDTH = 0.5
"""Of the picture shown the second time, in the first one's."""
LETTER = (0.8, 1.6)
"""Width over height of a frame of the first look that may hold one syllable of a spaced text, and never several rows."""
HIGHER_ROW = 1.6
"""A row is less high than this many of its letters; a higher one holds the shapes that a sign's letters stand in."""
SEVERAL_ROWS = 1.35
"""A frame of the first look this many times as high as a row that crosses it holds several rows."""
SHARED, WITHIN = 0.3, 0.6
"""Shares of a frame within a row: from the first it is one of those the frame holds, from the second the frame is a part of it."""
STANDING = 0.6
"""A standing text stays where the rows across it are shorter than this part of its width."""
LONG = 3.0
"""Width over height from which a row tells the direction of the lines."""


def may_be_spaced(frames: Sequence[TextFrame]) -> bool:
    """Whether some frames of the first look may hold letters of spaced texts, or several rows."""
    width, height = _sizes(frames)
    rows = height[width > LONG * height]
    if not len(rows):
        return len(frames) > 1
    square = (width > LETTER[0] * height) & (width < LETTER[1] * height)
    return bool(square.sum() >= 2 or (height > SEVERAL_ROWS * np.median(rows)).any())


def with_rows(
    frames: Sequence[TextFrame], rows: Sequence[TextFrame], was_seen: Callable[[TextFrame], bool]
) -> list[TextFrame]:
    """The frames of the first look, with those of the second in place of letters and of frames around several rows.

    Args:
        frames: of the picture as it is.
        rows: of the picture shown narrower.
        was_seen: whether the first look saw print in a row; at half its width a rule of dashes looks like letters.
    """
    if not frames or not rows:
        return [*frames, *rows]
    slope = _slope(rows)
    one, other = _level_boxes(frames, slope), _level_boxes(rows, slope)
    shared = box_shares(one, other)
    wrong: Mask = _holds_several(frames, rows, shared) | _is_letter(frames, rows, shared)
    mends = np.any(wrong, axis=0)
    gone = np.any(wrong, axis=1) | np.any(shared[:, mends] > WITHIN, axis=1)
    # Where no frame is left, the row's own was joined with others, or has just been dropped.
    free = box_shares(other, one)[:, ~gone].sum(axis=1) <= SHARED
    mends |= free & np.array([was_seen(row) for row in rows])
    kept = [frame for frame, out in zip(frames, gone, strict=True) if not out]
    return kept + [row for row, in_ in zip(rows, mends, strict=True) if in_]


def _holds_several(frames: Sequence[TextFrame], rows: Sequence[TextFrame], shared: Floats) -> Mask:
    """Whether each frame holds each row and others; bool [frames, rows]."""
    width, height = _sizes(frames)
    row_width, row_height = _sizes(rows)
    square = (width > LETTER[0] * height) & (width < LETTER[1] * height)
    higher = height[:, None] > SEVERAL_ROWS * row_height
    across = (row_width > STANDING * width[:, None]) | (width > 2 * height)[:, None]
    held: Mask = higher & across & (shared > SHARED) & ~square[:, None]
    return held


def _is_letter(frames: Sequence[TextFrame], rows: Sequence[TextFrame], shared: Floats) -> Mask:
    """Whether each frame holds one letter of each row, of which no fewer than the row's other frames do; bool [frames, rows]."""
    width, height = _sizes(frames)
    row_width, row_height = _sizes(rows)
    square = (width > LETTER[0] * height) & (width < LETTER[1] * height)
    within = (shared > WITHIN) & (row_height < HIGHER_ROW * height[:, None])
    letters: Mask = square[:, None] & within & (row_width > LETTER[1] * width[:, None])
    count = letters.sum(axis=0)
    return letters & (count >= 2) & (2 * count >= within.sum(axis=0))


def _sizes(frames: Sequence[TextFrame]) -> tuple[Floats, Floats]:
    return np.array([frame.width for frame in frames]), np.array([frame.height for frame in frames])


def _slope(rows: Sequence[TextFrame]) -> float:
    """Radians by which the rows descend to the right, in the median of the long ones."""
    angles = [row.angle for row in rows if row.width > LONG * row.height]
    return float(np.median(angles)) if angles else 0.0


def _level_boxes(frames: Sequence[TextFrame], slope: float) -> Floats:
    """x0, y0, x1, y1 around each frame once the slope is taken away; float [frames, 4]."""
    turn = np.array([[np.cos(slope), -np.sin(slope)], [np.sin(slope), np.cos(slope)]])
    corners = np.array([frame.corners for frame in frames], dtype=float) @ turn
    return np.concatenate([corners.min(axis=1), corners.max(axis=1)], axis=1)
