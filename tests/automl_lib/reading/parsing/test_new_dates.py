"""Dates of new rows that are written otherwise than the table's."""

from __future__ import annotations

from datetime import datetime

import polars as pl
import pytest

from automl_lib.reading import write_typed_dates
from domain.columns import ColumnType
from domain.table_schema import ColumnSchema, TableSchema

DAY = datetime(2025, 8, 1)


def read(tmp_path, cell, label="기준일", **parsing):
    """One cell in a date column: its value, whether the schema is another now, and the sentences."""
    schema = TableSchema((ColumnSchema("c0001", label, ColumnType.DATE, parsing),))
    pl.DataFrame({"c0001": [cell]}).write_parquet(tmp_path / "cells.parquet")
    wider, counts, found = write_typed_dates(tmp_path / "cells.parquet", schema, tmp_path / "typed.parquet")
    value = pl.read_parquet(tmp_path / "typed.parquet")["c0001"][0]
    assert (value is None) == bool(counts["c0001"].failed)
    return value, wider != schema, [one.message.en for one in found]


@pytest.mark.parametrize(
    "own", [{}, {"forms": ["ymd"]}, {"forms": ["compact"]}, {"forms": ["mdy"]}, {"forms": ["serial"]}]
)
@pytest.mark.parametrize(
    "cell", ["2025-08-01", "2025.08.01", "2025. 8. 1.", "2025/08/01", "2025년 8월 1일", "20250801", "45870"]
)
def test_one_day_is_read_in_every_form_of_a_year_first(tmp_path, cell, own):
    assert read(tmp_path, cell, **own)[0] == DAY


def test_what_was_read_otherwise_is_said_with_an_example(tmp_path):
    _, is_wider, (said,) = read(tmp_path, "2025.08.01", forms=["compact"])
    assert is_wider
    assert "기준일" in said
    assert "'2025.08.01' as 2025-08-01" in said
    assert read(tmp_path, "2025-08-01", forms=["compact"])[1:] == (False, [])


def test_a_year_of_two_digits_is_read_where_it_can_be_no_month(tmp_path):
    assert read(tmp_path, "25.08.01")[0] == DAY
    assert read(tmp_path, "08.07.25")[0] is None
    assert read(tmp_path, "25/08/01", forms=["dmy"])[0] is None


def test_a_year_of_birth_of_two_digits_is_no_year_to_come(tmp_path):
    assert read(tmp_path, "65.03.02", label="생년월일")[0] == datetime(1965, 3, 2)


@pytest.mark.parametrize("cell", ["2025년 8월", "2025-08", "2025/8", "202508", "2025.08"])
def test_months_are_read_in_every_form(tmp_path, cell):
    assert read(tmp_path, cell, label="기준월", forms=["ym"])[0] == DAY


def test_a_month_of_one_digit_behind_a_point_may_be_another_one(tmp_path):
    assert read(tmp_path, "2025.1", label="기준월", forms=["ym"])[0] is None


@pytest.mark.parametrize("cell", ["미정", "2025.13.01", "2025-02-30", "99999999", "12345"])
def test_what_is_no_date_stays_unread(tmp_path, cell):
    value, is_wider, said = read(tmp_path, cell)
    assert (value, is_wider, said) == (None, False, [])
