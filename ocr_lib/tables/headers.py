"""Which rows at the top of a table are its header."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ocr_lib.tables.grid import Grid, GridCell
from ocr_lib.tables.structure import TextPart
from ocr_lib.tables.values import ValueKind, typed_value


def count_header_rows(
    grid: Grid, members: Mapping[GridCell, tuple[TextPart, ...]], texts: Sequence[str]
) -> int:
    """How many rows at the top hold names of columns: those that the cells of the first row and the cells under its spans take.

    A first row that holds a number or a date, or no two texts, is none.

    Args:
        members: the texts of each cell that has any.
        texts: of the page.
    """
    depth = max(cell.row_span for cell in grid.cells if cell.row == 0)
    if depth == 1 and any(cell.row == 0 and cell.column_span > 1 for cell in grid.cells):
        # A title over the whole table is a row of the header as well.
        depth = 2
    if depth >= grid.rows:
        return 0
    filled = [
        "".join(texts[part.text][part.start : part.stop] for part in members[cell])
        for cell in grid.cells
        if cell.row < depth and cell in members
    ]
    if len(filled) < min(2, grid.columns):
        return 0
    values = sum(
        typed_value(text).kind in (ValueKind.NUMBER, ValueKind.PERCENT, ValueKind.DATE) for text in filled
    )
    return depth if values <= len(filled) / 5 else 0
