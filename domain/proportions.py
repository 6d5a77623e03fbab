"""Shares: confidence bounds of one that is known from a sample, and how people read one. Pure."""

from __future__ import annotations

import math

CONFIDENCE = 0.95
_STEPS = 60


def upper_bound(found: int, sample: int, *, confidence: float = CONFIDENCE) -> float:
    """The one-sided Clopper–Pearson bound: the share is below it with this confidence.

    Written here because SciPy takes longer to import than a page may take.

    Args:
        found: how many of the sample.
        sample: its size; 0 leaves everything possible.

    Raises:
        ValueError: more were found than looked at.
    """
    if not 0 <= found <= sample:
        raise ValueError(f"{found} of {sample}")
    if found == sample:
        return 1.0
    low, high = found / sample, 1.0
    for _ in range(_STEPS):
        middle = (low + high) / 2
        if _at_most(found, sample, middle) > 1 - confidence:
            low = middle
        else:
            high = middle
    return high


def percent(share: float) -> str:
    """A share as people read it, with three digits: 0.925 as 92.5%; nearly all is never shown as all: 0.99999 as 99.999%."""
    if not 0.9995 <= share < 1:
        return f"{100 * min(share, 1.0):.3g}%"
    nines = math.ceil(-math.log10(1 - share) - 1e-9)
    return f"{100 * share:.{nines - 2}f}%"


def _at_most(found: int, sample: int, share: float) -> float:
    """Probability of `found` or fewer."""
    if share <= 0:
        return 1.0
    if share >= 1:
        return 0.0
    log, log_other = math.log(share), math.log1p(-share)
    whole = math.lgamma(sample + 1)
    return sum(
        math.exp(
            whole - math.lgamma(n + 1) - math.lgamma(sample - n + 1) + n * log + (sample - n) * log_other
        )
        for n in range(found + 1)
    )
