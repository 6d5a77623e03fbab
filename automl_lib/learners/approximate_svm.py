"""A support vector machine of many rows: Nyström features and a linear model, within bounds of memory."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from sklearn.pipeline import Pipeline

MOST_ROWS = 100_000
"""That are learned from: the features, 200 numbers a row, of a million rows would be gigabytes, and more rows hardly move 200 weights."""
LEAST_OF_CLASS = 200
"""Rows of each class that are learned from, where it has so many."""
BLOCK = 50_000
"""Rows whose features are held at once when the model is asked."""


class ApproximateSvm(Pipeline):
    """The steps, fitted on at most `MOST_ROWS` rows drawn at random, with some of each class, and asked block by block."""

    def fit(self, X: np.ndarray, y: np.ndarray, **params: Any) -> ApproximateSvm:
        """Fits on a matrix of shape (rows, columns) and class numbers (ints) or numbers (floats)."""
        if len(X) > MOST_ROWS:
            chosen = _some(np.asarray(y))
            X, y = X[chosen], y[chosen]
        super().fit(X, y, **params)
        return self

    def decision_function(self, X: np.ndarray) -> np.ndarray:
        """Of shape (rows,), or (rows, classes) where there are more than two."""
        return _in_blocks(super().decision_function, X)

    def predict(self, X: np.ndarray) -> np.ndarray:
        """Class numbers or numbers of shape (rows,)."""
        return _in_blocks(super().predict, X)


def _some(y: np.ndarray) -> np.ndarray:
    """Positions of the rows that are learned from, in their order."""
    order = np.random.default_rng(0).permutation(len(y))
    chosen = [order[:MOST_ROWS]]
    if y.dtype.kind != "f":
        drawn = y[order]
        chosen += [order[np.flatnonzero(drawn == one)[:LEAST_OF_CLASS]] for one in np.unique(y)]
    return np.unique(np.concatenate(chosen))


def _in_blocks(ask: Callable[[np.ndarray], np.ndarray], X: np.ndarray) -> np.ndarray:
    return np.concatenate([ask(X[start : start + BLOCK]) for start in range(0, max(1, len(X)), BLOCK)])
