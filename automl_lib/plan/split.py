"""Applies a plan to a table: which rows are learned from, which are held out, and what was changed. `preview` is the same function.

Filling and clipping happen in the pipeline (`automl_lib.plan.cleaner`); here they are counted.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from automl_lib.errors import PlanRefused
from automl_lib.plan.effects import PlanEffect, PlannedSplit
from automl_lib.plan.held_out import held_out_rows, split_keys
from automl_lib.plan.notes import notes_on
from automl_lib.plan.outliers import outlier_bounds
from automl_lib.plan.preprocessing_plan import PreprocessingPlan
from automl_lib.plan.split_notes import (
    notes_on_split,
    refuse_no_times,
    refuse_too_few,
    refuse_unseen_classes,
    split_effect,
)
from automl_lib.plan.target import (
    MIN_ROWS,
    check_target,
    refuse_rare_classes,
    target_labels,
    target_numbers,
)
from automl_lib.repeats import alike_rows
from domain.messages import Message
from domain.split import SplitMethod
from domain.table_schema import TableSchema
from domain.target_check import TargetCheck
from domain.tasks import Task

if TYPE_CHECKING:
    import pandas as pd

    from automl_lib.plan.cleaner import PlanCleaner
    from automl_lib.split_keys import SplitKeys
    from domain.text_columns import TextCheck


def preview(frame: pd.DataFrame, schema: TableSchema, plan: PreprocessingPlan) -> PlanEffect:
    """What `apply_plan` would do, without keeping the rows. Same arguments, same refusals."""
    return apply_plan(frame, schema, plan).effect


def apply_plan(
    frame: pd.DataFrame,
    schema: TableSchema,
    plan: PreprocessingPlan,
    *,
    held_out: np.ndarray | None = None,
    apart: bool = False,
) -> PlannedSplit:
    """Splits the rows of a table and counts what the plan does.

    Rows are separated at random, by time or by group, as the plan says (`automl_lib.plan.held_out`).

    Args:
        frame: the typed table (`automl_lib.frame.load_frame`).
        schema: of the table.
        plan: what to do.
        held_out: positions of the rows to test on, where people brought their own; else about
            `plan.test_share` of the rows.
        apart: whether nothing is learned of the groups of `held_out`, where the plan splits by group.

    Raises:
        PlanRefused: the plan or its target doesn't fit the table.
        TrainingRefused: too few rows, or members of a class, are left to learn from.
    """
    import pandas as pd

    from automl_lib.plan.cleaner import cleaner_for

    _refuse_unfit(frame, schema, plan)
    labels, check = _labels(frame, schema, plan)
    known = _known(labels) if check else np.arange(len(frame))
    alike = _alike(frame, labels, plan)
    found = pd.Series(alike).duplicated().to_numpy()[known]
    kept = known[~found] if plan.duplicates == "remove" else known
    keys = split_keys(frame, plan)
    column = schema.by_key(plan.split_column).label if plan.split_column else ""
    train, test = _split(kept, known, labels, plan, check, held_out, keys, column, apart=apart)

    complete = train[~_any_blank(frame.iloc[train], plan)] if plan.missing == "remove" else train
    inside = complete
    bounds = _bounds(frame.iloc[complete], schema, plan)
    if plan.outliers == "remove":
        inside = complete[~_any_outlier(frame.iloc[complete], bounds)]
    if check and keys and held_out is None:
        refuse_unseen_classes(labels, train, test, check.label, column, keys)
    refuse_too_few(len(inside), _class_counts(labels[inside], check), removed=len(train) - len(inside))

    cleaner = cleaner_for(plan, schema).fit(frame.iloc[inside])
    if plan.texts is None:
        rows, inside_keys = frame.iloc[inside], keys and keys.take(inside)
        checks = _text_checks(rows, labels[inside], cleaner, plan.seed, inside_keys) if check else ()
        plan = replace(plan, texts=checks)
        cleaner = cleaner_for(plan, schema).fit(rows) if checks else cleaner
    across = int(np.isin(alike[test], alike[inside]).sum())
    effect = PlanEffect(
        rows_total=len(frame),
        rows_missing_target=len(frame) - len(known),
        rows_duplicate=len(known) - len(kept),
        duplicates_found=int(found.sum()),
        duplicates_across_split=across,
        rows_missing_cells=len(train) - len(complete),
        rows_outliers=len(complete) - len(inside),
        rows_train=len(inside),
        rows_test=len(test),
        classes_train=_class_counts(labels[inside], check),
        classes_test=_class_counts(labels[test], check),
        cells_filled_train=cleaner.filled(frame.iloc[inside]),
        cells_filled_test=cleaner.filled(frame.iloc[test]),
        cells_clipped_train=cleaner.clipped(frame.iloc[inside]),
        cells_clipped_test=cleaner.clipped(frame.iloc[test]),
        bounds=bounds if plan.outliers != "keep" else {},
        fill_values=dict(cleaner.fill_values_),
        columns_unused=dict(cleaner.dropped_),
        notes=notes_on(
            schema,
            cleaner.dropped_,
            across if plan.duplicates == "keep" else 0,
            texts=plan.texts or (),
            without_target=len(frame) - len(known),
            rows=len(frame),
        )
        + notes_on_split(keys, column, labels, inside, test if held_out is None else test[:0], plan.seed),
        split=split_effect(frame, plan, keys, column, inside, test, is_own=held_out is not None)
        if check
        else None,
    )
    return PlannedSplit(inside, test, effect, plan)


def _refuse_unfit(frame: pd.DataFrame, schema: TableSchema, plan: PreprocessingPlan) -> None:
    from automl_lib.plan.cleaner import blank_cells

    known = {c.key for c in schema.columns} & set(frame.columns)
    named = (*plan.columns, *((plan.split_column,) if plan.split_column else ()))
    unknown = [key for key in named if key not in known]
    if unknown:
        raise PlanRefused(
            Message(
                "The plan uses columns that the table doesn't have: {unknown}.", unknown=", ".join(unknown)
            ),
            code="columns_unknown",
        )
    refuse_no_times(frame, schema, plan)
    if plan.missing == "constant" and not _is_number(plan.constant):
        for key in plan.columns:
            column = schema.by_key(key)
            if column.type.is_numeric and blank_cells(frame[key]).any():
                raise PlanRefused(
                    Message(
                        "Blanks of the numeric column '{label}' can't be filled with '{constant}'. Give a number.",
                        label=column.label,
                        constant=plan.constant,
                    ),
                    code="constant_number",
                )


def _labels(
    frame: pd.DataFrame, schema: TableSchema, plan: PreprocessingPlan
) -> tuple[np.ndarray, TargetCheck | None]:
    if plan.target is None:
        if len(frame) < MIN_ROWS:
            raise PlanRefused(
                Message(
                    "The table has only {rows} rows. At least {min_rows} are needed.",
                    rows=len(frame),
                    min_rows=MIN_ROWS,
                ),
                code="too_few_rows",
            )
        return np.full(len(frame), "", dtype=object), None
    check = check_target(frame, schema, plan.target, plan.positive_class, plan.task, plan.classes)
    if check.task is Task.REGRESSION:
        return target_numbers(frame[plan.target]), check
    return target_labels(frame[plan.target], schema.by_key(plan.target).type, plan.classes), check


def _known(labels: np.ndarray) -> np.ndarray:
    """Positions of the rows whose target is not blank: None among classes, NaN among numbers."""
    if labels.dtype.kind == "f":
        return np.flatnonzero(~np.isnan(labels))
    return np.flatnonzero([v is not None for v in labels])


def _alike(frame: pd.DataFrame, labels: np.ndarray, plan: PreprocessingPlan) -> np.ndarray:
    """A number for each row, the same for rows that are equal in the plan's columns and the target."""
    return alike_rows(frame[list(plan.columns)].assign(**{"target of the row": labels}))


