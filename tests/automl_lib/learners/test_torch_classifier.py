"""The network learns, stops in time and keeps the weights of its best epoch."""

import numpy as np
import pytest

from automl_lib.learners.torch_classifier import TorchClassifier

RANDOM = np.random.default_rng(0)
X = RANDOM.normal(size=(240, 4))
Y = (X[:, 0] * X[:, 1] > 0).astype(int)


@pytest.fixture(scope="module")
def fitted():
    return TorchClassifier().fit(X[:180], Y[:180], X_val=X[180:], y_val=Y[180:])


def test_it_learns_what_no_line_can_divide(fitted):
    assert (fitted.predict(X[180:]) == Y[180:]).mean() > 0.8


def test_the_kept_weights_are_those_of_the_best_epoch(fitted):
    probabilities = fitted.predict_proba(X[180:])[np.arange(60), Y[180:]]
    best = min(row["valid_loss"] for row in fitted.history_)
    # Early stopping ignores gains below a thousandth.
    assert -np.log(probabilities).mean() == pytest.approx(best, rel=2e-3)


def test_it_stops_once_nothing_gets_better():
    noise = np.random.default_rng(1).integers(0, 2, 240)
    stopped = TorchClassifier(max_epochs=40).fit(X[:180], noise[:180], X_val=X[180:], y_val=noise[180:])
    assert len(stopped.history_) < 40


def test_the_history_is_plain(fitted):
    assert [row["epoch"] for row in fitted.history_] == [*range(1, len(fitted.history_) + 1)]
    assert {type(value) for row in fitted.history_ for value in row.values()} == {int, float}


def test_another_seed_gives_another_network(fitted):
    other = TorchClassifier(random_state=1, max_epochs=2).fit(X, Y, X_val=X, y_val=Y)
    again = TorchClassifier(random_state=1, max_epochs=2).fit(X, Y, X_val=X, y_val=Y)
    assert np.array_equal(other.predict_proba(X), again.predict_proba(X))
    assert not np.array_equal(other.predict_proba(X), fitted.predict_proba(X))


def test_no_epoch_begins_after_the_deadline():
    assert len(TorchClassifier(deadline=0.0).fit(X, Y, X_val=X, y_val=Y).history_) == 1
