"""Training rows that a prediction is compared with, and what the training rows hold of each column."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from automl_lib.explanations.values import (
    as_numbers,
    column_values,
    is_ordered,
    shown_in,
    typed_cells,
)
from automl_lib.trained_model import TrainedModel
from domain.explanations import ColumnValues

if TYPE_CHECKING:
    import pandas as pd

ROWS = 100
_FORMAT = 1


@dataclass(frozen=True)
class Background:
    """A sample of the training rows.

    Attributes:
        frame: raw typed rows of the columns that the model uses.
        columns: of all training rows, in the order of the frame's columns.
        usual_row: which row of the training table `ColumnValues.typical` is of.
    """

    frame: pd.DataFrame
    columns: tuple[ColumnValues, ...]
    usual_row: int

    def by_key(self, key: str) -> ColumnValues:
        """Raises KeyError for a column that the model doesn't use."""
        return next(column for column in self.columns if column.key == key)

    def to_bytes(self) -> bytes:
        """The rows as JSON, without `columns`; `from_bytes` reads it."""
        rows = {
            column.key: [
                None if value != value else value
                for value in as_numbers(self.frame[column.key], column.kind).tolist()
            ]
            if is_ordered(column.kind)
            else [None if cell is None else str(cell) for cell in self.frame[column.key]]
            for column in self.columns
        }
        kept = {"format": _FORMAT, "usual_row": self.usual_row, "rows": rows}
        return json.dumps(kept, ensure_ascii=False).encode()

    @classmethod
    def from_bytes(cls, data: bytes, columns: tuple[ColumnValues, ...]) -> Background:
        """The background that `to_bytes` wrote, with the columns that were kept beside it."""
        import pandas as pd

        kept = json.loads(data)
        rows: Mapping[str, Any] = kept["rows"]
        frame = pd.DataFrame({column.key: typed_cells(rows[column.key], column.kind) for column in columns})
        return cls(frame, columns, kept["usual_row"])


def background_of(model: TrainedModel, training_rows: pd.DataFrame, *, seed: int = 0) -> Background:
    """A random sample of the rows that a model was trained on.

    Args:
        model: a classifier or regressor.
        training_rows: raw typed rows with the model's columns, at least one; the index is their place in the table.
        seed: of the sample.
    """
    keys = list(model.columns)
    at = np.sort(np.random.default_rng(seed).permutation(len(training_rows))[:ROWS])
    sample = training_rows.iloc[at][keys].reset_index(drop=True)
    columns = [column_values(model.schema.by_key(key), training_rows[key]) for key in keys]
    usual = _usual_row(sample, columns)
    typical = [shown_in(sample[column.key].iloc[usual], column) or None for column in columns]
    return Background(
        sample,
        tuple(replace(column, typical=cell) for column, cell in zip(columns, typical, strict=True)),
        int(training_rows.index[at[usual]]),
    )


def _usual_row(frame: pd.DataFrame, columns: list[ColumnValues]) -> int:
    """Position of the row that is nearest to medians and most frequent values, blanks being far."""
    away = np.zeros(len(frame))
    for column in columns:
        if column.spread is not None:
            numbers = as_numbers(frame[column.key], column.kind)
            middle = np.median(column.quantiles)
            away += np.where(np.isfinite(numbers), np.abs(numbers - middle) / column.spread, 1.0)
        elif column.categories:
            away += (frame[column.key] != column.categories[0]).to_numpy(float)
    return int(away.argmin())
