"""Columns of a block of texts: the intervals between the white gaps that run down it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from ocr_lib.arrays import Floats
from ocr_lib.tables.flat_texts import FlatText

NARROWEST_GAP = 0.35
"""Of two columns, in line heights."""
CROSSING = 0.1
"""Share of the lines whose texts may cross a gap."""
MOST_HEADER_LINES = 3
"""Lines at the top whose texts may span columns."""
OVERLAP = 0.35
"""Line heights by which a text is over a column that it belongs to, or half of the column if that is less."""

Interval = tuple[float, float]


def find_columns(lines: Sequence[Sequence[FlatText]], line_height: float) -> list[Interval]:
    """Left and right of each column's texts.

    The first lines are left out where that parts more columns: their texts may span several.
    """
    best: list[Interval] = []
    for skipped in range(min(MOST_HEADER_LINES, len(lines) - 2) + 1):
        found = _intervals(lines[skipped:], line_height)
        found = _with_lone_headers(found, lines[:skipped], line_height)
        found = _joined(found, lines)
        if len(found) > len(best):
            best = found
    return best


def _intervals(lines: Sequence[Sequence[FlatText]], line_height: float) -> list[Interval]:
    """Where more texts are than may cross a gap."""
    allowed = int(CROSSING * len(lines))
    changes = sorted(
        change for line in lines for text in line for change in ((text.left, 1), (text.right, -1))
    )
    found: list[Interval] = []
    depth, start = 0, 0.0
    for place, change in changes:
        before, depth = depth, depth + change
        if before <= allowed < depth:
            start = place
        elif depth <= allowed < before:
            found.append((start, place))
    merged: list[Interval] = []
    for left, right in found:
        if merged and left - merged[-1][1] < NARROWEST_GAP * line_height:
            merged[-1] = merged[-1][0], right
        else:
            merged.append((left, right))
    return merged


def _with_lone_headers(
    columns: list[Interval], header: Sequence[Sequence[FlatText]], line_height: float
) -> list[Interval]:
    """The columns with those that have a text in the header only."""
    gap = NARROWEST_GAP * line_height
    lone = [
        (text.left, text.right)
        for line in header
        for text in line
        if all(text.right + gap < left or text.left - gap > right for left, right in columns)
    ]
    found = list(columns)
    for left, right in lone:
        if all(right < other[0] or left > other[1] for other in found):
            found.append((left, right))
    return sorted(found)


def _joined(columns: list[Interval], lines: Sequence[Sequence[FlatText]]) -> list[Interval]:
    """The columns, those that are parts of one joined: no line has a text in each, and either a text below the header is over
    both, or one has texts in the header only and the other has none there. A header in the middle of a wide column is
    beside the texts at its edge."""
    body = min(MOST_HEADER_LINES, len(lines) - 2) + 1
    texts = np.array([(t.left, t.right, n) for n, line in enumerate(lines) for t in line])
    found: list[Interval] = []
    for left, right in columns:
        if found and _are_one(found[-1], (left, right), texts, body):
            found[-1] = found[-1][0], right
        else:
            found.append((left, right))
    return found


def _are_one(one: Interval, other: Interval, texts: Floats, body: int) -> bool:
    """Whether two intervals are of one column.

    Args:
        texts: left, right and number of the line of each, float [n, 3].
        body: number of the first line below the header.
    """
    is_in_one = (texts[:, 0] < one[1]) & (texts[:, 1] > one[0])
    is_in_other = (texts[:, 0] < other[1]) & (texts[:, 1] > other[0])
    in_one = set(texts[is_in_one & ~is_in_other, 2].tolist())
    in_other = set(texts[is_in_other & ~is_in_one, 2].tolist())
    if in_one & in_other:
        return False
    if (texts[is_in_one & is_in_other, 2] >= body).any():
        return True
    if not in_one or not in_other:
        return False
    header, below = sorted((in_one, in_other), key=min)
    return max(header) < body and min(below) > max(header)


def columns_of(text: FlatText, columns: Sequence[Interval], line_height: float) -> tuple[int, int]:
    """First and last of the columns that a text is over; the nearest one where it is over none."""
    shared = [min(text.right, right) - max(text.left, left) for left, right in columns]
    over = [
        n
        for n, (left, right) in enumerate(columns)
        if shared[n] > min(OVERLAP * line_height, 0.5 * (right - left))
    ]
    if not over:
        nearest = max(range(len(columns)), key=lambda n: shared[n])
        return nearest, nearest
    return over[0], over[-1]


def column_edges(columns: Sequence[Interval], left: float, right: float) -> list[float]:
    """Positions between the columns, from the table's left to its right."""
    return [left, *((a[1] + b[0]) / 2 for a, b in pairwise(columns)), right]


def is_running(texts: Sequence[FlatText], column: Interval, line_height: float) -> bool:
    """Whether the texts of a column are lines of a paragraph: many, long, and mostly as wide as the column."""
    width = column[1] - column[0]
    if len(texts) < 3 or width < 9 * line_height:
        return False
    return sum(text.width > 0.75 * width for text in texts) >= 0.6 * len(texts)
