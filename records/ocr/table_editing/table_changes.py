"""What people change of a table's lines and cells: from one shape to the next. Pure functions.

Each raises DecisionRefused where the change is not possible.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import replace

from domain.messages import Message
from domain.quarter_turns import TurnedPage
from records.errors import DecisionRefused
from records.ocr.box_editing.box_shapes import Quad, checked_quad
from records.ocr.projection import Projection
from records.ocr.table_editing.table_shapes import Axis, Span, TableShape, joined, transposed

MOST_CELLS = 5000
"""Of a table that people add lines to, as many as the setting `ocr_max_cells` allows by default one that is found."""


def move_line(shape: TableShape, axis: Axis, line: int, at: float, page: TurnedPage) -> TableShape:
    """A line at another position, between its neighbours; an outer one moves the edge of the table, as far as the page goes.

    Args:
        line: from 0, the table's first edge.
        at: 0 … 1; an outer line may go beyond.
    """
    lines = shape.lines(axis)
    _refuse_unknown(lines, line, at)
    gap, last = shape.gap(axis), len(lines) - 1
    low = lines[line - 1] + gap if line else -math.inf
    high = lines[line + 1] - gap if line < last else math.inf
    if not low <= at <= high:
        raise DecisionRefused(
            Message("a line stays between its neighbours; remove the other line first"), code="table"
        )
    moved = [*lines[:line], at, *lines[line + 1 :]]
    if 0 < line < last:
        return shape.with_lines(axis, moved, shape.spans)
    return _between_edges(shape, axis, moved, shape.spans, page)


def add_line(shape: TableShape, axis: Axis, at: float) -> TableShape:
    """A further line, which divides the cells of one row (or column); cells that span several of them span one more."""
    lines = shape.lines(axis)
    _refuse_unknown(lines, 0, at)
    gap = shape.gap(axis)
    behind = next((n for n in range(1, len(lines)) if lines[n - 1] + gap <= at <= lines[n] - gap), None)
    if behind is None:
        raise DecisionRefused(
            Message("there is no room for a line here; choose a place between two lines"), code="table"
        )
    others = shape.lines(Axis.COLUMN if axis is Axis.ROW else Axis.ROW)
    if len(lines) * (len(others) - 1) > MOST_CELLS:
        raise DecisionRefused(Message("a table has at most {most:,} cells", most=MOST_CELLS), code="table")
    spans: list[Span] = []
    for span in _along(axis, shape.spans):
        if span.row >= behind:
            spans.append(replace(span, row=span.row + 1))
        elif span.bottom < behind:
            spans.append(span)
        elif span.row_span == 1:
            spans += [span, replace(span, row=behind)]
        else:
            spans.append(replace(span, row_span=span.row_span + 1))
    return shape.with_lines(axis, [*lines[:behind], at, *lines[behind:]], _along(axis, spans))


def remove_line(shape: TableShape, axis: Axis, line: int, page: TurnedPage) -> TableShape:
    """Without a line: the cells on both sides become one; without an outer one the first or last row (or column) is gone."""
    lines = shape.lines(axis)
    _refuse_unknown(lines, line, 0.0)
    last = len(lines) - 1
    if last < 2:
        raise DecisionRefused(
            Message("this is the table's only row or column; remove the table instead"), code="table"
        )
    kept = [*lines[:line], *lines[line + 1 :]]
    spans = _along(axis, shape.spans)
    if 0 < line < last:
        closed = [_from_to(s, s.row - (s.row >= line), s.bottom - (s.bottom > line)) for s in spans]
        return shape.with_lines(axis, kept, _along(axis, joined([s for s in closed if s.row_span])))
    if line == 0:
        cut = [_from_to(s, max(s.row - 1, 0), s.bottom - 1) for s in spans]
    else:
        cut = [_from_to(s, s.row, min(s.bottom, last - 1)) for s in spans]
    return _between_edges(shape, axis, kept, _along(axis, [s for s in cut if s.row_span > 0]), page)


def merge(shape: TableShape, block: Span) -> TableShape:
    """One cell for a block of cells; cells that the block cuts are taken as a whole."""
    if block.bottom >= len(shape.rows) or block.right >= len(shape.columns):
        raise gone()
    covered = {shape.at(*unit) for unit in block.units()}
    if len(covered) < 2:
        raise DecisionRefused(Message("choose two or more cells to merge"), code="table")
    header = all(span is not None and span.is_header for span in covered)
    spans = [replace(span, is_header=header) if span in covered else span for span in shape.spans]
    return replace(shape, spans=tuple(joined([*spans, block])))


def split(shape: TableShape, row: int, column: int) -> TableShape:
    """A merged cell as the cells of the grid that it covers."""
    merged = shape.at(row, column)
    if merged is None:
        raise gone()
    if merged.row_span * merged.column_span == 1:
        raise DecisionRefused(
            Message("this cell is not merged; divide its row or column with a line"), code="table"
        )
    parts = [Span(r, c, is_header=merged.is_header) for r, c in merged.units()]
    others = [span for span in shape.spans if span is not merged]
    return replace(shape, spans=tuple(sorted([*others, *parts], key=lambda s: (s.row, s.column))))


def _along(axis: Axis, spans: Sequence[Span]) -> Sequence[Span]:
    """The spans so that the lines of `axis` are between their rows; the same again gives them back."""
    return spans if axis is Axis.ROW else transposed(spans)


def _from_to(span: Span, row: int, bottom: int) -> Span:
    return replace(span, row=row, row_span=bottom - row)


def _between_edges(
    shape: TableShape, axis: Axis, lines: Sequence[float], spans: Sequence[Span], page: TurnedPage
) -> TableShape:
    """The table from the first to the last of `lines`, which keep their places on the page."""
    first, last = lines[0], lines[-1]
    box = (0.0, first, 1.0, last) if axis is Axis.ROW else (first, 0.0, last, 1.0)
    corners = [(box[0], box[1]), (box[2], box[1]), (box[2], box[3]), (box[0], box[3])]
    quad: Quad = checked_quad([shape.projection.to_page(u, v) for u, v in corners], page)
    new, number = Projection.of(quad), 1 if axis is Axis.ROW else 0
    inner = []
    for line in lines[1:-1]:
        middle = shape.projection.to_page(*((0.5, line) if axis is Axis.ROW else (line, 0.5)))
        inner.append(new.to_unit(*middle)[number])
    placed = [0.0, *inner, 1.0]
    moved = replace(shape, quad=quad)
    if any(b - a < moved.gap(axis) / 2 for a, b in itertools.pairwise(placed)):
        raise DecisionRefused(
            Message("a line stays between its neighbours; remove the other line first"), code="table"
        )
    return moved.with_lines(axis, placed, spans)


def _refuse_unknown(lines: Sequence[float], line: int, at: float) -> None:
    if not 0 <= line < len(lines) or not math.isfinite(at):
        raise gone()


def gone() -> DecisionRefused:
    """The refusal of a change at a place that the table no longer has."""
    return DecisionRefused(
        Message("this place of the table is no longer there; look at the page again"), code="table"
    )
