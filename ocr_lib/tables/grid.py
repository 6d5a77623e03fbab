"""Grids of cells from straight level and upright segments: which cells the rules part, and which span several rows or columns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from ocr_lib.arrays import Mask

PRESENT = 0.5
"""Share of the edge between two cells that a rule covers where it parts them."""
TOUCHING = 1.4
"""Distance between the end of a rule and the rule that it reaches, at most, in tolerances."""
OPEN_SIDE = 2.5
"""Tolerances by which level rules reach beyond the outermost upright one where the side of a table is open."""

LEAST_WEIGHT = 1e-6
"""Of a segment without length in the position of its line."""


class GridTooLarge(Exception):
    """A grid has more cells than are allowed."""


@dataclass(frozen=True)
class Segment:
    """A straight rule: `at` is its y if it is level, its x if it is upright; it runs from `start` to `end`."""

    at: float
    start: float
    end: float

    @property
    def length(self) -> float:
        return self.end - self.start


@dataclass(frozen=True)
class GridCell:
    """Where a cell is in its grid, from 0."""

    row: int
    column: int
    row_span: int = 1
    column_span: int = 1

    def units(self) -> Iterator[tuple[int, int]]:
        """Row and column of each place that the cell takes."""
        for row in range(self.row, self.row + self.row_span):
            for column in range(self.column, self.column + self.column_span):
                yield row, column


@dataclass(frozen=True)
class Grid:
    """A grid: positions of its row and column lines, one more than there are rows and columns, and cells that fill it."""

    row_edges: tuple[float, ...]
    column_edges: tuple[float, ...]
    cells: tuple[GridCell, ...]

    @property
    def rows(self) -> int:
        return len(self.row_edges) - 1

    @property
    def columns(self) -> int:
        return len(self.column_edges) - 1


def rule_groups(
    level: Sequence[Segment], upright: Sequence[Segment], tolerance: float
) -> list[tuple[list[Segment], list[Segment]]]:
    """Level and upright segments that are connected by crossing or touching each other, from top to bottom."""
    touching = _touching(level, upright, TOUCHING * tolerance)
    group_of = np.full(len(level), -1)
    groups: list[tuple[list[Segment], list[Segment]]] = []
    free = np.ones(len(upright), dtype=bool)
    for seed in sorted(range(len(level)), key=lambda n: level[n].at):
        if group_of[seed] >= 0:
            continue
        rows, columns = np.zeros(len(level), dtype=bool), np.zeros(len(upright), dtype=bool)
        rows[seed] = True
        while True:
            reached = touching[rows].any(axis=0) & free
            if not (reached & ~columns).any():
                break
            columns |= reached
            rows |= touching[:, columns].any(axis=1)
        free &= ~columns
        group_of[rows] = len(groups)
        groups.append((_chosen(level, rows), _chosen(upright, columns)))
    return groups


def _chosen(segments: Sequence[Segment], chosen: Mask) -> list[Segment]:
    return [segment for segment, is_chosen in zip(segments, chosen.tolist(), strict=True) if is_chosen]


def _touching(level: Sequence[Segment], upright: Sequence[Segment], reach: float) -> Mask:
    """Bool [level, upright]."""
    rows = np.array([(s.at, s.start, s.end) for s in level], dtype=float).reshape(-1, 3)
    columns = np.array([(s.at, s.start, s.end) for s in upright], dtype=float).reshape(-1, 3)
    y, x0, x1 = (rows[:, n, None] for n in range(3))
    x, y0, y1 = (columns[None, :, n] for n in range(3))
    found: Mask = (x > x0 - reach) & (x < x1 + reach) & (y > y0 - reach) & (y < y1 + reach)
    return found


def build_grid(
    level: Sequence[Segment], upright: Sequence[Segment], tolerance: float, *, max_cells: int = 5000
) -> Grid | None:
    """The grid of connected segments; None where they make no cell.

    Args:
        tolerance: distance up to which segments belong to one line of the grid.

    Raises:
        GridTooLarge: it has more than `max_cells` places.
    """
    row_lines, column_lines = cluster(level, tolerance), cluster(upright, tolerance)
    row_lines = _with_open_sides(row_lines, upright, tolerance)
    column_lines = _with_open_sides(column_lines, level, tolerance)
    rows, columns = len(row_lines) - 1, len(column_lines) - 1
    if rows < 1 or columns < 1:
        return None
    if rows * columns > max_cells:
        raise GridTooLarge
    row_edges, column_edges = [at for at, _ in row_lines], [at for at, _ in column_lines]
    below = np.array([_covered(members, column_edges, tolerance) for _, members in row_lines])
    beside = np.array([_covered(members, row_edges, tolerance) for _, members in column_lines]).T
    below[[0, -1]], beside[:, [0, -1]] = True, True
    return compressed(row_edges, column_edges, _cells(below, beside))


def cluster(segments: Sequence[Segment], tolerance: float) -> list[tuple[float, list[Segment]]]:
    """Segments that belong to one line, with the line's position: the mean over their length."""
    lines: list[list[Segment]] = []
    for segment in sorted(segments, key=lambda s: s.at):
        if lines and segment.at - _position(lines[-1]) <= tolerance:
            lines[-1].append(segment)
        else:
            lines.append([segment])
    return [(_position(members), members) for members in lines]


