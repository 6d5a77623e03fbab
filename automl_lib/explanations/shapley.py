"""Contributions of the columns to a prediction: Shapley values by sampled permutations.

Štrumbelj and Kononenko, Explaining prediction models and individual predictions with feature contributions, 2014; permutations in pairs of
opposite order (antithetic) as by Mitchell et al., Sampling permutations for Shapley value estimation, 2022. Along a permutation the
columns of a background row are replaced one by one by those of the row to explain, and each is credited with the change of the output. The changes of
one permutation add up to the difference of the two rows' outputs, so the sum of all contributions is exact however few
permutations are drawn. The package `shap` would bring numba and its compiler for the same sums.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from automl_lib.explanations.background import Background
from automl_lib.explanations.outputs import explained, predictions_of
from automl_lib.trained_model import TrainedModel

if TYPE_CHECKING:
    import pandas as pd

EVALUATIONS = 2000
"""Predictions for one row to explain, about."""
FEWEST_PAIRS, MOST_PAIRS = 10, 50
_BATCH = 20_000


@dataclass(frozen=True)
class Contributions:
    """Contributions of rows.

    Attributes:
        keys: of the columns.
        base: mean outputs of the background rows, shape (outputs,).
        values: of shape (rows, columns, outputs); `base` and the sum over the columns are `outputs`.
        outputs: of the rows, shape (rows, outputs).
        predictions: of the rows, as `predictions_of` gives them.
    """

    keys: tuple[str, ...]
    base: np.ndarray
    values: np.ndarray
    outputs: np.ndarray
    predictions: np.ndarray

    @property
    def additivity_error(self) -> float:
        """The largest difference between an output and its explanation, of outputs beyond 1 as a share; 0 without rows."""
        error = np.abs(self.base + self.values.sum(axis=1) - self.outputs) / np.maximum(
            np.abs(self.outputs), 1
        )
        return float(error.max()) if error.size else 0.0


def contributions(
    model: TrainedModel,
    rows: pd.DataFrame,
    background: Background,
    *,
    evaluations: int = EVALUATIONS,
    seed: int = 0,
) -> Contributions:
    """Explain rows against the background.

    Args:
        model: a classifier or regressor.
        rows: raw typed rows with the model's columns.
        background: of the model.
        evaluations: about how many predictions are made for each row. The error of a contribution falls with their root.
        seed: of the permutations, which are the same for all rows, so that equal rows have equal contributions.
    """
    keys = tuple(column.key for column in background.columns)
    count = len(keys)
    random = np.random.default_rng(seed)
    pairs = max(FEWEST_PAIRS, min(MOST_PAIRS, evaluations // max(2 * (count - 1), 1)))
    compared = background.frame.iloc[random.permutation(len(background.frame))[:pairs]].reset_index(drop=True)
    chains = _Chains.drawn(count, pairs, len(compared), random)
    wanted = rows[list(keys)]
    base, values, predictions = np.zeros((0, 0)), [], []
    for places in _batches(len(rows), pairs * 2 * count):
        mixed = [_mixed(wanted.iloc[[place]], compared, chains) for place in places]
        frames = [compared, wanted.iloc[places], *(frame for frame, _ in mixed)]
        of_compared, own, *parts = _predictions(model, frames)
        base = explained(model, of_compared)
        predictions.append(own)
        values += [
            chains.credit(explained(model, part)[inverse], base, output)
            for part, (_, inverse), output in zip(parts, mixed, explained(model, own), strict=True)
        ]
    found = np.concatenate(predictions)
    return Contributions(
        keys,
        base[chains.begins].mean(axis=0),
        np.array(values).reshape(len(rows), count, base.shape[1]),
        explained(model, found),
        found,
    )


@dataclass(frozen=True)
class _Chains:
    """Permutations in opposite pairs, each with the background row that it begins at.

    Attributes:
        orders: columns in the order in which they are replaced, shape (chains, columns).
        begins: positions of background rows, shape (chains,).
    """

    orders: np.ndarray
    begins: np.ndarray

    @classmethod
    def drawn(cls, columns: int, pairs: int, rows: int, random: np.random.Generator) -> _Chains:
        forward = np.array([random.permutation(columns) for _ in range(pairs)])
        begins = np.arange(pairs) % rows
        return cls(np.concatenate([forward, forward[:, ::-1]]), np.concatenate([begins, begins]))

    @property
    def replaced(self) -> np.ndarray:
        """Which columns are the explained row's after 1 … columns − 1 replacements, shape (chains, columns − 1, columns)."""
        columns = self.orders.shape[1]
        position = np.argsort(self.orders, axis=1)
        return position[:, None, :] < np.arange(1, columns)[None, :, None]

    def credit(self, inner: np.ndarray, base: np.ndarray, output: np.ndarray) -> np.ndarray:
        """Mean change of the outputs by column, shape (columns, outputs).

        Args:
            inner: outputs after 1 … columns − 1 replacements, shape (chains · (columns − 1), outputs).
            base: outputs of the background rows.
            output: of the explained row.
        """
        chains, columns = self.orders.shape
        path = np.empty((chains, columns + 1, len(output)))
        path[:, 0] = base[self.begins]
        path[:, 1:-1] = inner.reshape(chains, columns - 1, len(output))
        path[:, -1] = output
        found = np.zeros((columns, len(output)))
        np.add.at(found, self.orders.ravel(), np.diff(path, axis=1).reshape(chains * columns, len(output)))
        return found / chains


def _mixed(row: pd.DataFrame, compared: pd.DataFrame, chains: _Chains) -> tuple[pd.DataFrame, np.ndarray]:
    """The rows between background rows and the explained one, each once, and which of them a step of a chain is.

    Where both rows have the same cell, replacing it changes nothing: such steps share a row.
    """
    import pandas as pd

    replaced = chains.replaced
    differs = np.column_stack([_differs(row[key], compared[key]) for key in compared.columns])
    masks = (replaced & differs[chains.begins][:, None, :]).reshape(-1, len(compared.columns))
    begins = np.repeat(chains.begins, replaced.shape[1])
    packed = np.column_stack([begins.astype("<u4").view(np.uint8).reshape(-1, 4), np.packbits(masks, axis=1)])
    _, first, inverse = np.unique(packed, axis=0, return_index=True, return_inverse=True)
    masks, begins = masks[first], begins[first]
    columns = {
        key: np.where(masks[:, place], row[key].to_numpy()[0], compared[key].to_numpy()[begins])
        for place, key in enumerate(compared.columns)
    }
    return pd.DataFrame(columns), inverse.ravel()


def _differs(cell: pd.Series, cells: pd.Series) -> np.ndarray:
    """Where cells are other than the one of the row; two blanks are the same."""
    is_blank = cells.isna().to_numpy()
    if cell.isna().iloc[0]:
        return ~is_blank
    return (cells.to_numpy() != cell.to_numpy()[0]) | is_blank


def _predictions(model: TrainedModel, frames: list[pd.DataFrame]) -> list[np.ndarray]:
    """Predictions of the rows of each frame, by one call of the model: a call costs as much as hundreds of rows."""
    import pandas as pd

    ends = np.cumsum([len(frame) for frame in frames])
    return np.split(predictions_of(model, pd.concat(frames, ignore_index=True)), ends[:-1])


def _batches(rows: int, evaluations: int) -> Iterator[list[int]]:
    """Positions of the rows that are explained by one call; without rows there is one call for the background."""
    size = max(1, _BATCH // max(evaluations, 1))
    for start in range(0, max(rows, 1), size):
        yield list(range(start, min(start + size, rows)))
