"""Tables that go on over pages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ocr_lib.tables.structure import FoundTables, PageTable, TableCell, TextPart

SAME_EDGE = 0.03
"""Distance between the column edges of two parts of one table, in the table's width, at most."""
LAST_ON_PAGE, FIRST_ON_PAGE = 0.6, 0.4
"""The part that goes on ends below, and the next one begins above, these shares of their pages' heights."""


@dataclass(frozen=True)
class DocumentCell:
    """A cell of a table of a document.

    Attributes:
        row: in the table of the document; `cell` has the row on its page.
        page: from 0.
    """

    page: int
    row: int
    cell: TableCell


@dataclass(frozen=True)
class DocumentTable:
    """A table of a document, from one or several pages.

    Attributes:
        rows: of all its pages, repeated headers counted once.
        parts: page, from 0, and table of each part.
    """

    rows: int
    columns: int
    cells: tuple[DocumentCell, ...]
    parts: tuple[tuple[int, PageTable], ...]


CellText = Callable[[int, tuple[TextPart, ...]], str]
"""From a page's number and texts of a cell to what is written in the cell."""


def join_over_pages(
    pages: Sequence[FoundTables], heights: Sequence[int], text_of: CellText
) -> list[DocumentTable]:
    """The tables of a document, in order.

    The last table of a page goes on in the first one of the next page if it reaches down and the other one begins at the top, and
    both have the same columns: as many, with edges at the same places of the tables' widths. A header that the next page repeats is
    left out. A table that has a header of other words is a table of its own.

    Args:
        pages: tables of consecutive pages.
        heights: of the pages, in pixels.
        text_of: for comparing headers.
    """
    joined: list[list[tuple[int, PageTable]]] = []
    for number, page in enumerate(pages):
        for place, table in enumerate(page.tables):
            if place == 0 and joined and _goes_on(joined[-1][-1], (number, table), pages, heights, text_of):
                joined[-1].append((number, table))
            else:
                joined.append([(number, table)])
    return [_document_table(parts) for parts in joined]


def _goes_on(
    upper: tuple[int, PageTable],
    lower: tuple[int, PageTable],
    pages: Sequence[FoundTables],
    heights: Sequence[int],
    text_of: CellText,
) -> bool:
    (upper_page, above), (lower_page, below) = upper, lower
    if lower_page != upper_page + 1 or above is not pages[upper_page].tables[-1]:
        return False
    if (
        above.box[3] < LAST_ON_PAGE * heights[upper_page]
        or below.box[1] > FIRST_ON_PAGE * heights[lower_page]
    ):
        return False
    if above.columns != below.columns:
        return False
    edges = zip(_column_edges(above), _column_edges(below), strict=True)
    if any(abs(one - other) > SAME_EDGE for one, other in edges):
        return False
    return not below.header_rows or _header(lower, text_of) == _header(upper, text_of)


def _column_edges(table: PageTable) -> list[float]:
    """The left edge of each column, in the table's width; of one in which no cell begins, the edge before it."""
    left, _, right, _ = table.box
    found: list[float] = []
    for column in range(table.columns):
        starts = [cell.box[0] for cell in table.cells if cell.column == column]
        edge = (min(starts) - left) / max(1, right - left) if starts else found[-1]
        found.append(edge)
    return found


def _header(part: tuple[int, PageTable], text_of: CellText) -> list[tuple[int, int, str]]:
    page, table = part
    return [
        (cell.row, cell.column, "".join(text_of(page, cell.texts).split()))
        for cell in table.cells
        if cell.row < table.header_rows
    ]


def _document_table(parts: Sequence[tuple[int, PageTable]]) -> DocumentTable:
    cells: list[DocumentCell] = []
    rows = 0
    for number, (page, table) in enumerate(parts):
        dropped = table.header_rows if number else 0
        cells += [
            DocumentCell(page, rows + cell.row - dropped, cell) for cell in table.cells if cell.row >= dropped
        ]
        rows += table.rows - dropped
    return DocumentTable(rows, parts[0][1].columns, tuple(cells), tuple(parts))
