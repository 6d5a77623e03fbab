"""Partial dependence (Friedman, Greedy function approximation, 2001): the mean prediction for each value of one column."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from automl_lib.explanations.background import Background
from automl_lib.explanations.outputs import outputs_of
from automl_lib.explanations.values import is_ordered, shown, typed_cells
from automl_lib.trained_model import TrainedModel
from domain.columns import ColumnType
from domain.explanations import ColumnValues, Dependence, DependencePoint

if TYPE_CHECKING:
    import pandas as pd

MOST_POINTS = 12
MOST_ROWS = 50
"""Rows that are averaged over; more move a mean by little."""


def partial_dependences(model: TrainedModel, background: Background, keys: Sequence[str]) -> list[Dependence]:
    """How the mean output over rows of the background changes with each column.

    Args:
        model: a classifier or regressor.
        background: rows of which one column is replaced.
        keys: of the columns; numbers and dates at quantiles of training, categories by their frequency. Free text is left out:
            what a person wrote in one row says nothing of others, and is private.
    """
    found = []
    every = -(-len(background.frame) // MOST_ROWS)
    for key in (key for key in keys if key not in model.text_columns):
        column = background.by_key(key)
        values = grid(column, MOST_POINTS)
        if len(values) > 1:
            means = _means(model, background.frame.iloc[::every], column, values)
            found.append(
                Dependence(
                    column.label,
                    column.kind,
                    tuple(
                        DependencePoint(_plain(value, column.kind), tuple(row.tolist()))
                        for value, row in zip(values, means, strict=True)
                    ),
                )
            )
    return found


def grid(column: ColumnValues, most: int) -> list[Any]:
    """Values of a column that occur: numbers (dates: seconds since 1970) evenly by rank, or the most frequent categories."""
    if not is_ordered(column.kind):
        return list(column.categories[:most])
    at = np.unique(np.linspace(0, len(column.quantiles) - 1, most).round().astype(int))
    return [column.quantiles[place] for place in at] if column.quantiles else []


def _means(model: TrainedModel, rows: pd.DataFrame, column: ColumnValues, values: list[Any]) -> np.ndarray:
    """Mean outputs for each value, shape (values, outputs)."""
    import pandas as pd

    repeated = pd.concat([rows] * len(values), ignore_index=True)
    repeated[column.key] = typed_cells([value for value in values for _ in range(len(rows))], column.kind)
    outputs = outputs_of(model, repeated)
    return outputs.reshape(len(values), len(rows), -1).mean(axis=1)


def _plain(value: Any, kind: ColumnType) -> float | str:
    return float(value) if kind.is_numeric else shown(value, kind)
