"""Scores that are better than a constant answer by chance are no evidence."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from domain.model_evidence import classifier_knows_more, regressor_knows_more
from domain.threshold_curve import ThresholdCurve
from tests.factories import evaluation, regression_evaluation


def classes(matrix, *, roc_auc=0.5, log_loss=0.69, **changed):
    """An evaluation with counts of the true classes 'no' and 'yes' (rows)."""
    found = evaluation(confusion_matrix=matrix, roc_auc=roc_auc, log_loss=log_loss, **changed).classification
    assert found is not None
    per_class = {
        name: replace(scores, support=sum(row))
        for (name, scores), row in zip(found.per_class.items(), matrix, strict=True)
    }
    return replace(found, per_class=per_class)


def numbers(gains, **changed):
    """An evaluation in which predictions err less than the mean 0 by `gains` (in squares), actual values being 10."""
    actual = tuple(10.0 for _ in gains)
    predicted = tuple(10.0 - math.sqrt(100.0 - gain) for gain in gains)
    squares = [100.0 - gain for gain in gains]
    found = regression_evaluation(
        actual=actual,
        predicted=predicted,
        mean=0.0,
        mean_rmse=10.0,
        rmse=math.sqrt(sum(squares) / len(squares)),
        rows=len(gains),
        **changed,
    ).regression
    assert found is not None
    return found


def test_coin_flips_are_doubted_whose_log_loss_is_a_hair_better():
    # 125 held-out rows, log loss 0.690 against 0.693 of the shares: 0.4 nats.
    assert not classifier_knows_more(classes(((35, 28), (30, 32)), roc_auc=0.53, log_loss=0.69), "no", 0.55)


@pytest.mark.parametrize(("log_loss", "known"), [(0.67, False), (0.66, True)])
def test_a_higher_likelihood_is_evidence_from_3_nats_on(log_loss, known):
    # 100 rows of each class in halves: the shares have ln 2 = 0.6931.
    found = classes(((50, 0), (50, 0)), log_loss=log_loss)
    assert classifier_knows_more(found, "no", 0.6) is known


@pytest.mark.parametrize(("hits", "known"), [(6, False), (20, True)])
def test_being_right_more_often_is_evidence_beyond_two_standard_errors(hits, known):
    # 4 rows of the most frequent class are wrong; hits of the other class are right.
    found = classes(((56, 4), (40 - hits, hits)), log_loss=0.9)
    assert classifier_knows_more(found, "no", 0.6) is known


@pytest.mark.parametrize(("area", "known"), [(0.55, False), (0.75, True)])
def test_a_ranking_is_evidence_where_a_class_is_rare(area, known):
    found = classes(((104, 0), (16, 0)), roc_auc=area, log_loss=0.9)
    assert classifier_knows_more(found, "no", 0.6) is known


def test_a_small_set_is_judged_with_the_held_back_rows_of_its_training():
    found = classes(((40, 0), (17, 0)), roc_auc=0.65, log_loss=0.7)
    kept = ThresholdCurve(132, 42, (0.0,), (90,), (42,))
    assert not classifier_knows_more(found, "no", 0.66)
    assert classifier_knows_more(replace(found, held_back=kept), "no", 0.66)


def test_the_best_of_several_models_is_lucky_in_held_back_rows():
    # Seven models of 500 coin flips: the best had 0.568 in the 375 held-back rows and 0.569 in the 125 held-out ones.
    found = classes(((66, 0), (59, 0)), roc_auc=0.569, log_loss=0.6899)
    kept = ThresholdCurve(375, 176, (0.0,), (199,), (176,))
    assert not classifier_knows_more(replace(found, held_back=kept), "no", 0.568)


def test_held_back_rows_that_a_model_ranks_by_chance_are_doubt_enough():
    assert not classifier_knows_more(classes(((50, 10), (5, 43)), roc_auc=0.9, log_loss=0.3), "no", 0.49)


def test_a_hair_below_the_error_of_the_mean_is_no_evidence():
    # RMSE 9.985 against 10 in 288 rows.
    assert not regressor_knows_more(numbers([60.3, -59.7] * 144), 0.01)


@pytest.mark.parametrize(("validation", "known"), [(0.3, True), (None, True), (-0.0015, False)])
def test_numbers_that_held_back_rows_do_not_explain_are_doubted(validation, known):
    assert regressor_knows_more(numbers([30.0] * 60), validation) is known


def test_a_modest_but_steady_gain_is_evidence():
    # 5% of the squared error in 40 rows is 1 nat, but hardly any row is predicted worse.
    assert regressor_knows_more(numbers([5.0, 4.0, 6.0, 5.0] * 10), 0.05)


def test_exact_predictions_are_evidence():
    assert regressor_knows_more(numbers([100.0] * 3), 1.0)
