"""The tables of the one-shot: the one to learn from, and the rows of a test file that can be scored."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from automl_lib.errors import PlanRefused
from automl_lib.plan import Note, PreprocessingPlan, apply_plan, target_question
from domain.messages import Message
from domain.table_schema import TableSchema
from domain.target_check import TargetCheck
from domain.target_question import TargetQuestion
from domain.tasks import Task

if TYPE_CHECKING:
    import pandas as pd

    from automl_lib.drift import DriftWarning, ReferenceTable
    from automl_lib.reading import ReadChoices, ReadLimits
    from domain.read_report import LedgerEntry, ReadReport
    from domain.target_check import ProfileWarning

AskTask = Callable[[TargetQuestion], Task | None]
"""Asks people what a target is; None where they leave it to the rule."""


@dataclass(frozen=True)
class FitTable:
    """A table to learn from, with what reading and profiling report on it."""

    frame: pd.DataFrame
    report: ReadReport
    target: str
    check: TargetCheck
    warnings: Sequence[ProfileWarning]
    reference: ReferenceTable

    @property
    def schema(self) -> TableSchema:
        """The columns."""
        return self.report.schema

    @property
    def ledger(self) -> Sequence[LedgerEntry]:
        """What reading changed or noticed."""
        return self.report.ledger


def read_fit_table(
    path: Path,
    folder: Path,
    target_label: str,
    limits: ReadLimits | None,
    sheet: str | None,
    choices: ReadChoices | None,
    task: Task | None,
    ask_task: AskTask | None = None,
) -> FitTable:
    """The table of a file and what is known about it; `ask_task` is asked where the target may be classes or numbers."""
    from automl_lib.drift import reference_table
    from automl_lib.frame import load_frame
    from automl_lib.profile import leakage_warnings, profile_table, profile_warnings
    from automl_lib.reading import read_table_in_subprocess
    from automl_lib.target_reading import check_read_target

    report = read_table_in_subprocess(
        path, folder, name=path.name, limits=limits, sheet=sheet, choices=choices
    )
    target = _target_key(report.schema, target_label, path)
    typed, cells = folder / "typed.parquet", folder / "cells.parquet"
    frame = load_frame(typed, report.schema)
    if task is None and ask_task is not None and (question := target_question(frame, report.schema, target)):
        task = ask_task(question)
    check = check_read_target(frame, report.schema, target, report.ledger, task=task)
    profile = profile_table(typed, report.schema, cells_parquet=cells)
    warnings = [
        *profile_warnings(profile, report.ledger),
        *leakage_warnings(typed, report.schema, target, seed=0, task=check.task),
    ]
    reference = reference_table(profile, report.schema, report.ledger)
    return FitTable(frame, report, target, check, warnings, reference)


def read_test_rows(
    path: Path,
    folder: Path,
    table: FitTable,
    plan: PreprocessingPlan,
    limits: ReadLimits | None,
    sheet: str | None,
) -> tuple[pd.DataFrame, tuple[Note | DriftWarning, ...]]:
    """The rows of a test file that can be scored, with the columns of the table, and what is doubtful in them.

    Columns that no model sees needn't be there; they are blank.
    """
    from automl_lib.frame import load_frame
    from automl_lib.new_rows import NewRows, prepare_rows
    from automl_lib.reading import read_table_in_subprocess

    work = folder / "test"
    work.mkdir()
    report = read_table_in_subprocess(
        path,
        work,
        name=path.name,
        limits=limits,
        sheet=sheet,
        looked_for=[column.label for column in table.schema.columns],
    )
    every_row = apply_plan(table.frame, table.schema, plan, held_out=np.arange(0))
    unused = every_row.effect.columns_unused
    keys = [*(key for key in plan.columns if key not in unused), table.target]
    rows = NewRows.of_report(report, work / "cells.parquet")
    schema = table.schema
    check = table.check
    if check.task is Task.REGRESSION:
        schema = schema.for_new_rows()  # a whole number as target needn't be one in the test file
    prepared = prepare_rows(rows, schema, keys, table.reference, work, exact=(table.target,))
    test = load_frame(prepared.typed, prepared.schema)
    scorable = _with_numbers if check.task is Task.REGRESSION else _with_known_classes
    test, left_out = scorable(test, table, path.name)
    for key in table.frame.columns.difference(test.columns):
        blank = table.frame[key].iloc[:0].reindex(test.index)
        test[key] = (
            blank.fillna(table.frame[key].dropna().iloc[0]) if unused.get(key) == "constant" else blank
        )
    return test[list(table.frame.columns)], (*prepared.notes, *left_out)


def _target_key(schema: TableSchema, label: str, path: Path) -> str:
    from automl_lib.prediction import match_labels

    found = match_labels([label], [c.label for c in schema.columns])
    if label not in found:
        headers = ", ".join(f"'{c.label}'" for c in schema.columns[:20])
        raise PlanRefused(
            Message(
                "'{name}' has no column '{label}'. Choose one of {headers}.",
                name=path.name,
                label=label,
                headers=headers,
            ),
            code="target_unknown",
        )
    return schema.by_label(found[label]).key


def _with_known_classes(test: pd.DataFrame, table: FitTable, file: str) -> tuple[pd.DataFrame, list[Note]]:
    """Leaves out test rows that can't be scored: without a class, or with one that training doesn't have."""
    from automl_lib.plan.target import target_labels

    check = table.check
    names = target_labels(test[table.target], table.schema.by_key(table.target).type)
    known = np.array([name in check.classes for name in names], dtype=bool)
    if not known.any():
        raise PlanRefused(
            Message(
                "No row of '{file}' has a class that training knows. Give a file with the same target values.",
                file=file,
            ),
            code="test_classes",
        )
    blank = sum(name is None for name in names)
    others = sorted({name for name in names if name is not None and name not in check.classes})
    notes = []
    if blank:
        notes.append(_without_target(blank, check, file))
    if others:
        named = ", ".join(f"'{name}'" for name in others[:5]) + (" …" if len(others) > 5 else "")
        count = int((~known).sum()) - blank
        notes.append(
            Note(
                "test_rows_of_unknown_class",
                Message(
                    "{count:,} rows of '{file}' have target values that training doesn't have ({named}) and are "
                    "not scored.",
                    count=count,
                    file=file,
                    named=named,
                ),
            )
        )
    return test[known].reset_index(drop=True), notes


def _with_numbers(test: pd.DataFrame, table: FitTable, file: str) -> tuple[pd.DataFrame, list[Note]]:
    """Leaves out test rows without a number in the target."""
    known = np.isfinite(test[table.target].to_numpy(float))
    if not known.any():
        raise PlanRefused(
            Message(
                "No row of '{file}' has a number in the target '{label}'. Give a file with known values.",
                file=file,
                label=table.check.label,
            ),
            code="test_numbers",
        )
    blank = int((~known).sum())
    notes = [_without_target(blank, table.check, file)] if blank else []
    return test[known].reset_index(drop=True), notes


def _without_target(blank: int, check: TargetCheck, file: str) -> Note:
    return Note(
        "test_rows_without_target",
        Message(
            "{blank:,} rows of '{file}' have no value in the target '{label}' and are not scored.",
            blank=blank,
            file=file,
            label=check.label,
        ),
    )
