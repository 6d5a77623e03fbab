"""What a person gets from plain scikit-learn in five lines: default estimators behind the least preprocessing."""

from __future__ import annotations

import time
import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from sklearn.compose import make_column_selector, make_column_transformer
from sklearn.ensemble import HistGradientBoostingClassifier, RandomForestClassifier
from sklearn.exceptions import ConvergenceWarning
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.neural_network import MLPClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder
from sklearn.svm import SVC
from sklearn.tree import DecisionTreeClassifier

PLAIN: Mapping[str, Any] = {
    "gradient_boost": HistGradientBoostingClassifier,
    "decision_tree": DecisionTreeClassifier,
    "random_forest": RandomForestClassifier,
    "svm": SVC,
    "neural_network": MLPClassifier,
    "linear": LogisticRegression,
}


@dataclass(frozen=True)
class PlainResult:
    """Scores of shape (test rows, classes), wall and processor seconds of fitting."""

    scores: np.ndarray
    seconds: float
    cpu_seconds: float


def fit_plain(code: str, train: pd.DataFrame, y: np.ndarray, test: pd.DataFrame, seed: int) -> PlainResult:
    """Median imputing, one-hot encoding, and the default estimator; y are class numbers."""
    encode = make_column_transformer(
        (SimpleImputer(strategy="median"), make_column_selector(dtype_include="number")),
        (
            make_pipeline(SimpleImputer(strategy="most_frequent"), OneHotEncoder(handle_unknown="ignore")),
            make_column_selector(dtype_exclude="number"),
        ),
        sparse_threshold=0.0,
    )
    model = make_pipeline(encode, PLAIN[code](random_state=seed))
    train, test = train.map(_nan), test.map(_nan)
    started, cpu = time.perf_counter(), time.process_time()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        model.fit(train, y)
    seconds, cpu_seconds = time.perf_counter() - started, time.process_time() - cpu
    if code != "svm":
        return PlainResult(model.predict_proba(test), seconds, cpu_seconds)
    decision = model.decision_function(test)
    scores = np.column_stack([-decision, decision]) if decision.ndim == 1 else decision
    return PlainResult(scores, seconds, cpu_seconds)


def _nan(cell: Any) -> Any:
    return np.nan if cell is None else cell
