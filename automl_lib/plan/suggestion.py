"""A first plan for a table, before people look at it: cautious defaults, and which columns to leave out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from automl_lib.plan.effects import Note
from automl_lib.plan.preprocessing_plan import PreprocessingPlan
from automl_lib.plan.split_columns import is_of_document
from domain.columns import ColumnType
from domain.messages import Message
from domain.split import SplitMethod
from domain.table_schema import TableSchema
from domain.tasks import Task

if TYPE_CHECKING:
    import pandas as pd


def suggest_plan(
    frame: pd.DataFrame,
    schema: TableSchema,
    target: str | None,
    *,
    task: Task = Task.CLASSIFICATION,
    seed: int = 0,
    split: SplitMethod = SplitMethod.RANDOM,
    split_column: str | None = None,
) -> tuple[PreprocessingPlan, tuple[Note, ...]]:
    """Proposes a plan that changes nothing people didn't ask for.

    Every column is used except the target, the groups of a split by group (rows of other groups have other values), and running
    numbers (an integer column that counts up by one in file order is the position of a row in the file, not what it is), and
    numbers and files of documents. If that leaves none, all are used.

    Returns:
        The plan, and a note for each column left out.
    """
    notes = [
        Note(
            "running_number",
            Message("The column '{label}' looks like a row number and is not used.", label=column.label),
            column.key,
        )
        for column in schema.columns
        if column.key != target and column.type is ColumnType.INTEGER and _counts_up(frame[column.key])
    ]
    running = {note.column for note in notes}
    notes += [
        Note(
            "names_documents",
            Message("The column '{label}' names documents and is not used.", label=column.label),
            column.key,
        )
        for column in schema.columns
        if column.key not in {target, split_column, *running} and is_of_document(column, frame[column.key])
    ]
    if split is SplitMethod.GROUP and split_column is not None:
        name = schema.by_key(split_column).label
        said = Message("The column '{name}' names the groups of the split and is not used.", name=name)
        notes.append(Note("split_group", said, split_column))
    left_out = {note.column for note in notes}
    candidates = [c.key for c in schema.columns if c.key != target]
    columns = [key for key in candidates if key not in left_out] or candidates
    plan = PreprocessingPlan(
        target=target,
        columns=tuple(columns),
        seed=seed,
        split=split,
        split_column=split_column,
        task=task,
    )
    return plan, tuple(notes)


def _counts_up(cells: pd.Series) -> bool:
    values = cells.to_numpy(float)
    return len(values) > 2 and bool(np.all(np.diff(values) == 1))
