"""Random Forest: its leaves chosen by out-of-bag rows, so that no cross-validation is needed.

An out-of-bag row has others of its group, and later ones, in the bag. Where rows are split by group or by time, forests are
cross-validated instead.
"""

from __future__ import annotations

import os
import time
import warnings
from abc import abstractmethod
from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from sklearn.base import BaseEstimator, ClassifierMixin, RegressorMixin, clone
from sklearn.ensemble import RandomForestClassifier, RandomForestRegressor
from sklearn.utils.validation import check_is_fitted

from automl_lib.learners.catalogue import BuildRequest, CurvePoint, Progress
from automl_lib.learners.encoding import TableEncoder
from automl_lib.learners.folds import fold_plan
from automl_lib.split_keys import SplitKeys
from domain.messages import Message
from domain.tasks import Task

_MAX_ROWS_PER_TREE = 100_000
_THREADED_ROWS = 20_000
_TREES_AT_A_TIME = 10
_FOLDS = 3
_FEATURES = 0.5
"""Share of the features that a split of a regression tree chooses from; between the usual 1/3 and 1."""


class OutOfBag(BaseEstimator):
    """A random forest whose smallest leaf is chosen by out-of-bag rows among a few.

    Args:
        encoder: transformer from the cleaned frame to a matrix.
        leaves: candidates for `min_samples_leaf`, best guess first.
        trial_trees: trees grown to judge a candidate.
        trees: trees of the chosen one; it keeps its trial trees.
        random_state: of bootstraps and features.
        deadline: `time.monotonic()` value after which only what has begun is finished, or None.
        progress: told after every forest.

    Attributes:
        encoder_, forest_: the fitted parts.
        out_of_fold_: out-of-bag predictions, or those of folds by group or time; NaN where every tree saw the row.
    """

    def __init__(
        self,
        encoder: Any,
        leaves: Sequence[int] = (1, 3),
        trial_trees: int = 80,
        trees: int = 240,
        random_state: int = 0,
        deadline: float | None = None,
        progress: Progress | None = None,
    ) -> None:
        self.encoder = encoder
        self.leaves = leaves
        self.trial_trees = trial_trees
        self.trees = trees
        self.random_state = random_state
        self.deadline = deadline
        self.progress = progress

    @abstractmethod
    def _forest(self, leaf: int, rows: int) -> Any:
        """A forest without trees."""

    @abstractmethod
    def _held(self, forest: Any) -> np.ndarray:
        """Its out-of-bag predictions; NaN for rows that no tree left out."""

    @abstractmethod
    def _outputs(self, forest: Any, matrix: np.ndarray) -> np.ndarray:
        """What a forest says of encoded rows."""

    @abstractmethod
    def _loss(self, held: np.ndarray, y: np.ndarray) -> float:
        """How wrong they are; infinite where all are NaN."""

    def _fit(self, X: pd.DataFrame, y: np.ndarray, keys: SplitKeys | None) -> None:
        if keys is not None:
            self._fit_by_folds(X, y, keys)
            return
        self.encoder_ = clone(self.encoder)
        matrix = self.encoder_.fit_transform(X, y).astype(np.float32)
        total = len(self.leaves) + 1
        best: tuple[float, Any] | None = None
        for done, leaf in enumerate(self.leaves):
            if best is not None and self._late():
                break
            forest = self._grow(self._forest(leaf, len(y)), self.trial_trees, matrix, y)
            loss = self._loss(self._held(forest), y)
            if best is None or loss < best[0]:
                best = loss, forest
            self._report(done + 1, total)
        assert best is not None
        self.forest_ = best[1]
        self._grow(self.forest_, self.trees, matrix, y)
        self.out_of_fold_ = self._held(self.forest_)
        self._report(total, total)

    def _fit_by_folds(self, X: pd.DataFrame, y: np.ndarray, keys: SplitKeys) -> None:
        folds = fold_plan(y, _FOLDS, self.random_state, keys).folds
        total = len(self.leaves) * len(folds) + 1
        encoded: dict[int, Any] = {}
        best: tuple[float, int, np.ndarray] | None = None
        for number, leaf in enumerate(self.leaves):
            if best is not None and self._late():
                break
            held = self._no_outputs(y)
            for fold, (learn, back) in enumerate(folds):
                if fold and self._late():
                    break
                if fold not in encoded:
                    encoder = clone(self.encoder)
                    inside = encoder.fit_transform(X.iloc[learn], y[learn], keys.take(learn))
                    encoded[fold] = (
                        inside.astype(np.float32),
                        encoder.transform(X.iloc[back]).astype(np.float32),
                    )
                inside, outside = encoded[fold]
                forest = self._forest(leaf, len(learn)).set_params(oob_score=False)
                held[back] = self._outputs(self._grow(forest, self.trial_trees, inside, y[learn]), outside)
                self._report(number * len(folds) + fold + 1, total)
            loss = self._loss(held, y)
            if best is None or loss < best[0]:
                best = loss, leaf, held
        assert best is not None
        self.encoder_ = clone(self.encoder)
        matrix = self.encoder_.fit_transform(X, y, keys).astype(np.float32)
        forest = self._forest(best[1], len(y)).set_params(oob_score=False)
        self.forest_ = self._grow(forest, self.trees, matrix, y)
        self.out_of_fold_ = best[2]
        self._report(total, total)

    @abstractmethod
    def _no_outputs(self, y: np.ndarray) -> np.ndarray:
        """NaN for every row."""

    def _matrix(self, X: pd.DataFrame) -> np.ndarray:
        check_is_fitted(self, "forest_")
        return self.encoder_.transform(X).astype(np.float32)

    def _common(self, leaf: int, rows: int) -> dict[str, Any]:
        """Parameters of forests of both kinds."""
        return {
            "n_estimators": 0,
            "min_samples_leaf": leaf,
            "max_samples": _MAX_ROWS_PER_TREE if rows > _MAX_ROWS_PER_TREE else None,
            "oob_score": True,
            "warm_start": True,
            "n_jobs": min(8, os.cpu_count() or 1) if rows > _THREADED_ROWS else None,
            "random_state": self.random_state,
        }

    def _grow(self, forest: Any, trees: int, X: np.ndarray, y: np.ndarray) -> Any:
        """Adds trees up to `trees`, some at a time, until the deadline; never none."""
        step = trees if self.deadline is None else _TREES_AT_A_TIME
        with warnings.catch_warnings():
            # Rows that every tree saw have no out-of-bag score; they are left out below.
            warnings.filterwarnings("ignore", message="Some inputs do not have OOB scores")
            warnings.filterwarnings("ignore", message="invalid value encountered in", category=RuntimeWarning)
            while forest.n_estimators < trees and (not forest.n_estimators or not self._late()):
                forest.set_params(n_estimators=min(trees, forest.n_estimators + step)).fit(X, y)
        return forest

    def _late(self) -> bool:
        return self.deadline is not None and time.monotonic() >= self.deadline

    def _report(self, done: int, total: int) -> None:
        if self.progress is not None:
            self.progress(done, total, Message("forests grown {done}/{total}", done=done, total=total))


