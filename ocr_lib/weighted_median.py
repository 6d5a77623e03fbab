"""The median of values that count differently."""

from __future__ import annotations

from collections.abc import Iterable


def weighted_median(values: Iterable[tuple[float, float]]) -> float:
    """The smallest value that, with those below it, has half of the weight.

    Args:
        values: at least one, each with its weight.
    """
    ordered = sorted(values)
    half = sum(weight for _, weight in ordered) / 2
    reached = 0.0
    for value, weight in ordered:
        reached += weight
        if reached >= half:
            return value
    return ordered[-1][0]
