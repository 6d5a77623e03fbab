"""Columns of months: what is one, and what only looks like it."""

from __future__ import annotations

import datetime as dt

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from automl_lib.reading import parse_cells
from tests.automl_lib.reading.parsing.date_columns import column, one

MONTHS = [f"{year}.{month}" for year in (2022, 2023, 2024) for month in range(1, 13)]


@pytest.mark.parametrize(
    ("cells", "label"),
    [
        (MONTHS, "기준년월"),
        (MONTHS, "값"),
        ([f"{m.split('.')[0]}.{int(m.split('.')[1]):02d}" for m in MONTHS], "값"),
        ([f"{m.split('.')[0]}{int(m.split('.')[1]):02d}" for m in MONTHS], "기준월"),
        ([f"{m.replace('.', '. ')}." for m in MONTHS], "값"),
    ],
)
def test_year_and_month_are_months_in_order(read, cells, label):
    outcome = read(column(cells, label))
    assert outcome.types[label] == "date"
    assert outcome.values(label) == [dt.datetime(y, m, 1) for y in (2022, 2023, 2024) for m in range(1, 13)]


def test_months_of_a_year_of_two_digits_are_months(read):
    outcome = read(column(["22년 1월", "22년 10월", "'23년 2월", "99년 12월"], "기준"))
    assert outcome.values("기준") == [
        dt.datetime(2022, 1, 1), dt.datetime(2022, 10, 1), dt.datetime(2023, 2, 1), dt.datetime(1999, 12, 1),
    ]  # fmt: skip
    assert outcome.entry("two_digit_year", "기준").count == 4


@pytest.mark.parametrize(
    "cells", [["22.1", "22.12", "23.5"], ["22년 1월", "23.5", "3.1"], ["22년 13월", "22년 1월"]]
)
def test_what_may_be_no_month_of_a_year_of_two_digits_is_none(read, cells):
    assert read(column(cells, "값")).types["값"] != "date"


def test_months_from_which_a_spreadsheet_took_the_nought_stay_text(read):
    spoilt = [month.removesuffix("0") if month.endswith(".10") else month for month in MONTHS]
    outcome = read(column(spoilt, "기준년월"))
    assert outcome.types["기준년월"] == "text"
    assert "1월과 10월" in outcome.entry("ambiguous_month", "기준년월").ko


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(st.integers(1800, 2200), st.integers(1, 12)), min_size=1))
def test_months_come_back_from_each_form(months):
    moments = [dt.datetime(year, month, 1) for year, month in months]
    for form, written in (
        ("yyyymm", "{}{:02d}"),
        ("y.m", "{}.{}"),
        ("y.m", "{}. {:02d}."),
        ("ym", "{}년 {}월"),
    ):
        cells = pl.DataFrame({"c0001": [written.format(*month) for month in months]})
        assert parse_cells(cells, one(forms=[form]))["c0001"].to_list() == moments