class OutOfBagForest(ClassifierMixin, OutOfBag):
    """A forest that gives probabilities, chosen by the Brier score. The arguments are those of `OutOfBag`.

    Attributes:
        out_of_fold_: out-of-bag probabilities of shape (rows, classes).
    """

    def fit(self, X: pd.DataFrame, y: np.ndarray, keys: SplitKeys | None = None) -> OutOfBagForest:
        """Fits on a cleaned frame and class numbers 0 … k−1; `keys` are those of the rows."""
        self.classes_ = np.unique(y)
        self._fit(X, y, keys)
        return self

    def predict_proba(self, X: pd.DataFrame) -> np.ndarray:
        """Probabilities of shape (rows, classes)."""
        return self.forest_.predict_proba(self._matrix(X))

    def predict(self, X: pd.DataFrame) -> np.ndarray:
        return self.classes_[self.predict_proba(X).argmax(axis=1)]

    def _forest(self, leaf: int, rows: int) -> RandomForestClassifier:
        return RandomForestClassifier(**self._common(leaf, rows))

    def _held(self, forest: RandomForestClassifier) -> np.ndarray:
        # scikit-learn gives NaN or zeros for rows that no tree left out.
        scores = forest.oob_decision_function_
        totals = np.nan_to_num(scores).sum(axis=1, keepdims=True)
        return np.where(totals > 0, scores, np.nan)

    def _outputs(self, forest: RandomForestClassifier, matrix: np.ndarray) -> np.ndarray:
        return np.asarray(forest.predict_proba(matrix))

    def _no_outputs(self, y: np.ndarray) -> np.ndarray:
        return np.full((len(y), len(self.classes_)), np.nan)

    def _loss(self, held: np.ndarray, y: np.ndarray) -> float:
        known = ~np.isnan(held[:, 0])
        truth = y[:, None] == self.classes_
        # The Brier score: log loss punishes the zeros that a few trees give, and so favours large leaves.
        return float(((held - truth)[known] ** 2).sum(axis=1).mean()) if known.any() else np.inf


