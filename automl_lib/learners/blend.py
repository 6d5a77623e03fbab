"""Models that combine others: a weighted mean, or a linear model of what they say, both fitted on held-back predictions.

The weights are chosen greedily with replacement (Caruana et al., 2004, "Ensemble selection from libraries of models").
The linear model (stacking; Wolpert, 1992) is kept only where it is clearly better on rows that it was not fitted on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
import pandas as pd
from sklearn.base import BaseEstimator, ClassifierMixin, RegressorMixin
from sklearn.linear_model import LinearRegression, LogisticRegression
from sklearn.model_selection import KFold, StratifiedKFold

from automl_lib.learners.conformal import conformal_quantile, residual_weights
from automl_lib.learners.folds import every_row_folds
from automl_lib.learners.target_scale import TargetScale
from automl_lib.split_keys import SplitKeys
from domain.split import SplitMethod
from domain.tasks import INTERVAL_SHARE

ROUNDS = 40
"""Steps of the greedy choice; a weight is a multiple of its inverse at the least."""
_FOLDS = 5
_MOST_ROWS = 50_000
"""Rows by which weights are chosen; more change none of them."""
_SURE = 2.0
"""Standard errors by which stacking has to be better than the weighted mean."""
_LEAST_PROBABILITY = 1e-6

Losses = Callable[[np.ndarray, np.ndarray], np.ndarray]
"""Of the truth and predictions: the loss of each row."""


def log_losses(truth: np.ndarray, probabilities: np.ndarray) -> np.ndarray:
    """The log loss of each row, whose class number is in `truth`."""
    return -np.log(np.maximum(probabilities[np.arange(len(truth)), truth], _LEAST_PROBABILITY))


def squared_errors(truth: np.ndarray, numbers: np.ndarray) -> np.ndarray:
    """The squared error of each row."""
    return np.asarray((numbers - truth) ** 2)


def greedy_weights(truth: np.ndarray, predictions: np.ndarray, losses: Losses) -> np.ndarray:
    """Weights of models whose weighted mean has the least loss, of sum 1.

    Args:
        truth: of shape (rows,).
        predictions: of shape (models, rows) or (models, rows, classes).
        losses: what to make small.

    Returns:
        Shape (models,); most are 0 where one model is as good as any mixture.
    """
    counts = np.zeros(len(predictions))
    total = np.zeros(predictions.shape[1:])
    best, lowest = counts, np.inf
    for chosen in range(1, ROUNDS + 1):
        tried = [float(losses(truth, (total + one) / chosen).mean()) for one in predictions]
        number = int(np.argmin(tried))
        counts = counts + np.eye(len(counts))[number]
        total = total + predictions[number]
        if tried[number] < lowest:
            best, lowest = counts, tried[number]
    return best / best.sum()


@dataclass(frozen=True)
class Combination:
    """How models are combined, and what that says of rows that it was not chosen by.

    Attributes:
        weights: of the models, of sum 1.
        stacker: the fitted linear model, where it is better than the weighted mean; else None.
        held_back: predictions of shape (rows,) or (rows, classes), each by a combination fitted without that row (and its
            group); NaN where no fold could do without it.
    """

    weights: np.ndarray
    stacker: Any
    held_back: np.ndarray


def combine_classifiers(
    truth: np.ndarray, predictions: np.ndarray, seed: int, keys: SplitKeys | None = None
) -> Combination:
    """Of held-back probabilities of shape (models, rows, classes) of rows with the class numbers `truth`, held back by `keys`."""
    members = int(np.bincount(truth)[np.unique(truth)].min())
    folds = StratifiedKFold(max(2, min(_FOLDS, members)), shuffle=True, random_state=seed)
    stacker = LogisticRegression(max_iter=1000)
    tied = every_row_folds(truth, _FOLDS, seed, keys) if keys else folds.split(truth, truth)
    return _combined(truth, predictions, log_losses, tied, stacker, seed, keys)


def combine_regressors(
    truth: np.ndarray, predictions: np.ndarray, seed: int, keys: SplitKeys | None = None
) -> Combination:
    """Of held-back numbers of shape (models, rows) of rows with the numbers `truth`, held back by `keys`."""
    folds = KFold(min(_FOLDS, len(truth)), shuffle=True, random_state=seed)
    stacker = LinearRegression(positive=True)
    tied = every_row_folds(truth, _FOLDS, seed, keys) if keys else folds.split(truth)
    return _combined(truth, predictions, squared_errors, tied, stacker, seed, keys)


def _combined(
    truth: np.ndarray,
    predictions: np.ndarray,
    losses: Losses,
    folds: Iterable[tuple[np.ndarray, np.ndarray]],
    stacker: Any,
    seed: int,
    keys: SplitKeys | None,
) -> Combination:
    meant, stacked = _held_back_twice(truth, predictions, losses, folds, stacker, seed)
    some = _some(np.arange(len(truth)), seed)
    weights = greedy_weights(truth[some], predictions[:, some], losses)
    judged = meant, stacked
    if forward := _older_and_newer(truth, keys):
        # A linear model can learn how far every member lags behind a trend; whether that lasts, newer rows tell alone.
        judged = _held_back_twice(truth, predictions, losses, [forward], stacker, seed)
    if not _is_surely_better(truth, *judged, losses):
        return Combination(weights, None, meant)
    return Combination(weights, stacker.fit(_inputs(predictions[:, some]), truth[some]), stacked)


def _held_back_twice(
    truth: np.ndarray,
    predictions: np.ndarray,
    losses: Losses,
    folds: Iterable[tuple[np.ndarray, np.ndarray]],
    stacker: Any,
    seed: int,
) -> tuple[np.ndarray, np.ndarray]:
    """What the weighted mean and the linear model say of the rows that each fold holds back; NaN in no fold."""
    meant, stacked = (np.full(predictions.shape[1:], np.nan) for _ in range(2))
    for learn, back in folds:
        some = _some(learn, seed)
        meant[back] = _mean(greedy_weights(truth[some], predictions[:, some], losses), predictions[:, back])
        stacker.fit(_inputs(predictions[:, some]), truth[some])
        stacked[back] = _said(stacker, predictions[:, back])
    return meant, stacked


def _is_surely_better(truth: np.ndarray, meant: np.ndarray, stacked: np.ndarray, losses: Losses) -> bool:
    judged = np.flatnonzero(~np.isnan(meant if meant.ndim == 1 else meant[:, 0]))
    gain = losses(truth[judged], meant[judged]) - losses(truth[judged], stacked[judged])
    return bool(gain.mean() > _SURE * gain.std() / np.sqrt(len(gain)))


def _older_and_newer(truth: np.ndarray, keys: SplitKeys | None) -> tuple[np.ndarray, np.ndarray] | None:
    """The older and the newer half; None where rows follow no time, or a class isn't among the older ones."""
    if keys is None or keys.method is not SplitMethod.TIME:
        return None
    middle = np.median(keys.codes)
    older, newer = np.flatnonzero(keys.codes < middle), np.flatnonzero(keys.codes >= middle)
    is_number = truth.dtype.kind == "f"
    if len(older) < 2 or not (is_number or set(truth[newer]) <= set(truth[older])):
        return None
    return older, newer


