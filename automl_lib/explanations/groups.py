"""Columns that go together, so that shuffling one of them alone leaves the model what the others tell.

Two numbers or dates by Spearman's rank correlation; two categories, or a category and a number in classes of equal size, by Cramér's V
with Bergsma's correction of its bias (Bergsma, A bias-correction for Cramér's V and Tschuprow's T, 2013).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from automl_lib.explanations.values import as_numbers, is_ordered
from domain.explanations import ColumnValues

if TYPE_CHECKING:
    import pandas as pd

TOGETHER = 0.7
"""Association of any two columns of a group, at least; the usual bound of collinearity."""
_ROWS = 2000
_CLASSES = 8
_MOST_LEVELS = 30


def correlated_groups(
    frame: pd.DataFrame, columns: Sequence[ColumnValues], *, seed: int = 0
) -> list[tuple[str, ...]]:
    """Keys of the columns of each group of at least two, in the order of the table.

    Args:
        frame: raw typed rows; of many a sample is looked at.
        columns: of the frame.
        seed: of the sample.
    """
    from scipy.cluster.hierarchy import fcluster, linkage  # type: ignore[import-untyped]
    from scipy.spatial.distance import squareform  # type: ignore[import-untyped]

    if len(columns) < 2 or len(frame) < 3:
        return []
    at = np.random.default_rng(seed).permutation(len(frame))[:_ROWS]
    apart = 1 - associations(frame.iloc[at], columns)
    np.fill_diagonal(apart, 0.0)
    tree = linkage(squareform(apart, checks=False), "complete")
    numbers = fcluster(tree, 1 - TOGETHER, "distance")
    keys = np.array([column.key for column in columns], dtype=object)
    groups = [tuple(keys[numbers == number]) for number in dict.fromkeys(numbers.tolist())]
    return [group for group in groups if len(group) > 1]


def associations(frame: pd.DataFrame, columns: Sequence[ColumnValues]) -> np.ndarray:
    """Association of every two columns, from 0 to 1; symmetric, of shape (columns, columns)."""
    ordered = [place for place, column in enumerate(columns) if is_ordered(column.kind)]
    numbers = {place: as_numbers(frame[columns[place].key], columns[place].kind) for place in ordered}
    found = np.eye(len(columns))
    if ordered:
        ranks = np.column_stack([_ranks(numbers[place]) for place in ordered])
        found[np.ix_(ordered, ordered)] = _correlations(ranks)
    levels = [
        _binned(numbers[place]) if place in numbers else _coded(frame[column.key])
        for place, column in enumerate(columns)
    ]
    for a in range(len(columns)):
        for b in range(a):
            if a not in numbers or b not in numbers:
                # Two columns that are blank in the same rows need not have anything else in common.
                both = (levels[a] >= 0) & (levels[b] >= 0)
                found[a, b] = found[b, a] = cramers_v(levels[a][both], levels[b][both])
    return found


def cramers_v(a: np.ndarray, b: np.ndarray) -> float:
    """Cramér's V of two columns of level numbers from 0, corrected for its bias; 0 where one is constant.

    Args:
        a, b: of shape (rows,); with fewer than two rows there is no association.
    """
    if len(a) < 2:
        return 0.0
    rows, columns = int(a.max()) + 1, int(b.max()) + 1
    table = np.bincount(a * columns + b, minlength=rows * columns).reshape(rows, columns).astype(float)
    table = table[table.sum(axis=1) > 0][:, table.sum(axis=0) > 0]
    r, k = table.shape
    count = table.sum()
    if min(r, k) < 2:
        return 0.0
    expected = np.outer(table.sum(axis=1), table.sum(axis=0)) / count
    phi = float(((table - expected) ** 2 / expected).sum() / count)
    phi = max(0.0, phi - (r - 1) * (k - 1) / (count - 1))
    smaller = min(r - (r - 1) ** 2 / (count - 1), k - (k - 1) ** 2 / (count - 1)) - 1
    return float(min(1.0, np.sqrt(phi / smaller))) if smaller > 0 else 0.0


def _ranks(numbers: np.ndarray) -> np.ndarray:
    """Average ranks, blanks in the middle."""
    from scipy.stats import rankdata  # type: ignore[import-untyped]

    known = np.isfinite(numbers)
    ranks = np.full(len(numbers), (known.sum() + 1) / 2)
    ranks[known] = rankdata(numbers[known])
    return ranks


def _correlations(ranks: np.ndarray) -> np.ndarray:
    centred = ranks - ranks.mean(axis=0)
    size = np.sqrt((centred**2).sum(axis=0))
    centred = centred / np.where(size > 0, size, np.inf)  # a constant column goes with none
    return np.clip(np.abs(centred.T @ centred), 0.0, 1.0)


def _binned(numbers: np.ndarray) -> np.ndarray:
    """Classes of about equal size; −1 for blanks."""
    known = np.isfinite(numbers)
    if not known.any():
        return np.full(len(numbers), -1)
    cuts = np.unique(np.quantile(numbers[known], np.linspace(0, 1, _CLASSES + 1)[1:-1]))
    return np.where(known, np.searchsorted(cuts, numbers), -1)


def _coded(cells: pd.Series) -> np.ndarray:
    """Level numbers of categories, rare ones together; −1 for blanks."""
    texts = cells.dropna().astype(str)
    frequent = texts.value_counts().index[: _MOST_LEVELS - 1]
    number = {text: place for place, text in enumerate(frequent)}
    codes = texts.map(number).fillna(len(number))
    return codes.reindex(cells.index).fillna(-1).to_numpy(int)
