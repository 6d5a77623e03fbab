"""A scaler robust to outliers."""

from __future__ import annotations

import numpy as np
from sklearn.base import BaseEstimator, OneToOneFeatureMixin, TransformerMixin
from sklearn.utils.validation import check_is_fitted


class SquashingScaler(OneToOneFeatureMixin, TransformerMixin, BaseEstimator):
    """Centres by the median, scales by the spread, and bends far values softly towards ±`reach`.

    The method is that of skrub's SquashingScaler: z = (x − median) / spread, then z / √(1 + (z / reach)²).

    Args:
        reach: the largest absolute value given out, > 0.
        spread: "quartiles" (the IQR as a share of a normal distribution's; a column whose IQR is 0 takes its
            standard deviation) or "deviation" (the standard deviation: distances between far groups survive).
    """

    def __init__(self, reach: float = 3.0, spread: str = "quartiles") -> None:
        self.reach = reach
        self.spread = spread

    def fit(self, X: np.ndarray, y: object = None) -> SquashingScaler:
        X = np.asarray(X, dtype=float)
        low, self.center_, high = np.quantile(X, (0.25, 0.5, 0.75), axis=0)
        deviation = X.std(axis=0)
        # 1.349: the IQR of a normal distribution in standard deviations.
        by_quartiles = (high > low) & (self.spread == "quartiles")
        scale = np.where(by_quartiles, (high - low) / 1.349, deviation)
        self.scale_ = np.where(scale > 0, scale, 1.0)
        self.n_features_in_ = X.shape[1]
        return self

    def transform(self, X: np.ndarray) -> np.ndarray:
        check_is_fitted(self, "scale_")
        z = (np.asarray(X, dtype=float) - self.center_) / self.scale_
        return z / np.hypot(1, z / self.reach)
