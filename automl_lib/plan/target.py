"""Judges a target column: whether its values are classes or numbers, which classes it has, or why it can't be a target."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

import numpy as np

from automl_lib.errors import PlanRefused
from automl_lib.plan.positive_class import natural_order, positive_of
from automl_lib.plan.target_task import decided_task
from domain.columns import ColumnType
from domain.messages import Message
from domain.shown_numbers import class_name
from domain.table_schema import ColumnSchema, TableSchema
from domain.target_check import TargetCheck, TargetNumbers
from domain.tasks import MAX_NUMERIC_CLASSES, MIN_CLASS_ROWS, Task

if TYPE_CHECKING:
    import pandas as pd

MIN_ROWS = 20
MAX_CLASSES = 100
LARGEST_NUMBER = 1e100
"""Squares of larger numbers, and their sums, leave the range of a double."""


def target_labels(values: pd.Series, kind: ColumnType, classes: Collection[str] | None = None) -> np.ndarray:
    """The target's cells as class names: object array of str, None = blank. Whole numbers lose ".0".

    Args:
        classes: the only ones that count; cells of others are blank. None: all.
    """
    names = _all_labels(values, kind)
    return names if classes is None else np.array([n if n in classes else None for n in names], dtype=object)


def _all_labels(values: pd.Series, kind: ColumnType) -> np.ndarray:
    if kind.is_numeric:
        numbers = values.to_numpy(dtype=float)
        names = {v: class_name(v) for v in np.unique(numbers[np.isfinite(numbers)])}
        return np.array([names.get(v) for v in numbers.tolist()], dtype=object)
    import pandas as pd

    codes, different = pd.factorize(values)  # a blank's code is -1, the place of the None below
    texts = [str(value).strip() or None for value in different]
    return np.array([*texts, None], dtype=object)[codes]


def target_numbers(values: pd.Series) -> np.ndarray:
    """The cells of a numeric target as floats, NaN = blank; shape (rows,)."""
    return values.to_numpy(dtype=float)


def check_target(
    frame: pd.DataFrame,
    schema: TableSchema,
    key: str,
    positive_class: str | None = None,
    task: Task | None = None,
    classes: Collection[str] | None = None,
) -> TargetCheck:
    """Says what `key` is as a target.

    Numbers with more than `MAX_NUMERIC_CLASSES` different values are predicted as numbers. Three or more, but no more
    than that, may be either: they are taken as classes where each has `MIN_CLASS_ROWS` rows, else as numbers.

    Args:
        frame: as `automl_lib.frame.load_frame` gives it.
        schema: of the table.
        key: the target column.
        positive_class: people's choice, instead of the rule; only with two classes.
        task: people's choice, instead of the rule.
        classes: the only ones that count, as of `target_labels`.

    Raises:
        PlanRefused: with code target_unknown, target_date, target_blank, too_few_rows, target_id, one_class,
            target_numeric, target_not_numeric, target_infinite, too_many_classes, too_few_members or positive_class.
    """
    column = _column(schema, key)
    name = column.label
    if column.type is ColumnType.DATE:
        raise PlanRefused(
            Message(
                "The target '{name}' is a date, which can't be predicted. Choose another column.", name=name
            ),
            code="target_date",
        )
    if task is None:
        _refuse_id(column, frame[key])
    decided = decided_task(column, frame[key], task)
    if decided.task is Task.REGRESSION:
        return _number_check(column, target_numbers(frame[key]), decided.reason)
    labels = target_labels(frame[key], column.type, classes)
    present = labels[np.array([v is not None for v in labels], dtype=bool)]
    counts = _counts(present)
    _refuse_unfit(name, column, len(present), counts)
    chosen = positive_of(name, counts, positive_class)
    order = sorted(counts, key=lambda c: (c == chosen, natural_order(c)))
    return TargetCheck(
        key=key,
        label=name,
        kind="binary" if len(counts) == 2 else "multiclass",
        classes={c: counts[c] for c in order},
        positive_class=chosen,
        missing=len(labels) - len(present),
        reason=decided.reason,
    )


def _number_check(column: ColumnSchema, values: np.ndarray, reason: Message | None) -> TargetCheck:
    too_large = int((np.abs(values) > LARGEST_NUMBER).sum())
    if too_large:
        raise PlanRefused(
            Message(
                "The target '{name}' has {count} infinite or too large values (beyond {largest:g}). Correct or "
                "clear those cells.",
                name=column.label,
                count=too_large,
                largest=LARGEST_NUMBER,
            ),
            code="target_infinite",
        )
    known = values[~np.isnan(values)]
    _refuse_few_rows(column.label, len(known))
    return TargetCheck(
        key=column.key,
        label=column.label,
        kind="number",
        classes={},
        positive_class=None,
        missing=len(values) - len(known),
        numbers=TargetNumbers(
            rows=len(known),
            distinct=len(np.unique(known)),
            low=float(known.min()),
            mean=float(known.mean()),
            median=float(np.median(known)),
            high=float(known.max()),
        ),
        reason=reason,
    )


def _column(schema: TableSchema, key: str) -> ColumnSchema:
    try:
        return schema.by_key(key)
    except KeyError:
        raise PlanRefused(
            Message("The table has no column '{key}' to be the target. Choose one it has.", key=key),
            code="target_unknown",
        ) from None


def _refuse_id(column: ColumnSchema, cells: pd.Series) -> None:
    """Raises PlanRefused where values name rows: texts that all differ, or numbers counted on by one."""
    known = cells.dropna()
    if len(known) < MIN_ROWS or known.nunique() < len(known):
        return
    if column.type.is_numeric:
        numbers = np.sort(known.to_numpy(float))
        if not (np.diff(numbers) == 1).all():
            return
    raise PlanRefused(
        Message(
            "The target '{name}' looks like an id: each row has a value of its own, which follows from nothing. Choose another "
            "column.",
            name=column.label,
        ),
        code="target_id",
    )


def _refuse_unfit(name: str, column: ColumnSchema, rows: int, counts: dict[str, int]) -> None:
    if not rows:
        raise PlanRefused(
            Message("Every cell of the target '{name}' is blank. Choose another column.", name=name),
            code="target_blank",
        )
    if len(counts) == 1:
        said = (
            Message(
                "The target '{name}' is {value} in every row; there is nothing to predict. Choose another column."
            )
            if column.type.is_numeric
            else Message(
                "The target '{name}' has the single value '{value}'; there is nothing to tell apart. Choose another column."
            )
        )
        raise PlanRefused(said.filled(name=name, value=next(iter(counts))), code="one_class")
    if column.type.is_numeric and len(counts) > MAX_NUMERIC_CLASSES:
        raise PlanRefused(
            Message(
                "The target '{name}' is a number with {counts} different values, too many for classes (at most "
                "{max_numeric_classes}). Choose regression, or upload it cut into ranges.",
                name=name,
                counts=len(counts),
                max_numeric_classes=MAX_NUMERIC_CLASSES,
            ),
            code="target_numeric",
        )
    _refuse_few_rows(name, rows)
    if len(counts) > MAX_CLASSES:
        raise PlanRefused(
            Message(
                "The target '{name}' has {counts} different values. Choose a column with at most "
                "{max_classes}.",
                name=name,
                counts=len(counts),
                max_classes=MAX_CLASSES,
            ),
            code="too_many_classes",
        )
    refuse_rare_classes(name, counts)


def _refuse_few_rows(name: str, rows: int) -> None:
    if rows < MIN_ROWS:
        raise PlanRefused(
            Message(
                "Only {rows} rows have a value in the target '{name}'. At least {min_rows} are needed.",
                rows=rows,
                name=name,
                min_rows=MIN_ROWS,
            ),
            code="too_few_rows",
        )


def refuse_rare_classes(name: str, counts: dict[str, int], minimum: int = MIN_CLASS_ROWS) -> None:
    """Raises PlanRefused naming the classes with fewer than `minimum` rows."""
    rare = [c for c, n in counts.items() if n < minimum]
    if rare:
        named = ", ".join(f"'{c}' ({counts[c]})" for c in rare[:5]) + (" …" if len(rare) > 5 else "")
        raise PlanRefused(
            Message(
                "Some values of the target '{name}' have fewer than {minimum} rows: {named}. Add rows, merge "
                "those values with others, or leave them out.",
                name=name,
                minimum=minimum,
                named=named,
            ),
            code="too_few_members",
        )


def _counts(names: np.ndarray) -> dict[str, int]:
    values, counts = np.unique(names.astype(str), return_counts=True) if len(names) else ((), ())
    return {str(v): int(n) for v, n in zip(values, counts, strict=True)}
