"""The area under a ROC curve where it is computed many times."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def roc_area(positive: NDArray[Any], scores: np.ndarray) -> float:
    """From the rank sums (Mann and Whitney, 1947): what `sklearn.metrics.roc_auc_score` gives, several times as fast.

    Args:
        positive: whether a row is of the class, or 1 and 0; shape (rows,).
        scores: of the same shape.

    Returns:
        NaN where all rows are of the class, or none.
    """
    import numpy as np

    place = np.unique(scores, return_inverse=True)[1]
    hits = np.bincount(place, weights=positive)
    misses = np.bincount(place) - hits
    pairs = hits.sum() * misses.sum()
    if not pairs:
        return float("nan")
    below = np.cumsum(misses) - misses
    return float((hits * (below + misses / 2)).sum() / pairs)
