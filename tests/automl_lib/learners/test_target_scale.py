"""Numbers of a target go to a scale and come back."""

import numpy as np
import pytest

from automl_lib.learners.target_scale import TargetScale, scales_to_try

SKEWED = np.exp(np.random.default_rng(0).normal(3, 1, 500))


@pytest.mark.parametrize("name", ["linear", "log"])
def test_what_learners_fit_is_standardised_and_comes_back(name):
    scale = TargetScale(name).fit(SKEWED)
    fitted = scale.transform(SKEWED)
    assert (fitted.mean(), fitted.std()) == pytest.approx((0, 1))
    assert scale.quantiles(fitted) == pytest.approx(SKEWED)


def test_means_back_from_logarithms_agree_with_the_held_back_numbers():
    scale = TargetScale("log").fit(SKEWED)
    always_the_mean = np.zeros(len(SKEWED))
    assert scale.means(always_the_mean).mean() < 0.8 * SKEWED.mean()
    scale.fit_factor(SKEWED, always_the_mean)
    assert scale.means(always_the_mean).mean() == pytest.approx(SKEWED.mean())


def test_a_wild_prediction_on_the_log_scale_stays_near_the_training_numbers():
    scale = TargetScale("log").fit(SKEWED)
    assert scale.means(np.array([1000.0]))[0] < SKEWED.max() ** 2 / SKEWED.min()


def test_only_positive_numbers_with_a_long_upper_tail_are_tried_on_the_log_scale():
    random = np.random.default_rng(0)
    assert scales_to_try(SKEWED) == ["linear", "log"]
    assert scales_to_try(np.append(SKEWED, 0.0)) == ["linear"]
    assert scales_to_try(random.normal(100, 5, 500)) == ["linear"]
    assert scales_to_try(SKEWED.max() + 1 - SKEWED) == ["linear"]
    assert scales_to_try(np.full(20, 3.0)) == ["linear"]
