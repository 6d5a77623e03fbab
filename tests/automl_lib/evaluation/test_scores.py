"""Scores against numbers worked out by hand."""

import numpy as np
import pytest

from automl_lib.evaluation.scores import classification_scores, regression_scores, roc_areas

TRUTH = np.array([1, 1, 1, 0, 0, 0, 0, 0])
POSITIVE = np.array([0.9, 0.8, 0.3, 0.7, 0.2, 0.2, 0.1, 0.1])


def scores(threshold=0.5):
    return classification_scores(TRUTH, np.column_stack([1 - POSITIVE, POSITIVE]), threshold)


def test_precision_and_sensitivity_speak_of_the_positive_class():
    # Named positive: two rightly, one wrongly; one missed.
    assert (scores()["precision"], scores()["sensitivity"]) == pytest.approx((2 / 3, 2 / 3))


def test_f1_is_their_harmonic_mean():
    low = scores(0.25)
    assert low["f1"] == pytest.approx(
        2 * low["precision"] * low["sensitivity"] / (low["precision"] + low["sensitivity"])
    )


def test_the_area_is_the_share_of_pairs_in_the_right_order():
    pairs = [p > n for p in POSITIVE[:3] for n in POSITIVE[3:]]
    assert scores()["roc_auc"] == pytest.approx(np.mean(pairs))


def test_log_loss_is_the_mean_surprise():
    surprise = np.where(TRUTH == 1, POSITIVE, 1 - POSITIVE)
    assert scores()["log_loss"] == pytest.approx(-np.log(surprise).mean())


def test_a_class_that_is_never_named_has_precision_zero():
    assert scores(0.99)["precision"] == 0


def test_many_classes_are_averaged_over_those_that_appear():
    truth = np.array([0, 0, 1, 1])
    probabilities = np.array([[0.8, 0.1, 0.1], [0.6, 0.3, 0.1], [0.2, 0.7, 0.1], [0.7, 0.2, 0.1]])
    found = classification_scores(truth, probabilities, 0.5)
    # Class 0: 2 of 3 named rightly, both found. Class 1: 1 of 1, 1 of 2. Class 2 doesn't appear.
    assert found["precision"] == pytest.approx((2 / 3 + 1) / 2)
    assert found["sensitivity"] == pytest.approx((1 + 1 / 2) / 2)
    assert roc_areas(truth, probabilities)[2] is None


def test_a_single_class_has_no_area():
    assert classification_scores(np.array([1, 1]), np.array([[0.4, 0.6], [0.2, 0.8]]), 0.5)["roc_auc"] is None


def test_errors_of_numbers_are_those_worked_out_by_hand():
    found = regression_scores(np.array([1.0, 2.0, 3.0, 4.0]), np.array([2.0, 2.0, 3.0, 2.0]))
    # Errors 1, 0, 0, −2; squared 5 in all; around the mean 2.5 they are 2.25 + 0.25 + 0.25 + 2.25 = 5.
    assert found.r2 == pytest.approx(0)
    assert found.mae == pytest.approx(3 / 4)
    assert found.rmse == pytest.approx((5 / 4) ** 0.5)
    assert found.mape == pytest.approx((1 + 0 + 0 + 0.5) / 4)


def test_scores_that_are_not_defined_are_none():
    assert regression_scores(np.array([0.0, 1.0]), np.array([1.0, 1.0])).mape is None
    assert regression_scores(np.array([-1.0, 2.0]), np.array([1.0, 1.0])).mape is None
    assert regression_scores(np.array([0.0001, 2.0]), np.array([1.0, 1.0])).mape is None
    assert regression_scores(np.array([-1.0, -2.0]), np.array([-1.5, -2.0])).mape == pytest.approx(0.25)
    assert regression_scores(np.array([2.0, 2.0]), np.array([1.0, 2.0])).r2 is None
