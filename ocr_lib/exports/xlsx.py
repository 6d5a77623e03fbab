"""Excel workbooks: sheets of the fields where there are any, a sheet of the texts, then a sheet for each table.

Written with openpyxl. Texts are written as strings whatever they begin with, so that no spreadsheet computes a formula from a scan.
"""

from __future__ import annotations

from itertools import islice

from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from domain.characters import columns_wide
from domain.messages import Message
from domain.misread_commas import REASON
from domain.sheets import CellMark
from ocr_lib.exports.document import ExportDocument
from ocr_lib.exports.page_tables import cell_texts, cell_values, tables_of
from ocr_lib.tables.continuation import DocumentTable
from ocr_lib.tables.values import CellValue, ValueKind
from spreadsheets.sheets import NARROWEST, WIDEST, mark_cell, write_sheet
from spreadsheets.workbooks import BOLD, SHADED, new_workbook, saved, write_string

# Workbooks are for people in Korean offices.
TEXTS_SHEET = "본문"
TEXTS_HEADER = ("쪽", "내용", "신뢰도", "교정")
TABLE_SHEET = "표 {number}"
INCOMPLETE = "{page}쪽에는 표로 만들지 못한 부분이 있습니다. 표가 너무 많거나 너무 큽니다."
_THIN = Side(style="thin", color="FF999999")
_BORDER = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)


def to_xlsx(document: ExportDocument) -> bytes:
    """The workbook of a document. Numbers are numbers and dates dates; codes with leading zeros are texts; merged cells are merged."""
    book = new_workbook()
    tables, found = tables_of(document)
    incomplete = [number for number, page in enumerate(found, start=1) if page.limits_reached]
    for sheet in document.sheets:
        write_sheet(book.create_sheet(), sheet)
    _write_texts(book.create_sheet(), document, incomplete)
    del book[book.sheetnames[0]]
    for number, table in enumerate(tables, start=1):
        _write_table(book.create_sheet(TABLE_SHEET.format(number=number)), document, table)
    return saved(book)


def _write_texts(sheet: Worksheet, document: ExportDocument, incomplete: list[int]) -> None:
    sheet.title = TEXTS_SHEET
    for column, name in enumerate(TEXTS_HEADER, start=1):
        cell = sheet.cell(1, column)
        write_string(cell, name)
        cell.font, cell.fill = BOLD, SHADED
    row = 1
    for number, page in enumerate(document.pages, start=1):
        for line in page.lines:
            row += 1
            sheet.cell(row, 1).value = number
            write_string(sheet.cell(row, 2), line.text)
            score = sheet.cell(row, 3)
            score.value, score.number_format = round(line.score, 4), "0.00"
            write_string(sheet.cell(row, 4), "Y" if line.corrected else "")
    for number in incomplete:
        row += 1
        sheet.cell(row, 1).value = number
        write_string(sheet.cell(row, 2), INCOMPLETE.format(page=number))
    sheet.column_dimensions["B"].width = WIDEST
    sheet.freeze_panes = "A2"


def _write_table(sheet: Worksheet, document: ExportDocument, table: DocumentTable) -> None:
    widths = [NARROWEST] * table.columns
    header_rows = table.parts[0][1].header_rows
    texts = cell_texts(document, table)
    values = cell_values(table, texts)
    for placed, text, value in zip(table.cells, texts, values, strict=True):
        cell = placed.cell
        first = sheet.cell(placed.row + 1, cell.column + 1)
        if cell.is_header:
            write_string(first, text)
        else:
            _write_value(first, value)
            if value.offered:
                mark_cell(first, _mark_of(value))
        last = sheet.cell(placed.row + cell.row_span, cell.column + cell.column_span)
        for row in sheet[f"{first.coordinate}:{last.coordinate}"]:
            for one in row:
                one.border = _BORDER
                if cell.is_header:
                    one.font, one.fill = BOLD, SHADED
        if first is not last:
            sheet.merge_cells(f"{first.coordinate}:{last.coordinate}")
        is_number = isinstance(first.value, int | float) or bool(value.offered)
        first.alignment = Alignment(
            horizontal="center" if cell.is_header else "right" if is_number else None,
            vertical="center",
            wrap_text="\n" in text,
        )
        if cell.column_span == 1:
            widths[cell.column] = max(widths[cell.column], _shown_width(text))
    for column, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(column)].width = min(width, WIDEST)
    if header_rows:
        sheet.freeze_panes = f"A{header_rows + 1}"


def _write_value(cell: Cell, value: CellValue) -> None:
    if value.kind is ValueKind.DATE and value.day is not None:
        cell.value, cell.number_format = value.day, "yyyy-mm-dd"
    elif value.number is not None:
        is_whole = value.kind is ValueKind.NUMBER and not value.places
        cell.value = int(value.number) if is_whole else float(value.number)
        cell.number_format = _number_format(value)
    else:
        write_string(cell, value.text)


def _mark_of(value: CellValue) -> CellMark:
    offered = Message("Offered instead").render("ko")
    return CellMark(is_wrong=True, note="\n".join((REASON.render("ko"), f"{offered}: {value.offered}")))


def _number_format(value: CellValue) -> str:
    places = "." + "0" * value.places if value.places else ""
    if value.kind is ValueKind.PERCENT:
        return f"0{places}%"
    whole = "#,##0" if value.has_separators else "0"
    return f'{whole}{places}"{value.unit}"' if value.unit else f"{whole}{places}"


def _shown_width(text: str) -> float:
    """Characters of the longest line of a text, those of CJK scripts counted twice."""
    lines = islice(text.split("\n"), 100)
    return 2 + max(map(columns_wide, lines))
