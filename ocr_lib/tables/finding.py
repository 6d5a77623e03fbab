"""Finding the tables of a page: first those with rules around their cells, then those whose texts are aligned."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ocr_lib.arrays import Picture
from ocr_lib.tables.aligned import aligned_grids
from ocr_lib.tables.assignment import assign
from ocr_lib.tables.flat_texts import FlatText
from ocr_lib.tables.grid import Grid, Segment, build_grid, rule_groups
from ocr_lib.tables.headers import count_header_rows
from ocr_lib.tables.page_geometry import PageGeometry, measure_page
from ocr_lib.tables.structure import (
    FoundTables,
    LimitReached,
    PageTable,
    PlacedText,
    Ruling,
    TableCell,
    TableLimits,
)

TOLERANCE = 0.3
"""Line heights up to which rules belong to one line of a grid."""
FEWEST_TEXTS = 2
"""In a ruled table; drawings have fewer."""


@dataclass(frozen=True)
class _Candidate:
    grid: Grid
    ruling: Ruling


def find_tables(
    picture: Picture, texts: Sequence[PlacedText], *, limits: TableLimits | None = None
) -> FoundTables:
    """The tables of a page, which may be on its side or on its head: most of its texts show which way is up.

    Args:
        picture: uint8 as given, RGB [height, width, 3] or grey [height, width].
        texts: of the page, with quads in pixels of the picture as given.
        limits: the defaults of `TableLimits` if None. What exceeds them is left out, and the result names them.
    """
    limits = limits or TableLimits()
    if len(texts) > limits.max_texts:
        return FoundTables((), (LimitReached.TOO_MANY_TEXTS,))
    if not texts or min(picture.shape[:2]) < 2:
        return FoundTables(())
    page = measure_page(picture, texts, max_rules=limits.max_rules)
    reached = [] if page.complete else [LimitReached.TOO_MANY_RULES]
    candidates, open_rules, too_large = _ruled(page, limits)
    rest = [text for text in page.texts if not any(_holds(c.grid, text) for c in candidates)]
    aligned = aligned_grids(rest, open_rules, page.line_height)
    candidates += [
        _Candidate(grid, ruling) for grid, ruling in aligned if len(grid.cells) <= limits.max_cells
    ]
    if too_large or any(len(grid.cells) > limits.max_cells for grid, _ in aligned):
        reached.append(LimitReached.TOO_MANY_CELLS)
    candidates.sort(key=lambda c: (c.grid.row_edges[0], c.grid.column_edges[0]))
    if len(candidates) > limits.max_tables:
        reached.append(LimitReached.TOO_MANY_TABLES)
    tables = tuple(_table(page, candidate) for candidate in candidates[: limits.max_tables])
    return FoundTables(tables, tuple(reached))


def _ruled(page: PageGeometry, limits: TableLimits) -> tuple[list[_Candidate], list[Segment], bool]:
    """Tables with rules around their cells; the level rules that belong to none; whether a table had too many cells."""
    tolerance = TOLERANCE * page.line_height
    found: list[_Candidate] = []
    rest: list[Segment] = []
    too_large = False
    for level, upright in rule_groups(page.level, page.upright, tolerance):
        if (len(level) + 1) * (len(upright) + 1) > 16 * limits.max_cells:
            too_large = True
            continue
        grid = build_grid(level, upright, tolerance, max_cells=limits.max_cells) if upright else None
        if grid is None or grid.columns < 2:
            rest += level
        elif sum(_holds(grid, text) for text in page.texts) >= FEWEST_TEXTS:
            found.append(_Candidate(grid, Ruling.RULED))
    return found, rest, too_large


def _holds(grid: Grid, text: FlatText) -> bool:
    return (
        grid.column_edges[0] < text.x < grid.column_edges[-1]
        and grid.row_edges[0] < text.y < grid.row_edges[-1]
    )


def _table(page: PageGeometry, candidate: _Candidate) -> PageTable:
    grid, ruling = candidate.grid, candidate.ruling
    inside = [text for text in page.texts if _holds(grid, text)]
    members = assign(grid, inside, split=ruling is Ruling.RULED)
    header_rows = count_header_rows(grid, members, [text.text for text in page.texts])
    cells = tuple(
        TableCell(
            cell.row,
            cell.column,
            cell.row_span,
            cell.column_span,
            page.quad(
                grid.column_edges[cell.column],
                grid.row_edges[cell.row],
                grid.column_edges[cell.column + cell.column_span],
                grid.row_edges[cell.row + cell.row_span],
            ),
            members.get(cell, ()),
            is_header=cell.row < header_rows,
        )
        for cell in grid.cells
    )
    quad = page.quad(grid.column_edges[0], grid.row_edges[0], grid.column_edges[-1], grid.row_edges[-1])
    return PageTable(grid.rows, grid.columns, cells, quad, ruling)
