"""Which rows at the top of a table are its header, and which columns of a form hold labels."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ocr_lib.fields.hangul import compact
from ocr_lib.fields.labels import spellings
from ocr_lib.fields.line_items import column_named, is_header
from ocr_lib.tables.grid import Grid, GridCell
from ocr_lib.tables.structure import TextPart
from ocr_lib.tables.values import ValueKind, typed_value

MOST_LABELS, FEWEST_LABELS = 0.6, 2
"""Share and number of a column's cells that are known labels, at least, for the column to be one of labels."""
_ENGLISH_LABELS = frozenset(
    (
        "COMPANY",
        "CONTACT",
        "TAXNO",
        "ADDRESS",
        "PHONE",
        "TEL",
        "FAX",
        "EMAIL",
        "DATE",
        "DUEDATE",
        "ITEM",
        "AMOUNT",
        "REMARKS",
    )
)
"""Labels of forms in English, which the fields of Korean papers have not."""
Members = Mapping[GridCell, tuple[TextPart, ...]]


def header_cells(grid: Grid, members: Members, texts: Sequence[str]) -> set[GridCell]:
    """The cells that name others: those of the rows at the top, and those of columns of labels, as in a form of labels and values.

    Where rows of labels and values are above the headings of goods in one grid, the labels and the headings are.

    Args:
        members: the texts of each cell that has any.
        texts: of the page.
    """
    written = {
        cell: "".join(texts[part.text][part.start : part.stop] for part in parts)
        for cell, parts in members.items()
    }
    headings = _headings_of_goods(grid, written)
    if headings and _has_details(written, above=headings.start):
        return {
            cell
            for cell in grid.cells
            if cell.row in headings or (cell.row < headings.start and _is_label(written.get(cell, "")))
        }
    labels = _label_columns(grid, written)
    rows = count_header_rows(grid, members, texts)
    if labels:
        # A row of a label with its value names nothing.
        values = [
            cell.row for cell, text in written.items() if cell.column not in labels and not _is_label(text)
        ]
        rows = min([rows, *values])
    return {cell for cell in grid.cells if cell.row < rows or cell.column in labels}


def _headings_of_goods(grid: Grid, written: Mapping[GridCell, str]) -> range | None:
    """The rows that the headings of goods take; None without them."""
    for row in range(grid.rows):
        found = [cell for cell in written if cell.row == row]
        if is_header({column for cell in found if (column := column_named(written[cell])) is not None}):
            return range(row, row + max(cell.row_span for cell in found))
    return None


def _has_details(written: Mapping[GridCell, str], *, above: int) -> bool:
    """Whether a label has a value at its right in a row above another."""
    for cell, text in written.items():
        if cell.row < above and _is_label(text):
            beside = [
                other
                for other in written
                if other.row == cell.row and other.column == cell.column + cell.column_span
            ]
            if any(not _is_label(written[other]) for other in beside):
                return True
    return False


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
    return (plain := compact(text)) in spellings() or plain in _ENGLISH_LABELS


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
