"""Probabilities against what happened."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import binomtest
from sklearn.calibration import calibration_curve
from sklearn.metrics import brier_score_loss

from automl_lib.evaluation.calibration import brier_score, calibration_of
from domain.calibration import Calibration


def two_columns(positive: np.ndarray) -> np.ndarray:
    return np.column_stack([1 - positive, positive])


@pytest.fixture
def exact():
    """Rows whose probabilities are exact."""
    random = np.random.default_rng(0)
    positive = random.beta(1, 3, 2000)
    return (random.random(2000) < positive).astype(int), positive


def test_the_brier_score_is_that_of_scikit_learn(exact):
    truth, positive = exact
    assert brier_score(truth, two_columns(positive)) == pytest.approx(brier_score_loss(truth, positive))


def test_of_three_classes_the_squares_are_summed():
    truth = np.array([0, 1, 2, 2])
    assert brier_score(truth, np.eye(3)[truth]) == 0
    assert brier_score(truth, np.full((4, 3), 1 / 3)) == pytest.approx((2 / 3) ** 2 + 2 * (1 / 3) ** 2)
    assert brier_score(truth, np.eye(3)[[1, 2, 0, 0]]) == 2


def test_exact_probabilities_are_near_what_happened(exact):
    truth, positive = exact
    found = calibration_of(truth, two_columns(positive), np.array([0.75, 0.25]))
    assert found.ece < 0.03
    assert 0 < found.skill < 1
    within = [one.low <= one.predicted <= one.high for one in found.bins]
    assert sum(within) >= len(within) - 2  # of 95% intervals


def test_bins_hold_equally_many_rows_and_are_those_of_scikit_learn(exact):
    truth, positive = exact
    found = calibration_of(truth, two_columns(positive), np.array([0.75, 0.25]))
    assert [one.rows for one in found.bins] == [200] * 10
    observed, predicted = calibration_curve(truth, positive, n_bins=10, strategy="quantile")
    assert [one.observed for one in found.bins] == pytest.approx(list(observed))
    assert [one.predicted for one in found.bins] == pytest.approx(list(predicted))
    first = found.bins[0]
    wilson = binomtest(round(first.observed * 200), 200).proportion_ci(method="wilson")
    assert (first.low, first.high) == pytest.approx((wilson.low, wilson.high))


def test_overconfident_probabilities_have_a_large_error(exact):
    truth, positive = exact
    sharp = np.where(positive > 0.5, 0.99, 0.01)
    found = calibration_of(truth, two_columns(sharp), np.array([0.75, 0.25]))
    assert found.ece > 0.1
    assert found.brier > brier_score(truth, two_columns(positive))


@pytest.mark.parametrize("rows", [1, 5, 15])
def test_few_rows_have_few_bins_and_one_probability_a_single_one(rows):
    found = calibration_of(np.ones(rows, int), two_columns(np.full(rows, 0.4)), np.array([0.6, 0.4]))
    (one,) = found.bins
    assert (one.rows, one.observed, one.predicted) == (rows, 1.0, pytest.approx(0.4))
    assert found.ece == pytest.approx(0.6)


def test_of_several_classes_the_most_probable_one_is_compared():
    truth = np.array([0, 1, 2] * 20)
    probabilities = np.tile([[0.8, 0.1, 0.1], [0.1, 0.8, 0.1], [0.8, 0.1, 0.1]], (20, 1))
    found = calibration_of(truth, probabilities, np.full(3, 1 / 3))
    (one,) = found.bins
    assert (one.predicted, one.observed) == (pytest.approx(0.8), pytest.approx(2 / 3))


def test_without_uncertainty_there_is_no_skill():
    assert Calibration(0.0, 0.0, 0.0, ()).skill is None
