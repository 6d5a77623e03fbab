"""Excel and OpenDocument files: which sheet, merged cells, dates, whole numbers, protection."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import openpyxl
import pytest
import xlwt
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P
from openpyxl.styles import PatternFill

from automl_lib.errors import FileRefused
from automl_lib.reading.workbooks.reader import cell_text
from domain.read_report import SheetInfo


def saved(book: openpyxl.Workbook, path: Path) -> Path:
    book.save(path)
    return path


def test_the_first_visible_sheet_with_data_is_read_and_the_others_are_named(read, tmp_path):
    book = openpyxl.Workbook()
    book.active.title = "표지"
    hidden = book.create_sheet("원본")
    hidden.append(["숨은", "값"])
    hidden.sheet_state = "hidden"
    data = book.create_sheet("데이터")
    data.append(["이름", "값"])
    data.append(["가", 1])
    book.create_sheet("메모").append(["글"])
    outcome = read(saved(book, tmp_path / "b"))
    assert outcome.report.sheet == "데이터"
    assert outcome.report.other_sheets == (
        SheetInfo("표지", False),
        SheetInfo("원본", True),
        SheetInfo("메모", False),
    )
    assert "원본(숨김)" in outcome.entry("other_sheets").ko
    assert outcome.values("값") == [1]


def test_a_workbook_with_data_on_hidden_sheets_only_is_refused(read, tmp_path):
    book = openpyxl.Workbook()
    hidden = book.create_sheet("원본")
    hidden.append(["이름", 1])
    hidden.sheet_state = "hidden"
    with pytest.raises(FileRefused) as refusal:
        read(saved(book, tmp_path / "b"))
    assert refusal.value.code == "no_sheet"
    assert "원본" in refusal.value.ko


def test_numbers_dates_and_truth_keep_their_types(read, tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["정수", "실수", "날짜", "시각", "참"])
    book.active.append([5, 0.5, dt.date(2024, 3, 5), dt.datetime(2024, 3, 5, 15, 30), True])
    book.active.append([7.0, 12, dt.date(2024, 3, 6), dt.datetime(2024, 3, 6, 9, 0), False])
    outcome = read(saved(book, tmp_path / "b"))
    assert outcome.types == {"정수": "integer", "실수": "real", "날짜": "date", "시각": "date", "참": "bool"}
    assert outcome.values("정수") == [5, 7]
    assert outcome.raw("정수") == ["5", "7"]
    assert outcome.values("날짜") == [dt.datetime(2024, 3, 5), dt.datetime(2024, 3, 6)]
    assert outcome.values("시각")[0] == dt.datetime(2024, 3, 5, 15, 30)
    assert outcome.values("참") == [True, False]


def test_a_merged_title_and_merged_headers_are_understood(read, tmp_path):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["월별 실적", None, None, None])
    sheet.merge_cells("A1:D1")
    sheet.append(["지역", "매출", None, "고객"])
    sheet.append([None, "상반기", "하반기", None])
    sheet.merge_cells("A2:A3")
    sheet.merge_cells("B2:C2")
    sheet.merge_cells("D2:D3")
    sheet.append(["서울", 10, 20, 3])
    sheet.append(["부산", 30, 40, 5])
    outcome = read(saved(book, tmp_path / "b"))
    assert outcome.labels == ["지역", "매출 상반기", "매출 하반기", "고객"]
    assert outcome.values("매출 하반기") == [20, 40]
    assert outcome.report.header.skipped == 1


def test_a_value_merged_over_rows_belongs_to_each_of_them(read, tmp_path):
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (["지역", "값"], ["서울", 1], [None, 2], ["부산", 3]):
        sheet.append(row)
    sheet.merge_cells("A2:A3")
    outcome = read(saved(book, tmp_path / "b"))
    assert outcome.values("지역") == ["서울", "서울", "부산"]
    assert outcome.entry("merged_filled").count == 1


def test_a_million_formatted_empty_rows_are_no_rows(read, tmp_path):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["이름", "값"])
    sheet.append(["가", 1])
    sheet.cell(1_048_576, 1).fill = PatternFill("solid", fgColor="FFFF00")
    outcome = read(saved(book, tmp_path / "b"))
    assert outcome.report.rows == 1


def test_a_stray_space_in_the_last_row_costs_nothing_but_a_note(read, tmp_path):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["이름", "값"])
    sheet.append(["가", 1])
    sheet.cell(60_000, 1).value = " "
    outcome = read(saved(book, tmp_path / "b"))
    assert outcome.report.rows == 1
    assert outcome.entry("blank_rows_dropped").count == 59_998


def test_an_old_xls_named_xlsx_is_read_by_its_content(read, tmp_path):
    book = xlwt.Workbook()
    sheet = book.add_sheet("Sheet1")
    for r, row in enumerate([["이름", "값"], ["가", 1], ["나", 2.5]]):
        for c, value in enumerate(row):
            sheet.write(r, c, value)
    path = tmp_path / "old.xlsx"
    book.save(str(path))
    outcome = read(path)
    assert outcome.report.format == "xls"
    assert outcome.values("값") == [1.0, 2.5]


def test_an_opendocument_sheet_is_read(read, tmp_path):
    document = OpenDocumentSpreadsheet()
    table = Table(name="시트")
    for row in (["이름", "값"], ["가", 1], ["나", 2]):
        line = TableRow()
        for value in row:
            cell = (
                TableCell(valuetype="float", value=str(value))
                if isinstance(value, int)
                else TableCell(valuetype="string")
            )
            cell.addElement(P(text=str(value)))
            line.addElement(cell)
        table.addElement(line)
    document.spreadsheet.addElement(table)
    path = tmp_path / "b"
    document.write(str(path))
    outcome = read(path)
    assert outcome.report.format == "ods"
    assert outcome.values("값") == [1, 2]


def test_data_that_starts_away_from_the_corner_is_found(read, tmp_path):
    book = openpyxl.Workbook()
    for r, row in enumerate([["이름", "값"], ["가", 1], ["나", 2]]):
        for c, value in enumerate(row):
            book.active.cell(4 + r, 3 + c).value = value
    outcome = read(saved(book, tmp_path / "b"))
    assert outcome.labels == ["이름", "값"]
    assert outcome.values("값") == [1, 2]


def test_a_workbook_whose_inside_is_broken_is_refused(read, tmp_path):
    path = saved(openpyxl.Workbook(), tmp_path / "b")
    content = bytearray(path.read_bytes())
    at = content.find(b"xl/workbook.xml") + len(b"xl/workbook.xml")
    content[at : at + 40] = bytes(40)
    path.write_bytes(bytes(content))
    with pytest.raises(FileRefused) as refusal:
        read(path)
    assert refusal.value.code == "damaged"


class PanicException(BaseException):
    """As calamine's Rust raises it."""


def test_a_workbook_over_which_calamine_panics_is_refused(read, tmp_path, monkeypatch):
    path = saved(openpyxl.Workbook(), tmp_path / "b")

    class Panics:
        @staticmethod
        def from_path(_path):
            raise PanicException("assertion failed")

    monkeypatch.setattr("python_calamine.CalamineWorkbook", Panics)
    with pytest.raises(FileRefused) as refusal:
        read(path)
    assert refusal.value.code == "damaged"


def test_a_computed_number_is_kept_with_the_digits_that_the_program_shows():
    assert [cell_text(value) for value in (0.1 + 0.2, 69 * 0.01, 1.1 + 2.2, 1234.5, 3.0, 1.5e-07)] == [
        *("0.3", "0.69", "3.3", "1234.5", "3", "1.5e-07")
    ]
