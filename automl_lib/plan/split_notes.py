"""Notes on a split, and what is refused because held-out rows could not be judged."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from automl_lib.errors import PlanRefused, TrainingRefused
from automl_lib.plan.effects import Note
from automl_lib.plan.preprocessing_plan import PreprocessingPlan
from automl_lib.plan.target import MIN_ROWS
from automl_lib.split_keys import SplitKeys
from domain.messages import Message
from domain.split import SplitEffect, SplitMethod
from domain.table_schema import TableSchema

if TYPE_CHECKING:
    import pandas as pd

_FOLDS = 5
_NEARLY_ALL = 0.5
"""Share of the rows from which one group is worth a remark."""
MIN_TRAIN_CLASS_ROWS = 3


def split_effect(
    frame: pd.DataFrame,
    plan: PreprocessingPlan,
    keys: SplitKeys | None,
    column: str,
    train: np.ndarray,
    test: np.ndarray,
    *,
    is_own: bool,
) -> SplitEffect:
    """What is held out.

    Args:
        column: label of the column that the split goes by.
        train, test: positions of the rows.
        is_own: whether people brought the rows to test on.
    """
    rows, share = len(test), len(test) / max(1, len(train) + len(test))
    if is_own:
        message = Message("The {rows:,} rows to be judged on are those of the other file.", rows=rows)
    elif keys is None:
        message = Message("{rows:,} rows ({share:.0%}) drawn at random are held out.", rows=rows, share=share)
    elif keys.method is SplitMethod.TIME:
        message = Message(
            "The newest {rows:,} rows ({share:.0%}) are held out: '{column}' from {first} on.",
            rows=rows,
            share=share,
            column=column,
            first=_shown(frame[plan.split_column].iloc[test].min()),
        )
    else:
        held = len(np.unique(keys.codes[test]))
        message = Message(
            "{held:,} of {groups:,} groups of '{column}' are held out whole: {rows:,} rows ({share:.0%}).",
            held=held,
            groups=held + len(np.unique(keys.codes[train])),
            column=column,
            rows=rows,
            share=share,
        )
    return SplitEffect(plan.split, plan.split_column, message)


def notes_on_split(
    keys: SplitKeys | None, column: str, labels: np.ndarray, train: np.ndarray, test: np.ndarray, seed: int
) -> tuple[Note, ...]:
    """Remarks on rows without a date or an id, a group of nearly all rows, and folds that can't follow time.

    Raises:
        TrainingRefused: the training rows can't be cross-validated by their groups.
    """
    from automl_lib.learners.folds import fold_plan

    if keys is None:
        return ()
    y = labels[train]
    if y.dtype.kind != "f":
        y = np.unique(y.astype(str), return_inverse=True)[1]
    kind = fold_plan(y, _FOLDS, seed, keys.take(train)).kind
    codes = keys.codes[np.concatenate([train, test])]
    by_time = keys.method is SplitMethod.TIME
    notes = []
    if blank := int((codes < 0).sum()):
        said = _BLANK_TIME if by_time else _BLANK_GROUP
        notes.append(Note("split_blank", said.filled(blank=blank, column=column)))
    if kind in _FOLDS_NOT_FORWARD:
        notes.append(Note("split_folds", _FOLDS_NOT_FORWARD[kind]))
    largest = np.unique(codes, return_counts=True)[1].max() / len(codes)
    if not by_time and largest > _NEARLY_ALL:
        message = Message(
            "One group of '{column}' has {share:.0%} of the rows; it is learned from, and scores speak of the other groups "
            "only.",
            column=column,
            share=largest,
        )
        notes.append(Note("split_large_group", message))
    return tuple(notes)


def refuse_no_times(frame: pd.DataFrame, schema: TableSchema, plan: PreprocessingPlan) -> None:
    """Raises PlanRefused for a split by time whose column has texts."""
    if plan.split is SplitMethod.TIME and frame[plan.split_column].dtype.kind not in "Mf":
        raise PlanRefused(
            Message(
                "'{label}' holds neither dates nor numbers, so rows can't be split by time. Choose another column, or "
                "split by group.",
                label=schema.by_key(str(plan.split_column)).label,
            ),
            code="split_no_dates",
        )


def refuse_unseen_classes(
    labels: np.ndarray, train: np.ndarray, test: np.ndarray, target: str, column: str, keys: SplitKeys
) -> None:
    """Refuse a split whose held-out rows have a class that can't be learned, or a single one.

    Raises:
        PlanRefused: with code split_new_class or split_one_class.
    """
    if labels.dtype.kind == "f":
        return
    names, counts = np.unique(labels[train].astype(str), return_counts=True)
    learned = dict(zip(names.tolist(), counts.tolist(), strict=True))
    held = np.unique(labels[test].astype(str)).tolist()
    every = sorted({*learned, *held})
    unseen = [name for name in every if learned.get(name, 0) < MIN_TRAIN_CLASS_ROWS]
    by_time = keys.method is SplitMethod.TIME
    if len(held) < 2 and not by_time:
        unseen = unseen or _of_one_group(labels, np.concatenate([train, test]), keys, every)
    named = ", ".join(f"'{name}'" for name in unseen[:5]) + (" …" if len(unseen) > 5 else "")
    if unseen:
        said = _UNSEEN_BY_TIME if by_time else _UNSEEN_BY_GROUP
        raise PlanRefused(said.filled(target=target, column=column, named=named), code="split_new_class")
    if len(held) < 2:
        said = _ONE_BY_TIME if by_time else _ONE_BY_GROUP
        raise PlanRefused(said.filled(target=target, column=column, name=held[0]), code="split_one_class")


def _of_one_group(labels: np.ndarray, rows: np.ndarray, keys: SplitKeys, classes: list[str]) -> list[str]:
    return [name for name in classes if len(np.unique(keys.codes[rows[labels[rows] == name]])) == 1]


_UNSEEN_BY_TIME = Message(
    "Some values of the target '{target}' are (nearly) only in the newest rows by '{column}', so they can't be learned: "
    "{named}. Choose a smaller share, leave those rows out, or split at random."
)
_UNSEEN_BY_GROUP = Message(
    "Some values of the target '{target}' are (nearly) only in one group of '{column}', so they can't be both learned and "
    "judged: {named}. Choose another column for the groups, or a random split."
)
_ONE_BY_TIME = Message(
    "The newest rows by '{column}' all have '{name}' in the target '{target}', so models can't be judged on them. Choose a "
    "larger share, leave out rows whose outcome isn't known yet, or split at random."
)
_ONE_BY_GROUP = Message(
    "The groups of '{column}' to hold out all have '{name}' in the target '{target}', so models can't be judged on them. "
    "Choose a larger share, another column for the groups, or a random split."
)
_BLANK_TIME = Message(
    "{blank:,} rows have no value in '{column}'; they are learned from as if they were the oldest."
)
_BLANK_GROUP = Message("{blank:,} rows have no value in '{column}'; each counts as a group of its own.")
_FOLDS_NOT_FORWARD = {
    "blocked": Message(
        "Not every class is in the older training rows, so in cross-validation rows are predicted from older and newer ones."
    ),
    "random": Message("The training rows can't be put in order, so cross-validation is random."),
}


def _shown(value: object) -> str:
    """A date without the time of day where it has none; a number without needless digits."""
    import pandas as pd

    if isinstance(value, pd.Timestamp):
        return value.date().isoformat() if value == value.normalize() else value.isoformat(sep=" ")
    return f"{value:.15g}"


def refuse_too_few(rows: int, classes: Mapping[str, int], *, removed: int) -> None:
    """Refuse to learn from too few rows, or from too few of a class.

    Args:
        rows: that are left to learn from.
        classes: how many of them are of each class.
        removed: rows that were removed for a blank or an outlier.

    Raises:
        TrainingRefused: too_few_left.
    """
    short = [name for name, count in classes.items() if count < MIN_TRAIN_CLASS_ROWS]
    if not short and rows >= MIN_ROWS // 2:
        return
    named = ", ".join(f"'{name}'" for name in short[:5])
    said = {"rows": rows, "classes": f" ({named})" if short else ""}
    if removed:
        message = Message(
            "After preprocessing {rows} rows are left to learn from, too few{classes}. Fill or keep missing values "
            "and outliers instead of removing their rows.",
            **said,
        )
    else:
        message = Message(
            "{rows} rows are left to learn from, too few{classes}. Add rows, hold fewer of them out, or keep repeated rows.",
            **said,
        )
    raise TrainingRefused(message, code="too_few_left")
