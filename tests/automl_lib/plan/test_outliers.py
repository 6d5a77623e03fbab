"""Bounds beyond which a number is an outlier."""

import numpy as np
import pytest

from automl_lib.plan.outliers import outlier_bounds


def test_tukeys_fences_stand_a_factor_of_the_quartile_range_out():
    # 0 … 8: Q1 = 2, Q3 = 6.
    assert outlier_bounds(np.arange(9.0), "iqr", 1.5) == (-4.0, 12.0)


def test_z_score_bounds_stand_a_factor_of_the_sample_deviation_out():
    low, high = outlier_bounds(np.array([1.0, 2.0, 3.0]), "zscore", 2.0)
    assert (low, high) == pytest.approx((0.0, 4.0))


def test_blank_and_infinite_cells_do_not_move_the_bounds():
    assert outlier_bounds(np.array([*np.arange(9.0), np.nan, np.inf]), "iqr", 1.5) == (-4.0, 12.0)


@pytest.mark.parametrize("method", ["iqr", "zscore"])
def test_a_column_without_spread_has_no_bounds(method):
    assert outlier_bounds(np.full(20, 3.0), method, 1.5) is None


def test_mostly_equal_cells_do_not_make_the_others_outliers():
    assert outlier_bounds(np.array([0.0] * 80 + [1.0] * 20), "iqr", 1.5) is None
