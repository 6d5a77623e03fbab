"""Large workbooks have the types of their cells, are the same each time, and never compute what a person wrote."""

from datetime import date, datetime

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spreadsheets.large import LargeSheet, write_workbook


def read_back(path):
    return openpyxl.load_workbook(path)


@pytest.fixture
def book(tmp_path):
    rows = [
        ["00123", 7, 0.25, date(2025, 10, 6), datetime(2025, 10, 6, 9, 30), None],
        ["=HYPERLINK(1)", 10**18, float("nan"), date(1895, 1, 2), datetime(1895, 1, 2, 3, 4), "+1"],
    ]
    write_workbook(tmp_path / "a.xlsx", [LargeSheet("예측", list("abcdef"), rows, {2: "0.0%"})])
    return read_back(tmp_path / "a.xlsx")["예측"]


def test_numbers_are_numbers_and_dates_dates(book):
    assert (book["B2"].value, book["C2"].value, book["C2"].number_format) == (7, 0.25, "0.0%")
    assert (book["D2"].value, book["D2"].number_format) == (datetime(2025, 10, 6), "yyyy-mm-dd")
    assert (book["E2"].value, book["E2"].number_format) == (
        datetime(2025, 10, 6, 9, 30),
        "yyyy-mm-dd hh:mm:ss",
    )


def test_what_a_number_or_date_cannot_hold_is_text(book):
    assert (book["A2"].value, book["A2"].data_type) == ("00123", "s")
    assert (book["B3"].value, book["B3"].data_type) == (str(10**18), "s")
    assert (book["C3"].value, book["F2"].value) == (None, None)
    assert (book["D3"].value, book["E3"].value) == ("1895-01-02", "1895-01-02 03:04:00")


def test_formulas_are_strings(book):
    for name in ("A3", "F3"):
        assert book[name].data_type == "s"
        assert book[name].quotePrefix


def test_the_same_rows_give_the_same_bytes(tmp_path):
    for name in ("a.xlsx", "b.xlsx"):
        write_workbook(tmp_path / name, [LargeSheet("x", ["글"], [["가"], [1]])])
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.xlsx", "b.xlsx"]


@settings(max_examples=30, deadline=None)
@given(st.lists(st.text(max_size=12), min_size=1, max_size=5))
def test_no_text_becomes_a_formula(tmp_path_factory, values):
    path = tmp_path_factory.mktemp("book") / "x.xlsx"
    write_workbook(path, [LargeSheet("x", ["글"] * len(values), [values])])
    sheet = read_back(path)["x"]
    assert not [cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]


def test_rows_are_printed_one_page_wide(book):
    assert book.sheet_properties.pageSetUpPr.fitToPage
    assert (book.page_setup.fitToWidth, book.page_setup.fitToHeight) in {(None, 0), (1, 0)}
