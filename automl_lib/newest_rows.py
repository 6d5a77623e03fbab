"""Which rows of a table that has grown two models are compared on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from automl_lib.errors import TrainingRefused
from automl_lib.plan.held_out import MIN_GROUPS, split_keys
from automl_lib.plan.target import target_labels, target_numbers
from automl_lib.repeats import alike_rows, exceeds_chance
from domain.challenges import LEAST_NEW_ROWS, repeats_left_out
from domain.messages import Joined, Message
from domain.split import SplitMethod
from domain.tasks import Task

if TYPE_CHECKING:
    import pandas as pd

    from automl_lib.plan import PreprocessingPlan
    from domain.table_schema import TableSchema

_SHARE = 0.5
"""Of the new rows, those that judge; the others are learned from."""
_MOST_ROWS = 5000
_FEW_REPEATED = 0.01
"""Share of a table's rows with an equal one up to which an equal new row is taken for a copy."""
_LIKELY_EQUAL = 6
"""Rows with an equal one that a table may be expected to have though none was seen: three pairs (the "rule of three"; Hanley and
Lippman-Hand, 1983, "If nothing goes wrong, is everything all right?", JAMA 249)."""


@dataclass(frozen=True)
class NewestRows:
    """Rows that judge.

    Attributes:
        rows: their positions in the table, ascending.
        apart: whether nothing is learned of their groups, where the plan splits by group. False where too few new rows are of
            new groups: both models then know earlier rows of the groups.
        repeated: added rows that don't judge as they are equal to others of the table, which a model may have learned from.
    """

    rows: np.ndarray
    apart: bool = True
    repeated: int = 0


def newest_rows(
    frame: pd.DataFrame, schema: TableSchema, plan: PreprocessingPlan, known_rows: int
) -> NewestRows:
    """The newest half of the rows that the confirmed model can't have learned from.

    Where the plan splits by group these are whole groups that first appear in the new rows, so that neither model knows
    anything of them. Where too few rows are of such groups, as where the same customers come back, groups don't count.

    A row that is equal to another of the table doesn't judge: one of the models has learned its answer. Tables of few, coarse
    columns have equal rows by chance, which stay as long as they aren't more than in the rows that were there before.

    Args:
        frame: the table as it is now; rows are in the order in which they were added. Of a plan that splits by time, the
            newest are those with the newest times.
        schema: of the table.
        plan: of the confirmed model.
        known_rows: rows of the table when its plan was applied.

    Raises:
        TrainingRefused: too_few_new_rows (with a known target), too_few_new_groups.
    """
    known = _known_target(frame.iloc[known_rows:], schema, plan) + known_rows
    added, known = known, known[~_repeats(frame, schema, plan, known_rows)[known]]
    repeated = len(added) - len(known)
    if len(known) < LEAST_NEW_ROWS:
        raise TrainingRefused(_too_few(len(added), repeated), code="too_few_new_rows")
    keys = split_keys(frame, plan)
    if keys is None:
        return NewestRows(known[-_count(known) :], repeated=repeated)
    if keys.method is SplitMethod.TIME:
        known = known[np.argsort(keys.codes[known], kind="stable")]
        return NewestRows(np.sort(known[-_count(known) :]), repeated=repeated)
    fresh = known[~np.isin(keys.codes[known], keys.codes[:known_rows])]
    newest = _newest_groups(fresh, keys.codes)
    if len(fresh) >= LEAST_NEW_ROWS and len(np.unique(keys.codes[newest])) >= MIN_GROUPS:
        return NewestRows(newest, repeated=repeated)
    newest = known[-_count(known) :]
    groups = len(np.unique(keys.codes[newest]))
    if groups < MIN_GROUPS:  # rows of one group are no independent evidence
        raise TrainingRefused(
            Message(
                "The newest rows have only {groups} different values of '{column}'; at least {least} are needed to compare models "
                "on. Add rows of others first.",
                groups=groups,
                column=schema.by_key(str(plan.split_column)).label,
                least=MIN_GROUPS,
            ),
            code="too_few_new_groups",
        )
    return NewestRows(newest, apart=False, repeated=repeated)


