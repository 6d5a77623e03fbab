"""The columns that count most for each prediction of a file, as texts for its columns 이유 1 … 3."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from automl_lib.explanations.background import Background
from automl_lib.explanations.shapley import contributions
from automl_lib.plan.cleaner import blank_cells
from automl_lib.plan.effects import Note
from automl_lib.prediction import match_labels
from automl_lib.trained_model import TrainedModel
from domain.explanations import ColumnValues
from domain.messages import Message
from domain.shown_numbers import shown_number
from domain.what_if import MOST_REASONS, Reason

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl

MOST_ROWS = 1000
SECONDS = 120.0
"""No further rows are explained after so long."""
EVALUATIONS = 1000
"""Half of what is made for a row that is looked at alone."""
_TOGETHER = 20
_LONGEST_CELL = 40
_LEAST_SHARE = 0.005
"""A smaller contribution to a probability is +0.00 in print."""


class RowReasons:
    """Gives the reasons of the first rows of a file.

    Args:
        model: a classifier or regressor.
        background: of the model.
        headers: of the file's columns by the names of its cells' columns.
        most_rows, seconds: after so many rows, and so long, rows have no reasons.
    """

    def __init__(
        self,
        model: TrainedModel,
        background: Background,
        headers: Mapping[str, str],
        *,
        most_rows: int = MOST_ROWS,
        seconds: float = SECONDS,
    ) -> None:
        self._model = model
        self._background = background
        keys = {header: key for key, header in reversed(list(headers.items()))}
        found = match_labels([column.label for column in background.columns], list(headers.values()))
        self._cells = {label: keys[header] for label, header in found.items()}
        self._most_rows = most_rows
        self._seconds = seconds
        self._end: float | None = None
        self.rows = 0
        self.explained = 0

    def of(self, cells: pl.DataFrame, frame: pd.DataFrame) -> list[list[str]]:
        """Up to `MOST_REASONS` reasons of each row, none of rows beyond the limits.

        Args:
            cells: as read.
            frame: the same rows, typed by the model's keys.
        """
        if self._end is None:
            self._end = time.monotonic() + self._seconds
        found: list[list[str]] = []
        for start in range(0, len(frame), _TOGETHER):
            left = self._most_rows - self.explained
            if left <= 0 or time.monotonic() >= self._end:
                break
            stop = min(start + _TOGETHER, start + left, len(frame))
            found += self._explain(cells[start:stop], frame.iloc[start:stop])
            self.explained += stop - start
        self.rows += len(frame)
        return found + [[] for _ in range(len(frame) - len(found))]

    @property
    def notes(self) -> list[Note]:
        """A remark where rows were left out."""
        if self.explained == self.rows:
            return []
        return [
            Note(
                "reasons_left_out",
                Message(
                    "Only the first {explained:,} of {rows:,} rows have reasons: up to {most:,} rows are explained, in "
                    "{seconds:.0f} seconds. Predict the rows that matter in a file of their own.",
                    explained=self.explained,
                    rows=self.rows,
                    most=self._most_rows,
                    seconds=self._seconds,
                ),
            )
        ]

    def _explain(self, cells: pl.DataFrame, frame: pd.DataFrame) -> list[list[str]]:
        found = contributions(self._model, frame, self._background, evaluations=EVALUATIONS)
        several = len(self._model.classes) > 2
        at = found.outputs.argmax(axis=1) if several else [0] * len(frame)
        texts = []
        for place, row in enumerate(cells.iter_rows(named=True)):
            reasons = [
                Reason(column.label, self._cell(column, row, frame, place), float(value))
                for column, value in zip(
                    self._background.columns, found.values[place, :, at[place]], strict=True
                )
            ]
            of_class = self._model.classes[at[place]] if several else ""
            texts.append(reason_texts(reasons, is_number=self._model.is_regressor, of_class=of_class))
        return texts

    def _cell(
        self, column: ColumnValues, row: Mapping[str, str | None], frame: pd.DataFrame, place: int
    ) -> str:
        """As read; "" where it counts as blank, as an infinite number does."""
        cells = frame[column.key].iloc[[place]]
        is_blank = column.kind.is_numeric and bool(blank_cells(cells)[0])
        return "" if is_blank else column.shown(row[self._cells[column.label]])


def reason_texts(reasons: Sequence[Reason], *, is_number: bool, of_class: str = "") -> list[str]:
    """The largest contributions of a row in words, such as "나이 45 (+0.21)", or "나이 45 (VIP +0.21)".

    Args:
        is_number: whether contributions are in units of a number instead of shares of a probability.
        of_class: whose probability it is, where there are more than two classes.
    """
    ranked = sorted(reasons, key=lambda reason: -abs(reason.contribution))[:MOST_REASONS]
    counted = [
        r for r in ranked if abs(r.contribution) >= (0 if is_number else _LEAST_SHARE) and r.contribution
    ]
    named = f"{_brief(of_class)} " if of_class else ""
    return [f"{r.label} {_brief(r.value)} ({named}{_signed(r.contribution, is_number)})" for r in counted]


def _brief(cell: str) -> str:
    """A cell in one short line: sentences are in the file already."""
    text = " ".join(cell.split())
    return f"{text[:_LONGEST_CELL].rstrip()}…" if len(text) > _LONGEST_CELL else text or "–"


def _signed(contribution: float, is_number: bool) -> str:
    if not is_number:
        return f"{contribution:+.2f}"
    return f"{'+' if contribution > 0 else '-'}{shown_number(abs(float(f'{contribution:.3g}')))}"
