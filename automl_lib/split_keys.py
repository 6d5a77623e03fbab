"""What puts the rows of a table together or in order. Made by `automl_lib.plan`, gone by in `automl_lib.learners`."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from domain.split import SplitMethod


@dataclass(frozen=True)
class SplitKeys:
    """What puts rows together or in order.

    Attributes:
        method: by time or by group.
        codes: integers of shape (rows,): a number for each group, or for each time, ascending. Negative where a row has none: for
            groups another one for each row, for times -1.
    """

    method: SplitMethod
    codes: np.ndarray

    def take(self, rows: np.ndarray) -> SplitKeys:
        """Those of the rows at these positions."""
        return SplitKeys(self.method, self.codes[rows])
