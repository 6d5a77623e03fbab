"""Two networks on the same items: error rates and whether their difference is more than chance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ocr_lib.scoring import edit_distance, plain

RESAMPLES = 4000


@dataclass(frozen=True)
class Comparison:
    """The old and the new network on some items.

    Attributes:
        before, after: character error rates.
        better: the share of resamples in which the new one has fewer errors (ties count half);
            0.5 where there is nothing to tell them apart.
    """

    items: int
    before: float
    after: float
    better: float

    @property
    def change(self) -> float:
        """How much the rate rose; negative is better."""
        return self.after - self.before


def compare(truth: Sequence[str], old: Sequence[str], new: Sequence[str], *, seed: int = 0) -> Comparison:
    """Compare what two networks read in the same items, by a paired bootstrap over the items.

    (Efron and Tibshirani 1993, ch. 16; Berg-Kirkpatrick et al. 2012 for its use on paired systems.)
    """
    if not truth:
        return Comparison(0, 0.0, 0.0, 0.5)
    length = np.array([len(plain(t)) for t in truth])
    before = np.array([edit_distance(r, t) for r, t in zip(old, truth, strict=True)])
    after = np.array([edit_distance(r, t) for r, t in zip(new, truth, strict=True)])
    total = max(1, int(length.sum()))
    rng = np.random.default_rng(seed)
    gain = (before - after).astype(float)
    sums = np.array([gain[rng.integers(len(gain), size=len(gain))].sum() for _ in range(RESAMPLES)])
    better = float((sums > 0).mean() + 0.5 * (sums == 0).mean())
    return Comparison(len(truth), float(before.sum()) / total, float(after.sum()) / total, better)
