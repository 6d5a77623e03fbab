"""Regression by any family: the better scale of the target, and prediction intervals from held-back rows."""

from __future__ import annotations

import math
import time
from copy import copy
from typing import Any

import numpy as np
import pandas as pd
from sklearn.base import BaseEstimator, RegressorMixin
from sklearn.utils.validation import check_is_fitted

from automl_lib.learners.catalogue import Progress
from automl_lib.learners.target_scale import TargetScale, scales_to_try
from automl_lib.split_keys import SplitKeys
from domain.messages import Message
from domain.split import SplitMethod
from domain.tasks import INTERVAL_SHARE

_ROUNDING = 1e-9
_DECAY = 0.98
"""Weight of a residual against those of rows that are a hundredth of all rows newer."""


class ConformalRegressor(RegressorMixin, BaseEstimator):
    """A family's regressor on the scale that predicts held-back rows best, with conformal intervals.

    An interval is the prediction ± the quantile of the absolute held-back residuals on that scale (split conformal
    prediction with cross-validation in place of one split; Vovk, 2015; Barber et al., 2021). On the log scale its
    width thus grows with the prediction. Where rows have groups or times, residuals have weights (`residual_weights`).

    Args:
        regressor: unfitted; has `out_of_fold_` after `fit`, and the parameters `deadline` and `progress`.
        share: of new rows that an interval shall hold, between 0 and 1.

    Attributes:
        regressor_: the fitted regressor, which works on the scale.
        scale_: the chosen `TargetScale`.
        margin_: half the width of an interval on the scale.
        mean_: of the target.
        out_of_fold_: held-back predictions in units of the target, shape (rows,); NaN rows were never held back.
    """

    def __init__(self, regressor: Any, share: float = INTERVAL_SHARE) -> None:
        self.regressor = regressor
        self.share = share

    def fit(self, X: pd.DataFrame, y: np.ndarray, keys: SplitKeys | None = None) -> ConformalRegressor:
        """Fits on a cleaned frame and numbers of the target, on each scale worth trying until the deadline.

        Args:
            keys: of the rows, which are held back by them.
        """
        names = scales_to_try(y)
        lowest = math.inf
        for number, name in enumerate(names):
            if number and self._late():
                break
            scale = TargetScale(name).fit(y)
            regressor = copy(self.regressor)
            regressor.set_params(progress=_part(regressor.progress, number, len(names)))
            held = regressor.fit(X, scale.transform(y), keys).out_of_fold_
            known = ~np.isnan(held)
            scale.fit_factor(y[known], held[known])
            means = scale.means(held)
            loss = float(np.mean((means - y)[known] ** 2))
            if loss < lowest:
                lowest = loss
                self.regressor_, self.scale_, self.out_of_fold_ = regressor, scale, means
                residuals = np.abs(held - scale.transform(y))[known]
                weights = residual_weights(keys.take(np.flatnonzero(known)) if keys else None, len(residuals))
                self.margin_ = conformal_quantile(residuals, self.share, weights)
        self.mean_ = float(y.mean())
        return self

    def predict(self, X: pd.DataFrame) -> np.ndarray:
        """Numbers of shape (rows,)."""
        return self.predict_with_interval(X)[:, 0]

    def predict_with_interval(self, X: pd.DataFrame) -> np.ndarray:
        """Predictions with the bounds of their intervals, shape (rows, 3): number, lower, upper."""
        check_is_fitted(self, "margin_")
        fitted = self.regressor_.predict(X)
        lower, upper = (self.scale_.quantiles(fitted + side * self.margin_) for side in (-1, 1))
        return np.column_stack([np.clip(self.scale_.means(fitted), lower, upper), lower, upper])

    def forget_training(self) -> None:
        """Drops what only training needs: the rows' own predictions, the clock and the listener."""
        for regressor in (self.regressor, self.regressor_):
            regressor.set_params(progress=None, deadline=None)
        del self.out_of_fold_, self.regressor_.out_of_fold_

    def _late(self) -> bool:
        return self.regressor.deadline is not None and time.monotonic() >= self.regressor.deadline


def conformal_quantile(residuals: np.ndarray, share: float, weights: np.ndarray | None = None) -> float:
    """The ⌈(n + 1) · share⌉-th smallest of n ≥ 1 residuals; the largest where there are too few for the share.

    Args:
        residuals: of shape (n,).
        share: between 0 and 1.
        weights: of the residuals, against 1 of a new row; equal ones if None.
    """
    counts = np.ones(len(residuals)) if weights is None else weights
    order = np.argsort(residuals)
    covered = np.cumsum(counts[order]) / (counts.sum() + 1)
    place = int(np.searchsorted(covered, share - _ROUNDING))
    return float(residuals[order][min(place, len(residuals) - 1)])


def residual_weights(keys: SplitKeys | None, rows: int) -> np.ndarray:
    """What the residual of each row counts, against 1 of a new row.

    By group a new row is of a new group: every group counts 1, however many rows it has (Lee, Barber and Willett, 2023,
    "Distribution-free inference with hierarchical data"). By time old rows count less, as errors change (Barber et al., 2023,
    "Conformal prediction beyond exchangeability").

    Args:
        keys: of the rows; None: each counts 1.
        rows: how many.
    """
    if keys is None:
        return np.ones(rows)
    if keys.method is SplitMethod.GROUP:
        _, group, sizes = np.unique(keys.codes, return_inverse=True, return_counts=True)
        return np.asarray(1 / sizes[group])
    newer = len(keys.codes) - np.searchsorted(np.sort(keys.codes), keys.codes, side="right")
    return np.asarray(_DECAY ** (100 * newer / rows))


def _part(progress: Progress | None, number: int, of: int) -> Progress | None:
    """A listener for the part `number` of equal parts."""
    if progress is None or of == 1:
        return progress

    def report(done: int, total: int, message: Message) -> None:
        progress(number * total + done, of * total, message)

    return report
