"""How the rows of a table are best separated, proposed before people choose.

Models are used on rows that come later, or that are of other people. A random split holds out rows between and beside
those that were learned from, and so promises more than a model keeps (Roberts et al., 2017; Kapoor and Narayanan, 2023).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from automl_lib.errors import AutomlError
from automl_lib.plan.held_out import held_out_rows, split_keys
from automl_lib.plan.preprocessing_plan import PreprocessingPlan
from automl_lib.plan.split_columns import group_columns, time_columns
from automl_lib.plan.split_notes import notes_on_split, refuse_unseen_classes
from automl_lib.plan.target import target_labels, target_numbers
from domain.messages import Message
from domain.split import SplitMethod, SplitSuggestion
from domain.table_schema import TableSchema
from domain.target_check import TargetCheck
from domain.tasks import Task

if TYPE_CHECKING:
    import pandas as pd

_ALIKE = 0.8
"""Share of the rows of groups whose target is the same, from which it is a property of the group."""
_BEYOND_CHANCE = 0.2
_BINS = 10
"""Of a number, to see whether rows of a group have nearly the same."""


def suggest_split(
    frame: pd.DataFrame, schema: TableSchema, check: TargetCheck, *, seed: int = 0
) -> SplitSuggestion:
    """Proposes a split by group, by time, or at random.

    Where ids repeat, whole groups are held out; where rows have dates, the newest. With both it is by time, as the same
    customers come back next month, unless the target is a property of the group. A column that doesn't allow the split (a class
    only in the newest rows, say) is part of the reason.

    Args:
        frame: the typed table.
        schema: of the table.
        check: of the target.
        seed: of what is drawn at random.
    """
    dates = time_columns(frame, schema, check.key)
    groups = group_columns(frame, schema, check.key)
    labels = _labels(frame, schema, check)
    refusal: tuple[str, Message] | None = None
    for method, column in _in_turn(frame, labels, dates, groups, seed):
        label = schema.by_key(column).label
        try:
            _try(frame, labels, check, method, column, label, seed)
        except AutomlError as error:
            refusal = refusal or (label, error.message)
            continue
        reason = _reason(schema, method, column, dates, groups)
        return SplitSuggestion(method, column, reason, dates, groups)
    if refusal is None:
        return SplitSuggestion(dates=dates, groups=groups)
    label, why = refusal
    reason = Message(
        "'{label}' was noticed, but the rows can't be separated by it, so the split is random. {why}",
        label=label,
        why=why,
    )
    return SplitSuggestion(reason=reason, dates=dates, groups=groups)


def _in_turn(
    frame: pd.DataFrame, labels: np.ndarray, dates: tuple[str, ...], groups: tuple[str, ...], seed: int
) -> list[tuple[SplitMethod, str]]:
    by_time = [(SplitMethod.TIME, key) for key in dates]
    by_group = [(SplitMethod.GROUP, key) for key in groups]
    if not (dates and groups):
        return by_time or by_group
    fixed = [pair for pair in by_group if _is_of_group(frame[pair[1]], labels, seed)]
    return [*fixed, *by_time, *(pair for pair in by_group if pair not in fixed)]


def _is_of_group(cells: pd.Series, labels: np.ndarray, seed: int) -> bool:
    """Whether rows of a group mostly have the same target, far more often than by chance."""
    import pandas as pd

    known = cells.notna().to_numpy()
    if labels.dtype.kind == "f":
        known &= np.isfinite(labels)
        edges = np.quantile(labels[known], np.linspace(0, 1, _BINS + 1)[1:-1])
        values = np.searchsorted(edges, labels[known])
    else:
        known &= np.array([label is not None for label in labels], dtype=bool)
        values = pd.factorize(labels[known])[0]
    groups = pd.factorize(cells[known])[0]
    found = _alike(groups, values)
    return (
        found >= _ALIKE
        and found >= _alike(groups, np.random.default_rng(seed).permutation(values)) + _BEYOND_CHANCE
    )


def _alike(groups: np.ndarray, values: np.ndarray) -> float:
    """The share of rows, of groups with several, whose group has a single value."""
    sizes, count = np.bincount(groups), int(values.max()) + 1
    pairs = np.unique(groups.astype(np.int64) * count + values)
    single = np.bincount(pairs // count, minlength=len(sizes)) == 1
    several = sizes > 1
    return float(sizes[several & single].sum() / max(1, sizes[several].sum()))


def _try(
    frame: pd.DataFrame,
    labels: np.ndarray,
    check: TargetCheck,
    method: SplitMethod,
    column: str,
    label: str,
    seed: int,
) -> None:
    """Split as a plan with the usual share would, for its refusals."""
    plan = PreprocessingPlan(
        check.key, (column,), seed=seed, split=method, split_column=column, task=check.task
    )
    known = np.isfinite(labels) if labels.dtype.kind == "f" else np.array([v is not None for v in labels])
    rows = np.flatnonzero(known)
    keys = split_keys(frame, plan)
    assert keys is not None
    test = held_out_rows(rows, labels, plan, keys, label)
    train = np.setdiff1d(rows, test, assume_unique=True)
    refuse_unseen_classes(labels, train, test, check.label, label, keys)
    notes_on_split(keys, label, labels, train, test, seed)


def _labels(frame: pd.DataFrame, schema: TableSchema, check: TargetCheck) -> np.ndarray:
    if check.task is Task.REGRESSION:
        return target_numbers(frame[check.key])
    return target_labels(frame[check.key], schema.by_key(check.key).type)


def _reason(
    schema: TableSchema, method: SplitMethod, column: str, dates: tuple[str, ...], groups: tuple[str, ...]
) -> Message:
    label = schema.by_key(column).label
    if method is SplitMethod.GROUP and dates:
        return Message(
            "Rows with the same '{label}' mostly have the same target: at random, some would give away the others. They are "
            "held out together. Choose by time ('{other}') if models are used on later rows of the same ones.",
            label=label,
            other=schema.by_key(dates[0]).label,
        )
    if method is SplitMethod.GROUP:
        return Message(
            "'{label}' repeats: at random, rows with the same value would be on both sides and give each other away. They are "
            "held out together.",
            label=label,
        )
    if groups:
        return Message(
            "'{label}' tells when a row was made, and models are used on later rows, so the newest are held out. Choose by group "
            "('{other}') if they are used on new ones.",
            label=label,
            other=schema.by_key(groups[0]).label,
        )
    return Message(
        "'{label}' tells when a row was made, and models are used on later rows, so the newest are held out.",
        label=label,
    )
