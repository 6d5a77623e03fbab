"""A document's table in memory, and the plan that choices make for it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assets.automl import table_files
from assets.step import Step
from automl_lib.errors import PlanRefused
from domain.messages import Message
from domain.plan_effect import PlanEffect
from domain.preprocessing import PlanChoices
from domain.split import SplitSuggestion
from domain.table_schema import TableSchema
from domain.target_check import TargetCheck
from domain.tasks import Task
from records import columns, documents
from records.tables import Document
from resources.files import Files
from work_requests.target_task import chosen_task

if TYPE_CHECKING:
    import pandas as pd

    from automl_lib.plan import PlannedSplit, PreprocessingPlan


@dataclass(frozen=True)
class PlanTable:
    """A document with its typed table in memory.

    Attributes:
        wanted_task: what people decided that the target's values are; None where the check decides.
    """

    document: Document
    schema: TableSchema
    frame: pd.DataFrame
    used: tuple[str, ...]
    wanted_task: Task | None

    @property
    def labels(self) -> dict[str, str]:
        return {column.key: column.label for column in self.schema.columns}


@contextmanager
def open_table(step: Step, files: Files, load: table_files.LoadFrame) -> Iterator[tuple[PlanTable, Path]]:
    """The table of the step's document, and the file of its typed cells."""
    step.report(0, 0, Message("reading the table"))
    with step.database.reading() as session:
        document = documents.get(session, step.doc_id)
        used = tuple(column.key for column in columns.of_document(session, step.doc_id) if column.used)
        wanted = chosen_task(session, document)
    schema = table_files.report_of(document).schema
    with table_files.typed(files.store, document) as typed:
        yield PlanTable(document, schema, load(document, typed), used, wanted), typed


@dataclass(frozen=True)
class AppliedPlan:
    """A plan with the split it makes.

    Attributes:
        effect: the split's, with why it was suggested and how a random one would have looked.
        suggested: split for the table; a random one where none was looked for.
    """

    plan: PreprocessingPlan
    split: PlannedSplit
    effect: PlanEffect
    suggested: SplitSuggestion = field(default_factory=SplitSuggestion)


def applied_plan(table: PlanTable, values: Mapping[str, Any]) -> AppliedPlan:
    """The plan of choices, applied to the table.

    Raises:
        PlanRefused: a value is none of the choices, there is no such column, or the plan doesn't fit the table.
        TrainingRefused: too few rows are left to learn from.
    """
    from automl_lib.plan import PreprocessingPlan, apply_plan
    from automl_lib.split_report import report_split

    choices = PlanChoices.parse(values, PlanRefused)
    if choices.split_column is not None:
        choices = choices.model_copy(update={"split_column": _key_of(table.schema, choices.split_column)})
    check = _check(table)
    suggested = check.split if check and check.split else SplitSuggestion()
    target = table.document.target_key
    plan = PreprocessingPlan.of(
        choices,
        target=target,
        columns=(key for key in table.used if key != target),
        positive_class=table.document.positive_class,
        task=check.task if check else Task.CLASSIFICATION,
        suggested=suggested,
    )
    split = apply_plan(table.frame, table.schema, plan)
    effect = report_split(table.frame, table.schema, split.plan, split, suggested)
    return AppliedPlan(split.plan, split, effect, suggested)


def _key_of(schema: TableSchema, name: str) -> str:
    """The key of a column named by its label or its key."""
    for column in schema.columns:
        if name in (column.key, column.label):
            return column.key
    raise PlanRefused(
        Message("The table has no column '{name}' to split by. Choose one it has.", name=name),
        code="split_column",
    )


def _check(table: PlanTable) -> TargetCheck | None:
    """What the check of the target found, how to split included; where columns changed since, what it would find now."""
    from automl_lib.plan import check_target, suggest_split

    document = table.document
    if document.target_key is None:
        return None
    check = document.target_check or check_target(
        table.frame, table.schema, document.target_key, document.positive_class, table.wanted_task
    )
    if check.split is not None:
        return check
    return replace(check, split=suggest_split(table.frame, table.schema, check))
