"""The recommended model and the baseline, from numbers that are kept."""

from __future__ import annotations

import pytest

from domain.messages import Message
from domain.model_choice import (
    Baseline,
    Candidate,
    MeanBaseline,
    no_better_than,
    recommended,
    recommended_regressor,
)
from tests.factories import evaluation, regression_evaluation


def scores(**changed):
    found = evaluation(**changed).classification
    assert found is not None
    return found


def candidate(name, validation=0.8, *, seconds=1.0, **changed):
    return Candidate(name, Message(name), scores(**changed), validation, seconds)


def test_the_baseline_always_answers_with_the_most_frequent_true_class():
    assert Baseline.of(scores(confusion_matrix=((50, 17), (30, 3)))) == Baseline("no", 0.67)


def test_there_is_no_baseline_without_rows():
    assert Baseline.of(scores(confusion_matrix=((0, 0), (0, 0)))) is None


def test_the_model_with_the_highest_area_is_recommended_with_the_reason():
    found = recommended([candidate("a", 0.81), candidate("b", 0.93)])
    assert found is not None
    assert found.training_id == "b"
    assert found.reason.en == "b: ROC AUC 0.9300 in cross-validation, the highest of 2 models"


def test_held_out_rows_choose_no_model():
    found = recommended([candidate("a", 0.93, roc_auc=0.5), candidate("b", 0.81, roc_auc=0.99)])
    assert found is not None
    assert found.training_id == "a"


def test_models_that_are_as_good_are_counted_and_the_highest_is_recommended():
    slow, fast, worse = (
        candidate("slow", 0.931, seconds=9.0),
        candidate("fast", 0.929),
        candidate("worse", 0.9),
    )
    found = recommended([fast, slow, worse])
    assert found is not None
    assert found.training_id == "slow"
    assert "the highest of 3 models (as good within 0.005: 1)" in found.reason.en


def test_of_models_with_the_same_score_the_fastest_is_recommended():
    found = recommended([candidate("slow", 1.0, seconds=9.0), candidate("fast", 1.0, seconds=2.0)])
    assert found is not None
    assert found.training_id == "fast"


@pytest.mark.parametrize(("log_loss", "worthwhile"), [(0.31, True), (0.69, False)])
def test_a_model_that_knows_no_more_than_the_baseline_is_not_worthwhile(log_loss, worthwhile):
    found = recommended(
        [candidate("a", roc_auc=0.52, log_loss=log_loss, confusion_matrix=((55, 5), (45, 3)))]
    )
    assert found is not None
    assert found.worthwhile is worthwhile


def test_without_a_known_area_nothing_is_recommended():
    assert recommended([candidate("a", None)]) is None


def regressor(name, validation=0.5, *, seconds=1.0, **changed):
    found = regression_evaluation(**changed).regression
    assert found is not None
    return Candidate(name, Message(name), found, validation, seconds)


def test_the_regressor_with_the_highest_share_of_explained_variance_is_recommended():
    found = recommended_regressor([regressor("a", 0.5), regressor("b", 0.75)])
    assert found is not None
    assert (found.training_id, found.worthwhile) == ("b", True)
    assert found.reason.en == "b: R² 0.7500 in cross-validation, the highest of 2 models"


def test_a_regressor_that_errs_as_much_as_the_mean_is_not_worth_it():
    found = recommended_regressor([regressor("a", -0.1, rmse=10.0, mean_rmse=9.5)])
    assert found is not None
    assert not found.worthwhile
    assert recommended_regressor([regressor("a", None)]) is None


def test_the_baseline_of_numbers_always_answers_with_the_mean():
    assert MeanBaseline.of(regressor("a", mean=7.0, mean_mae=2.0, mean_rmse=3.0).evaluation) == MeanBaseline(
        7.0, 2.0, 3.0
    )


def test_a_model_that_is_not_worthwhile_is_compared_with_its_baseline():
    assert "answering the mean" in no_better_than(MeanBaseline(7.0, 2.0, 3.0)).en
    assert "answering 'no'" in no_better_than(Baseline("no", 0.67)).en
