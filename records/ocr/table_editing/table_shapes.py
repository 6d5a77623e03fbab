"""The structure of a table: its corners, lines and cells, and what people change of it. Pure functions.

Lines are positions in the table, 0 … 1 from its first to its last line, so that they move with its corners.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property
from typing import Any

from domain.messages import Message
from records.errors import DecisionRefused
from records.ocr.box_editing.box_shapes import SMALLEST, Quad
from records.ocr.projection import Projection


class Axis(StrEnum):
    """Which lines: those between rows, or those between columns."""

    ROW = "row"
    COLUMN = "column"


@dataclass(frozen=True)
class Span:
    """The place of a cell in the grid."""

    row: int
    column: int
    row_span: int = 1
    column_span: int = 1
    is_header: bool = False

    @property
    def bottom(self) -> int:
        return self.row + self.row_span

    @property
    def right(self) -> int:
        return self.column + self.column_span

    def units(self) -> Iterator[tuple[int, int]]:
        """The places of the grid that it covers."""
        return ((r, c) for r in range(self.row, self.bottom) for c in range(self.column, self.right))


@dataclass(frozen=True)
class TableShape:
    """A table without its texts.

    Attributes:
        quad: corners, clockwise from the table's own top left.
        rows, columns: positions of the lines, ascending from 0 to 1.
        spans: cells by row, then column; they fill the grid without overlap.
    """

    quad: Quad
    rows: tuple[float, ...]
    columns: tuple[float, ...]
    spans: tuple[Span, ...]

    @cached_property
    def projection(self) -> Projection:
        return Projection.of(self.quad)

    @cached_property
    def _owners(self) -> dict[tuple[int, int], Span]:
        return {unit: span for span in self.spans for unit in span.units()}

    def lines(self, axis: Axis) -> tuple[float, ...]:
        """Positions of the level lines, or of the upright ones."""
        return self.rows if axis is Axis.ROW else self.columns

    def with_lines(self, axis: Axis, lines: Sequence[float], spans: Iterable[Span]) -> TableShape:
        """The table with other lines of one kind."""
        ordered = tuple(sorted(spans, key=lambda span: (span.row, span.column)))
        if axis is Axis.ROW:
            return replace(self, rows=tuple(lines), spans=ordered)
        return replace(self, columns=tuple(lines), spans=ordered)

    def at(self, row: int, column: int) -> Span | None:
        """The cell that covers a place of the grid."""
        return self._owners.get((row, column))

    def around(self, u: float, v: float) -> Span | None:
        """The cell around a point of the table."""
        return self.at(bisect_right(self.rows, v) - 1, bisect_right(self.columns, u) - 1)

    def quad_of(self, span: Span) -> Quad:
        """Corners of a cell in pixels of the page."""
        left, right = self.columns[span.column], self.columns[span.right]
        top, bottom = self.rows[span.row], self.rows[span.bottom]
        corners = ((left, top), (right, top), (right, bottom), (left, bottom))
        return [[round(value, 2) for value in self.projection.to_page(u, v)] for u, v in corners]

    def length(self, axis: Axis) -> float:
        """How long the table is across these lines, in pixels."""
        one, other = ((0, 3), (1, 2)) if axis is Axis.ROW else ((0, 1), (3, 2))
        return sum(math.dist(self.quad[a], self.quad[b]) for a, b in (one, other)) / 2

    def gap(self, axis: Axis) -> float:
        """The least distance between two of these lines."""
        return SMALLEST / max(SMALLEST, self.length(axis))

    def as_dict(self) -> dict[str, Any]:
        """JSON-ready; `from_dict` is the inverse."""
        spans = [[s.row, s.column, s.row_span, s.column_span, int(s.is_header)] for s in self.spans]
        return {"quad": self.quad, "rows": self.rows, "columns": self.columns, "spans": spans}

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> TableShape:
        spans = tuple(
            Span(r, c, down, across, bool(header)) for r, c, down, across, header in values["spans"]
        )
        return cls(values["quad"], tuple(values["rows"]), tuple(values["columns"]), spans)


def grid(quad: Quad, rows: Sequence[float], columns: Sequence[float]) -> TableShape:
    """A table of cells without spans.

    Args:
        rows, columns: positions of all lines, the outer ones included.
    """
    spans = tuple(Span(r, c) for r in range(len(rows) - 1) for c in range(len(columns) - 1))
    return TableShape(quad, tuple(rows), tuple(columns), spans)


def shape_of_cells(
    quad: Quad, rows: int, columns: int, cells: Sequence[tuple[Span, Sequence[Sequence[float]]]]
) -> TableShape:
    """The shape of a table that was found, whose cells have quads of their own: each line goes where most of its cells end.

    Raises:
        DecisionRefused: the corners of the table are on one line.
    """
    try:
        projection = Projection.of(quad)
    except ValueError as error:
        raise DecisionRefused(
            Message("this table has no usable shape; remove it and draw another"), code="table"
        ) from error
    levels: list[list[float]] = [[] for _ in range(rows + 1)]
    uprights: list[list[float]] = [[] for _ in range(columns + 1)]
    for span, corners in cells:
        (u0, v0), (u1, v1), (u2, v2), (u3, v3) = (projection.to_unit(x, y) for x, y in corners)
        levels[span.row] += [v0, v1]
        levels[span.bottom] += [v2, v3]
        uprights[span.column] += [u0, u3]
        uprights[span.right] += [u1, u2]
    spans = tuple(span for span, _ in cells)
    return TableShape(quad, _ascending(levels), _ascending(uprights), spans)


def joined(spans: Iterable[Span]) -> list[Span]:
    """The spans without overlaps: those that overlap become the smallest one around them."""
    placed: dict[tuple[int, int], Span] = {}
    waiting = list(spans)
    while waiting:
        span = waiting.pop()
        others = {placed[unit] for unit in span.units() if unit in placed}
        if len(others) == 1 and _around([span, *others]) in others:
            continue  # inside of one that is there
        for other in others:
            for unit in other.units():
                del placed[unit]
        if others:
            waiting.append(_around([span, *others]))
        else:
            placed |= dict.fromkeys(span.units(), span)
    return sorted(set(placed.values()), key=lambda span: (span.row, span.column))


def transposed(spans: Iterable[Span]) -> list[Span]:
    """The spans with rows for columns."""
    return [Span(s.column, s.row, s.column_span, s.row_span, s.is_header) for s in spans]


def _around(spans: Sequence[Span]) -> Span:
    top, left = min(s.row for s in spans), min(s.column for s in spans)
    bottom, right = max(s.bottom for s in spans), max(s.right for s in spans)
    return Span(top, left, bottom - top, right - left, any(s.is_header for s in spans))


def _ascending(found: Sequence[Sequence[float]]) -> tuple[float, ...]:
    """One position a line, the outer ones 0 and 1; a line at which no cell ends is between its neighbours."""
    last = len(found) - 1
    known = {0: 0.0, last: 1.0}
    for number, values in enumerate(found[1:-1], start=1):
        usable = sorted(value for value in values if math.isfinite(value))
        middle = usable[len(usable) // 2] if usable else math.nan
        if max(known[n] for n in known if n < number) < middle < 1:
            known[number] = middle
    places = sorted(known)
    lines = []
    for number in range(last + 1):
        before = places[bisect_right(places, number) - 1]
        after = next((place for place in places if place > number), last)
        share = (number - before) / (after - before) if after > before else 0.0
        lines.append(known[before] + (known[after] - known[before]) * share)
    return tuple(lines)
