"""Probabilities from the scores of models that have none, by a logistic regression on held-back scores (Platt 1999)."""

from __future__ import annotations

import warnings

import numpy as np
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import LogisticRegression


def calibration(scores: np.ndarray, y: np.ndarray) -> LogisticRegression:
    """The regression of the classes on the scores of held-back rows.

    Args:
        scores: shape (rows, scores); NaN in rows that were never held back.
        y: class numbers, shape (rows,).
    """
    known = ~np.isnan(scores[:, 0])
    with unwarned_fits():
        return LogisticRegression(max_iter=1000).fit(scores[known], y[known])


def calibrated(calibrator: LogisticRegression, scores: np.ndarray) -> np.ndarray:
    """Probabilities of shape (rows, classes); NaN where the scores are."""
    known = ~np.isnan(scores[:, 0])
    probabilities = np.full(scores.shape, np.nan)
    if known.any():
        # A class that was never held back isn't known to it.
        probabilities[known] = 0.0
        probabilities[np.ix_(known, calibrator.classes_)] = calibrator.predict_proba(scores[known])
    return probabilities


def unwarned_fits() -> warnings.catch_warnings:
    """A fit that stops at its last iteration is judged by its held-back loss like any other; people can do nothing about it."""
    return warnings.catch_warnings(action="ignore", category=ConvergenceWarning)
