"""The target of a table whose rows have changed, checked again: people see its classes as they are now."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import dagster as dg

from assets import checks
from assets.automl import metadata, table_files
from assets.automl.plan_table import PlanTable, open_table
from assets.step import Step
from automl_lib.errors import PlanRefused
from domain.messages import Message
from records import documents
from resources.files import Files

if TYPE_CHECKING:
    from pathlib import Path

    from domain.target_check import TargetCheck


def full_check(table: PlanTable, typed: Path, target: str, positive_class: str | None) -> TargetCheck:
    """What a target is, with the columns that give it away and the split that suits it.

    Args:
        typed: file of the typed cells.
        target: key of the column.
        positive_class: people's choice; None for the rule.

    Raises:
        PlanRefused: as `check_read_target`.
    """
    from automl_lib.plan import suggest_split
    from automl_lib.profile import leakage_warnings
    from automl_lib.target_reading import check_read_target

    ledger = table_files.report_of(table.document).ledger
    check = check_read_target(table.frame, table.schema, target, ledger, positive_class, table.wanted_task)
    leaks = leakage_warnings(typed, table.schema, target, seed=0, task=check.task)
    return replace(check, warnings=tuple(leaks), split=suggest_split(table.frame, table.schema, check))


def check_target_again(step: Step, files: Files) -> dg.MaterializeResult:
    """Check the target of the step's document on its rows as they are now, and keep what is found.

    The positive class stays what it was where it is still one of two classes. A target that can't be learned any more stays
    chosen but unchecked, so that the rows are added all the same and people decide; a document without a target is left as
    it is.

    Returns:
        Metadata and the check of the asset, for the result of the step.
    """
    with step.database.reading() as session:
        if documents.get(session, step.doc_id).target_key is None:
            return dg.MaterializeResult(check_results=[checks.target_learnable(None)])
    refused: PlanRefused | None = None
    check: TargetCheck | None = None
    with open_table(step, files, table_files.load_typed) as (table, typed):
        step.report(0, 0, Message("checking the target again"))
        target, positive = table.document.target_key or "", table.document.positive_class
        try:
            try:
                check = full_check(table, typed, target, positive)
            except PlanRefused as refusal:
                if refusal.code != "positive_class":
                    raise
                positive = None
                check = full_check(table, typed, target, None)
        except PlanRefused as refusal:
            refused, positive = refusal, None
    with step.transaction() as session:
        document = documents.get(session, step.doc_id)
        document.target_check, document.positive_class = check, positive
    if refused is not None:
        step.log_line(refused.message)
    return dg.MaterializeResult(
        metadata=metadata.of_target(check) if check else {},
        check_results=[checks.target_learnable(refused.message if refused else None)],
    )


def with_target(result: dg.MaterializeResult, target: dg.MaterializeResult) -> dg.MaterializeResult:
    """The result of a step with what was found about the target."""
    return dg.MaterializeResult(
        metadata={**(result.metadata or {}), **(target.metadata or {})},
        check_results=[*(result.check_results or []), *(target.check_results or [])],
    )
