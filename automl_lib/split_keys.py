"""What puts the rows of a table together or in order. Made by `automl_lib.plan`, gone by in `automl_lib.learners`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from domain.split import SplitMethod


@dataclass(frozen=True)
class SplitKeys:
    """What puts rows together or in order.

    Attributes:
        method: by time or by group.
        codes: integers of shape (rows,): a number for each group, or for each time, ascending. Negative where a row has none: for
            groups another one for each row, for times -1.
        ahead: of times: rows held out after the training rows, as a share of these; how far models have to look ahead.
    """

    method: SplitMethod
    codes: np.ndarray
    ahead: float = 0.0

    def take(self, rows: np.ndarray) -> SplitKeys:
        """Those of the rows at these positions."""
        return replace(self, codes=self.codes[rows])


def bootstrap_sample(keys: SplitKeys | None, rows: int) -> Callable[[np.random.Generator], np.ndarray]:
    """Draws positions of rows with replacement: by group whole groups, as rows of one are no independent evidence.

    The latter is the cluster bootstrap (Field and Welsh, 2007).

    Args:
        keys: of the rows, or None.
        rows: how many there are.

    Returns:
        A function that draws once, positions from 0 to `rows` - 1.
    """
    if keys is None or keys.method is not SplitMethod.GROUP:
        return lambda random: random.integers(0, rows, rows)
    group = np.unique(keys.codes, return_inverse=True)[1]
    groups = int(group.max()) + 1

    def draw(random: np.random.Generator) -> np.ndarray:
        counts = np.bincount(random.integers(0, groups, groups), minlength=groups)
        return np.repeat(np.arange(rows), counts[group])

    return draw
