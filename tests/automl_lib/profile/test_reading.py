"""A column of a typed Parquet file comes out as its cells, whatever its type and its blanks, over several batches."""

from __future__ import annotations

from datetime import datetime, timedelta

import numpy as np
import polars as pl
import pytest

from automl_lib.profile.reading import BATCH_ROWS, OpenParquet, read_column
from domain.columns import ColumnType

ROWS = 2 * BATCH_ROWS + 5
START = datetime(2024, 1, 1)
CELLS = {
    ColumnType.INTEGER: (pl.Int64, lambda row: row - 7),
    ColumnType.REAL: (pl.Float64, lambda row: row / 4),
    ColumnType.BOOL: (pl.Boolean, lambda row: row % 3 == 0),
    ColumnType.DATE: (pl.Datetime("us"), lambda row: START + timedelta(hours=row)),
}


@pytest.mark.parametrize("kind", CELLS)
@pytest.mark.parametrize("blank", [None, 5])
def test_a_column_is_its_cells_without_the_blanks(tmp_path, kind, blank):
    dtype, cell = CELLS[kind]
    cells = [None if blank and row % blank == 0 else cell(row) for row in range(ROWS)]
    path = tmp_path / "typed.parquet"
    # Row groups that end within a byte of the bitmaps.
    pl.DataFrame({"c0001": pl.Series(cells, dtype=dtype)}).write_parquet(path, row_group_size=50_003)
    with OpenParquet(path) as typed:
        column = read_column(typed, "c0001", kind)
    present = [value for value in cells if value is not None]
    if kind is ColumnType.DATE:
        present = [(value - datetime(1970, 1, 1)) // timedelta(microseconds=1) for value in present]
    assert column.values.tolist() == present
    assert column.rows == ROWS
    if blank is None:
        assert column.present is None
    else:
        assert np.flatnonzero(~column.present).tolist() == list(range(0, ROWS, blank))


def test_numbers_that_are_not_finite_are_blanks(tmp_path):
    path = tmp_path / "typed.parquet"
    cells = [1.5, None, float("nan"), float("inf"), 2.5]
    pl.DataFrame({"c0001": pl.Series(cells, dtype=pl.Float64)}).write_parquet(path)
    with OpenParquet(path) as typed:
        column = read_column(typed, "c0001", ColumnType.REAL)
    assert column.values.tolist() == [1.5, 2.5]
    assert column.present.tolist() == [True, False, False, False, True]


@pytest.mark.parametrize("kind", CELLS)
@pytest.mark.parametrize("rows", [1, 10])
def test_a_column_of_blanks_alone_has_no_cells(tmp_path, kind, rows):
    for dtype in (CELLS[kind][0], pl.Null):
        path = tmp_path / "typed.parquet"
        pl.DataFrame({"c0001": pl.Series([None] * rows, dtype=dtype)}).write_parquet(path)
        with OpenParquet(path) as typed:
            column = read_column(typed, "c0001", kind)
        assert column.values.tolist() == []
        assert column.present.tolist() == [False] * rows
