"""Importance is what a metric loses when columns are shuffled."""

from __future__ import annotations

import numpy as np
import pytest

from automl_lib.explanations.importance import permutation_importance
from automl_lib.plan.target import target_numbers


def of_columns(model, frame, truth, **options):
    return permutation_importance(model, frame, truth, [(key,) for key in model.columns], **options)


def test_columns_rank_by_what_the_formula_makes_of_them(made):
    model, frame, _ = made(lambda rows: 5 * rows["c0"] + rows["c1"])
    found = of_columns(model, frame, target_numbers(frame["target"]))
    size, age, distance = found.shuffled
    assert (found.metric, found.score) == ("rmse", 0.0)
    # Shuffling x in a·x adds 2·a²·var(x) to the squared error.
    assert size.loss == pytest.approx(5 * np.sqrt(2) * frame["c0"].std(), rel=0.15)
    assert age.loss == pytest.approx(np.sqrt(2) * frame["c1"].std(), rel=0.15)
    assert (distance.loss, distance.error) == (0.0, 0.0)
    assert size.error > 0


def test_a_copied_column_is_found_by_shuffling_the_group(made):
    model, frame, _ = made(
        lambda rows: rows["c0"] + rows["c1"] - rows["c1"], change=lambda rows: rows.assign(c1=rows["c0"])
    )
    truth = target_numbers(frame["target"])
    found = permutation_importance(model, frame, truth, [("c0",), ("c0", "c1")])
    assert found.shuffled[1].loss == pytest.approx(found.shuffled[0].loss)


def test_the_loss_of_a_classifier_is_of_roc_auc(made):
    model, frame, _ = made(lambda rows: 1 / (1 + np.exp(-4 * rows["c0"])), classes=("아니오", "예"))
    truth = (frame["target"] == "예").to_numpy(int)
    found = of_columns(model, frame, truth)
    assert (found.metric, found.score) == ("roc_auc", 1.0)
    assert found.shuffled[0].loss == pytest.approx(0.5, abs=0.06)
    assert found.shuffled[1].loss == 0.0


def test_rows_of_one_class_have_no_importance(made):
    model, frame, _ = made(lambda rows: 0 * rows["c0"] + 0.9, classes=("아니오", "예"))
    assert of_columns(model, frame, np.ones(len(frame), dtype=int)) is None


def test_no_rows_have_no_importance(made):
    model, frame, _ = made(lambda rows: rows["c0"])
    assert of_columns(model, frame.iloc[:0], np.zeros(0)) is None


def test_without_time_one_repeat_is_made(made):
    model, frame, _ = made(lambda rows: rows["c0"])
    found = of_columns(model, frame, target_numbers(frame["target"]), seconds=0.0)
    assert found.repeats == 1
    assert found.shuffled[0].error == 0.0


def test_many_columns_are_measured_on_fewer_rows(made):
    labels = [f"칼럼 {number}" for number in range(200)]
    model, frame, _ = made(lambda rows: rows["c0"], labels=labels, rows=3000)
    found = of_columns(model, frame, target_numbers(frame["target"]))
    assert found.rows == 200
    assert max(found.shuffled, key=lambda one: one.loss).keys == ("c0",)


def test_an_equal_seed_gives_equal_importances(made):
    model, frame, _ = made(lambda rows: rows["c0"] * rows["c1"])
    truth = target_numbers(frame["target"])
    assert of_columns(model, frame, truth, seed=3) == of_columns(model, frame, truth, seed=3)
    assert of_columns(model, frame, truth, seed=3) != of_columns(model, frame, truth, seed=4)


def test_categories_and_dates_are_shuffled_as_they_are(explainable):
    model, _, held_out, _ = explainable("decision_tree")
    truth = (held_out["c0006"] == "yes").to_numpy(int)
    found = of_columns(model, held_out, truth)
    losses = {one.keys[0]: one.loss for one in found.shuffled}
    assert max(losses, key=losses.get) == "c0001"
