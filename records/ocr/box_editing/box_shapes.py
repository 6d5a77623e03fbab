"""Geometry of boxes that people draw: checked, split, merged, and their place in the reading order. Pure functions.

A quad is four corners [x, y] in pixels of the page as given, clockwise from the text's own top left.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from domain.characters import columns_wide
from domain.messages import Message
from domain.quarter_turns import TurnedPage
from records.errors import DecisionRefused

Quad = list[list[float]]
SMALLEST = 4.0
"""Pixels; a box with a shorter side holds no text."""


def checked_quad(quad: Sequence[Sequence[float]], page: TurnedPage) -> Quad:
    """The quad within the page.

    Raises:
        DecisionRefused: it is no convex quadrangle with finite corners, or too small.
    """
    points = [[float(value) for value in point] for point in quad]
    if len(points) != 4 or any(len(point) != 2 for point in points):
        raise _refused()
    if not all(math.isfinite(value) for point in points for value in point):
        raise _refused()
    kept = [[min(max(x, 0.0), float(page.width)), min(max(y, 0.0), float(page.height))] for x, y in points]
    turns = [_cross(kept[n], kept[(n + 1) % 4], kept[(n + 2) % 4]) for n in range(4)]
    sides = [math.dist(kept[n], kept[(n + 1) % 4]) for n in range(4)]
    if min(turns) <= 0 or min(sides) < SMALLEST:
        raise _refused()
    return kept


def box_of(quad: Quad) -> tuple[int, int, int, int]:
    """x0, y0, x1, y1 around a quad, in whole pixels."""
    xs, ys = [x for x, _ in quad], [y for _, y in quad]
    return math.floor(min(xs)), math.floor(min(ys)), math.ceil(max(xs)), math.ceil(max(ys))


def upright_box(quad: Quad, page: TurnedPage) -> tuple[float, float, float, float]:
    """x0, y0, x1, y1 around a quad once the page is upright."""
    xs, ys = zip(*page.to_upright(quad), strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def from_upright(box: Sequence[float], page: TurnedPage) -> Quad:
    """The quad, in the page as given, of a box x0, y0, x1, y1 of the upright page."""
    x0, y0, x1, y1 = box
    return [list(point) for point in page.to_given([(x0, y0), (x1, y0), (x1, y1), (x0, y1)])]


def place_in_order(box: Sequence[float], others: Sequence[Sequence[float]]) -> int:
    """How many of `others`, upright boxes in reading order, come before `box`.

    It goes in front of the first that follows in its row, or is in a lower row.
    """
    for place, other in enumerate(others):
        low = min(box[3] - box[1], other[3] - other[1])
        same_row = min(box[3], other[3]) - max(box[1], other[1]) > low / 2
        behind = other[0] > box[0] if same_row else other[1] + other[3] > box[1] + box[3]
        if behind:
            return place
    return len(others)


def halves(quad: Quad, share: float) -> tuple[Quad, Quad]:
    """The parts of a quad before and behind `share` (0 … 1) of its length."""
    top, bottom = _between(quad[0], quad[1], share), _between(quad[3], quad[2], share)
    return [quad[0], top, bottom, quad[3]], [top, quad[1], quad[2], bottom]


def share_at(label: str, caret: int) -> float:
    """About which part of a text's length is in front of its character number `caret`: wide characters count twice."""
    return columns_wide(label[:caret]) / columns_wide(label)


def around(quads: Sequence[Quad], page: TurnedPage) -> Quad:
    """The box around several quads, level on the upright page."""
    boxes = [upright_box(quad, page) for quad in quads]
    columns = list(zip(*boxes, strict=True))
    return from_upright([min(columns[0]), min(columns[1]), max(columns[2]), max(columns[3])], page)


def covered(one: Sequence[float], other: Sequence[float]) -> float:
    """Intersection over the smaller of two boxes."""
    wide = min(one[2], other[2]) - max(one[0], other[0])
    high = min(one[3], other[3]) - max(one[1], other[1])
    smaller = min((box[2] - box[0]) * (box[3] - box[1]) for box in (one, other))
    return wide * high / smaller if wide > 0 and high > 0 and smaller > 0 else 0.0


def shared(one: Sequence[float], other: Sequence[float]) -> float:
    """Intersection over union of two boxes."""
    wide = min(one[2], other[2]) - max(one[0], other[0])
    high = min(one[3], other[3]) - max(one[1], other[1])
    if wide <= 0 or high <= 0:
        return 0.0
    both = wide * high
    areas = sum((box[2] - box[0]) * (box[3] - box[1]) for box in (one, other))
    return both / (areas - both)


def _between(one: Sequence[float], other: Sequence[float], share: float) -> list[float]:
    return [a + (b - a) * share for a, b in zip(one, other, strict=True)]


def _cross(a: Sequence[float], b: Sequence[float], c: Sequence[float]) -> float:
    return (b[0] - a[0]) * (c[1] - b[1]) - (b[1] - a[1]) * (c[0] - b[0])


def _refused() -> DecisionRefused:
    return DecisionRefused(
        Message("the box is too small, outside the page or no quadrangle; draw it again"), code="box"
    )
