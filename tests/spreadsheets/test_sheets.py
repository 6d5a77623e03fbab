"""Sheets of typed cells as Excel and CSV."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date, datetime

import pytest
from openpyxl import load_workbook

from domain.sheets import CellMark, Sheet
from spreadsheets import sheet_to_csv, sheets_to_xlsx

SHEET = Sheet(
    "항목",
    ["이름", "금액", "날짜", "수량"],
    [["=1+1", 31500, date(2026, 11, 20), 2.5], ["010", None, None, 3]],
)


def test_numbers_and_dates_are_typed_and_strings_are_never_formulas():
    book = load_workbook(io.BytesIO(sheets_to_xlsx([SHEET, Sheet("품목", ["번호"], [])])))
    assert book.sheetnames == ["항목", "품목"]
    rows = list(book["항목"].iter_rows(min_row=2, values_only=True))
    assert rows == [("=1+1", 31500, datetime(2026, 11, 20), 2.5), ("010", None, None, 3)]
    first = book["항목"]["A2"]
    assert (first.data_type, first.quotePrefix) == ("s", True)


@pytest.mark.parametrize(
    ("value", "own", "code"),
    [
        (31500, None, "#,##0"),
        (0.7200333333333334, None, "#,##0.00"),
        (0.266483516483517, None, "#,##0.0000"),
        (142578723.404255, None, "#,##0.00"),
        (3.00000001, None, "#,##0"),
        (1.2e-5, None, "0.###E+00"),
        (0.7200333333333334, "0.0000", "0.0000"),
    ],
)
def test_numbers_keep_their_digits_and_show_those_of_the_screens(value, own, code):
    sheet = Sheet("수", ["값"], [[value]], {0: own} if own else {})
    cell = load_workbook(io.BytesIO(sheets_to_xlsx([sheet]))).active["A2"]
    assert (cell.value, cell.number_format) == (value, code)


def test_the_same_sheets_give_the_same_bytes():
    assert sheets_to_xlsx([SHEET]) == sheets_to_xlsx([SHEET])


def test_sheets_are_printed_one_page_wide():
    sheet = load_workbook(io.BytesIO(sheets_to_xlsx([SHEET]))).active
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.page_setup.fitToHeight == 0


def test_csv_escapes_formulas_and_has_the_mark_that_excel_needs():
    data = sheet_to_csv(SHEET)
    assert data.startswith(b"\xef\xbb\xbf")
    assert data.decode("utf-8-sig").splitlines() == [
        "이름,금액,날짜,수량",
        "'=1+1,31500,2026-11-20,2.5",
        "010,,,3",
    ]


@pytest.mark.parametrize("name", ["=cmd()", "＝cmd()", "@SUM(A1)"])
def test_csv_escapes_headings_that_people_named(name):
    assert sheet_to_csv(Sheet("x", [name], [[name]])).decode("utf-8-sig").splitlines() == [f"'{name}"] * 2


def test_marked_cells_are_coloured_and_what_is_said_of_them_is_a_comment():
    marks = {(0, 1): CellMark(is_wrong=True, note="모순\x00"), (1, 3): CellMark(is_wrong=False)}
    data = sheets_to_xlsx([replace(SHEET, marks=marks)])
    sheet = load_workbook(io.BytesIO(data)).active
    assert sheet["B2"].comment.text == "모순"
    assert sheet["D3"].comment is None
    colours = {name: sheet[name].fill.fgColor.rgb for name in ("B2", "D3", "A2")}
    assert len(set(colours.values())) == 3
    assert data == sheets_to_xlsx([replace(SHEET, marks=marks)])
