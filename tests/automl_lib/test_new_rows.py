"""Cells of new rows, against a schema learnt from another table."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from automl_lib.errors import PredictionRefused
from automl_lib.prediction import UNREAD, refuse_unreadable, typed_cells
from automl_lib.reading import parse_cells_counted
from automl_lib.table import ColumnSchema, ColumnType, TableSchema

SCHEMA = TableSchema(
    (
        ColumnSchema("c0001", "수량", ColumnType.INTEGER),
        ColumnSchema("c0002", "등급", ColumnType.INTEGER),
        ColumnSchema("c0003", "지역", ColumnType.TEXT),
    )
)
KEYS = ["c0001", "c0002", "c0003"]


def cells(*quantities, grade="2"):
    return pl.DataFrame(
        {"수량": list(quantities), "등급": [grade] * len(quantities), "지역": ["서울"] * len(quantities)},
        schema=dict.fromkeys(("수량", "등급", "지역"), pl.String),
    )


def test_whole_numbers_that_pandas_wrote_with_a_fraction_are_the_same_numbers():
    typed, notes = typed_cells(cells("3407", "3407.0", "1,234.0", None), SCHEMA, KEYS)
    assert np.array_equal(typed["c0001"], [3407, 3407, 1234, np.nan], equal_nan=True)
    assert notes == ()


def test_a_fraction_in_a_column_of_whole_numbers_is_no_blank():
    typed, _ = typed_cells(cells("12.5"), SCHEMA, KEYS)
    assert typed["c0001"].tolist() == [12.5]


def test_a_target_keeps_to_its_whole_numbers():
    typed, _ = typed_cells(cells("1", "1", grade="2.0"), SCHEMA, KEYS, exact=("c0002",))
    assert typed["c0002"].tolist() == [2, 2]
    typed, (note,) = typed_cells(cells("1", "1", grade="2.5"), SCHEMA, KEYS, exact=("c0002",))
    assert typed["c0002"].isna().all()
    assert (note.code, note.column) == (UNREAD, "등급")


def test_cells_that_can_not_be_read_are_told_with_an_example():
    _, (note,) = typed_cells(cells("1", "미정", "2"), SCHEMA, KEYS)
    assert (note.code, note.column) == (UNREAD, "수량")
    assert "미정" in note.ko
    assert "1 cells" in note.en


def test_a_column_that_can_hardly_be_read_is_refused_by_name():
    schema = SCHEMA.for_new_rows()
    frame = cells(*["많음"] * 19, "1").rename(dict(zip(("수량", "등급", "지역"), KEYS, strict=True)))
    with pytest.raises(PredictionRefused, match="수량"):
        refuse_unreadable(schema, parse_cells_counted(frame, schema)[1])
    refuse_unreadable(schema, parse_cells_counted(frame.tail(3), schema)[1])  # too few to judge by
