"""The scale on which a number is learned: as it is, or its logarithm; standardised either way."""

from __future__ import annotations

import numpy as np
from sklearn.base import BaseEstimator
from sklearn.utils.validation import check_is_fitted

LOG, LINEAR = "log", "linear"
_SKEWED = 1.0
"""Skewness from which the logarithm is tried; an exponential distribution has 2."""
_BEYOND = 0.5
"""How far beyond the training values, as a share of their range, predictions on the log scale may be."""


class TargetScale(BaseEstimator):
    """Takes numbers of a target to numbers that learners fit, and back.

    Learners then need no settings for the unit of the target: what they fit has mean 0 and standard deviation 1.

    Args:
        name: "linear" or "log".

    Attributes:
        center_, spread_: mean and standard deviation on the scale.
        low_, high_: bounds of predictions on the scale; infinite unless logarithmic, where extrapolation is exponential.
        factor_: what numbers back from the scale are multiplied by, because the exponential of a mean logarithm is
            less than the mean (retransformation bias; Duan, 1983). 1 unless logarithmic.
    """

    def __init__(self, name: str = LINEAR) -> None:
        self.name = name

    def fit(self, y: np.ndarray) -> TargetScale:
        """Learns from numbers of shape (rows,), all positive for "log"."""
        values = self._on_scale(y)
        self.center_, spread = float(values.mean()), float(values.std())
        self.spread_ = spread if spread > 0 else 1.0
        room = _BEYOND * float(np.ptp(values))
        is_log = self.name == LOG
        self.low_ = float(values.min()) - room if is_log else -np.inf
        self.high_ = float(values.max()) + room if is_log else np.inf
        self.factor_ = 1.0
        return self

    def fit_factor(self, y: np.ndarray, held_back: np.ndarray) -> TargetScale:
        """Learns `factor_` from numbers and their held-back predictions on the scale: the means agree."""
        if self.name == LOG:
            self.factor_ = float(y.mean() / self._back(held_back).mean())
        return self

    def transform(self, y: np.ndarray) -> np.ndarray:
        """Numbers to standardised ones."""
        check_is_fitted(self, "center_")
        return (self._on_scale(y) - self.center_) / self.spread_

    def means(self, fitted: np.ndarray) -> np.ndarray:
        """Predictions on the scale to means in units of the target."""
        return self.factor_ * self._back(fitted)

    def quantiles(self, fitted: np.ndarray) -> np.ndarray:
        """Quantiles on the scale to quantiles in units of the target; these have no retransformation bias."""
        return self._back(fitted)

    def _on_scale(self, y: np.ndarray) -> np.ndarray:
        return np.log(y) if self.name == LOG else y

    def _back(self, fitted: np.ndarray) -> np.ndarray:
        values = np.clip(fitted * self.spread_ + self.center_, self.low_, self.high_)
        return np.exp(values) if self.name == LOG else values


def scales_to_try(y: np.ndarray) -> list[str]:
    """Names of the scales worth trying: the logarithm only of positive numbers with a long upper tail."""
    deviation = y - y.mean()
    spread = deviation.std()
    skewed = spread > 0 and float(np.mean((deviation / spread) ** 3)) > _SKEWED
    return [LINEAR, LOG] if skewed and y.min() > 0 else [LINEAR]
