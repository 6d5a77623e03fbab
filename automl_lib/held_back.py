"""What a model said of its own training rows without having learnt from them.

Thresholds, costs, blends of models and their intervals are chosen by these, never by the held-out rows.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class HeldBack:
    """Held-back (out-of-fold or out-of-bag) predictions of training rows.

    Attributes:
        truth: class numbers (int, in the order of the model's classes) or numbers (float) of all training rows, in
            the order of `PlannedSplit.train_rows`; shape (rows,).
        predictions: probabilities of shape (rows, classes), or numbers of shape (rows,). NaN where a row was never
            held back, as when the time was up.
    """

    truth: np.ndarray
    predictions: np.ndarray

    @property
    def known(self) -> np.ndarray:
        """Whether a row was held back; bool, shape (rows,)."""
        first = self.predictions if self.predictions.ndim == 1 else self.predictions[:, 0]
        return np.asarray(~np.isnan(first))

    def of_known(self) -> HeldBack:
        """Of the rows that were held back alone."""
        known = self.known
        return HeldBack(self.truth[known], self.predictions[known])

    def to_arrays(self) -> dict[str, np.ndarray]:
        """What is kept, by name."""
        return {"truth": self.truth, "predictions": self.predictions}

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, np.ndarray]) -> HeldBack:
        """What `to_arrays` gave."""
        return cls(arrays["truth"], arrays["predictions"])
