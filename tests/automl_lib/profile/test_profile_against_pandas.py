"""The numbers are those pandas gives, or exact arithmetic where pandas loses digits."""

from __future__ import annotations

import math
import statistics as exact
import tempfile
from fractions import Fraction
from pathlib import Path

import numpy as np
import pandas as pd
import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from automl_lib.profile import ColumnProfile, profile_table
from domain.columns import ColumnType
from domain.table_schema import ColumnSchema, TableSchema

_DTYPES = {ColumnType.REAL: pl.Float64, ColumnType.INTEGER: pl.Int64, ColumnType.TEXT: pl.String}
SLOWLY = settings(deadline=None, max_examples=80, suppress_health_check=[HealthCheck.too_slow])


def profile_of(cells: list[object], kind: ColumnType) -> ColumnProfile:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "typed.parquet"
        pl.DataFrame({"c0001": pl.Series(cells, dtype=_DTYPES[kind])}).write_parquet(path, row_group_size=7)
        return profile_table(path, TableSchema((ColumnSchema("c0001", "열", kind),))).columns[0]


reals = st.floats(-1e9, 1e9, allow_nan=False).map(lambda x: round(x, 6))
integers = st.integers(-(2**40), 2**40)


def check_against_pandas(profile: ColumnProfile, cells: list[object], dtype: str) -> None:
    series = pd.Series(cells, dtype=dtype)
    present = series.dropna().astype("float64")
    assert profile.missing == series.isna().sum()
    assert profile.distinct == series.nunique()
    assert profile.rows == len(cells)
    if present.empty:
        assert (profile.min, profile.mean, profile.q1, profile.var) == (None, None, None, None)
        return
    assert profile.min == present.min()
    assert profile.max == present.max()
    size = max(abs(present.min()), abs(present.max()), 1e-300)
    assert profile.mean == pytest.approx(present.mean(), rel=1e-9, abs=size * 1e-12)
    for mine, share in ((profile.q1, 0.25), (profile.q2, 0.5), (profile.q3, 0.75)):
        assert mine == pytest.approx(present.quantile(share), rel=1e-12, abs=size * 1e-15)
    if len(present) > 1:
        assert profile.var == pytest.approx(present.var(), rel=1e-9, abs=(size * 1e-12) ** 2)
        assert profile.std == pytest.approx(present.std(), rel=1e-9, abs=size * 1e-12)
    else:
        assert profile.var is None


@SLOWLY
@given(st.lists(st.none() | reals, min_size=1, max_size=60))
def test_reals_agree_with_pandas(cells: list[object]) -> None:
    check_against_pandas(profile_of(cells, ColumnType.REAL), cells, "float64")


@SLOWLY
@given(st.lists(st.none() | integers, min_size=1, max_size=60))
def test_integers_agree_with_pandas(cells: list[object]) -> None:
    check_against_pandas(profile_of(cells, ColumnType.INTEGER), cells, "Int64")


@SLOWLY
@given(st.lists(st.integers(-(2**63), 2**63 - 1), min_size=2, max_size=30))
def test_any_64_bit_integers_agree_with_exact_arithmetic(cells: list[int]) -> None:
    profile = profile_of(list(cells), ColumnType.INTEGER)
    mean = Fraction(sum(cells), len(cells))
    variance = sum((value - mean) ** 2 for value in cells) / (len(cells) - 1)
    assert (profile.min, profile.max) == (min(cells), max(cells))
    assert profile.mean == pytest.approx(float(mean), rel=1e-9, abs=2.0**20)
    assert profile.var == pytest.approx(float(variance), rel=1e-9)


def test_large_neighbouring_integers_keep_their_variance() -> None:
    start = 2**60
    profile = profile_of([start, start + 1, start + 2, start + 3], ColumnType.INTEGER)
    assert profile.var == pytest.approx(exact.variance([0, 1, 2, 3]), rel=1e-12)