class OutOfBagForestRegressor(RegressorMixin, OutOfBag):
    """A forest that gives numbers, chosen by the mean squared error. The arguments are those of `OutOfBag`.

    Attributes:
        out_of_fold_: out-of-bag predictions of shape (rows,).
    """

    def fit(self, X: pd.DataFrame, y: np.ndarray, keys: SplitKeys | None = None) -> OutOfBagForestRegressor:
        """Fits on a cleaned frame and numbers; `keys` are those of the rows."""
        self._fit(X, y, keys)
        return self

    def predict(self, X: pd.DataFrame) -> np.ndarray:
        """Numbers of shape (rows,)."""
        return self.forest_.predict(self._matrix(X))

    def _forest(self, leaf: int, rows: int) -> RandomForestRegressor:
        return RandomForestRegressor(**self._common(leaf, rows), max_features=_FEATURES)

    def _held(self, forest: RandomForestRegressor) -> np.ndarray:
        # scikit-learn gives exact zeros for rows that no tree left out.
        return np.where(forest.oob_prediction_ == 0, np.nan, forest.oob_prediction_)

    def _outputs(self, forest: RandomForestRegressor, matrix: np.ndarray) -> np.ndarray:
        return np.asarray(forest.predict(matrix))

    def _no_outputs(self, y: np.ndarray) -> np.ndarray:
        return np.full(len(y), np.nan)

    def _loss(self, held: np.ndarray, y: np.ndarray) -> float:
        known = ~np.isnan(held)
        return float(((held - y)[known] ** 2).mean()) if known.any() else np.inf


def build(request: BuildRequest) -> OutOfBag:
    """Two sizes of leaf; the chosen forest grows on from its trial trees. Many rows want larger leaves first."""
    kind = OutOfBagForestRegressor if request.task is Task.REGRESSION else OutOfBagForest
    return kind(
        TableEncoder(scaled=False, random_state=request.seed),
        leaves=(1, 3) if request.rows <= _THREADED_ROWS else (10, 3),
        random_state=request.seed,
        deadline=request.deadline,
        progress=request.progress,
    )


def curve(fitted: OutOfBag) -> list[CurvePoint]:  # noqa: ARG001 - every family has the same shape
    """Trees of a forest don't build on each other."""
    return []


def settings(fitted: OutOfBag) -> dict[str, Any]:
    """The chosen leaf and the number of trees."""
    return {"min_samples_leaf": fitted.forest_.min_samples_leaf, "trees": len(fitted.forest_.estimators_)}
