"""Finding the tables of a page: first those with rules around their cells, then those whose texts are aligned."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from domain.reading_limits import TableLimit
from ocr_lib.arrays import Picture
from ocr_lib.tables.aligned import aligned_grids
from ocr_lib.tables.assignment import assign
from ocr_lib.tables.flat_texts import FlatText
from ocr_lib.tables.grid import Grid, GridTooLarge, Segment, build_grid, rule_groups
from ocr_lib.tables.headers import header_cells
from ocr_lib.tables.page_geometry import PageGeometry, measure_page
from ocr_lib.tables.structure import (
    FoundTables,
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
        return FoundTables((), (TableLimit.TOO_MANY_TEXTS,))
    if not texts or min(picture.shape[:2]) < 2:
        return FoundTables(())
    page = measure_page(picture, texts, max_rules=limits.max_rules)
    reached = [] if page.complete else [TableLimit.TOO_MANY_RULES]
    ruled = _ruled(page, limits.max_cells)
    rest = [text for text in page.texts if not any(area.holds(text) for area in ruled.areas)]
    aligned = aligned_grids(rest, ruled.open_rules, page.line_height)
    small = [(grid, ruling) for grid, ruling in aligned if grid.rows * grid.columns <= limits.max_cells]
    grids = [*((grid, Ruling.RULED) for grid in ruled.grids), *small]
    if len(ruled.areas) > len(ruled.grids) or len(aligned) > len(small):
        reached.append(TableLimit.TOO_MANY_CELLS)
    grids.sort(key=lambda found: (found[0].row_edges[0], found[0].column_edges[0]))
    if len(grids) > limits.max_tables:
        reached.append(TableLimit.TOO_MANY_TABLES)
    tables = tuple(_table(page, grid, ruling) for grid, ruling in grids[: limits.max_tables])
    return FoundTables(tables, tuple(reached))


@dataclass(frozen=True)
class _Area:
    """A part of the page, in flat coordinates."""

    left: float
    top: float
    right: float
    bottom: float

    def holds(self, text: FlatText) -> bool:
        return self.left < text.x < self.right and self.top < text.y < self.bottom


@dataclass
class _RuledTables:
    """Tables with rules around their cells.

    Attributes:
        areas: of the tables, and of those that have too many cells.
        open_rules: level rules that belong to none.
    """

    grids: list[Grid] = field(default_factory=list)
    areas: list[_Area] = field(default_factory=list)
    open_rules: list[Segment] = field(default_factory=list)


def _ruled(page: PageGeometry, max_cells: int) -> _RuledTables:
    tolerance = TOLERANCE * page.line_height
    found = _RuledTables()
    for level, upright in rule_groups(page.level, page.upright, tolerance):
        try:
            grid = build_grid(level, upright, tolerance, max_cells=max_cells) if upright else None
        except GridTooLarge:
            found.areas.append(
                _Area(
                    min(s.start for s in level),
                    min(s.at for s in level),
                    max(s.end for s in level),
                    max(s.at for s in level),
                )
            )
            continue
        if grid is None or grid.columns < 2:
            found.open_rules += level
        elif sum(_area(grid).holds(text) for text in page.texts) >= FEWEST_TEXTS:
            found.grids.append(grid)
            found.areas.append(_area(grid))
    return found


def _area(grid: Grid) -> _Area:
    return _Area(grid.column_edges[0], grid.row_edges[0], grid.column_edges[-1], grid.row_edges[-1])


def _table(page: PageGeometry, grid: Grid, ruling: Ruling) -> PageTable:
    area = _area(grid)
    inside = [text for text in page.texts if area.holds(text)]
    members = assign(grid, inside)
    headers = header_cells(grid, members, [text.text for text in page.texts])
    rows, columns = grid.row_edges, grid.column_edges
    boxes = [
        (columns[c.column], rows[c.row], columns[c.column + c.column_span], rows[c.row + c.row_span])
        for c in grid.cells
    ]
    whole, *quads = page.quads(np.array([(columns[0], rows[0], columns[-1], rows[-1]), *boxes], dtype=float))
    cells = tuple(
        TableCell(
            cell.row,
            cell.column,
            cell.row_span,
            cell.column_span,
            quad,
            members.get(cell, ()),
            is_header=cell in headers,
        )
        for cell, quad in zip(grid.cells, quads, strict=True)
    )
    return PageTable(grid.rows, grid.columns, cells, whole, ruling)
