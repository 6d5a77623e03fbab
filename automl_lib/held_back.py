"""What a model said of its own training rows without having learnt from them.

Thresholds, costs, blends of models and their intervals are chosen by these, never by the held-out rows.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from automl_lib.split_keys import SplitKeys
from domain.split import SplitMethod

_KEYS = "keys by "


@dataclass(frozen=True)
class HeldBack:
    """Held-back (out-of-fold or out-of-bag) predictions of training rows.

    Attributes:
        truth: class numbers (int, in the order of the model's classes) or numbers (float) of all training rows, in
            the order of `PlannedSplit.train_rows`; shape (rows,).
        predictions: probabilities of shape (rows, classes), or numbers of shape (rows,). NaN where a row was never
            held back, as when the time was up.
        keys: what put the rows together or in order; None: nothing did.
    """

    truth: np.ndarray
    predictions: np.ndarray
    keys: SplitKeys | None = None

    @property
    def known(self) -> np.ndarray:
        """Whether a row was held back; bool, shape (rows,)."""
        first = self.predictions if self.predictions.ndim == 1 else self.predictions[:, 0]
        return np.asarray(~np.isnan(first))

    def of_known(self) -> HeldBack:
        """Of the rows that were held back alone."""
        known = self.known
        keys = self.keys.take(np.flatnonzero(known)) if self.keys else None
        return HeldBack(self.truth[known], self.predictions[known], keys)

    def to_arrays(self) -> dict[str, np.ndarray]:
        """What is kept, by name."""
        keys = {f"{_KEYS}{self.keys.method}": self.keys.codes} if self.keys else {}
        return {"truth": self.truth, "predictions": self.predictions, **keys}

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, np.ndarray]) -> HeldBack:
        """What `to_arrays` gave."""
        kept = {method: arrays.get(f"{_KEYS}{method}") for method in SplitMethod}
        keys = next((SplitKeys(method, codes) for method, codes in kept.items() if codes is not None), None)
        return cls(arrays["truth"], arrays["predictions"], keys)
