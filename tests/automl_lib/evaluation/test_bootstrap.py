"""Intervals hold the score, narrow with more rows, and are the same each time."""

import numpy as np
import pytest
from sklearn.metrics import roc_auc_score

from automl_lib.evaluation import evaluate_classifier, evaluate_regressor
from automl_lib.evaluation.bootstrap import (
    _of_classes,
    _of_numbers,
    _weighted_area,
    bootstrap,
    score_intervals,
)
from automl_lib.plan import apply_plan
from automl_lib.split_keys import SplitKeys, bootstrap_sample
from domain.split import SplitMethod


@pytest.mark.parametrize("many", [False, True])
def test_rows_that_are_drawn_once_each_have_the_scores_of_the_evaluation(
    trained, table, many_class_table, many
):
    made = many_class_table if many else table
    model = trained("decision_tree", many)
    held_out = made.frame.iloc[apply_plan(made.frame, made.schema, made.plan).test_rows]
    scored, known = _of_classes(model, held_out)
    evaluation = evaluate_classifier(model, held_out)
    for name, value in scored(np.ones(known.sum())).items():
        assert value == pytest.approx(getattr(evaluation, name)), name


def test_errors_of_rows_that_are_drawn_once_each(trained_on_numbers, number_table):
    model = trained_on_numbers("decision_tree")
    made = number_table
    held_out = made.frame.iloc[apply_plan(made.frame, made.schema, made.plan).test_rows]
    scored, known = _of_numbers(model, held_out)
    evaluation = evaluate_regressor(model, held_out)
    for name, value in scored(np.ones(known.sum())).items():
        assert value == pytest.approx(getattr(evaluation, name)), name


def test_an_interval_holds_its_score_and_does_not_change(trained, table):
    model = trained("decision_tree")
    held_out = table.frame.iloc[apply_plan(table.frame, table.schema, table.plan).test_rows]
    found = score_intervals(model, held_out)
    evaluation = evaluate_classifier(model, held_out)
    assert set(found) == {"precision", "sensitivity", "f1", "accuracy", "roc_auc"}
    for name, interval in found.items():
        assert interval.low <= getattr(evaluation, name) <= interval.high
        assert interval.low < interval.high
    assert score_intervals(model, held_out) == found
    assert score_intervals(model, held_out, seed=1) != found


def test_rows_of_one_group_are_drawn_together_and_are_less_evidence():
    codes = np.repeat(np.arange(8), 25)
    draw = bootstrap_sample(SplitKeys(SplitMethod.GROUP, codes), 200)
    drawn = np.bincount(draw(np.random.default_rng(0)), minlength=200).reshape(8, 25)
    assert (drawn == drawn[:, :1]).all()
    assert drawn.sum() == 200
    right = np.repeat([1, 1, 1, 0, 1, 0, 1, 1], 25)

    def accuracy(weights):
        return {"accuracy": float(weights @ right / weights.sum())}

    rows = bootstrap(accuracy, 200, seed=0)["accuracy"]
    groups = bootstrap(accuracy, 200, seed=0, keys=SplitKeys(SplitMethod.GROUP, codes))["accuracy"]
    assert groups.high - groups.low > 3 * (rows.high - rows.low)


def test_times_are_drawn_as_rows():
    keys = SplitKeys(SplitMethod.TIME, np.arange(50))
    by_time, at_random = (bootstrap_sample(one, 50)(np.random.default_rng(0)) for one in (keys, None))
    assert np.array_equal(by_time, at_random)


def test_a_weighted_area_is_that_of_repeated_rows():
    random = np.random.default_rng(0)
    is_class, scores = random.random(50) < 0.4, random.integers(0, 8, 50) / 8
    weights = random.integers(0, 4, 50)
    rows = np.repeat(np.arange(50), weights)
    area = _weighted_area(is_class, scores)(weights.astype(float))
    assert area == pytest.approx(roc_auc_score(is_class[rows], scores[rows]))


def test_a_class_of_nothing_has_no_area():
    assert _weighted_area(np.zeros(4, dtype=bool), np.arange(4.0))(np.ones(4)) is None


def test_rows_without_a_known_class_have_no_intervals(trained, table):
    assert score_intervals(trained("decision_tree"), table.frame.assign(c0006="other")) == {}
