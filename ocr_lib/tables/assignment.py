"""Which cell of a grid each text belongs to."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence

from ocr_lib.tables.flat_texts import FlatText, text_lines
from ocr_lib.tables.grid import Grid, GridCell
from ocr_lib.tables.structure import TextPart


def assign(grid: Grid, texts: Sequence[FlatText]) -> dict[GridCell, tuple[TextPart, ...]]:
    """The texts of each cell in reading order: those whose middle it holds. Others belong to none."""
    cell_at = {unit: cell for cell in grid.cells for unit in cell.units()}
    members: dict[GridCell, list[FlatText]] = defaultdict(list)
    for text in texts:
        cell = _cell_of(grid, cell_at, text)
        if cell is not None:
            members[cell].append(text)
    return {
        cell: tuple(TextPart(t.number, t.start, t.stop) for line in text_lines(found) for t in line)
        for cell, found in members.items()
    }


def _cell_of(grid: Grid, cell_at: dict[tuple[int, int], GridCell], text: FlatText) -> GridCell | None:
    return cell_at.get(
        (bisect_right(grid.row_edges, text.y) - 1, bisect_right(grid.column_edges, text.x) - 1)
    )
