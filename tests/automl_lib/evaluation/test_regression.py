"""A regressor is judged on rows that it has not seen, beside always answering the mean."""

import numpy as np
import pytest

from automl_lib.evaluation import evaluate_regressor
from automl_lib.plan import apply_plan


@pytest.fixture
def held_out(number_table):
    split = apply_plan(number_table.frame, number_table.schema, number_table.plan)
    return split, number_table.frame.iloc[split.test_rows]


def test_the_points_are_the_held_out_rows_and_their_predictions(trained_on_numbers, held_out):
    model, (_, rows) = trained_on_numbers("decision_tree"), held_out
    found = evaluate_regressor(model, rows)
    assert found.actual == tuple(rows["c0006"])
    assert found.predicted == tuple(model.predict(rows))


def test_the_baseline_is_the_mean_of_the_training_rows(trained_on_numbers, number_table, held_out):
    split, rows = held_out
    found = evaluate_regressor(trained_on_numbers("decision_tree"), rows)
    mean = number_table.frame["c0006"].iloc[split.train_rows].mean()
    assert found.mean == pytest.approx(mean)
    assert found.mean_mae == pytest.approx((rows["c0006"] - mean).abs().mean())


def test_rows_without_a_value_are_left_out_and_counted(trained_on_numbers, held_out):
    _, rows = held_out
    blank = rows.assign(c0006=[np.nan, *rows["c0006"][1:]])
    found = evaluate_regressor(trained_on_numbers("decision_tree"), blank)
    assert (found.rows, found.rows_without_value) == (len(rows) - 1, 1)
    with pytest.raises(ValueError, match="no row"):
        evaluate_regressor(trained_on_numbers("decision_tree"), blank.iloc[:1])