def sentence_on(newest: NewestRows, schema: TableSchema, plan: PreprocessingPlan, added: int) -> Message:
    """Which rows judge, for people.

    Args:
        newest: as `newest_rows` chose them.
        schema: of the table.
        plan: of the confirmed model.
        added: rows that came into the table since that plan was applied.
    """
    chosen = _chosen(newest, schema, plan, added)
    return Joined([chosen, repeats_left_out(newest.repeated)], " ") if newest.repeated else chosen


def _chosen(newest: NewestRows, schema: TableSchema, plan: PreprocessingPlan, added: int) -> Message:
    said = {"rows": len(newest.rows), "added": added}
    if plan.split_column is None or not newest.apart:
        return Message(
            "Held out are the newest {rows:,} of the {added:,} rows that were added since the confirmed model was trained.",
            **said,
        )
    column = schema.by_key(plan.split_column).label
    if plan.split is SplitMethod.TIME:
        return Message(
            "Held out are the newest {rows:,} by '{column}' of the {added:,} rows that were added since the confirmed model was "
            "trained.",
            column=column,
            **said,
        )
    return Message(
        "Held out are {rows:,} of the {added:,} rows that were added since the confirmed model was trained: the groups of "
        "'{column}' that are new in them, whole.",
        column=column,
        **said,
    )


def _too_few(added: int, repeated: int) -> Message:
    said = {"rows": added, "least": LEAST_NEW_ROWS}
    if repeated:
        return Message(
            "Since the model was trained, {rows:,} rows with a known target were added, but {repeated:,} of them repeat other rows "
            "of the table; at least {least} others are needed to compare models on. Add rows first.",
            repeated=repeated,
            **said,
        )
    return Message(
        "Since the model was trained, {rows:,} rows with a known target were added; at least {least} are needed to "
        "compare models on. Add rows first.",
        **said,
    )


def _repeats(
    frame: pd.DataFrame, schema: TableSchema, plan: PreprocessingPlan, known_rows: int
) -> np.ndarray:
    """Which new rows are equal to another row of the table; bool, shape (rows of the table,).

    Whole rows are the same record. Rows that are equal only in the columns that the models read may be (an export numbers its
    rows anew), or different ones (two customers of one age): there it takes more of them than chance makes.
    """
    is_repeated = np.zeros(len(frame), dtype=bool)
    whole, read = [column.key for column in schema.columns], [*plan.columns, str(plan.target)]
    for keys, least in ((whole, 0), (read, _LIKELY_EQUAL)):
        numbers = alike_rows(frame[keys])
        found = _are_not_alone(numbers) & ~is_repeated
        found[:known_rows] = False
        known = (_are_not_alone(numbers[:known_rows]).sum() + least) / known_rows
        # In a table that has grown more rows have an equal by chance, in proportion to its rows.
        share = min(1.0, known * len(frame) / known_rows)
        is_rare = not least and known <= _FEW_REPEATED
        if is_rare or exceeds_chance(int(found.sum()), len(frame) - known_rows, share):
            is_repeated |= found
    return is_repeated


def _are_not_alone(numbers: np.ndarray) -> np.ndarray:
    """Which numbers occur more than once."""
    _, inverse, counts = np.unique(numbers, return_inverse=True, return_counts=True)
    return np.asarray(counts[inverse] > 1)


def _count(rows: np.ndarray) -> int:
    """How many of the new rows judge."""
    return max(LEAST_NEW_ROWS, min(_MOST_ROWS, round(_SHARE * len(rows))))


def _newest_groups(rows: np.ndarray, codes: np.ndarray) -> np.ndarray:
    """Rows of the groups that appeared last, until they are enough."""
    if not len(rows):
        return rows
    _, first, group, sizes = np.unique(
        codes[rows], return_index=True, return_inverse=True, return_counts=True
    )
    newest = np.argsort(-first)
    enough = int(np.searchsorted(np.cumsum(sizes[newest]), _count(rows))) + 1
    return rows[np.isin(group, newest[:enough])]


def _known_target(frame: pd.DataFrame, schema: TableSchema, plan: PreprocessingPlan) -> np.ndarray:
    """Positions of the rows whose target isn't blank, nor a class that the plan doesn't know."""
    cells = frame[str(plan.target)]
    if plan.task is Task.REGRESSION:
        return np.flatnonzero(np.isfinite(target_numbers(cells)))
    names = target_labels(cells, schema.by_key(str(plan.target)).type, plan.classes)
    return np.flatnonzero([name is not None for name in names])
