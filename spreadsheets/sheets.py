"""Sheets of typed cells as an Excel workbook or as CSV. Strings are never formulas."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from domain.characters import columns_wide
from domain.sheets import CellMark, Sheet, SheetCell, escaped
from domain.shown_numbers import number_format, shown_number
from spreadsheets.workbooks import BOLD, SHADED, new_workbook, saved, write_string, write_value

NARROWEST, WIDEST = 6.0, 60.0
"""Widths of columns in characters."""
MEASURED = 200
"""Rows by which the width of a column is chosen."""
WRONG, OPEN = PatternFill("solid", fgColor="FFFFC7CE"), PatternFill("solid", fgColor="FFFFEB9C")
"""Of marked cells; the colours of "bad" and "neutral" in Excel."""


def sheets_to_xlsx(sheets: Sequence[Sheet]) -> bytes:
    """A workbook of sheets."""
    book = new_workbook()
    for number, sheet in enumerate(sheets):
        write_sheet(book.active if number == 0 else book.create_sheet(), sheet)
    return saved(book)


def write_sheet(into: Worksheet, sheet: Sheet) -> None:
    """Write a sheet of a workbook: numbers as numbers, dates as dates."""
    into.title = sheet.name
    for column, heading in enumerate(sheet.headings, start=1):
        cell = into.cell(1, column)
        write_string(cell, heading)
        cell.font, cell.fill = BOLD, SHADED
    for number, row in enumerate(sheet.rows, start=2):
        for column, value in enumerate(row, start=1):
            _write(into.cell(number, column), value, sheet.formats.get(column - 1))
    for (below, beside), mark in sheet.marks.items():
        mark_cell(into.cell(below + 2, beside + 1), mark)
    for column, heading in enumerate(sheet.headings):
        shown = [heading, *(_shown(row[column]) for row in sheet.rows[:MEASURED])]
        width = 2 + max(columns_wide(text) for text in shown)
        into.column_dimensions[get_column_letter(column + 1)].width = min(max(NARROWEST, width), WIDEST)
    into.freeze_panes = "A2"


def sheet_to_csv(sheet: Sheet) -> bytes:
    """A sheet as CSV in UTF-8, with the mark that spreadsheets need to show Korean."""
    into = io.StringIO(newline="")
    writer = csv.writer(into)
    writer.writerow([escaped(heading) for heading in sheet.headings])
    for row in sheet.rows:
        writer.writerow([escaped(value) if isinstance(value, str) else value for value in row])
    return into.getvalue().encode("utf-8-sig")


def _shown(value: SheetCell) -> str:
    """About as a spreadsheet shows a value."""
    return shown_number(value) if isinstance(value, int | float) else str(value or "")


def mark_cell(cell: Cell, mark: CellMark) -> None:
    """Colour a cell that a person should look at, with what is said of it as its comment."""
    cell.fill = WRONG if mark.is_wrong else OPEN
    if mark.note:
        cell.comment = Comment(ILLEGAL_CHARACTERS_RE.sub("", mark.note), "Saebyeok", height=110, width=280)


def _write(cell: Cell, value: SheetCell, own_format: str | None) -> None:
    write_value(cell, value)
    if cell.data_type == "n" and isinstance(cell.value, int | float):
        cell.number_format = own_format or number_format(cell.value)
