"""Numbers are scaled so that far values do not squeeze the others."""

import numpy as np
import pytest

from automl_lib.learners.squashing import SquashingScaler


def test_the_median_goes_to_zero_and_nothing_beyond_the_reach():
    X = np.array([[1.0], [2.0], [3.0], [1e12]])
    out = SquashingScaler(reach=3).fit(X).transform(np.array([[2.5], [1e300], [-1e300]]))
    assert out[0, 0] == 0
    assert np.abs(out).max() <= 3


def test_the_middle_of_a_normal_column_is_scaled_like_a_standard_normal():
    X = np.random.default_rng(0).normal(50, 10, (20_000, 1))
    z = SquashingScaler(reach=1e9).fit_transform(X)
    assert z.std() == pytest.approx(1, abs=0.05)


def test_one_far_value_does_not_squeeze_the_others():
    X = np.append(np.arange(99.0), 1e9)[:, None]
    assert np.ptp(SquashingScaler().fit_transform(X)[:99]) > 2


@pytest.mark.parametrize("spread", ["quartiles", "deviation"])
def test_a_constant_column_becomes_zero(spread):
    assert (SquashingScaler(spread=spread).fit_transform(np.full((9, 1), 7.0)) == 0).all()


def test_by_deviation_far_groups_stay_apart():
    X = np.append(np.zeros(80) + np.arange(80) * 1e-3, np.full(20, 10.0))[:, None]
    by_deviation = SquashingScaler(spread="deviation").fit_transform(X)
    assert np.ptp(by_deviation[:80]) < 0.1 < by_deviation[90, 0] - by_deviation[0, 0]
