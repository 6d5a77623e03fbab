"""Combining models by their held-back predictions."""

from __future__ import annotations

import numpy as np
import pytest

from automl_lib.learners.blend import (
    BlendRegressor,
    combine_classifiers,
    combine_regressors,
    greedy_weights,
    log_losses,
    squared_errors,
)
from automl_lib.learners.target_scale import TargetScale
from automl_lib.split_keys import SplitKeys
from domain.split import SplitMethod

RNG = np.random.default_rng(5)
TRUTH = RNG.normal(size=400)


def noisy(truth, scale, seed):
    return truth + np.random.default_rng(seed).normal(scale=scale, size=len(truth))


def probabilities(truth, scale, seed):
    positive = 1 / (1 + np.exp(-noisy(2.0 * (2 * truth - 1), scale, seed)))
    return np.column_stack([1 - positive, positive])


def test_the_mean_of_two_models_with_independent_errors_has_equal_weights():
    weights = greedy_weights(TRUTH, np.stack([noisy(TRUTH, 1.0, 1), noisy(TRUTH, 1.0, 2)]), squared_errors)
    assert weights == pytest.approx([0.5, 0.5], abs=0.15)
    assert weights.sum() == pytest.approx(1.0)


def test_a_useless_model_has_no_weight():
    useless = RNG.normal(size=len(TRUTH), scale=10.0)
    weights = greedy_weights(TRUTH, np.stack([TRUTH, useless]), squared_errors)
    assert weights.tolist() == [1.0, 0.0]


def test_a_mixture_of_classifiers_loses_less_than_each_of_them():
    truth = RNG.integers(0, 2, 600)
    members = np.stack([probabilities(truth, 3.0, seed) for seed in (1, 2, 3)])
    combined = combine_classifiers(truth, members, seed=0)
    loss = log_losses(truth, combined.held_back).mean()
    assert loss < min(log_losses(truth, one).mean() for one in members)


def test_stacking_is_kept_where_it_is_clearly_better():
    # Every model is biased the same way, which no weighted mean can mend.
    members = np.stack([3.0 * noisy(TRUTH, 0.1, 1), 3.0 * noisy(TRUTH, 0.1, 2)])
    combined = combine_regressors(TRUTH, members, seed=0)
    assert combined.stacker is not None
    assert squared_errors(TRUTH, combined.held_back).mean() < 0.1


def test_stacking_is_left_where_it_is_no_better():
    members = np.stack([noisy(TRUTH, 1.0, 1), noisy(TRUTH, 1.0, 2)]) / 2  # already shrunk as well as can be
    truth = members.sum(axis=0) / 2 + RNG.normal(scale=0.5, size=len(TRUTH))
    assert combine_regressors(truth, members, seed=0).stacker is None


def test_what_is_said_of_a_row_is_not_fitted_on_it():
    """With a truth of pure noise, weights fitted on the row itself would do better than the best model."""
    truth = RNG.normal(size=60)
    members = np.stack([RNG.normal(size=60) for _ in range(20)])
    combined = combine_regressors(truth, members, seed=0)
    inside = np.tensordot(greedy_weights(truth, members, squared_errors), members, axes=1)
    assert squared_errors(truth, combined.held_back).mean() > squared_errors(truth, inside).mean()


def test_held_back_rows_of_one_time_are_judged_by_folds_at_random():
    keys = SplitKeys(SplitMethod.TIME, np.zeros(len(TRUTH), dtype=int))
    members = np.stack([noisy(TRUTH, 1.0, 1), noisy(TRUTH, 1.0, 2)])
    assert not np.isnan(combine_regressors(TRUTH, members, 0, keys).held_back).any()


@pytest.mark.parametrize("lasts", [True, False])
def test_a_lag_behind_a_trend_is_made_up_for_only_where_newer_rows_confirm_it(lasts):
    random = np.random.default_rng(0)
    truth = random.normal(size=400)
    # Both members are 3 too low in the older half; in the newer one either still are, or are 3 too high.
    lag = np.where(np.arange(400) < 200, -3.0, -3.0 if lasts else 3.0)
    predictions = np.stack([truth + lag + random.normal(scale=0.3, size=400) for _ in range(2)])
    keys = SplitKeys(SplitMethod.TIME, np.arange(400))
    assert (combine_regressors(truth, predictions, 0, keys).stacker is not None) is lasts


class Trained:
    """A regressor that learned from more rows than are held back."""

    mean_ = 2.0
    scale_ = TargetScale("linear").fit(np.array([0.0, 4.0]))


def test_the_mean_to_compare_with_is_that_of_all_training_rows():
    newest = TRUTH + 50.0
    blend = BlendRegressor([Trained(), Trained()], np.array([0.5, 0.5]))
    assert blend.calibrate(newest, newest + 0.1).mean_ == 2.0
