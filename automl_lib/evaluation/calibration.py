"""How far probabilities agree with what happened: Brier score, calibration error and reliability curve."""

from __future__ import annotations

import numpy as np

from domain.calibration import Calibration, CalibrationBin

MOST_BINS = 10
_FEWEST_IN_BIN = 10
_NORMAL = 1.959964
"""Of a two-sided 95% interval."""


def calibration_of(truth: np.ndarray, probabilities: np.ndarray, shares: np.ndarray) -> Calibration:
    """Compares probabilities with the classes of rows.

    Args:
        truth: class numbers of shape (rows,), rows ≥ 1.
        probabilities: of shape (rows, classes), rows of sum 1; with two classes column 1 is the positive one.
        shares: of the classes, which the base rate answers with; shape (classes,).
    """
    count = probabilities.shape[1]
    if count == 2:
        claimed, happened = probabilities[:, 1], (truth == 1).astype(float)
    else:
        named = probabilities.argmax(axis=1)
        claimed, happened = probabilities[np.arange(len(truth)), named], (named == truth).astype(float)
    bins = _bins(claimed, happened)
    return Calibration(
        brier=brier_score(truth, probabilities),
        brier_base=brier_score(truth, np.broadcast_to(shares, probabilities.shape)),
        ece=float(sum(one.rows * abs(one.predicted - one.observed) for one in bins) / len(truth)),
        bins=bins,
    )


def brier_score(truth: np.ndarray, probabilities: np.ndarray) -> float:
    """Mean squared difference of probabilities and outcome (Brier 1950): of the positive of two classes, in [0, 1]; with more
    the sum over all classes, in [0, 2]. Shapes as of `calibration_of`."""
    happened = np.eye(probabilities.shape[1])[truth]
    squares = (probabilities - happened) ** 2
    return float(squares[:, 1].mean() if probabilities.shape[1] == 2 else squares.sum(axis=1).mean())


def _bins(claimed: np.ndarray, happened: np.ndarray) -> tuple[CalibrationBin, ...]:
    """Bins of equally many rows; rows of the same probability stay together."""
    wanted = int(np.clip(len(claimed) // _FEWEST_IN_BIN, 1, MOST_BINS))
    edges = np.unique(np.quantile(claimed, np.linspace(0, 1, wanted + 1)[1:-1]))
    place = np.searchsorted(edges, claimed, side="right")
    return tuple(
        _bin(claimed[place == number], happened[place == number]) for number in np.unique(place).tolist()
    )


def _bin(claimed: np.ndarray, happened: np.ndarray) -> CalibrationBin:
    observed = float(happened.mean())
    low, high = _wilson(observed, len(claimed))
    return CalibrationBin(len(claimed), float(claimed.mean()), observed, low, high)


def _wilson(share: float, rows: int) -> tuple[float, float]:
    squared = _NORMAL**2
    middle = (share + squared / (2 * rows)) / (1 + squared / rows)
    half = _NORMAL / (1 + squared / rows) * np.sqrt(share * (1 - share) / rows + squared / (4 * rows**2))
    return float(max(middle - half, 0.0)), float(min(middle + half, 1.0))
