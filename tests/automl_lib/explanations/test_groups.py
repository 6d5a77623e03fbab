"""Columns that tell the same are grouped, whatever their types."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from automl_lib.explanations.groups import correlated_groups, cramers_v
from automl_lib.explanations.values import column_values
from domain.columns import ColumnType
from domain.table_schema import ColumnSchema


@pytest.fixture
def frame():
    random = np.random.default_rng(0)
    size = random.normal(size=400)
    region = random.choice(["서울", "부산", "제주"], 400)
    return pd.DataFrame(
        {
            "size": size,
            "squared": np.exp(size),
            "other": random.normal(size=400),
            "region": pd.Series(region, dtype=object),
            "code": pd.Series(region).map({"서울": 1.0, "부산": 2.0, "제주": 3.0}),
            "flag": pd.Series(random.choice(["예", "아니오"], 400), dtype=object),
            "bought": pd.Series(pd.Timestamp("2024-01-01") + pd.to_timedelta(size * 100, "D")).astype(
                "datetime64[us]"
            ),
        }
    )


def columns_of(frame):
    kinds = {"f": ColumnType.REAL, "M": ColumnType.DATE, "O": ColumnType.TEXT}
    return [
        column_values(ColumnSchema(key, key, kinds[frame[key].dtype.kind]), frame[key])
        for key in frame.columns
    ]


def test_numbers_dates_and_categories_that_go_together(frame):
    groups = correlated_groups(frame, columns_of(frame))
    assert sorted(groups) == [("region", "code"), ("size", "squared", "bought")]


def test_blanks_do_not_make_columns_alike(frame):
    frame.loc[::2, ["other", "flag"]] = None
    groups = correlated_groups(frame[["size", "other", "flag"]], columns_of(frame[["size", "other", "flag"]]))
    assert groups == []


def test_constant_columns_and_few_rows_go_with_none(frame):
    constant = frame.assign(size=1.0, squared=2.0)[["size", "squared", "other"]]
    assert correlated_groups(constant, columns_of(constant)) == []
    few = frame[["size", "squared"]].iloc[:2]
    assert correlated_groups(few, columns_of(few)) == []


def test_cramers_v_of_a_table_that_is_known():
    # Two by two, phi = 0.6: (40·40 − 10·10) / (50·50).
    a = np.repeat([0, 0, 1, 1], [40, 10, 10, 40])
    b = np.repeat([0, 1, 0, 1], [40, 10, 10, 40])
    corrected = np.sqrt((0.36 - 1 / 99) / (2 - 1 / 99 - 1))
    assert cramers_v(a, b) == pytest.approx(corrected)
    assert cramers_v(a, np.zeros(100, dtype=int)) == 0.0