class Blend(BaseEstimator):
    """Fitted models combined.

    Args:
        estimators: fitted, of the same task.
        weights: of shape (estimators,), of sum 1; used unless there is a stacker.
        stacker: fitted linear model of what they say, or None.
    """

    def __init__(self, estimators: Sequence[Any], weights: np.ndarray, stacker: Any = None) -> None:
        self.estimators = estimators
        self.weights = weights
        self.stacker = stacker

    def fit(self, X: pd.DataFrame, y: np.ndarray) -> Self:  # noqa: ARG002 - the shape of every estimator
        """Fits nothing: its parts are fitted."""
        return self

    def __sklearn_is_fitted__(self) -> bool:
        return True

    def _combine(self, said: Sequence[np.ndarray]) -> np.ndarray:
        predictions = np.stack(said)
        return _mean(self.weights, predictions) if self.stacker is None else _said(self.stacker, predictions)


class BlendClassifier(ClassifierMixin, Blend):
    """Class probabilities of several classifiers combined."""

    @property
    def classes_(self) -> np.ndarray:
        return np.asarray(self.estimators[0].classes_)

    def predict_proba(self, X: pd.DataFrame) -> np.ndarray:
        """Probabilities of shape (rows, classes)."""
        return self._combine([one.predict_proba(X) for one in self.estimators])

    def predict(self, X: pd.DataFrame) -> np.ndarray:
        return np.asarray(self.classes_[self.predict_proba(X).argmax(axis=1)])


