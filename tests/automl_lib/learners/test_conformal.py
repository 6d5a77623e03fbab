"""The scale that held-back rows favour, and intervals that hold what they promise."""

import numpy as np
import pandas as pd
import pytest
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.ensemble import RandomForestRegressor
from sklearn.linear_model import LinearRegression

from automl_lib.learners.conformal import ConformalRegressor, conformal_quantile, residual_weights
from automl_lib.learners.cross_fit import CrossFitRegressor
from automl_lib.learners.encoding import TableEncoder
from automl_lib.split_keys import SplitKeys
from domain.split import SplitMethod


class Numbers(TransformerMixin, BaseEstimator):
    def fit(self, X, y=None):
        return self

    def transform(self, X):
        return X.to_numpy()


def regressor(**options):
    return ConformalRegressor(CrossFitRegressor(Numbers(), [LinearRegression()], **options))


def made(rows, seed, noise):
    random = np.random.default_rng(seed)
    x = random.uniform(0, 3, rows)
    return pd.DataFrame({"x": x}), x + noise(random, rows)


def normal(random, rows):
    return random.normal(scale=0.5, size=rows)


@pytest.mark.parametrize(("share", "place"), [(0.9, 18), (0.5, 10), (0.99, 19)])
def test_the_quantile_is_that_of_one_row_more(share, place):
    # 19 residuals: ⌈20 · 0.9⌉ = 18, ⌈20 · 0.5⌉ = 10, and ⌈20 · 0.99⌉ = 20 is more than there are.
    assert conformal_quantile(np.random.default_rng(0).permutation(19) + 1.0, share) == place


def test_every_group_counts_the_same_whatever_its_rows():
    weights = residual_weights(SplitKeys(SplitMethod.GROUP, np.array([7, 7, 7, 7, 2, 5])), 6)
    assert weights.tolist() == [0.25, 0.25, 0.25, 0.25, 1.0, 1.0]
    # Nine groups of ten are needed for nine tenths of a new group's rows: the largest of nine.
    residuals = np.repeat(np.arange(1.0, 10.0), 50)
    assert conformal_quantile(residuals, 0.9, np.full(450, 1 / 50)) == 9
    assert conformal_quantile(residuals, 0.8, np.full(450, 1 / 50)) == 8


def test_old_residuals_count_less_and_equal_times_the_same():
    weights = residual_weights(SplitKeys(SplitMethod.TIME, np.array([3, 0, 0, 2])), 4)
    assert weights[0] == 1
    assert weights[1] == weights[2] < weights[3] < 1


def of_groups(groups, each, seed):
    """Rows of one group differ from the line in the same way."""
    random = np.random.default_rng(seed)
    who = np.repeat(np.arange(groups), each)
    x = random.uniform(0, 3, len(who))
    y = x + random.normal(size=groups)[who] + random.normal(scale=0.3, size=len(who))
    return pd.DataFrame({"x": x, "who": random.normal(size=groups)[who]}), y, who


def test_intervals_hold_for_rows_of_new_groups():
    covered = {"random": [], "group": []}
    for seed in range(25):
        X, y, who = of_groups(25, 6, seed)
        new, truth, _ = of_groups(200, 2, seed + 1000)
        for name, keys in (("random", None), ("group", SplitKeys(SplitMethod.GROUP, who))):
            forest = RandomForestRegressor(30, random_state=0)
            fitted = ConformalRegressor(CrossFitRegressor(TableEncoder(scaled=False), [forest])).fit(
                X, y, keys
            )
            _, lower, upper = fitted.predict_with_interval(new).T
            covered[name].append(((lower <= truth) & (truth <= upper)).mean())
    assert 0.89 <= np.mean(covered["group"]) <= 0.95
    assert np.mean(covered["random"]) < 0.8


def test_intervals_hold_nine_of_ten_new_rows():
    covered = []
    for seed in range(30):
        X, y = made(60, seed, normal)
        new, truth = made(400, seed + 1000, normal)
        _, lower, upper = regressor().fit(X, y).predict_with_interval(new).T
        covered.append(((lower <= truth) & (truth <= upper)).mean())
    assert np.mean(covered) == pytest.approx(0.9, abs=0.02)


def test_growth_by_a_rate_is_learned_on_the_log_scale_with_intervals_that_widen():
    X, y = made(300, 0, normal)
    fitted = regressor().fit(X, np.exp(2 * y))
    assert fitted.scale_.name == "log"
    found = fitted.predict_with_interval(pd.DataFrame({"x": [0.5, 2.5]}))
    number, lower, upper = found.T
    assert (lower > 0).all()
    assert ((lower < number) & (number < upper)).all()
    assert (upper - lower)[1] > 10 * (upper - lower)[0]


def test_a_long_tail_that_the_columns_explain_by_addition_stays_on_the_linear_scale():
    random = np.random.default_rng(0)
    X = pd.DataFrame({"x": random.exponential(10, 400) ** 2})
    y = 1000 + 3 * X["x"].to_numpy() + random.normal(scale=5, size=400)
    assert regressor().fit(X, y).scale_.name == "linear"


def test_after_the_deadline_the_log_scale_is_not_tried():
    X, y = made(300, 0, normal)
    assert regressor(deadline=0.0).fit(X, np.exp(2 * y)).scale_.name == "linear"


def test_progress_of_both_scales_ends_at_its_total():
    told = []
    X, y = made(300, 0, normal)
    regressor(progress=lambda done, total, _: told.append((done, total))).fit(X, np.exp(2 * y))
    assert told[-1][0] == told[-1][1]
    assert told == sorted(told)


def test_the_unit_of_the_target_changes_nothing_but_the_unit():
    X, y = made(200, 0, normal)
    won, thousands = regressor().fit(X, 1e9 * (y + 5)), regressor().fit(X, 1e6 * (y + 5))
    assert won.predict_with_interval(X) == pytest.approx(1e3 * thousands.predict_with_interval(X))
