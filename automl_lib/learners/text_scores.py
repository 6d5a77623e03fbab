"""What the components of a text say of the target together, for learners that look at one column at a time."""

from __future__ import annotations

from typing import Any

import numpy as np
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.linear_model import Ridge
from sklearn.model_selection import KFold, cross_val_predict
from sklearn.pipeline import make_pipeline
from sklearn.utils.validation import check_is_fitted

from automl_lib.learners.common_scale import CommonScaler

_FOLDS = 5
_MOST_CLASSES = 12
"""Of more, scores would be as many columns as the components."""


class TextScores(TransformerMixin, BaseEstimator):
    """Cross-fitted scores of a ridge regression on components, a column for each class (one of two classes, or of a number).

    A tree cuts one component at a time, while a meaning is a direction among them. The scores of the rows that it is fitted on
    come from regressions that have not seen them, as those of scikit-learn's TargetEncoder do.

    Args:
        cv: folds of the cross-fitting; None: five at random.
        random_state: of the folds.

    Attributes:
        model_: the regression on all rows, or None where there are too many classes or too few rows.
    """

    def __init__(self, cv: Any = None, random_state: int | None = None) -> None:
        self.cv = cv
        self.random_state = random_state

    def fit(self, X: np.ndarray, y: np.ndarray) -> TextScores:
        """Learns from components of shape (rows, components), and class numbers or numbers of shape (rows,)."""
        self.n_features_in_ = np.shape(X)[1]
        wanted = _columns_of(y)
        self.model_ = None
        if wanted.shape[1] and len(y) >= 2 * _FOLDS:
            self.model_ = make_pipeline(CommonScaler(), Ridge()).fit(np.asarray(X), wanted)
        return self

    def fit_transform(self, X: np.ndarray, y: np.ndarray) -> np.ndarray:
        """Scores of the rows it learns from, each by a regression without the row's fold; shape (rows, scores)."""
        if self.fit(X, y).model_ is None:
            return np.zeros((len(y), 0))
        folds = self.cv or KFold(_FOLDS, shuffle=True, random_state=self.random_state)
        scores = cross_val_predict(self.model_, np.asarray(X), _columns_of(y), cv=folds)
        return np.asarray(scores, dtype=float).reshape(len(y), -1)

    def transform(self, X: np.ndarray) -> np.ndarray:
        """Scores of shape (rows, scores)."""
        check_is_fitted(self, "n_features_in_")
        if self.model_ is None:
            return np.zeros((len(X), 0))
        return np.asarray(self.model_.predict(np.asarray(X)), dtype=float).reshape(len(X), -1)

    def get_feature_names_out(self, input_features: object = None) -> np.ndarray:
        """A name for each score."""
        count = self.transform(np.zeros((1, self.n_features_in_))).shape[1]
        return np.array([f"text score {number + 1}" for number in range(count)], dtype=object)


def _columns_of(y: np.ndarray) -> np.ndarray:
    """The target as columns of shape (rows, scores); none for too many classes."""
    if y.dtype.kind == "f":
        return y[:, None]
    classes = np.unique(y)
    if len(classes) > _MOST_CLASSES:
        return np.zeros((len(y), 0))
    indicators = (y[:, None] == classes).astype(float)
    return indicators[:, 1:] if len(classes) == 2 else indicators
