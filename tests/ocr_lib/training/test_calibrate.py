"""Fitting probabilities: what counts as right, and that a fit foretells what happens."""

from __future__ import annotations

import numpy as np
import pytest

from ocr_lib.recognition.calibration import Logistic
from ocr_lib.training.calibrate import right_characters
from ocr_lib.training.logistic import fit_logistic


@pytest.mark.parametrize(
    ("read", "truth", "right"),
    [
        ("1OO", "100", [True, False, False]),
        ("abc", "abc", [True, True, True]),
        ("abxc", "abc", [True, True, False, True]),
        ("ac", "abc", [True, True]),
        ("", "abc", []),
        ("가", "", [False]),
    ],
)
def test_characters_are_right_where_the_alignment_finds_them(read, truth, right):
    assert right_characters(read, truth).tolist() == right


def drawn(weights, bias, count=4000):
    rng = np.random.default_rng(0)
    features = rng.normal(size=(count, len(weights)))
    odds = features @ np.asarray(weights) + bias
    return features, rng.random(count) < 1 / (1 + np.exp(-odds))


def test_a_fit_finds_the_weights_that_made_the_data():
    features, right = drawn([1.5, -0.7], 0.4)
    model = fit_logistic(features, right, ["a", "b"])
    assert model.weights == pytest.approx((1.5, -0.7), abs=0.2)
    assert model.bias == pytest.approx(0.4, abs=0.2)


def test_a_feature_that_may_only_help_gets_no_negative_weight():
    features, right = drawn([1.5, -0.7], 0.4)
    assert fit_logistic(features, right, ["a", "b"], positive=["b"]).weights[1] == 0


def test_few_observations_move_little_away_from_a_prior():
    features, right = drawn([1.5, -0.7], 0.4, count=20)
    prior = Logistic((-1.0, 2.0), 0.0)
    assert fit_logistic(features, right, ["a", "b"], prior=prior).weights == pytest.approx(
        (-1.0, 2.0), abs=0.7
    )


def test_a_constant_feature_does_no_harm():
    features, right = drawn([1.5], 0.0)
    features = np.column_stack([features, np.ones(len(features))])
    assert fit_logistic(features, right, ["a", "b"]).weights[0] == pytest.approx(1.5, abs=0.2)
