"""Workbooks of many rows, written a row at a time, so that memory doesn't grow with them."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.utils import get_column_letter

from domain.characters import columns_wide
from domain.sheets import SheetCell
from spreadsheets.sheets import NARROWEST, WIDEST
from spreadsheets.workbooks import (
    BOLD,
    SHADED,
    WRITTEN_AT,
    make_reproducible,
    print_one_page_wide,
    write_string,
    write_value,
)

MOST_ROWS = 1_048_575
"""Rows of a sheet below its headings, by Excel's limits."""


@dataclass(frozen=True)
class LargeSheet:
    """A sheet whose rows come one by one.

    Attributes:
        name: of at most 31 characters.
        rows: each as long as the headings.
        formats: position of a column → number format of its numbers, such as "0.0%".
    """

    name: str
    headings: Sequence[str]
    rows: Iterable[Sequence[SheetCell]]
    formats: Mapping[int, str] = field(default_factory=dict)


def write_workbook(path: Path, sheets: Iterable[LargeSheet]) -> None:
    """Write a workbook; the same sheets give the same bytes. The file appears under its name when it is complete."""
    book = Workbook(write_only=True)
    book.properties.created, book.properties.creator = WRITTEN_AT, "Saebyeok"
    for sheet in sheets:
        into = book.create_sheet(sheet.name)
        into.freeze_panes = "A2"
        print_one_page_wide(into)
        for place, heading in enumerate(sheet.headings, start=1):
            width = min(max(NARROWEST, 2 + columns_wide(heading), 12), WIDEST)
            into.column_dimensions[get_column_letter(place)].width = width
        into.append([_heading(into, text) for text in sheet.headings])
        for row in sheet.rows:
            into.append([_cell(into, value, sheet.formats.get(at)) for at, value in enumerate(row)])
    with tempfile.TemporaryFile(dir=path.parent) as written:
        book.save(written)
        unfinished = path.with_name(path.name + ".part")
        try:
            with unfinished.open("wb") as file:
                make_reproducible(written, file)
            unfinished.replace(path)
        finally:
            unfinished.unlink(missing_ok=True)


def _heading(sheet: object, text: str) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet)
    write_string(cell, text)
    cell.font, cell.fill = BOLD, SHADED
    return cell


def _cell(sheet: object, value: SheetCell, number_format: str | None) -> WriteOnlyCell | int | float | None:
    if value is None or (type(value) is int and number_format is None and abs(value) < 10**15):
        return value
    cell = WriteOnlyCell(sheet)
    write_value(cell, value)
    if number_format is not None and isinstance(value, int | float):
        cell.number_format = number_format
    return cell
