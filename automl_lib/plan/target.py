"""Judges a target column: which classes it has, which one is positive, or why it can't be one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from automl_lib.errors import PlanRefused
from domain.columns import ColumnType
from domain.messages import Message
from domain.table_schema import ColumnSchema, TableSchema
from domain.target_check import TargetCheck

if TYPE_CHECKING:
    import pandas as pd

MIN_ROWS = 20
MIN_CLASS_ROWS = 5
MAX_NUMERIC_CLASSES = 20
MAX_CLASSES = 100

_POSITIVE_SPELLINGS = (
    "yes", "y", "1", "true", "t", "예", "네", "참", "o", "positive", "pos", "있음", "양성", "합격", "해당",
)  # fmt: skip


def target_labels(values: pd.Series, kind: ColumnType) -> np.ndarray:
    """The target's cells as class names: object array of str, None = blank. Whole numbers lose ".0"."""
    if kind.is_numeric:
        numbers = values.to_numpy(dtype=float)
        names = {v: _number_name(v) for v in np.unique(numbers[np.isfinite(numbers)])}
        return np.array([names.get(v) for v in numbers.tolist()], dtype=object)
    import pandas as pd

    codes, different = pd.factorize(values)  # a blank's code is -1, the place of the None below
    texts = [str(value).strip() or None for value in different]
    return np.array([*texts, None], dtype=object)[codes]


def check_target(
    frame: pd.DataFrame, schema: TableSchema, key: str, positive_class: str | None = None
) -> TargetCheck:
    """Says what `key` is as a target.

    Args:
        frame: as `automl_lib.frame.load_frame` gives it.
        schema: of the table.
        key: the target column.
        positive_class: people's choice, instead of the rule; only with two classes.

    Raises:
        PlanRefused: with code target_unknown, target_date, target_blank, too_few_rows, one_class,
            target_numeric, too_many_classes, too_few_members or positive_class.
    """
    column = _column(schema, key)
    name = column.label
    if column.type is ColumnType.DATE:
        raise PlanRefused(
            Message(
                "The target '{name}' is a date, which can't be classified. Choose a column with few values.",
                name=name,
            ),
            code="target_date",
        )
    labels = target_labels(frame[key], column.type)
    present = labels[np.array([v is not None for v in labels], dtype=bool)]
    counts = _counts(present)
    _refuse_unfit(name, column, len(present), counts)
    chosen = _positive(name, counts, positive_class)
    order = sorted(counts, key=lambda c: (c == chosen, _natural(c)))
    return TargetCheck(
        key=key,
        label=name,
        kind="binary" if len(counts) == 2 else "multiclass",
        classes={c: counts[c] for c in order},
        positive_class=chosen,
        missing=len(labels) - len(present),
    )


def _column(schema: TableSchema, key: str) -> ColumnSchema:
    try:
        return schema.by_key(key)
    except KeyError:
        raise PlanRefused(
            Message("The table has no column '{key}' to be the target. Choose one it has.", key=key),
            code="target_unknown",
        ) from None


def _refuse_unfit(name: str, column: ColumnSchema, rows: int, counts: dict[str, int]) -> None:
    if not rows:
        raise PlanRefused(
            Message("Every cell of the target '{name}' is blank. Choose another column.", name=name),
            code="target_blank",
        )
    if len(counts) == 1:
        raise PlanRefused(
            Message(
                "The target '{name}' has the single value '{value}'; there is nothing to tell apart. Choose "
                "another column.",
                name=name,
                value=next(iter(counts)),
            ),
            code="one_class",
        )
    if column.type.is_numeric and len(counts) > MAX_NUMERIC_CLASSES:
        raise PlanRefused(
            Message(
                "The target '{name}' is a number with {counts} different values, not a class. Choose a "
                "column with at most {max_numeric_classes} values, or upload it cut into ranges.",
                name=name,
                counts=len(counts),
                max_numeric_classes=MAX_NUMERIC_CLASSES,
            ),
            code="target_numeric",
        )
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


def _positive(name: str, counts: dict[str, int], chosen: str | None) -> str | None:
    if chosen is not None:
        if len(counts) != 2 or chosen not in counts:
            values = ", ".join(f"'{c}'" for c in sorted(counts, key=_natural)[:10])
            raise PlanRefused(
                Message(
                    "The positive class '{chosen}' has to be one of a two-valued target's values. '{name}' has "
                    "{values}.",
                    chosen=chosen,
                    name=name,
                    values=values,
                ),
                code="positive_class",
            )
        return chosen
    if len(counts) != 2:
        return None
    by_spelling = sorted(
        (_POSITIVE_SPELLINGS.index(c.casefold()), c) for c in counts if c.casefold() in _POSITIVE_SPELLINGS
    )
    if by_spelling:
        return by_spelling[0][1]
    first, second = sorted(counts, key=_natural)
    return first if counts[first] < counts[second] else second


def _counts(names: np.ndarray) -> dict[str, int]:
    values, counts = np.unique(names.astype(str), return_counts=True) if len(names) else ((), ())
    return {str(v): int(n) for v, n in zip(values, counts, strict=True)}


def _number_name(value: float) -> str:
    return str(int(value)) if float(value).is_integer() else repr(float(value))


def _natural(name: str) -> tuple[int, float, str]:
    try:
        return 0, float(name), name
    except ValueError:
        return 1, 0.0, name
