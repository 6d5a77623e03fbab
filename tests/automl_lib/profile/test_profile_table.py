"""Whole tables: kinds of columns, people's spelling, duplicates, keeping and reading back."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from automl_lib.profile import ColumnProfile, TableProfile, count_duplicate_rows, profile_table
from domain.columns import ColumnType
from domain.table_schema import ColumnSchema, TableSchema

KINDS = {
    pl.Int64: ColumnType.INTEGER,
    pl.Float64: ColumnType.REAL,
    pl.String: ColumnType.TEXT,
    pl.Datetime: ColumnType.DATE,
    pl.Boolean: ColumnType.BOOL,
}


def save(folder: Path, frame: pl.DataFrame, name: str = "typed.parquet") -> tuple[Path, TableSchema]:
    path = folder / name
    frame.write_parquet(path, row_group_size=100)
    kinds = [KINDS[dtype.base_type()] for dtype in frame.dtypes]
    columns = [ColumnSchema(key, f"열 {key}", kind) for key, kind in zip(frame.columns, kinds, strict=True)]
    return path, TableSchema(tuple(columns))


def mixed(rows: int = 250) -> pl.DataFrame:
    rng = np.random.default_rng(4)
    return pl.DataFrame(
        {
            "c0001": rng.integers(0, 50, rows),
            "c0002": np.exp(rng.normal(size=rows)),
            "c0003": rng.choice(["서울", "부산", None], rows).tolist(),
            "c0004": [datetime(2024, 1, 1 + i % 28) for i in range(rows)],
            "c0005": rng.choice([True, False], rows),
        },
        schema_overrides={"c0001": pl.Int64, "c0004": pl.Datetime("us")},
    )


def test_a_profile_survives_json(tmp_path: Path) -> None:
    path, schema = save(tmp_path, mixed())
    profile = profile_table(path, schema)
    assert TableProfile.from_dict(json.loads(json.dumps(profile.to_dict()))) == profile


def test_the_number_of_workers_changes_nothing(tmp_path: Path) -> None:
    path, schema = save(tmp_path, mixed())
    assert profile_table(path, schema, workers=1) == profile_table(path, schema, workers=4)


@pytest.mark.parametrize("columns", [2, 40])
def test_files_are_opened_as_often_for_many_columns_as_for_few(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, columns: int
) -> None:
    import pyarrow.parquet as pq

    opened = []

    class Counted(pq.ParquetFile):
        def __init__(self, source: Path) -> None:
            opened.append(source)
            super().__init__(source)

    typed, schema = save(tmp_path, pl.DataFrame({f"c{n}": ["a", "b", "a"] for n in range(columns)}))
    monkeypatch.setattr(pq, "ParquetFile", Counted)
    assert len(profile_table(typed, schema, cells_parquet=typed, workers=2).columns) == columns
    assert count_duplicate_rows(typed, schema) == 1
    assert len(opened) == 2 * 2 + 1


def test_dates_are_told_as_iso_days(tmp_path: Path) -> None:
    days = [datetime(2024, 3, 5), datetime(2024, 3, 7), None, datetime(2024, 3, 9)]
    path, schema = save(tmp_path, pl.DataFrame({"c0001": pl.Series(days, dtype=pl.Datetime("us"))}))
    column = profile_table(path, schema).columns[0]
    assert (column.min, column.q2, column.max) == ("2024-03-05", "2024-03-07", "2024-03-09")
    assert (column.missing, column.mean) == (1, None)


def test_dates_with_a_time_keep_it(tmp_path: Path) -> None:
    moments = pl.Series([datetime(1969, 12, 31, 23, 59), datetime(2024, 3, 5)], dtype=pl.Datetime("us"))
    path, schema = save(tmp_path, pl.DataFrame({"c0001": moments}))
    assert profile_table(path, schema).columns[0].min == "1969-12-31T23:59:00"


def test_top_values_are_spelled_as_people_wrote_them(tmp_path: Path) -> None:
    typed = pl.DataFrame({"c0001": [None, 1200, 1200, 5], "c0002": [True, False, True, True]})
    path, schema = save(tmp_path, typed)
    cells = pl.DataFrame({"c0001": [None, "1,200원", "1200", "5"], "c0002": ["예", "아니오", "Y", "예"]})
    written, _ = save(tmp_path, cells, "cells.parquet")
    profile = profile_table(path, schema, cells_parquet=written)
    assert profile.columns[0].top_values == (("1,200원", 2), ("5", 1))
    assert profile.columns[1].top_values == (("예", 3), ("아니오", 1))
    assert profile_table(path, schema).columns[1].top_values == (("true", 3), ("false", 1))


def test_top_dates_are_written_like_the_range_beside_them(tmp_path: Path) -> None:
    days = [datetime(2024, 3, 5), datetime(2024, 3, 5), datetime(2024, 1, 2)]
    path, schema = save(
        tmp_path, pl.DataFrame({"c0001": days, "c0002": [day.replace(hour=9) for day in days[:2]] + days[2:]})
    )
    written = tmp_path / "cells.parquet"
    pl.DataFrame(
        {"c0001": ["2024. 3. 5.", "2024. 3. 5.", "2024/01/02"], "c0002": ["가", "나", "다"]}
    ).write_parquet(written)
    days_only, moments = profile_table(path, schema, cells_parquet=written).columns
    assert days_only.top_values == (("2024-03-05", 2), (days_only.min, 1))
    assert moments.top_values == (("2024-03-05T09:00:00", 2), (moments.min, 1))


def test_frequent_values_late_in_the_file_are_found(tmp_path: Path) -> None:
    cells = [f"업체 {i}" for i in range(3000)] + ["끝"] * 5 + ["업체 7"]
    path, schema = save(tmp_path, pl.DataFrame({"c0001": cells}))
    top = profile_table(path, schema).columns[0].top_values
    assert top[:4] == (("끝", 5), ("업체 7", 2), ("업체 0", 1), ("업체 1", 1))


def test_outliers_are_sampled_with_their_extremes(tmp_path: Path) -> None:
    values = np.concatenate([np.zeros(3000), np.ones(1000), np.arange(-700.0, -1), np.arange(10.0, 600)])
    path, schema = save(tmp_path, pl.DataFrame({"c0001": values}))
    first, again = (profile_table(path, schema, seed=3).columns[0] for _ in range(2))
    other = profile_table(path, schema, seed=4).columns[0]
    assert first.outlier_count == 699 + 590
    assert len(first.outliers) == 200
    assert (min(first.outliers), max(first.outliers)) == (-700.0, 599.0)
    assert set(first.outliers) <= set(values.tolist())
    assert first == again
    assert first.outliers != other.outliers


def test_rows_equal_in_every_column_are_duplicates(tmp_path: Path) -> None:
    frame = mixed(120)
    repeated = pl.concat([frame, frame[:7], frame[:3]])
    path, schema = save(tmp_path, repeated)
    assert frame.is_unique().all()
    assert profile_table(path, schema).duplicate_rows == 10
    some = TableSchema(schema.columns[:1])
    assert count_duplicate_rows(path, some) == len(repeated) - repeated["c0001"].n_unique()


def test_the_same_values_in_other_columns_are_no_duplicates(tmp_path: Path) -> None:
    path, schema = save(tmp_path, pl.DataFrame({"c0001": [1, 2, None, 3], "c0002": [2, 1, 3, None]}))
    assert profile_table(path, schema).duplicate_rows == 0


def test_missing_and_zero_are_different_rows_but_minus_zero_is_zero(tmp_path: Path) -> None:
    path, schema = save(tmp_path, pl.DataFrame({"c0001": [0.0, None, -0.0]}))
    assert profile_table(path, schema).duplicate_rows == 1


@pytest.mark.parametrize("rows", [0, 1])
def test_tables_with_hardly_a_row_have_a_profile(tmp_path: Path, rows: int) -> None:
    path, schema = save(tmp_path, mixed()[:rows])
    profile = profile_table(path, schema)
    assert profile.rows == rows
    assert [column.present + column.missing for column in profile.columns] == [rows] * 5


def test_a_column_the_file_lacks_is_an_error(tmp_path: Path) -> None:
    path, _ = save(tmp_path, mixed())
    with pytest.raises(KeyError):
        profile_table(path, TableSchema((ColumnSchema("c0009", "없는 열", ColumnType.REAL),)))


def test_importing_the_package_imports_nothing_heavy() -> None:
    code = (
        "import sys, automl_lib.profile, automl_lib.pictures, automl_lib.drift, automl_lib.prediction_csv;"
        "print([m for m in ('pandas', 'polars', 'matplotlib', 'sklearn', 'pyarrow', 'numpy') if m in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


def test_a_number_with_few_values_has_them_all_with_their_rows(tmp_path: Path) -> None:
    values = [*range(20)] * 2 + [3, None]
    frame = pl.DataFrame({"few": values, "many": [*range(42)], "share": [0.5, 1.5] * 21})
    typed = tmp_path / "typed.parquet"
    frame.write_parquet(typed)
    kinds = {"few": ColumnType.INTEGER, "many": ColumnType.INTEGER, "share": ColumnType.REAL}
    schema = TableSchema(tuple(ColumnSchema(key, key, kind) for key, kind in kinds.items()))
    few, many, share = profile_table(typed, schema).columns
    assert few.few_numbers == tuple((float(n), 3 if n == 3 else 2) for n in range(20))
    assert many.few_numbers == ()
    assert ColumnProfile.from_dict(share.to_dict()).few_numbers == ((0.5, 21), (1.5, 21))
    of_earlier_version = {name: value for name, value in share.to_dict().items() if name != "few_numbers"}
    assert ColumnProfile.from_dict(of_earlier_version).few_numbers == ()
