"""Contributions of the columns to a prediction: Shapley values by sampled permutations.

Štrumbelj and Kononenko, Explaining prediction models and individual predictions with feature contributions, 2014; permutations in pairs of
opposite order (antithetic) as by Mitchell et al., Sampling permutations for Shapley value estimation, 2022. Along a permutation the
columns of a background row are replaced one by one by those of the row to explain, and each is credited with the change of the output. The changes of
one permutation add up to the difference of the two rows' outputs, so the sum of all contributions is exact however few
permutations are drawn.

There are fewer permutations than training rows, so the rows they begin at lie evenly by their output, and what they differ by from the
training rows is taken off by an additive model (`effects`): contributions of a sum are nearly exact, and the base is the mean prediction of
the training rows. The package `shap` would bring numba and its compiler for the same sums.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import permutations
from typing import TYPE_CHECKING

import numpy as np

from automl_lib.explanations.background import Background
from automl_lib.explanations.outputs import explained, predictions_of
from automl_lib.trained_model import TrainedModel

if TYPE_CHECKING:
    import pandas as pd

EVALUATIONS = 2000
"""Predictions for one row to explain, about."""
FEWEST_PAIRS = 10
_BATCH = 20_000


@dataclass(frozen=True)
class Contributions:
    """Contributions of rows.

    Attributes:
        keys: of the columns.
        base: mean outputs of the training rows, shape (outputs,).
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
            With few columns, more background rows are compared.
        seed: of the permutations, which are the same for all rows, so that equal rows have equal contributions.
    """
    background = background.with_outputs(model)
    assert background.outputs is not None
    keys = tuple(column.key for column in background.columns)
    count = len(keys)
    pairs = max(FEWEST_PAIRS, evaluations // max(2 * (count - 1), 2))
    places, begins = np.unique(background.evenly(pairs), return_inverse=True)
    compared = background.frame.iloc[places].reset_index(drop=True)
    outputs = background.outputs.rows[places]
    chains = _Chains.drawn(count, begins, np.random.default_rng(seed))
    adjustment = _Adjustment.of(background, places, begins)
    wanted = rows[list(keys)]
    values, predictions = [], []
    for batch in _batches(len(rows), pairs * 2 * count):
        mixed = [_mixed(wanted.iloc[[place]], compared, chains) for place in batch]
        own, *parts = _predictions(model, [wanted.iloc[batch], *(frame for frame, _ in mixed)])
        predictions.append(own)
        values += [
            adjustment.applied(chains.credit(explained(model, part)[inverse], outputs, output))
            for part, (_, inverse), output in zip(parts, mixed, explained(model, own), strict=True)
        ]
    found = np.concatenate(predictions)
    return Contributions(
        keys,
        adjustment.base,
        np.array(values).reshape(len(rows), count, outputs.shape[1]),
        explained(model, found),
        found,
    )


@dataclass(frozen=True)
class _Adjustment:
    """Turns contributions against a few compared rows into those against the training rows.

    Attributes:
        base: mean outputs of the training rows, shape (outputs,).
        shift: what each column is credited with too little because the compared rows differ from the training rows, by
            an additive model, shape (columns, outputs).
        rest: what the base of the compared rows is above `base` beyond that, shape (outputs,).
    """

    base: np.ndarray
    shift: np.ndarray
    rest: np.ndarray

    @classmethod
    def of(cls, background: Background, places: np.ndarray, begins: np.ndarray) -> _Adjustment:
        """For chains that begin at the rows `places[begins]` of the background."""
        assert background.outputs is not None
        base, at = background.outputs.mean, places[begins]
        shift = background.effects[at].mean(axis=0) + background.outputs.shift
        return cls(base, shift, background.outputs.rows[at].mean(axis=0) - base - shift.sum(axis=0))

    def applied(self, changes: np.ndarray) -> np.ndarray:
        """Contributions of one row, shape (columns, outputs), which with `base` add up to its output.

        `rest` goes to the columns by the variance of their means: least squares, given the sum.

        Args:
            changes: credited by each chain, shape (chains, columns, outputs).
        """
        variance = changes.var(axis=0)
        total = variance.sum(axis=0)
        share = np.where(total > 0, variance / np.where(total > 0, total, 1.0), 1 / len(variance))
        return changes.mean(axis=0) + self.shift + share * self.rest


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
    def drawn(cls, columns: int, begins: np.ndarray, random: np.random.Generator) -> _Chains:
        """A pair for each row of `begins`: all orders in turn where they are few, so that none is preferred."""
        pairs = len(begins)
        if math.factorial(columns) <= 2 * pairs:
            forward = np.array([order for order in permutations(range(columns)) if order[0] <= order[-1]])
            forward = random.permutation(forward)[np.arange(pairs) % len(forward)]
        else:
            forward = np.array([random.permutation(columns) for _ in range(pairs)])
        return cls(np.concatenate([forward, forward[:, ::-1]]), np.concatenate([begins, begins]))

    @property
    def replaced(self) -> np.ndarray:
        """Which columns are the explained row's after 1 … columns − 1 replacements, shape (chains, columns − 1, columns)."""
        columns = self.orders.shape[1]
        position = np.argsort(self.orders, axis=1)
        return position[:, None, :] < np.arange(1, columns)[None, :, None]

    def credit(self, inner: np.ndarray, base: np.ndarray, output: np.ndarray) -> np.ndarray:
        """Change of the outputs by chain and column, shape (chains, columns, outputs).

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
        found = np.empty((chains, columns, len(output)))
        np.put_along_axis(found, self.orders[:, :, None], np.diff(path, axis=1), axis=1)
        return found


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
    """Positions of the rows that are explained by one call; without rows there is one call, which gives the shape."""
    size = max(1, _BATCH // max(evaluations, 1))
    for start in range(0, max(rows, 1), size):
        yield list(range(start, min(start + size, rows)))
