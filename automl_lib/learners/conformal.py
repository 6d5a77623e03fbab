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
from domain.tasks import INTERVAL_SHARE


class ConformalRegressor(RegressorMixin, BaseEstimator):
    """A family's regressor on the scale that predicts held-back rows best, with conformal intervals.

    An interval is the prediction ± the quantile of the absolute held-back residuals on that scale (split conformal
    prediction with cross-validation in place of one split; Vovk, 2015; Barber et al., 2021). On the log scale its
    width thus grows with the prediction.

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
                self.margin_ = conformal_quantile(np.abs(held - scale.transform(y))[known], self.share)
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


def conformal_quantile(residuals: np.ndarray, share: float) -> float:
    """The ⌈(n + 1) · share⌉-th smallest of n ≥ 1 residuals; the largest where there are too few for the share."""
    place = math.ceil((len(residuals) + 1) * share)
    return float(np.sort(residuals)[min(place, len(residuals)) - 1])


def _part(progress: Progress | None, number: int, of: int) -> Progress | None:
    """A listener for the part `number` of equal parts."""
    if progress is None or of == 1:
        return progress

    def report(done: int, total: int, message: Message) -> None:
        progress(number * total + done, of * total, message)

    return report
