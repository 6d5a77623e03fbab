"""The support vector machine of many rows: what it learns from, and that blocks change nothing."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.kernel_approximation import Nystroem
from sklearn.linear_model import SGDClassifier, SGDRegressor

from automl_lib.learners import approximate_svm
from automl_lib.learners.approximate_svm import ApproximateSvm

RNG = np.random.default_rng(0)
X = RNG.normal(size=(3_000, 4))
CLASSES = (X[:, 0] > 0).astype(int)
CLASSES[:3] = 2
NUMBERS = X[:, 1] ** 2


@pytest.fixture(autouse=True)
def few(monkeypatch):
    monkeypatch.setattr(approximate_svm, "MOST_ROWS", 500)
    monkeypatch.setattr(approximate_svm, "LEAST_OF_CLASS", 20)
    monkeypatch.setattr(approximate_svm, "BLOCK", 700)


class Keeps(ClassifierMixin, BaseEstimator):
    """Keeps what it is fitted on."""

    def fit(self, X, y):
        self.seen_ = X, y
        return self


def test_it_learns_from_some_rows_with_all_of_a_rare_class():
    model = ApproximateSvm([("model", Keeps())]).fit(X, CLASSES)
    rows, classes = model[-1].seen_
    assert 500 <= len(rows) <= 500 + 3 * 20
    assert (classes == 2).sum() == 3
    places = [int(np.flatnonzero((row == X).all(axis=1))[0]) for row in rows]
    assert len(set(places)) == len(places)
    assert np.array_equal(CLASSES[places], classes)


def test_of_few_rows_it_learns_from_all():
    model = ApproximateSvm([("model", Keeps())]).fit(X[:400], CLASSES[:400])
    assert np.array_equal(model[-1].seen_[0], X[:400])


@pytest.mark.parametrize(
    ("last", "target"), [(SGDClassifier(random_state=0), CLASSES), (SGDRegressor(random_state=0), NUMBERS)]
)
def test_blocks_give_what_the_whole_gives(last, target):
    model = ApproximateSvm([("nystroem", Nystroem(n_components=20, random_state=0)), ("model", last)])
    model.fit(X, target)
    features = model[0].transform(X)
    assert np.allclose(model.predict(X), model[-1].predict(features))
    if target is CLASSES:
        assert np.allclose(model.decision_function(X), model[-1].decision_function(features))
        assert model.decision_function(X).shape == (3_000, 3)
    assert model.predict(X[:1]).shape == (1,)
