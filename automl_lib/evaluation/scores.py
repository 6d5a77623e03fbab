"""Scores of predictions against the truth; the one place where they are defined."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

_NEAR_ZERO = 1e-3
"""Share of the mean size below which a number makes a mean of shares its own."""


def classification_scores(truth: np.ndarray, probabilities: np.ndarray, threshold: float) -> dict[str, Any]:
    """Precision, sensitivity, F1, ROC AUC, log loss and accuracy.

    Args:
        truth: class numbers of shape (rows,), rows ≥ 1.
        probabilities: of shape (rows, classes), rows of sum 1; with two classes column 1 is the positive one.
        threshold: from which the positive of two classes is named; unused with more.

    Returns:
        With two classes precision, sensitivity and F1 of the positive one, with more the mean over the classes that
        appear in the truth (macro). "roc_auc": with more classes the macro mean of one-vs-rest over the
        classes that have both members and others; None where there is none. A class never named has precision 0.
    """
    from sklearn.metrics import accuracy_score, log_loss, precision_recall_fscore_support

    named = decided(probabilities, threshold)
    count = probabilities.shape[1]
    present = [1] if count == 2 else np.unique(truth).tolist()
    precision, sensitivity, f1, _ = precision_recall_fscore_support(
        truth, named, labels=present, average="macro", zero_division=0
    )
    areas = [area for area in roc_areas(truth, probabilities) if area is not None]
    area = (
        (areas[1] if len(areas) == 2 else None) if count == 2 else (float(np.mean(areas)) if areas else None)
    )
    return {
        "precision": float(precision),
        "sensitivity": float(sensitivity),
        "f1": float(f1),
        "roc_auc": area,
        "log_loss": float(log_loss(truth, probabilities, labels=list(range(count)))),
        "accuracy": float(accuracy_score(truth, named)),
    }


def decided(probabilities: np.ndarray, threshold: float) -> np.ndarray:
    """Class numbers for probabilities: by the threshold with two classes, else the most probable."""
    if probabilities.shape[1] == 2:
        return (probabilities[:, 1] >= threshold).astype(int)
    return probabilities.argmax(axis=1)


def roc_areas(truth: np.ndarray, probabilities: np.ndarray) -> list[float | None]:
    """One-vs-rest ROC AUC of each class; None where the truth has no member, or nothing else."""
    from sklearn.metrics import roc_auc_score

    areas: list[float | None] = []
    for number in range(probabilities.shape[1]):
        is_class = truth == number
        both = 0 < is_class.sum() < len(truth)
        areas.append(float(roc_auc_score(is_class, probabilities[:, number])) if both else None)
    return areas


def average_precision(truth: np.ndarray, probabilities: np.ndarray) -> float | None:
    """Area under precision over recall of the positive of two classes; None with more, or without positive rows.

    Args:
        truth, probabilities: as of `classification_scores`.
    """
    from sklearn.metrics import average_precision_score

    if probabilities.shape[1] != 2 or not (truth == 1).any():
        return None
    return float(average_precision_score(truth == 1, probabilities[:, 1]))


class RegressionScores(NamedTuple):
    """Errors in units of the target; see `regression_scores`."""

    r2: float | None
    mae: float
    rmse: float
    mape: float | None


def regression_scores(truth: np.ndarray, predicted: np.ndarray) -> RegressionScores:
    """R², mean absolute error, root mean squared error and mean absolute percentage error.

    Args:
        truth: numbers of shape (rows,), rows ≥ 1.
        predicted: of the same shape.

    Returns:
        `mae` and `rmse` in units of the target. `r2`: at most 1, 0 for the mean of the truth, None where the truth is
        constant. `mape`: as a share of the truth, None where the truth has
        numbers of both signs, or one that is nearly 0 beside the others: shares of those say nothing of the others.
    """
    error = predicted - truth
    sizes = np.abs(truth)
    is_near_zero = truth.min() < 0 < truth.max() or sizes.min() <= _NEAR_ZERO * sizes.mean()
    with np.errstate(over="ignore"):
        mape = np.inf if is_near_zero else float(np.abs(error / truth).mean())
    squared, spread = float((error**2).sum()), float(((truth - truth.mean()) ** 2).sum())
    return RegressionScores(
        r2=1 - squared / spread if spread > 0 else None,
        mae=float(np.abs(error).mean()),
        rmse=float(np.sqrt(squared / len(truth))),
        mape=mape if np.isfinite(mape) else None,
    )