def _split(
    kept: np.ndarray,
    known: np.ndarray,
    labels: np.ndarray,
    plan: PreprocessingPlan,
    check: TargetCheck | None,
    held_out: np.ndarray | None,
    keys: SplitKeys | None,
    column: str,
    *,
    apart: bool,
) -> tuple[np.ndarray, np.ndarray]:
    if held_out is not None:
        test, train = np.intersect1d(known, held_out), np.setdiff1d(kept, held_out)
        if apart and keys is not None and keys.method is SplitMethod.GROUP:
            train = train[~np.isin(keys.codes[train], keys.codes[test])]
        return train, test
    if check is None:
        return kept, kept[:0]
    refuse_rare_classes(check.label, _class_counts(labels[kept], check))
    test = held_out_rows(kept, labels, plan, keys, column)
    return np.setdiff1d(kept, test, assume_unique=True), test


def _text_checks(
    rows: pd.DataFrame, labels: np.ndarray, cleaner: PlanCleaner, seed: int, split_keys: SplitKeys | None
) -> tuple[TextCheck, ...]:
    """Which columns of free text help."""
    from automl_lib.plan.cleaner import FREE_TEXT
    from automl_lib.plan.text_check import check_texts

    texts = rows[[key for key, why in cleaner.dropped_.items() if why == FREE_TEXT]]
    return check_texts(cleaner.transform(rows), texts, labels, seed=seed, split_keys=split_keys)


def _any_blank(frame: pd.DataFrame, plan: PreprocessingPlan) -> np.ndarray:
    from automl_lib.plan.cleaner import blank_cells

    return np.any([blank_cells(frame[key]) for key in plan.columns], axis=0)


def _bounds(
    frame: pd.DataFrame, schema: TableSchema, plan: PreprocessingPlan
) -> dict[str, tuple[float, float]]:
    numeric = [key for key in plan.columns if schema.by_key(key).type.is_numeric]
    found = {
        key: outlier_bounds(frame[key].to_numpy(float), plan.outlier_method, plan.outlier_factor)
        for key in numeric
    }
    return {key: pair for key, pair in found.items() if pair is not None}


def _any_outlier(frame: pd.DataFrame, bounds: dict[str, tuple[float, float]]) -> np.ndarray:
    outside = np.zeros(len(frame), dtype=bool)
    for key, (low, high) in bounds.items():
        values = frame[key].to_numpy(float)
        outside |= (values < low) | (values > high)
    return outside


def _class_counts(labels: np.ndarray, check: TargetCheck | None) -> dict[str, int]:
    return {c: int((labels == c).sum()) for c in check.classes} if check else {}


def _is_number(text: str | None) -> bool:
    try:
        return bool(np.isfinite(float(text or "nan")))
    except ValueError:
        return False