class BlendRegressor(RegressorMixin, Blend):
    """Numbers of several regressors combined, with a conformal interval of their own.

    Args:
        share: of new rows that an interval shall hold.

    The others are those of `Blend`.

    Attributes:
        scale_, margin_, mean_: as of `ConformalRegressor`.
    """

    def __init__(
        self,
        estimators: Sequence[Any],
        weights: np.ndarray,
        stacker: Any = None,
        share: float = INTERVAL_SHARE,
    ) -> None:
        super().__init__(estimators, weights, stacker)
        self.share = share

    def calibrate(
        self, truth: np.ndarray, held_back: np.ndarray, keys: SplitKeys | None = None
    ) -> BlendRegressor:
        """Learns the intervals from numbers and their held-back predictions, on the scale of the weightiest estimator."""
        self.scale_ = TargetScale(self.estimators[int(np.argmax(self.weights))].scale_.name).fit(truth)
        known = np.flatnonzero(~np.isnan(held_back))
        residuals = np.abs(self._on_scale(held_back) - self.scale_.transform(truth))[known]
        weights = residual_weights(keys.take(known) if keys else None, len(known))
        self.margin_ = conformal_quantile(residuals, self.share, weights)
        # Of all training rows, as each has learned it: those that are held back may be the newest alone.
        self.mean_ = float(self.estimators[0].mean_)
        return self

    def predict(self, X: pd.DataFrame) -> np.ndarray:
        """Numbers of shape (rows,)."""
        return self._combine([one.predict(X) for one in self.estimators])

    def predict_with_interval(self, X: pd.DataFrame) -> np.ndarray:
        """Predictions with the bounds of their intervals, shape (rows, 3): number, lower, upper."""
        numbers = self.predict(X)
        lower, upper = (
            self.scale_.quantiles(self._on_scale(numbers) + side * self.margin_) for side in (-1, 1)
        )
        return np.column_stack([np.clip(numbers, lower, upper), lower, upper])

    def _on_scale(self, numbers: np.ndarray) -> np.ndarray:
        # A logarithm is only of what the scale can give back.
        return self.scale_.transform(np.maximum(numbers, self.scale_.quantiles(np.array(-np.inf))))


def _some(rows: np.ndarray, seed: int) -> np.ndarray:
    if len(rows) <= _MOST_ROWS:
        return rows
    return np.sort(np.random.default_rng(seed).choice(rows, _MOST_ROWS, replace=False))


def _mean(weights: np.ndarray, predictions: np.ndarray) -> np.ndarray:
    return np.tensordot(weights, predictions, axes=1)


def _inputs(predictions: np.ndarray) -> np.ndarray:
    """A row's predictions side by side: numbers, or logarithms of probabilities against the first class's."""
    if predictions.ndim == 2:
        return predictions.T
    logarithms = np.log(np.maximum(predictions, _LEAST_PROBABILITY))
    odds = logarithms[:, :, 1:] - logarithms[:, :, :1]
    return np.concatenate(list(odds), axis=1)


def _said(stacker: Any, predictions: np.ndarray) -> np.ndarray:
    inputs = _inputs(predictions)
    return np.asarray(stacker.predict(inputs) if predictions.ndim == 2 else stacker.predict_proba(inputs))
