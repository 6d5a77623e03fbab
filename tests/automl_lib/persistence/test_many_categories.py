"""Columns with many categories take encoders of their own, which have to be kept and loaded too."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from automl_lib.persistence import load_model, save_model
from automl_lib.plan import PreprocessingPlan
from automl_lib.training import train
from domain.columns import ColumnType
from domain.learners import CLASSIFIERS
from domain.preprocessing import Missing
from domain.table_schema import ColumnSchema, TableSchema

SCHEMA = TableSchema(
    (
        ColumnSchema("c0001", "업체", ColumnType.TEXT),
        ColumnSchema("c0002", "신고일", ColumnType.DATE),
        ColumnSchema("c0003", "양", ColumnType.REAL),
        ColumnSchema("c0004", "등급", ColumnType.TEXT),
    )
)
PLAN = PreprocessingPlan("c0004", ("c0001", "c0002", "c0003"), missing=Missing.KEEP)


def made(classes):
    random = np.random.default_rng(0)
    groups = random.integers(0, 120, 400)
    return pd.DataFrame(
        {
            "c0001": [f"업체{group}" for group in groups],
            "c0002": pd.Timestamp("2024-01-01") + pd.to_timedelta(random.integers(0, 300, 400), unit="D"),
            "c0003": random.normal(size=400),
            "c0004": [f"등급{group % classes}" for group in groups],
        }
    )


@pytest.mark.slow
@pytest.mark.parametrize("classes", [2, 3])
@pytest.mark.parametrize("code", CLASSIFIERS)
def test_a_model_of_many_categories_comes_back_the_same(tmp_path, code, classes):
    frame = made(classes)
    model = train(frame, SCHEMA, PLAN, code, budget_seconds=0.0)
    saved = save_model(model, tmp_path)
    loaded = load_model(tmp_path, saved.digest)
    np.testing.assert_array_equal(loaded.predict_proba(frame.head(50)), model.predict_proba(frame.head(50)))


@pytest.mark.slow
@pytest.mark.parametrize(("method", "column"), [("time", "c0002"), ("group", "c0001")])
@pytest.mark.parametrize("code", ["gradient_boost", "random_forest", "svm"])
def test_what_it_was_held_back_by_is_kept_beside_the_pipeline_and_not_in_it(tmp_path, code, method, column):
    frame = made(2)
    plan = replace(PLAN, split=method, split_column=column)
    model = train(frame, SCHEMA, plan, code, budget_seconds=0.0)
    saved = save_model(model, tmp_path)
    loaded = load_model(tmp_path, saved.digest)
    assert np.array_equal(loaded.predict_proba(frame), model.predict_proba(frame))
    assert loaded.held_back.keys.method == method
    assert np.array_equal(loaded.held_back.keys.codes, model.held_back.keys.codes)
