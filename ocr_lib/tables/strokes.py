"""Strokes of letters that look like rules: short ones that texts, and not other rules, account for."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ocr_lib.arrays import Floats
from ocr_lib.tables.flat_texts import FlatText
from ocr_lib.tables.grid import Segment

SHORT_RULE, LONGEST_STROKE = 2.5, 6.0
"""Line heights of upright and of level strokes, at most; level ones go on through the letters of a line."""
REACH = 0.25
"""Line heights between the end of a rule and the rule that it ends at, at most."""
COLLINEAR = 0.12
"""Line heights between rules of one line, at most."""
EDGE = 0.12
"""Share of the height of a text's box at its top and bottom where rules of tight rows are, and no level strokes."""


def without_strokes(
    level: Sequence[Segment], upright: Sequence[Segment], texts: Sequence[FlatText], line_height: float
) -> tuple[list[Segment], list[Segment]]:
    """Level and upright segments without what are strokes of letters."""
    boxes = np.array([(t.left, t.top, t.right, t.bottom) for t in texts])
    long_level = np.array([s.at for s in level if s.length > LONGEST_STROKE * line_height])
    kept = [s for s in level if not _is_level_stroke(s, boxes, long_level, line_height)]
    rows = np.array([(s.at, s.start, s.end) for s in kept]).reshape(-1, 3)
    long = np.array([s.at for s in upright if s.length > SHORT_RULE * line_height])

    def is_rule(segment: Segment) -> bool:
        if segment.length > SHORT_RULE * line_height:
            return True
        if not all(_ends_at(segment.at, y, rows, line_height) for y in (segment.start, segment.end)):
            return False
        if (np.abs(long - segment.at) < COLLINEAR * line_height).any():
            return True
        return not _runs_through_text(segment, boxes)

    return kept, [segment for segment in upright if is_rule(segment)]


def _is_level_stroke(segment: Segment, boxes: Floats, long: Floats, line_height: float) -> bool:
    """Whether a short level segment is to a good part within a text's box, and no long rule (y of each) goes on from it."""
    if segment.length > LONGEST_STROKE * line_height:
        return False
    if (np.abs(long - segment.at) < COLLINEAR * line_height).any():
        return False
    margin = EDGE * (boxes[:, 3] - boxes[:, 1])
    within = (boxes[:, 1] + margin < segment.at) & (segment.at < boxes[:, 3] - margin)
    shared = np.minimum(boxes[:, 2], segment.end) - np.maximum(boxes[:, 0], segment.start)
    return bool((within & (shared > 0.4 * segment.length)).any())


def _ends_at(x: float, y: float, rows: Floats, line_height: float) -> bool:
    """Whether a level rule (`at`, `start` and `end` of each, float [n, 3]) is at a point."""
    reach = REACH * line_height
    near = (np.abs(rows[:, 0] - y) < reach) & (rows[:, 1] - reach < x) & (x < rows[:, 2] + reach)
    return bool(near.any())


def _runs_through_text(segment: Segment, boxes: Floats) -> bool:
    across = (boxes[:, 0] < segment.at) & (segment.at < boxes[:, 2])
    shared = np.minimum(boxes[:, 3], segment.end) - np.maximum(boxes[:, 1], segment.start)
    return bool((across & (shared > 0.5 * (boxes[:, 3] - boxes[:, 1]))).any())
