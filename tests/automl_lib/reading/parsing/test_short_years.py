"""Dates that may mean something else: two-digit years, and days that stand for none."""

from __future__ import annotations

import datetime as dt

import pytest

from automl_lib.profile.reading_warnings import reading_warnings


def table(label: str, cells: list[str]) -> str:
    return f"{label},줄\n" + "".join(f"{cell},r{row}\n" for row, cell in enumerate(cells))


@pytest.mark.parametrize(
    "cells",
    [
        [f"{month:02}/{day:02}/24" for month in range(1, 7) for day in (3, 9, 12)],
        [f"{day:02}.{day % 12 + 1:02}.{year}" for day in range(1, 29) for year in (23, 24)],
    ],
    ids=["month first", "day first"],
)
def test_a_year_at_the_end_is_not_taken_for_a_day(read, cells):
    outcome = read(table("거래일", cells))
    assert outcome.types["거래일"] == "text"
    assert "ambiguous_date" in outcome.codes


@pytest.mark.parametrize(
    "cells",
    [
        [f"{year}.12.31" for year in range(14, 25)],
        [f"24.{month:02}.{day:02}" for month in range(1, 13) for day in (5, 15)],
        [f"{year:02}.{month:02}.01" for year in range(5, 15) for month in (1, 7)],
    ],
    ids=["years that end", "two days of each month", "firsts"],
)
def test_few_different_days_do_not_make_a_day_a_year(read, cells):
    assert read(table("거래일", cells)).types["거래일"] == "date"


@pytest.mark.parametrize("cells", [["'22.01", "'22.12"], ["22-01", "23-12"], ["22/1", "22/11"]])
def test_months_of_two_digit_years_in_a_column_named_so(read, cells):
    outcome = read(table("귀속월", cells))
    assert outcome.values("귀속월")[0] == dt.datetime(2022, 1, 1)
    assert outcome.entry("two_digit_year", "귀속월").count == 2


@pytest.mark.parametrize(("label", "cells"), [("동호", ["22-01", "23-12"]), ("귀속월", ["22.1", "22.12"]), ("월", ["22-13", "22-01"])])  # fmt: skip
def test_numbers_that_may_be_no_months_stay_what_they_are(read, label, cells):
    assert read(table(label, cells)).types[label] != "date"


@pytest.mark.parametrize(
    ("label", "cells", "remedy"),
    [
        ("생년월일", ["720614", "870905", "550426"], "number"),
        ("가입일", ["24.03.05", "23.11.30", "24.01.02"], "text"),
        ("귀속월", ["22년 1월", "22년 2월"], "text"),
    ],
)
def test_the_remedy_for_what_is_no_date_leaves_the_cells_readable(read, label, cells, remedy):
    [warning] = reading_warnings(read(table(label, cells)).report.ledger)
    assert f"--read '{label}={remedy}'" in warning.ko


@pytest.mark.parametrize("nothing", ["1900-01-01", "1899-12-30", "1899-12-31"])
def test_the_day_that_a_system_writes_for_none_is_pointed_out(read, nothing):
    outcome = read(table("종료일", ["2024-03-05", nothing, "", "2024-03-06", nothing]))
    assert outcome.types["종료일"] == "date"
    assert outcome.entry("far_date", "종료일").count == 2
    [warning] = reading_warnings(outcome.report.ledger)
    assert f"--missing-words '종료일={nothing}'" in warning.ko


def test_a_day_of_1900_that_stands_for_none_alone_is_not_pointed_out(read):
    assert "far_date" not in read(table("생년월일", ["1900-01-02", "1901-05-05", "1950-03-03"])).codes
