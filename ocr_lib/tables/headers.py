"""Which rows at the top of a table are its header, and which columns of a form hold labels."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ocr_lib.fields.hangul import compact
from ocr_lib.fields.labels import spellings
from ocr_lib.tables.grid import Grid, GridCell
from ocr_lib.tables.structure import TextPart
from ocr_lib.tables.values import ValueKind, typed_value

MOST_LABELS, FEWEST_LABELS = 0.6, 2
"""Share and number of a column's cells that are known labels, at least, for the column to be one of labels."""
Members = Mapping[GridCell, tuple[TextPart, ...]]


def header_cells(grid: Grid, members: Members, texts: Sequence[str]) -> set[GridCell]:
    """The cells that name others: those of the rows at the top, and those of columns of labels, as in a form of labels and values.

    Args:
        members: the texts of each cell that has any.
        texts: of the page.
    """
    written = {
        cell: "".join(texts[part.text][part.start : part.stop] for part in parts)
        for cell, parts in members.items()
    }
    labels = _label_columns(grid, written)
    rows = count_header_rows(grid, members, texts)
    if labels and not all(
        _is_label(text) for cell, text in written.items() if cell.row == 0 and cell.column not in labels
    ):
        rows = 0  # its first row is a label with its value
    return {cell for cell in grid.cells if cell.row < rows or cell.column in labels}


def _label_columns(grid: Grid, written: Mapping[GridCell, str]) -> set[int]:
    found: set[int] = set()
    for column in range(grid.columns - 1):
        cells = [text for cell, text in written.items() if cell.column == column and cell.column_span == 1]
        known = sum(map(_is_label, cells))
        # A column of labels has values at its right.
        if column - 1 not in found and known >= max(FEWEST_LABELS, MOST_LABELS * len(cells)):
            found.add(column)
    return found


def _is_label(text: str) -> bool:
    return compact(text) in spellings()


def count_header_rows(grid: Grid, members: Members, texts: Sequence[str]) -> int:
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
