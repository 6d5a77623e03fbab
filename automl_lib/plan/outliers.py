"""Bounds beyond which a numeric cell counts as an outlier. What then happens to it is the plan's business."""

from __future__ import annotations

import numpy as np


def outlier_bounds(values: np.ndarray, method: str, factor: float) -> tuple[float, float] | None:
    """The bounds of one column.

    Args:
        values: float array of shape (rows,); NaN and infinities are left out.
        method: "iqr" (Tukey's fences from linear quantiles) or "zscore" (mean ± factor · sample
            standard deviation).
        factor: > 0.

    Returns:
        (low, high), or None where the column has no spread: with more than half of the cells equal an
        interquartile range of 0 would call every other cell an outlier.
    """
    finite = values[np.isfinite(values)]
    if finite.size < 3:
        return None
    if method == "iqr":
        low, high = (float(q) for q in np.quantile(finite, (0.25, 0.75)))
        reach = factor * (high - low)
    else:
        low = high = float(finite.mean())
        reach = factor * float(finite.std(ddof=1))
    if not np.isfinite(reach) or reach <= 0:
        return None
    return low - reach, high + reach
