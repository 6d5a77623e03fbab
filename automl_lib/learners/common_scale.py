"""A scaler that keeps the columns' proportions."""

from __future__ import annotations

import numpy as np
from sklearn.base import BaseEstimator, OneToOneFeatureMixin, TransformerMixin
from sklearn.utils.validation import check_is_fitted


class CommonScaler(OneToOneFeatureMixin, TransformerMixin, BaseEstimator):
    """Centres each column and divides all by one number, the standard deviation of the widest column.

    For components of one thing (latent semantic analysis): each scaled by itself, the many small ones, mostly noise, would
    count as much as the few large ones.

    Attributes:
        center_: means of shape (columns,).
        scale_: the divisor, > 0.
    """

    def fit(self, X: np.ndarray, y: object = None) -> CommonScaler:
        """Learns from a float array of shape (rows, columns)."""
        X = np.asarray(X, dtype=float)
        self.center_ = X.mean(axis=0)
        self.scale_ = float(X.std(axis=0).max()) or 1.0
        self.n_features_in_ = X.shape[1]
        return self

    def transform(self, X: np.ndarray) -> np.ndarray:
        """Scaled rows, of the shape given."""
        check_is_fitted(self, "scale_")
        return np.asarray((np.asarray(X, dtype=float) - self.center_) / self.scale_)