def test_visitor_counts_as_in_the_design_document() -> None:
    # The document prints 2,912,519,178,922.81 as the square of 1,706,610.44: sample variance of counts
    # between 851,815 and 6,439,653, whose squares pass 2**44.
    cells = [851_815, 869_313, 1_068_332, 1_068_333, 2_976_096, 6_439_653]
    profile = profile_of(list(cells), ColumnType.INTEGER)
    assert profile.var == pytest.approx(exact.variance(cells), rel=1e-12)
    assert profile.std == pytest.approx(math.sqrt(exact.variance(cells)), rel=1e-12)
    assert (profile.min, profile.max, profile.q2) == (851_815, 6_439_653, 1_068_332.5)


def test_values_near_the_limit_of_floats_give_no_infinity() -> None:
    profile = profile_of([1.7e308, -1.7e308, 1.6e308], ColumnType.REAL)
    assert profile.mean == pytest.approx(1.6e308 / 3)
    assert profile.var is None
    assert profile.histogram is None
    assert all(math.isfinite(q) for q in (profile.q1, profile.q2, profile.q3) if isinstance(q, float))


def test_nan_and_infinity_count_as_missing() -> None:
    profile = profile_of([1.0, float("nan"), float("inf"), None, 3.0], ColumnType.REAL)
    assert (profile.missing, profile.max, profile.mean) == (3, 3.0, 2.0)


@SLOWLY
@given(
    st.lists(st.none() | st.sampled_from(["가", "나", "", "x" * 40, "漢"]) | st.text(max_size=3), max_size=60)
)
def test_texts_are_counted_as_python_counts_them(cells: list[object]) -> None:
    profile = profile_of(cells, ColumnType.TEXT)
    counts = pd.Series(cells, dtype="object").value_counts()
    assert profile.distinct == len(counts)
    assert sorted((count for _, count in profile.top_values), reverse=True) == counts.tolist()[:10]
    for value, count in profile.top_values:
        assert counts[value] == count
    assert profile.categories is not None
    assert profile.categories.singletons == (counts == 1).sum()


@SLOWLY
@given(st.lists(reals, min_size=1, max_size=200), st.integers(0, 3))
def test_whiskers_and_outliers_follow_tukey(values: list[float], seed: int) -> None:
    profile = profile_of(list(values), ColumnType.REAL)
    q1, q3 = np.quantile(values, [0.25, 0.75])
    reach = 1.5 * (q3 - q1)
    inside = [value for value in values if q1 - reach <= value <= q3 + reach]
    # A last bit's difference in a quantile may move a value that lies right on the fence.
    edge = [v for v in values if min(abs(v - q1 + reach), abs(v - q3 - reach)) <= 1e-9 * max(1.0, abs(v))]
    if not edge:
        assert profile.outlier_count == len(values) - len(inside)
        assert sorted(profile.outliers) == sorted(value for value in values if value not in inside)
        assert profile.whisker_low == pytest.approx(min([*inside, q1]), rel=1e-12, abs=1e-12)
        assert profile.whisker_high == pytest.approx(max([*inside, q3]), rel=1e-12, abs=1e-12)


@SLOWLY
@given(st.lists(reals, min_size=1, max_size=300))
def test_bins_hold_every_value_once(values: list[float]) -> None:
    profile = profile_of(list(values), ColumnType.REAL)
    assert profile.histogram is not None
    assert profile.quantile_bins is not None
    edges, cuts = np.array(profile.histogram.edges), np.array(profile.quantile_bins.cuts)
    if edges[0] < edges[-1]:
        assert profile.histogram.counts == tuple(np.histogram(values, edges)[0])
    else:
        assert profile.histogram.counts == (len(values),)
    places = np.searchsorted(cuts, values, side="left")
    assert profile.quantile_bins.counts == tuple(np.bincount(places, minlength=len(cuts) + 1))
