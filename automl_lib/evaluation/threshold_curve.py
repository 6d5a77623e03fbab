"""Counts by threshold of rows with known classes. Choosing one of the thresholds is `domain.threshold_choice`."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from domain.threshold_curve import ThresholdCurve

_STEPS = 150
"""Steps of each class: the counts of a kept threshold differ from the next by a 150th of the class at most."""


def threshold_curve(
    truth: np.ndarray, probabilities: np.ndarray, exact_at: Sequence[float] = ()
) -> ThresholdCurve:
    """How many rows are called positive from each threshold on.

    Args:
        truth: 1 for the positive class, else 0; shape (rows,), rows ≥ 1.
        probabilities: of the positive class, shape (rows,).
        exact_at: thresholds that are kept in any case.

    Returns:
        Thresholds half way between neighbouring probabilities, thinned where there are many.
    """
    order = np.argsort(-probabilities, kind="stable")
    scores, is_positive = probabilities[order], truth[order] == 1
    last = np.flatnonzero(np.append(scores[1:] != scores[:-1], True))  # of the rows of one probability
    hits = np.concatenate([[0], np.cumsum(is_positive)[last]])
    alarms = np.concatenate([[0], np.cumsum(~is_positive)[last]])
    different = scores[last]
    between = (different[:-1] + different[1:]) / 2
    none = max((1 + different[0]) / 2, np.nextafter(different[0], 2))  # above a probability of 1 as well
    cuts = np.concatenate([[none], between, [different[-1] / 2]])
    kept = _thinned(hits) | _thinned(alarms)
    points = {
        float(cut): (int(a), int(h)) for cut, a, h in zip(cuts[kept], alarms[kept], hits[kept], strict=True)
    }
    for threshold in exact_at:
        called = probabilities >= threshold
        points[float(threshold)] = (int((called & (truth != 1)).sum()), int((called & (truth == 1)).sum()))
    ascending = sorted(points)
    return ThresholdCurve(
        rows=len(truth),
        positives=int((truth == 1).sum()),
        thresholds=tuple(ascending),
        false_alarms=tuple(points[cut][0] for cut in ascending),
        hits=tuple(points[cut][1] for cut in ascending),
    )


def _thinned(counts: np.ndarray) -> np.ndarray:
    """Which of ascending counts to keep: the first and last, and the first of each step between."""
    step = np.floor(counts * (_STEPS / max(counts[-1], 1)))
    kept = np.append(True, step[1:] != step[:-1])
    kept[-1] = True
    return kept
