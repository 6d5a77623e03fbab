"""Prediction intervals hold nine of ten held-out values, on average over tables of many kinds."""

from __future__ import annotations

import numpy as np
import pytest

from automl_lib.evaluation import evaluate_regressor
from automl_lib.plan import PreprocessingPlan, apply_plan, check_target
from automl_lib.training import train
from benchmarks.number_sets import NUMBER_SETS, load_number_set
from domain.preprocessing import Missing
from domain.tasks import Task


@pytest.mark.slow
@pytest.mark.parametrize("code", ["decision_tree", "random_forest", "svm"])
def test_intervals_hold_nine_of_ten_held_out_values_over_all_sets(code):
    coverages = []
    for name in NUMBER_SETS:
        table = load_number_set(name)
        plan = PreprocessingPlan(table.target, table.columns, missing=Missing.KEEP, task=Task.REGRESSION)
        split = apply_plan(table.frame, table.schema, plan)
        model = train(table.frame, table.schema, plan, code, split=split)
        coverages.append(evaluate_regressor(model, table.frame.iloc[split.test_rows]).coverage)
    assert len(coverages) >= 15
    assert np.mean(coverages) == pytest.approx(0.9, abs=0.02)


@pytest.mark.parametrize("name", NUMBER_SETS)
def test_the_target_of_every_set_is_a_number(name):
    table = load_number_set(name)
    assert check_target(table.frame, table.schema, table.target).task is Task.REGRESSION
