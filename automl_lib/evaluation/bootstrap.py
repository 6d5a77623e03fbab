"""How far scores on held-out rows are a matter of which rows were held out: percentile bootstrap (Efron, 1979).

Where whole groups are held out, whole groups are drawn.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from automl_lib.evaluation.scores import decided
from automl_lib.plan.held_out import split_keys
from automl_lib.plan.target import target_labels, target_numbers
from automl_lib.split_keys import SplitKeys, bootstrap_sample
from automl_lib.trained_model import TrainedModel

if TYPE_CHECKING:
    import pandas as pd

SHARE = 0.95
"""Of the resamples, between the bounds of an interval."""
_RESAMPLES = 1_000
_MANY_ROWS, _FEW_RESAMPLES = 20_000, 200
"""With many rows the intervals are narrow, and a rough one will do."""

Scored = Callable[[np.ndarray], Mapping[str, float]]
"""Scores of the rows with these weights, how often each was drawn; without those that they don't have."""


class ScoreInterval(NamedTuple):
    """Bounds of a score, between which it is expected on other rows of the same kind."""

    low: float
    high: float


def score_intervals(
    model: TrainedModel, held_out: pd.DataFrame, *, seed: int = 0
) -> dict[str, ScoreInterval]:
    """Intervals of a model's scores on held-out rows.

    Args:
        model: a classifier or regressor.
        held_out: raw typed rows with the target column.
        seed: of the rows that are drawn.

    Returns:
        By the names of `classification_scores` or `regression_scores` (also "coverage"); without log loss, and without scores
        that some resample doesn't have. Empty for a clustering, or where no row can be scored.
    """
    found = _of_numbers(model, held_out) if model.is_regressor else None
    if model.is_classifier:
        found = _of_classes(model, held_out)
    if found is None:
        return {}
    scored, known = found
    keys = split_keys(held_out[known], model.plan)
    return bootstrap(scored, int(known.sum()), seed=seed, keys=keys)


def bootstrap(
    scored: Scored, rows: int, *, seed: int, keys: SplitKeys | None = None
) -> dict[str, ScoreInterval]:
    """Percentile intervals of scores of `rows` rows, which `keys` may put into groups."""
    random, draw = np.random.default_rng(seed), bootstrap_sample(keys, rows)
    drawn: dict[str, list[float]] = {}
    count = _FEW_RESAMPLES if rows > _MANY_ROWS else _RESAMPLES
    for _ in range(count):
        weights = np.bincount(draw(random), minlength=rows).astype(float)
        for name, value in scored(weights).items():
            drawn.setdefault(name, []).append(value)
    tail = (1 - SHARE) / 2
    return {
        name: ScoreInterval(*(float(bound) for bound in np.quantile(values, (tail, 1 - tail))))
        for name, values in drawn.items()
        if len(values) == count
    }


def _of_classes(model: TrainedModel, held_out: pd.DataFrame) -> tuple[Scored, np.ndarray] | None:
    target = model.schema.by_key(str(model.plan.target))
    names = target_labels(held_out[target.key], target.type)
    number = {name: i for i, name in enumerate(model.classes)}
    known = np.array([name in number for name in names], dtype=bool)
    if not known.any():
        return None
    truth = np.array([number[name] for name in names[known]], dtype=int)
    probabilities = model.predict_proba(held_out[known])
    named = decided(probabilities, model.threshold)
    classes = len(model.classes)
    judged = [1] if classes == 2 else range(classes)
    areas = [_weighted_area(truth == one, probabilities[:, one]) for one in judged]

    def scored(weights: np.ndarray) -> dict[str, float]:
        matrix = np.bincount(truth * classes + named, weights, classes**2).reshape(classes, classes)
        found = _of_matrix(matrix)
        drawn = [area for one in areas if (area := one(weights)) is not None]
        return found | ({"roc_auc": float(np.mean(drawn))} if drawn else {})

    return scored, known


def _of_matrix(matrix: np.ndarray) -> dict[str, float]:
    """Precision, sensitivity and F1 of the positive of two classes, else their means over the classes that appear; and accuracy."""
    right, named, there = np.diag(matrix), matrix.sum(axis=0), matrix.sum(axis=1)
    judged = [1] if len(matrix) == 2 else np.flatnonzero(there)
    with np.errstate(invalid="ignore", divide="ignore"):
        precision = np.nan_to_num(right / named)[judged]
        sensitivity = np.nan_to_num(right / there)[judged]
        f1 = np.nan_to_num(2 * precision * sensitivity / (precision + sensitivity))
    return {
        "precision": float(precision.mean()),
        "sensitivity": float(sensitivity.mean()),
        "f1": float(f1.mean()),
        "accuracy": float(right.sum() / matrix.sum()),
    }


def _weighted_area(is_class: np.ndarray, scores: np.ndarray) -> Callable[[np.ndarray], float | None]:
    """The area under the ROC curve of weighted rows, as a function of the weights; None where either side is empty.

    The rows are sorted once. Equal scores count half (Mann–Whitney).
    """
    order = np.argsort(scores, kind="stable")
    starts = np.flatnonzero(np.diff(scores[order], prepend=-np.inf))

    def area(weights: np.ndarray) -> float | None:
        sorted_weights, positive = weights[order], is_class[order]
        ups = np.add.reduceat(sorted_weights * positive, starts)
        downs = np.add.reduceat(sorted_weights * ~positive, starts)
        total = ups.sum() * downs.sum()
        if not total:
            return None
        below = np.cumsum(downs) - downs
        return float((ups * (below + downs / 2)).sum() / total)

    return area


def _of_numbers(model: TrainedModel, held_out: pd.DataFrame) -> tuple[Scored, np.ndarray] | None:
    numbers = target_numbers(held_out[str(model.plan.target)])
    known = np.isfinite(numbers)
    if not known.any():
        return None
    truth = numbers[known]
    predicted, lower, upper = model.predict_numbers(held_out[known]).T
    error, within = predicted - truth, (lower <= truth) & (truth <= upper)
    has_shares = bool((np.abs(truth) > 1e-12).all())
    shares = np.abs(error / truth) if has_shares else error

    def scored(weights: np.ndarray) -> dict[str, float]:
        rows = weights.sum()
        squared = float(weights @ error**2)
        spread = float(weights @ (truth - weights @ truth / rows) ** 2)
        return {
            "mae": float(weights @ np.abs(error) / rows),
            "rmse": float(np.sqrt(squared / rows)),
            "coverage": float(weights @ within / rows),
            **({"r2": 1 - squared / spread} if spread > 0 else {}),
            **({"mape": float(weights @ shares / rows)} if has_shares else {}),
        }

    return scored, known
