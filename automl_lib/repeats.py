"""Rows of a table that are equal, and whether they are more than chance makes."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import pandas as pd


def alike_rows(rows: pd.DataFrame) -> np.ndarray:
    """A number for each row, the same for rows that are equal in every column; blanks are equal.

    Rows are compared cell by cell where their hashes are equal, which few are.

    Returns:
        int, shape (rows,).
    """
    import pandas as pd

    floats = rows.select_dtypes("float")
    hashes = pd.util.hash_pandas_object(rows.assign(**(floats + 0.0)), index=False)  # -0.0 becomes 0.0
    candidates = np.flatnonzero(hashes.duplicated(keep=False))
    numbers = np.arange(len(rows))
    if candidates.size:
        some = rows.iloc[candidates]
        groups = some.groupby(list(some.columns), dropna=False, sort=False).ngroup().to_numpy()
        numbers[candidates] = len(rows) + groups
    return numbers


def exceeds_chance(repeated: int, rows: int, share: float) -> bool:
    """Whether more of new rows repeat known ones than chance makes.

    Args:
        repeated: new rows that are equal to a known one.
        rows: new rows.
        share: probability that a new row is equal to a known one. Good and Turing estimate it by the share of the known rows
            that aren't the only one of their values (Good, 1953, "The population frequencies of species and the estimation of
            population parameters", Biometrika 40).
    """
    expected = share * rows
    # Twice, as rows of one customer or month repeat together; and three standard deviations of a Poisson count.
    return repeated > 2 * expected + 3 * math.sqrt(expected)
