"""Drift is told when rows differ, and not when they are drawn alike."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from automl_lib.drift import drift_report
from automl_lib.drift.index import index_by_chance, merge_small, population_stability_index
from automl_lib.drift.observed import far_bounds, shown_value
from automl_lib.profile import profile_table
from domain.columns import ColumnType
from domain.drift import is_drift
from domain.table_schema import ColumnSchema, TableSchema

SCHEMA = TableSchema(
    (
        ColumnSchema("c0001", "금액", ColumnType.INTEGER),
        ColumnSchema("c0002", "비율", ColumnType.REAL),
        ColumnSchema("c0003", "지역", ColumnType.TEXT),
        ColumnSchema("c0004", "신청일", ColumnType.DATE),
        ColumnSchema("c0005", "위탁", ColumnType.BOOL),
        ColumnSchema("c0006", "업체", ColumnType.TEXT),
        ColumnSchema("c0007", "건수", ColumnType.INTEGER),
        ColumnSchema("c0008", "휴면일", ColumnType.REAL),
    )
)
REGIONS = ["서울", "경기", "부산", "제주"]


def rows_like(seed: int, rows: int) -> pl.DataFrame:
    """Skewed amounts, shares with holes, regions, dates, yes/no, many names, few counts, mostly zeros."""
    rng = np.random.default_rng(seed)
    rates = rng.normal(0.5, 0.1, rows).tolist()
    return pl.DataFrame(
        {
            "c0001": np.exp(rng.normal(9, 1.2, rows)).astype(int),
            "c0002": [
                None if hole else rate for hole, rate in zip(rng.random(rows) < 0.2, rates, strict=True)
            ],
            "c0003": rng.choice(REGIONS, rows, p=[0.5, 0.3, 0.18, 0.02]).tolist(),
            "c0004": [datetime(2024, 1, 1) + timedelta(days=int(day)) for day in rng.integers(0, 365, rows)],
            "c0005": rng.random(rows) < 0.3,
            "c0006": [f"업체 {int(name)}" for name in rng.zipf(1.6, rows) % 90],
            "c0007": rng.poisson(1.0, rows),
            "c0008": np.where(rng.random(rows) < 0.7, 0.0, rng.exponential(30, rows)),
        },
        schema_overrides={"c0004": pl.Datetime("us")},
    )


def save(folder: Path, frame: pl.DataFrame, name: str) -> Path:
    frame.write_parquet(folder / name)
    return folder / name


def report(folder: Path, old: pl.DataFrame, new: pl.DataFrame) -> set[tuple[str, str]]:
    training = profile_table(save(folder, old, "old.parquet"), SCHEMA)
    found = drift_report(training, save(folder, new, "new.parquet"), SCHEMA)
    return {(warning.code, warning.column or "") for warning in found}


@pytest.mark.parametrize(("old_rows", "new_rows"), [(400, 200), (2000, 200), (2000, 5000), (300, 20000)])
@pytest.mark.parametrize("seed", range(6))
def test_rows_drawn_alike_raise_no_alarm(tmp_path: Path, seed: int, old_rows: int, new_rows: int) -> None:
    old, new = rows_like(2 * seed, old_rows), rows_like(2 * seed + 1, new_rows)
    assert report(tmp_path, old, new) == set()


SHIFTS = {
    "amounts doubled": (pl.col("c0001") * 3, ("distribution_shift", "금액")),
    "amounts in thousands": (pl.col("c0001") // 1000, ("distribution_shift", "금액")),
    "amounts far beyond": (pl.col("c0001") * 1000, ("out_of_range", "금액")),
    "rates gone": (pl.lit(None, dtype=pl.Float64).alias("c0002"), ("missing_change", "비율")),
    "one region only": (pl.lit("제주").alias("c0003"), ("distribution_shift", "지역")),
    "a new region": (
        pl.when(pl.int_range(pl.len()) % 10 == 0).then(pl.lit("세종")).otherwise("c0003").alias("c0003"),
        ("unseen_categories", "지역"),
    ),
    "a year later": (pl.col("c0004").dt.offset_by("1y"), ("later_dates", "신청일")),
    "years earlier": (pl.col("c0004").dt.offset_by("-2y"), ("distribution_shift", "신청일")),
    "a wrong century": (pl.col("c0004").dt.offset_by("100y"), ("out_of_range", "신청일")),
    "all yes": (pl.lit(True).alias("c0005"), ("distribution_shift", "위탁")),
    "no more zeros": (pl.col("c0008") + 20, ("distribution_shift", "휴면일")),
    "counts up": (pl.col("c0007") + 1, ("distribution_shift", "건수")),
}


@pytest.mark.parametrize("shift", SHIFTS)
def test_what_changed_is_told_of_its_column(tmp_path: Path, shift: str) -> None:
    change, expected = SHIFTS[shift]
    new = rows_like(1, 300).with_columns(change)
    found = report(tmp_path, rows_like(0, 2000), new)
    assert expected in found
    assert {column for _, column in found} == {expected[1]}


def test_the_range_of_training_is_written_like_the_examples(tmp_path: Path) -> None:
    old = rows_like(0, 2000).with_columns(pl.Series("c0001", range(10_000, 12_000)))
    new = rows_like(1, 300).with_columns(pl.Series("c0001", range(50_000, 50_300)))
    training = profile_table(save(tmp_path, old, "old.parquet"), SCHEMA)
    found = drift_report(training, save(tmp_path, new, "new.parquet"), SCHEMA)
    (warning,) = [one for one in found if one.code == "out_of_range"]
    assert "(10,000 ~ 11,999)" in warning.ko
    assert "50,299" in warning.ko


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (261_201_000_000_001.0, "261,201,000,000,001"),
        (9_999_999_999_999.0, "9,999,999,999,999"),
        (0.1 + 0.2, "0.3"),
        (-1234.5, "-1,234.5"),
        (1.5e-9, "1.5×10⁻⁹"),
        (2.5e18, "2.5×10¹⁸"),
        (float("nan"), "nan"),
    ],
)
def test_numbers_have_the_digits_by_which_they_differ(value: float, shown: str) -> None:
    assert shown_value(value, ColumnType.REAL) == shown


def test_dates_that_go_on_are_only_remarked(tmp_path: Path) -> None:
    new = rows_like(1, 300).with_columns(
        pl.Series("c0004", [datetime(2024, 12, 25) + timedelta(days=row // 10) for row in range(300)])
    )
    training = profile_table(save(tmp_path, rows_like(0, 2000), "old.parquet"), SCHEMA)
    (remark,) = drift_report(training, save(tmp_path, new, "new.parquet"), SCHEMA)
    assert (remark.code, remark.column, remark.severity) == ("later_dates", "신청일", "info")
    assert not is_drift(remark.to_json())
    assert "2024-12-30" in remark.en


def test_dates_of_the_last_month_of_training_are_no_remark(tmp_path: Path) -> None:
    new = rows_like(1, 300).with_columns(
        pl.Series("c0004", [datetime(2024, 12, 1) + timedelta(days=row % 29) for row in range(300)])
    )
    assert report(tmp_path, rows_like(0, 2000), new) == set()


def test_few_rows_are_told_to_be_few(tmp_path: Path) -> None:
    assert report(tmp_path, rows_like(0, 20), rows_like(1, 500)) == {("too_few_rows", "")}
    assert ("too_few_rows", "") in report(tmp_path, rows_like(0, 2000), rows_like(1, 49))


@pytest.mark.parametrize("rows", [1, 20])
@pytest.mark.parametrize(
    "shift", ["amounts far beyond", "a new region", "a year later"], ids=["amounts", "region", "year"]
)
def test_what_few_rows_show_is_told(tmp_path: Path, shift: str, rows: int) -> None:
    change, expected = SHIFTS[shift]
    new = rows_like(1, rows).with_columns(change)
    assert expected in report(tmp_path, rows_like(0, 2000), new)


def test_a_column_that_few_rows_lack_altogether_is_told(tmp_path: Path) -> None:
    new = rows_like(1, 1).with_columns(pl.lit(None, dtype=pl.Int64).alias("c0001"))
    assert ("missing_change", "금액") in report(tmp_path, rows_like(0, 2000), new)
    new = rows_like(1, 1).with_columns(pl.lit(None, dtype=pl.Float64).alias("c0002"))
    assert ("missing_change", "비율") not in report(tmp_path, rows_like(0, 2000), new)  # a fifth was missing


@pytest.mark.parametrize(
    ("low", "high", "bounds"),
    [(20, 80, (2, 260)), (100, 110, (70, 140)), (0, 0.5, (-1.5, 2)), (-80, -20, (-260, -2))],
)
def test_far_is_three_widths_off_or_a_tenth(low: float, high: float, bounds: tuple[float, float]) -> None:
    assert far_bounds(low, high) == pytest.approx(bounds)


def test_a_single_value_far_off_is_told_among_many_rows(tmp_path: Path) -> None:
    first = pl.int_range(pl.len()) == 0
    new = rows_like(1, 300).with_columns(pl.when(first).then(5_000_000).otherwise("c0007").alias("c0007"))
    assert report(tmp_path, rows_like(0, 2000), new) == {("out_of_range", "건수")}


def test_columns_the_new_rows_lack_are_passed_over(tmp_path: Path) -> None:
    new = rows_like(1, 300).with_columns(pl.col("c0001") * 1000).drop("c0003")
    training = profile_table(save(tmp_path, rows_like(0, 900), "old.parquet"), SCHEMA)
    found = drift_report(training, save(tmp_path, new, "new.parquet"), SCHEMA)
    assert {warning.column for warning in found} == {"금액"}


def test_a_column_that_was_empty_in_training_breaks_nothing(tmp_path: Path) -> None:
    old = rows_like(0, 300).with_columns(pl.lit(None, dtype=pl.Float64).alias("c0002"))
    assert report(tmp_path, old, rows_like(1, 300)) == {("missing_change", "비율")}


def test_the_index_is_zero_for_equal_shares_and_symmetric() -> None:
    assert population_stability_index([10, 20, 30], [100, 200, 300]) == pytest.approx(0)
    there, back = population_stability_index([5, 50], [40, 9]), population_stability_index([40, 9], [5, 50])
    assert there == pytest.approx(back) != pytest.approx(0)


def test_the_index_of_a_known_case() -> None:
    # Shares 1/2, 1/2 against 1/4, 3/4: (1/4 - 1/2) ln(1/2) + (3/4 - 1/2) ln(3/2) = 1/4 ln 3.
    assert population_stability_index([50, 50], [25, 75]) == pytest.approx(0.25 * np.log(3))


@pytest.mark.parametrize("bins", [2, 5, 20])
def test_chance_is_reckoned_as_simulated(bins: int) -> None:
    rng = np.random.default_rng(bins)
    olds, news = (rng.multinomial(rows, np.full(bins, 1 / bins), 4000) for rows in (1500, 600))
    indices = [
        population_stability_index(old, new) for old, new in zip(olds.tolist(), news.tolist(), strict=True)
    ]
    assert index_by_chance(bins, 1500, 600, 0.05) == pytest.approx(np.quantile(indices, 0.95), rel=0.12)


@pytest.mark.parametrize("ordered", [False, True])
def test_merging_bins_loses_no_row_and_leaves_none_small(ordered: bool) -> None:
    rng = np.random.default_rng(1)
    old, new = rng.poisson(np.arange(2, 52, 2)).tolist(), rng.poisson(np.arange(1, 26)).tolist()
    first, second = merge_small(old, new, ordered)
    assert (sum(first), sum(second)) == (sum(old), sum(new))
    assert len(first) == len(second) > 1
    smaller = min(sum(old), sum(new)) / (sum(old) + sum(new))
    assert min(a + b for a, b in zip(first, second, strict=True)) * smaller >= 5
