"""Which cell of a grid each text belongs to."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence

from ocr_lib.tables.flat_texts import FlatText, space_near, text_lines
from ocr_lib.tables.grid import Grid, GridCell
from ocr_lib.tables.structure import TextPart

LEAST_BEYOND = 0.8
"""Text heights by which a text reaches into both cells where it may be parted."""


def assign(grid: Grid, texts: Sequence[FlatText], *, split: bool) -> dict[GridCell, tuple[TextPart, ...]]:
    """The texts of each cell in reading order; texts whose middle is outside the grid belong to none.

    Args:
        split: part texts that reach over a rule at a space near it. Without such a space the text goes whole to the
            cell that holds its middle.
    """
    cell_at = {unit: cell for cell in grid.cells for unit in cell.units()}
    members: dict[GridCell, list[FlatText]] = defaultdict(list)
    for text in texts:
        for part in _parts(grid, cell_at, text) if split else [text]:
            cell = _cell_of(grid, cell_at, part)
            if cell is not None:
                members[cell].append(part)
    return {
        cell: tuple(TextPart(t.number, t.start, t.stop) for line in text_lines(found) for t in line)
        for cell, found in members.items()
    }


def _cell_of(grid: Grid, cell_at: dict[tuple[int, int], GridCell], text: FlatText) -> GridCell | None:
    return cell_at.get(
        (bisect_right(grid.row_edges, text.y) - 1, bisect_right(grid.column_edges, text.x) - 1)
    )


def _parts(grid: Grid, cell_at: dict[tuple[int, int], GridCell], text: FlatText) -> Iterator[FlatText]:
    """The text parted at the rules that it reaches over."""
    row = bisect_right(grid.row_edges, text.y) - 1
    beyond = LEAST_BEYOND * text.height
    for column in range(1, grid.columns):
        rule = grid.column_edges[column]
        if not text.left + beyond < rule < text.right - beyond:
            continue
        if cell_at.get((row, column - 1)) == cell_at.get((row, column)):
            continue
        space = space_near(text, rule)
        if space is None:
            continue
        yield text.part(text.start, text.start + space, text.left, rule)
        text = text.part(text.start + space + 1, text.stop, rule, text.right)
    yield text
