"""The neural regressor learns a number, the same way each time."""

import numpy as np

from automl_lib.learners.torch_regressor import TorchRegressor

RANDOM = np.random.default_rng(0)
X = RANDOM.normal(size=(400, 2))
Y = np.sin(X[:, 0]) + X[:, 1]


def fitted(**options):
    return TorchRegressor(**options).fit(X[:300], Y[:300], X_val=X[300:], y_val=Y[300:])


def test_it_learns_what_no_line_shows():
    assert np.mean((fitted().predict(X) - Y) ** 2) < 0.1 * Y.var()


def test_the_same_seed_gives_the_same_numbers():
    first, second = (fitted(max_epochs=2, random_state=3).predict(X) for _ in range(2))
    assert np.array_equal(first, second)


def test_no_rows_give_no_numbers():
    assert fitted(max_epochs=1).predict(X[:0]).shape == (0,)
