"""Turns the cleaner's frame of numbers and categories into the matrix a family of learners wants.

Which cells are filled or clipped on people's wish is decided before, in `automl_lib.plan.cleaner`.
"""

from __future__ import annotations

import re
import warnings

import numpy as np
import pandas as pd
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.compose import ColumnTransformer
from sklearn.impute import SimpleImputer
from sklearn.model_selection import KFold, PredefinedSplit
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import OneHotEncoder, TargetEncoder
from sklearn.utils.validation import check_is_fitted

from automl_lib.learners.common_scale import CommonScaler
from automl_lib.learners.folds import group_numbers
from automl_lib.learners.squashing import SquashingScaler
from automl_lib.learners.text_scores import TextScores
from automl_lib.split_keys import SplitKeys
from domain.split import SplitMethod

_SHARE_FOLDS = 5
# As `automl_lib.plan.cleaner.text_parts` names components.
_TEXT_PART = re.compile(r"\.text\d+$")


class TableEncoder(TransformerMixin, BaseEstimator):
    """Numbers pass or are scaled; categories become indicators, or shares of the classes (means of a number) where they are many.

    Components of texts are scaled together; for trees, what they say together of the target is added. Categories unseen in
    fitting are treated as rare ones; none is ever refused.

    Args:
        scaled: fill blanks with the median plus an indicator, and scale (for distances and
            gradients); trees take numbers as they are, blanks included.
        one_hot_limit: a column with more categories than this is target-encoded (cross-fitted by scikit-learn's
            TargetEncoder), or, without a target, keeps only this many.
        random_state: of the target encoder's folds.
        spread, reach: of the scaler; see `SquashingScaler`.

    Attributes:
        columns_: the fitted ColumnTransformer.
    """

    def __init__(
        self,
        scaled: bool,
        one_hot_limit: int = 12,
        random_state: int | None = None,
        spread: str = "quartiles",
        reach: float = 3.0,
    ) -> None:
        self.scaled = scaled
        self.one_hot_limit = one_hot_limit
        self.random_state = random_state
        self.spread = spread
        self.reach = reach

    def fit(self, X: pd.DataFrame, y: np.ndarray | None = None) -> TableEncoder:
        self.fit_transform(X, y)
        return self

    def fit_transform(
        self, X: pd.DataFrame, y: np.ndarray | None = None, keys: SplitKeys | None = None
    ) -> np.ndarray:
        """Fits and encodes; target encoding of these rows doesn't see their own class, or that of their group.

        Args:
            keys: of the rows.

        Returns:
            Float array of shape (rows, features).
        """
        self.columns_ = self._build(X, y)
        by_group = keys is not None and keys.method is SplitMethod.GROUP
        folds = group_numbers(keys.codes, _SHARE_FOLDS, self.random_state or 0) if keys and by_group else None
        usual = {name: cv for name, cv in self.columns_.get_params().items() if name.endswith("__cv")}
        if folds is None or not usual:
            return np.asarray(self.columns_.fit_transform(X, y), dtype=float)
        self.columns_.set_params(**dict.fromkeys(usual, PredefinedSplit(folds)))
        matrix = np.asarray(self.columns_.fit_transform(X, y), dtype=float)
        # The folds are of these rows alone: they aren't kept with the model.
        self.columns_.set_params(**usual)
        for name, cv in usual.items():
            part, parameter = name.split("__", 1)
            self.columns_.named_transformers_[part].set_params(**{parameter: cv})
        return matrix

    def transform(self, X: pd.DataFrame) -> np.ndarray:
        check_is_fitted(self, "columns_")
        with warnings.catch_warnings():
            # An unseen category is expected in new rows, and no news to anybody who could act on it.
            warnings.filterwarnings("ignore", message="Found unknown categories")
            return np.asarray(self.columns_.transform(X), dtype=float)

    def get_feature_names_out(self, input_features: object = None) -> np.ndarray:
        check_is_fitted(self, "columns_")
        return np.asarray(self.columns_.get_feature_names_out(), dtype=object)

    def _build(self, X: pd.DataFrame, y: np.ndarray | None) -> ColumnTransformer:
        numbers = [c for c in X.columns if X[c].dtype.kind == "f"]
        texts = [c for c in numbers if _TEXT_PART.search(c)]
        scores = texts if y is not None and not self.scaled else []
        if self.scaled:
            numbers = [c for c in numbers if c not in texts]
        categories = [c for c in X.columns if X[c].dtype.kind != "f"]
        few = [c for c in categories if y is None or X[c].nunique() <= self.one_hot_limit]
        many = [c for c in categories if c not in few]
        parts = [
            ("numbers", self._numbers(), numbers),
            ("texts", CommonScaler(), texts if self.scaled else []),
            ("text_scores", TextScores(random_state=self.random_state), scores),
            ("few", self._indicators(len(X)), few),
            ("many", self._shares(y), many),
        ]
        return ColumnTransformer(
            [part for part in parts if part[2]], sparse_threshold=0.0, verbose_feature_names_out=False
        )

    def _numbers(self) -> object:
        if not self.scaled:
            return "passthrough"
        return Pipeline(
            [
                ("fill", SimpleImputer(strategy="median", add_indicator=True, keep_empty_features=True)),
                ("scale", self._scaler()),
            ]
        )

    def _indicators(self, rows: int) -> OneHotEncoder:
        return OneHotEncoder(
            drop="if_binary",
            min_frequency=min(10, max(2, rows // 200)) if self.scaled else None,
            max_categories=self.one_hot_limit,
            handle_unknown="infrequent_if_exist",
            sparse_output=False,
        )

    def _shares(self, y: np.ndarray | None) -> object:
        is_number = y is not None and y.dtype.kind == "f"
        encoder = TargetEncoder(
            target_type="continuous" if is_number else "auto",
            cv=KFold(_SHARE_FOLDS, shuffle=True, random_state=self.random_state),
        )
        return Pipeline([("share", encoder), ("scale", self._scaler())]) if self.scaled else encoder

    def _scaler(self) -> SquashingScaler:
        return SquashingScaler(reach=self.reach, spread=self.spread)
