"""The tables of a document that is exported."""

from __future__ import annotations

import functools
from collections.abc import Sequence

import numpy as np
from PIL import Image

from ocr_lib.arrays import Grey
from ocr_lib.exports.document import ExportDocument, ExportPage
from ocr_lib.tables import FoundTables, TextPart, find_tables
from ocr_lib.tables.cell_texts import text_of_parts
from ocr_lib.tables.continuation import DocumentTable, join_over_pages
from ocr_lib.tables.values import CellValue, typed_column, typed_value


def tables_of(document: ExportDocument) -> tuple[list[DocumentTable], list[FoundTables]]:
    """The tables of a document, those that go on over pages joined; and what was found on each page."""
    found = [
        page.tables if page.tables is not None else find_tables(_grey(page), page.lines)
        for page in document.pages
    ]
    text_of = functools.partial(_text_of, document.pages)
    return join_over_pages(found, [page.height for page in document.pages], text_of), found


def cell_texts(document: ExportDocument, table: DocumentTable) -> list[str]:
    """What is written in each cell of a table."""
    return [text_of_parts(document.pages[c.page].lines, c.cell.texts) for c in table.cells]


def cell_values(table: DocumentTable, texts: Sequence[str]) -> list[CellValue]:
    """The values of the cells, each among those of its column; those of headers by themselves.

    Args:
        texts: of the cells.
    """
    found = [typed_value(text) for text in texts]
    for column in range(table.columns):
        members = [n for n, c in enumerate(table.cells) if c.cell.column == column and not c.cell.is_header]
        headings = [n for n, c in enumerate(table.cells) if c.cell.column == column and c.cell.is_header]
        heading = texts[headings[-1]] if headings else ""
        for n, value in zip(members, typed_column([texts[n] for n in members], heading), strict=True):
            found[n] = value
    return found


def _text_of(pages: Sequence[ExportPage], page: int, parts: Sequence[TextPart]) -> str:
    return text_of_parts(pages[page].lines, parts)


def _grey(page: ExportPage) -> Grey:
    # Pages were opened under limits already; Pillow's own would refuse what the settings allow.
    with page.picture.open("rb") as file, Image.open(file) as picture:
        return np.asarray(picture.convert("L"))
