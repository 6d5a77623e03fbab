"""Every family predicts a number from every type of column, with an interval, from its training rows alone."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from automl_lib.evaluation import evaluate_regressor
from automl_lib.evaluation.clustering import evaluate_clustering
from automl_lib.persistence import load_model, save_model
from automl_lib.plan import apply_plan
from automl_lib.prediction import predict_frame
from automl_lib.training import train
from domain.learners import CLASSIFICATION, CLASSIFIERS, LEARNERS

FAMILIES = [code for code, learner in LEARNERS.items() if learner.group == CLASSIFICATION]
CHEAP = ("decision_tree", "random_forest", "svm")


@pytest.mark.parametrize("code", FAMILIES)
def test_every_family_learns_a_number(trained_on_numbers, number_table, code):
    model = trained_on_numbers(code)
    split = apply_plan(number_table.frame, number_table.schema, number_table.plan)
    found = evaluate_regressor(model, number_table.frame.iloc[split.test_rows])
    assert model.validation["r2"] > 0.4
    assert found.r2 > 0.4
    assert found.rmse < found.mean_rmse
    assert (found.rows, found.interval_share) == (40, 0.9)
    assert found.coverage > 0.7  # of 40 rows


@pytest.mark.parametrize("code", FAMILIES)
def test_the_number_is_within_its_interval(trained_on_numbers, number_table, code):
    number, lower, upper = trained_on_numbers(code).predict_numbers(number_table.frame).T
    assert ((lower < number) & (number < upper)).all()


@pytest.mark.parametrize("code", FAMILIES)
def test_a_kept_regressor_predicts_the_same_once_loaded(trained_on_numbers, number_table, tmp_path, code):
    model = trained_on_numbers(code)
    loaded = load_model(tmp_path, save_model(model, tmp_path).digest)
    frame = number_table.frame
    assert np.array_equal(loaded.predict_numbers(frame), model.predict_numbers(frame))
    assert (loaded.plan, loaded.validation, loaded.is_regressor) == (model.plan, model.validation, True)


@pytest.mark.parametrize("code", CHEAP)
def test_held_out_rows_change_nothing_in_what_is_fitted(number_table, code):
    split = apply_plan(number_table.frame, number_table.schema, number_table.plan)
    other = number_table.frame.copy()
    other.loc[split.test_rows, "c0001"] = 1e6
    other.loc[split.test_rows, "c0006"] = 1e9
    rows = number_table.frame.iloc[split.train_rows]
    first, second = (
        train(frame, number_table.schema, number_table.plan, code, split=split)
        for frame in (number_table.frame, other)
    )
    assert np.array_equal(first.predict_numbers(rows), second.predict_numbers(rows))


@pytest.mark.parametrize("code", CLASSIFIERS)
def test_without_any_time_a_regressor_still_comes_out(number_table, code):
    model = train(number_table.frame, number_table.schema, number_table.plan, code, budget_seconds=0)
    assert np.isfinite(model.predict_numbers(number_table.frame)).all()


@pytest.mark.parametrize("code", CLASSIFIERS)
def test_the_same_seed_gives_the_same_regressor(trained_on_numbers, number_table, code):
    again = train(number_table.frame, number_table.schema, number_table.plan, code)
    first = trained_on_numbers(code).predict_numbers(number_table.frame)
    assert np.allclose(again.predict_numbers(number_table.frame), first, rtol=1e-6)


def test_a_skewed_target_is_learned_on_the_log_scale_and_the_settings_say_so(number_table_maker):
    made = number_table_maker(300, skewed=True)
    model = train(made.frame, made.schema, made.plan, "svm")
    assert model.settings["target_scale"] == "log"
    assert (model.predict_numbers(made.frame) > 0).all()


def test_a_column_with_many_categories_is_encoded_by_the_mean_of_the_number(number_table):
    random = np.random.default_rng(0)
    branch = random.integers(0, 25, len(number_table.frame))
    frame = number_table.frame.assign(
        c0003=pd.Series([f"지점 {n}" for n in branch], dtype=object),
        c0006=10.0 * branch + random.normal(size=160),
    )
    plan = replace(number_table.plan, columns=("c0003",))
    model = train(frame, number_table.schema, plan, "random_forest")
    assert model.validation["r2"] > 0.9


def test_a_blank_row_gets_a_number_from_every_family(trained_on_numbers, number_table):
    frame = number_table.frame
    blank = pd.DataFrame(
        {key: pd.Series([None], dtype=frame[key].dtype) for key in number_table.plan.columns}
    )
    for code in FAMILIES:
        assert np.isfinite(trained_on_numbers(code).predict_numbers(blank)).all()


def test_predictions_of_a_frame_have_intervals_and_no_probabilities(trained_on_numbers, number_table):
    found = predict_frame(trained_on_numbers("decision_tree"), number_table.frame)
    assert found.predicted.dtype == float
    assert found.intervals.shape == (160, 2)
    assert (found.classes, found.probabilities.shape) == ((), (160, 0))
    assert predict_frame(
        trained_on_numbers("decision_tree"), number_table.frame.iloc[:0]
    ).intervals.shape == (0, 2)


def test_a_regressor_has_no_probabilities_and_a_classifier_no_numbers(trained_on_numbers, trained, table):
    with pytest.raises(TypeError, match="classifier"):
        trained_on_numbers("decision_tree").predict_proba(table.frame)
    with pytest.raises(TypeError, match="regressor"):
        trained("decision_tree").predict_numbers(table.frame)


def test_clusters_of_rows_with_a_number_as_target_agree_with_nothing(number_table):
    model = train(number_table.frame, number_table.schema, number_table.plan, "k_means")
    assert evaluate_clustering(model, number_table.frame).agreement is None
