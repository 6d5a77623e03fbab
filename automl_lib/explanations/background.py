"""Training rows that a prediction is compared with, and what the training rows hold of each column."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from automl_lib.explanations.effects import additive_effects
from automl_lib.explanations.outputs import outputs_of
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

ROWS = 1000
_PREDICTED = 5000
"""Training rows of which the sample is drawn, evenly by their prediction."""
_FORMAT = 1


@dataclass(frozen=True)
class BackgroundOutputs:
    """A model's outputs for the rows of a background, and how these differ from the training rows they were drawn from.

    Attributes:
        rows: of the background's rows, shape (rows, outputs).
        mean: of the training rows, shape (outputs,).
        shift: mean effect of each column in the background's rows, by an additive model whose effects have mean 0 in the training rows,
            shape (columns, outputs).
    """

    rows: np.ndarray
    mean: np.ndarray
    shift: np.ndarray

    def to_json(self) -> dict[str, Any]:
        """JSON-serialisable; `from_json` reads it."""
        return {"rows": self.rows.tolist(), "mean": self.mean.tolist(), "shift": self.shift.tolist()}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> BackgroundOutputs:
        """The outputs that `to_json` gave."""
        return cls(np.array(data["rows"]), np.array(data["mean"]), np.array(data["shift"]))


@dataclass(frozen=True)
class Background:
    """A sample of the training rows.

    Attributes:
        frame: raw typed rows of the columns that the model uses.
        columns: of all training rows, in the order of the frame's columns.
        usual_row: which row of the training table `ColumnValues.typical` is of.
        outputs: of the model; None in a file of an earlier version.
    """

    frame: pd.DataFrame
    columns: tuple[ColumnValues, ...]
    usual_row: int
    outputs: BackgroundOutputs | None = None

    def with_outputs(self, model: TrainedModel) -> Background:
        """The same with the model's outputs, predicted where they were not kept."""
        if self.outputs is not None:
            return self
        rows = outputs_of(model, self.frame)
        shift = np.zeros((len(self.columns), rows.shape[1]))
        return replace(self, outputs=BackgroundOutputs(rows, rows.mean(axis=0), shift))

    @cached_property
    def effects(self) -> np.ndarray:
        """What each column alone adds to the outputs, as `additive_effects` gives it.

        Raises:
            ValueError: the outputs were not kept; see `with_outputs`.
        """
        if self.outputs is None:
            raise ValueError("the background has no outputs")
        return additive_effects(self.frame, self.columns, self.outputs.rows)

    def evenly(self, count: int) -> np.ndarray:
        """Positions of `count` rows that lie evenly between the lowest and the highest output; rows repeat where there are fewer.

        Raises:
            ValueError: the outputs were not kept.
        """
        if self.outputs is None:
            raise ValueError("the background has no outputs")
        return _evenly(self.outputs.rows, count)

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
        kept: dict[str, Any] = {"format": _FORMAT, "usual_row": self.usual_row, "rows": rows}
        if self.outputs is not None:
            kept["outputs"] = self.outputs.to_json()
        return json.dumps(kept, ensure_ascii=False).encode()

    @classmethod
    def from_bytes(cls, data: bytes, columns: tuple[ColumnValues, ...]) -> Background:
        """The background that `to_bytes` wrote, with the columns that were kept beside it."""
        import pandas as pd

        kept = json.loads(data)
        rows: Mapping[str, Any] = kept["rows"]
        frame = pd.DataFrame({column.key: typed_cells(rows[column.key], column.kind) for column in columns})
        outputs = kept.get("outputs")
        return cls(
            frame, columns, kept["usual_row"], BackgroundOutputs.from_json(outputs) if outputs else None
        )


def background_of(model: TrainedModel, training_rows: pd.DataFrame, *, seed: int = 0) -> Background:
    """A sample of the rows that a model was trained on, evenly by their predictions, so that its mean prediction is near theirs.

    Args:
        model: a classifier or regressor.
        training_rows: raw typed rows with the model's columns, at least one; the index is their place in the table.
        seed: of the sample.
    """
    keys = list(model.columns)
    columns = [column_values(model.schema.by_key(key), training_rows[key]) for key in keys]
    at = np.sort(np.random.default_rng(seed).permutation(len(training_rows))[:_PREDICTED])
    drawn = training_rows.iloc[at][keys].reset_index(drop=True)
    outputs = outputs_of(model, drawn)
    mean, shift = outputs.mean(axis=0), np.zeros((len(columns), outputs.shape[1]))
    sample = drawn
    if len(at) > ROWS:
        chosen = np.sort(_evenly(outputs, ROWS))
        shift = additive_effects(drawn, columns, outputs)[chosen].mean(axis=0)
        sample, at, outputs = drawn.iloc[chosen].reset_index(drop=True), at[chosen], outputs[chosen]
    usual = _usual_row(sample, columns)
    typical = [shown_in(sample[column.key].iloc[usual], column) or None for column in columns]
    return Background(
        sample,
        tuple(replace(column, typical=cell) for column, cell in zip(columns, typical, strict=True)),
        int(training_rows.index[at[usual]]),
        BackgroundOutputs(outputs, mean, shift),
    )


def _evenly(outputs: np.ndarray, count: int) -> np.ndarray:
    """Systematic sample by the output, of several classes by the likeliest and its probability: shape (count,)."""
    order = (
        np.argsort(outputs[:, 0], kind="stable")
        if outputs.shape[1] == 1
        else np.lexsort((outputs.max(axis=1), outputs.argmax(axis=1)))
    )
    return order[((np.arange(count) + 0.5) * len(order) / count).astype(int)]


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
