"""Files and frames of new rows get a predicted number with its interval."""

from __future__ import annotations

import csv

import pandas as pd
import polars as pl
import pytest

from automl_lib.drift import reference_table
from automl_lib.prediction_csv import INTERVAL_LABELS, PREDICTION_LABEL
from automl_lib.profile import profile_table
from automl_lib.raw_rows import predict_raw
from automl_lib.reading.choices import ReadLimits
from automl_lib.reading.table import read_table
from automl_lib.scoring import score_table


@pytest.fixture
def regressor(number_table):
    """A model of two plain columns, whose cells need no parsing of their own."""
    from dataclasses import replace

    from automl_lib.training import train

    plan = replace(number_table.plan, columns=("c0001", "c0002"))
    return train(number_table.frame, number_table.schema, plan, "decision_tree")


def test_a_scored_file_has_the_number_and_its_bounds(tmp_path, regressor, number_table):
    pl.from_pandas(number_table.frame).write_parquet(tmp_path / "training.parquet")
    profile = profile_table(tmp_path / "training.parquet", number_table.schema)
    reference = reference_table(profile, number_table.schema, ())
    (tmp_path / "새 행.csv").write_text("Fresh,Milk\n" + "0.5,3\n-1,7\n" * 10, encoding="utf-8")
    report = read_table(tmp_path / "새 행.csv", tmp_path, "새 행.csv", ReadLimits())
    out = tmp_path / "예측.csv"
    scored = score_table(regressor, report, tmp_path / "cells.parquet", reference, out)
    with out.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert scored.rows == len(rows) == 20
    for row in rows:
        number, lower, upper = (float(row[name]) for name in (PREDICTION_LABEL, *INTERVAL_LABELS))
        assert lower < number < upper


def test_raw_rows_get_the_number_and_its_bounds(regressor):
    found = predict_raw(
        regressor, pd.DataFrame({"Fresh": ["0.5", 1.0, None], "Milk": [3, "7", "9"]}, index=[5, 6, 7])
    )
    assert list(found.columns) == ["prediction", "prediction_lower", "prediction_upper"]
    assert list(found.index) == [5, 6, 7]
    assert (found["prediction_lower"] < found["prediction"]).all()
    assert (found["prediction"] < found["prediction_upper"]).all()
