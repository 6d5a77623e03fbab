"""Statistics of one sorted array, each a pure function. Nothing here knows files or labels.

Everything is taken from the same sorted array because sorting once is cheaper than asking a general
library for each number, and it needs no second copy of the column.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from automl_lib.profile.result import Histogram, QuantileBins

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Sorted = npt.NDArray[Any]

CHUNK = 1 << 16
HISTOGRAM_BINS = 20
_MOST_OWN_BINS = 50
_TAIL = (0.001, 0.005, 0.01, 0.02)
_SHARES = (*_TAIL, *(i / 20 for i in range(1, 20)), *(1 - share for share in reversed(_TAIL)))


def quantile(values: Sorted, share: float) -> float:
    """Linear quantile of a sorted array without NaN (pandas' default; Hyndman & Fan type 7)."""
    position = share * (len(values) - 1)
    below = math.floor(position)
    above = min(below + 1, len(values) - 1)
    low, high = values[below].item(), values[above].item()
    # Python integers don't overflow where int64 would.
    weight = position - below
    step = high - low
    if math.isinf(step):
        return low * (1 - weight) + high * weight
    return float(low) + float(step) * weight if weight < 0.5 else float(high) - float(step) * (1 - weight)


def moments(values: Sorted) -> tuple[float | None, float | None]:
    """Mean and sample variance (n - 1) of a sorted array, from sums of deviations from the median.

    The mean is never farther from the median than one standard deviation, so subtracting the squared mean
    deviation cancels no more than one bit (shifted data: Chan, Golub & LeVeque 1983). Deviations of
    integers are exact.

    Returns:
        None for the variance of fewer than two values, and for what a float can't hold.
    """
    import numpy as np

    count = len(values)
    if count == 0:
        return None, None
    scale = 1.0
    if np.issubdtype(values.dtype, np.integer):
        if int(values[-1]) - int(values[0]) >= 1 << 63:
            values = values.astype(np.float64)
    else:
        # Squares of what is beyond 1e150 overflow; dividing by a power of two rounds nothing.
        largest = max(abs(float(values[0])), abs(float(values[-1])))
        if largest > 1e150:
            scale = 2.0 ** min(math.frexp(largest)[1], 1023)
            values = values / scale
    centre = values[count // 2]
    sums, squares = [], []
    for start in range(0, count, CHUNK):
        deviations = (values[start : start + CHUNK] - centre).astype(np.float64, copy=False)
        sums.append(float(deviations.sum()))
        squares.append(float(np.dot(deviations, deviations)))
    shift = math.fsum(sums) / count
    mean = _finite((float(centre) + shift) * scale)
    if count < 2:
        return mean, None
    variance = max(0.0, math.fsum(squares) - count * shift * shift) / (count - 1)
    return mean, _finite(variance * scale * scale)


def _finite(value: float) -> float | None:
    return value if math.isfinite(value) else None


def whiskers(values: Sorted, q1: float, q3: float) -> tuple[int, int]:
    """Positions [start, stop) of the values within 1.5 interquartile ranges of the box (Tukey 1977)."""
    import numpy as np

    reach = 1.5 * (q3 - q1)
    start = int(np.searchsorted(values, q1 - reach, side="left"))
    stop = int(np.searchsorted(values, q3 + reach, side="right"))
    return start, stop


def sample_outliers(values: Sorted, start: int, stop: int, limit: int, seed: int) -> list[float]:
    """Up to `limit` of the values outside [start, stop), the smallest and the largest always included."""
    import numpy as np

    outside = start + len(values) - stop
    positions = np.arange(outside)
    if outside > limit:
        inner = np.random.default_rng(seed).choice(outside - 2, size=limit - 2, replace=False) + 1
        positions = np.sort(np.concatenate([[0, outside - 1], inner]))
    positions = np.where(positions < start, positions, positions - start + stop)
    return [float(value) for value in values[positions]]


def histogram(values: Sorted) -> Histogram | None:
    """Up to twenty equal-width bins; one for a constant, None when the range exceeds a float."""
    import numpy as np

    if len(values) == 0:
        return None
    low, high = float(values[0]), float(values[-1])
    if not math.isfinite(high - low):
        return None
    edges = np.unique(np.linspace(low, high, HISTOGRAM_BINS + 1))
    if len(edges) < 2:
        return Histogram((low, high), (len(values),))
    borders = np.searchsorted(values, edges[1:-1], side="left")
    counts = np.diff(np.concatenate([[0], borders, [len(values)]]))
    return Histogram(tuple(edges.tolist()), tuple(int(count) for count in counts))


def quantile_bins(values: Sorted) -> QuantileBins | None:
    """Bins bordered by values of the column: a twentieth of the values each, narrower at both ends.

    A column with up to fifty different values has a bin for each.
    """
    import numpy as np

    if len(values) == 0:
        return None
    cuts = _few_distinct(values)
    if cuts is None:
        positions = np.asarray([int(share * len(values)) for share in _SHARES])
        cuts = np.unique(values[positions])
    cuts = np.unique(cuts.astype(np.float64))
    cuts = cuts[cuts < float(values[-1])]
    return QuantileBins(tuple(cuts.tolist()), count_in_bins(values, cuts))


def _few_distinct(values: Sorted) -> Sorted | None:
    """The different values, rising, if there are at most fifty."""
    import numpy as np

    found: list[object] = []
    place = 0
    while place < len(values):
        if len(found) == _MOST_OWN_BINS:
            return None
        found.append(values[place])
        place = int(np.searchsorted(values, values[place], side="right"))
    return np.asarray(found)


def count_in_bins(values: Sorted, cuts: npt.NDArray[np.float64]) -> tuple[int, ...]:
    """How many of the sorted values fall in each of the len(cuts) + 1 bins of `QuantileBins`."""
    import numpy as np

    borders = np.searchsorted(values, cuts, side="right")
    return tuple(int(count) for count in np.diff(np.concatenate([[0], borders, [len(values)]])))
