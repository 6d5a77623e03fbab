"""Whether the values of a target are learned as classes or as numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from automl_lib.errors import PlanRefused
from domain.messages import Message
from domain.table_schema import ColumnSchema, TableSchema
from domain.target_question import FEWEST_NUMBERS, TargetQuestion, is_ambiguous, suggested_task
from domain.tasks import MAX_NUMERIC_CLASSES, MIN_CLASS_ROWS, Task

if TYPE_CHECKING:
    import pandas as pd


def target_question(frame: pd.DataFrame, schema: TableSchema, key: str) -> TargetQuestion | None:
    """What people are asked before `key` becomes the target; None where it can't be both classes and numbers.

    Args:
        frame: as `automl_lib.frame.load_frame` gives it.
        schema: of the table, which has the column.
    """
    column = schema.by_key(key)
    if not column.type.is_numeric:
        return None
    values, rows = _counted(frame[key])
    if not is_ambiguous(column.type, len(values)):
        return None
    return TargetQuestion(column.label, len(values), tuple(zip(values.tolist(), rows.tolist(), strict=True)))


class Decided(NamedTuple):
    """What a target is learned as, and why where both would be possible."""

    task: Task
    reason: Message | None = None


def decided_task(column: ColumnSchema, cells: pd.Series, wanted: Task | None) -> Decided:
    """What the values of a target are learned as.

    Args:
        wanted: people's choice; None for the rule.

    Raises:
        PlanRefused: with code target_not_numeric.
    """
    if not column.type.is_numeric:
        if wanted is Task.REGRESSION:
            raise _not_numeric(column.label)
        return Decided(Task.CLASSIFICATION)
    values, rows = _counted(cells)
    if len(values) < FEWEST_NUMBERS:
        if wanted is Task.REGRESSION and len(values) == 2:
            raise _not_numeric(column.label)
        return Decided(Task.CLASSIFICATION)
    if len(values) > MAX_NUMERIC_CLASSES:
        return Decided(wanted or Task.REGRESSION)
    if wanted is not None:
        reason = Message(
            "It has {count} different numbers, which could be either; this was chosen.", count=len(values)
        )
        return Decided(wanted, reason)
    if suggested_task(int(rows.min())) is Task.REGRESSION:
        reason = Message(
            "It has {count} different numbers, some of them in fewer than {minimum} rows, so they are predicted "
            "as numbers.",
            count=len(values),
            minimum=MIN_CLASS_ROWS,
        )
        return Decided(Task.REGRESSION, reason)
    reason = Message(
        "It has only {count} different numbers, so they are predicted as classes.", count=len(values)
    )
    return Decided(Task.CLASSIFICATION, reason)


def _counted(cells: pd.Series) -> tuple[np.ndarray, np.ndarray]:
    """The different finite numbers of a target, ascending, and the rows of each."""
    numbers = cells.to_numpy(dtype=float)
    return np.unique(numbers[np.isfinite(numbers)], return_counts=True)


def _not_numeric(name: str) -> PlanRefused:
    return PlanRefused(
        Message(
            "The target '{name}' doesn't have three or more different numbers, so it can't be predicted as a "
            "number. Choose classification, or another column.",
            name=name,
        ),
        code="target_not_numeric",
    )