def _position(members: Sequence[Segment]) -> float:
    weights = [s.length + LEAST_WEIGHT for s in members]
    return sum(s.at * weight for s, weight in zip(members, weights, strict=True)) / sum(weights)


def _with_open_sides(
    lines: list[tuple[float, list[Segment]]], across: Sequence[Segment], tolerance: float
) -> list[tuple[float, list[Segment]]]:
    """The lines with one more at a side that at least two rules, and most that come near it, reach beyond the last line."""
    if not lines:
        return lines
    first, last = lines[0][0], lines[-1][0]
    starts = sorted(s.start for s in across if s.start < first - OPEN_SIDE * tolerance)
    ends = sorted(s.end for s in across if s.end > last + OPEN_SIDE * tolerance)
    reaching_first = sum(s.start < first + OPEN_SIDE * tolerance for s in across)
    reaching_last = sum(s.end > last - OPEN_SIDE * tolerance for s in across)
    if len(starts) >= max(2, reaching_first / 2):
        lines = [(starts[len(starts) // 2], []), *lines]
    if len(ends) >= max(2, reaching_last / 2):
        lines = [*lines, (ends[len(ends) // 2], [])]
    return lines


def _covered(members: Sequence[Segment], edges: Sequence[float], tolerance: float) -> list[bool]:
    """For each interval between edges, whether segments cover enough of it."""
    found = []
    for left, right in pairwise(edges):
        margin = min(tolerance, (right - left) / 4)
        low, high = left + margin, right - margin
        parts = sorted((max(low, s.start), min(high, s.end)) for s in members)
        covered, reached = 0.0, low
        for start, end in parts:
            if end > max(start, reached):
                covered += end - max(start, reached)
                reached = end
        found.append(covered >= PRESENT * (high - low))
    return found


def _cells(below: Mask, beside: Mask) -> list[GridCell]:
    """Rectangular cells from bool [rows + 1, columns] and [rows, columns + 1]: whether a rule is above and left of each place.

    Where missing rules leave a region that is no rectangle, it is parted into rectangles from its top left.
    """
    rows, columns = len(beside), below.shape[1]
    taken = np.zeros((rows, columns), dtype=bool)
    cells = []
    for row in range(rows):
        for column in range(columns):
            if taken[row, column]:
                continue
            wide = 1
            while (
                column + wide < columns and not beside[row, column + wide] and not taken[row, column + wide]
            ):
                wide += 1
            high = 1
            while row + high < rows and _goes_on_below(
                below, beside, taken, row + high, column, column + wide
            ):
                high += 1
            taken[row : row + high, column : column + wide] = True
            cells.append(GridCell(row, column, high, wide))
    return cells


def _goes_on_below(below: Mask, beside: Mask, taken: Mask, row: int, left: int, right: int) -> bool:
    return not (
        below[row, left:right].any() or beside[row, left + 1 : right].any() or taken[row, left:right].any()
    )


def compressed(row_edges: Sequence[float], column_edges: Sequence[float], cells: Sequence[GridCell]) -> Grid:
    """The grid without lines at which no cell begins."""
    rows = sorted({cell.row for cell in cells})
    columns = sorted({cell.column for cell in cells})
    row_number = {row: n for n, row in enumerate([*rows, len(row_edges) - 1])}
    column_number = {column: n for n, column in enumerate([*columns, len(column_edges) - 1])}
    placed = [
        GridCell(
            row_number[cell.row],
            column_number[cell.column],
            row_number[cell.row + cell.row_span] - row_number[cell.row],
            column_number[cell.column + cell.column_span] - column_number[cell.column],
        )
        for cell in cells
    ]
    return Grid(
        tuple(row_edges[row] for row in [*rows, len(row_edges) - 1]),
        tuple(column_edges[column] for column in [*columns, len(column_edges) - 1]),
        tuple(sorted(placed, key=lambda cell: (cell.row, cell.column))),
    )
