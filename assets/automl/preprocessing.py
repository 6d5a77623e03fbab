"""Target and preprocessing plan: `target_check`, `preprocessing_preview`, `preprocessing_plan`.

What a plan is and does is `automl_lib.plan`; here it is read from config, and its effect written down.
"""

import dagster as dg
from pydantic import Field

from assets import checks
from assets.automl import by_hand, metadata, table_files
from assets.automl.data import column_profile
from assets.automl.kept_plan import keep_plan
from assets.automl.partitions import AUTOML_DOCUMENTS
from assets.automl.plan_table import applied_plan, open_table
from assets.automl.target_again import full_check
from assets.runs import IO_RETRY, OWNERS
from assets.step import Step, open_step
from automl_lib.errors import PlanRefused
from domain.messages import Message
from domain.preprocessing import (
    DEFAULTS,
    LARGEST_TEST_SHARE,
    SMALLEST_TEST_SHARE,
    USUAL_FACTORS,
    Duplicates,
    Missing,
    OutlierMethod,
    Outliers,
)
from domain.requests import RequestKind
from domain.split import SplitMethod
from domain.tasks import Task
from records import documents
from records.tables import Document
from resources.clock import Clock
from resources.database import Database
from resources.files import Files
from work_requests import automl_decisions

GROUP = "automl_preprocessing"


class TargetChoice(dg.Config):
    """The target, for a run launched by hand; a request has set it already."""

    target: str | None = Field(
        None, description="Name of the target column. Empty: check the present target again."
    )
    positive_class: str | None = Field(
        None,
        description="The value to predict (the positive class). Empty: yes, Y, 1, True, 예, else the rarer.",
    )
    task: str | None = Field(
        None,
        description=f"What the values are: {', '.join(Task)}. Empty: numbers with many different values are predicted "
        "as numbers; with few, as decided before for the column, else as classes where each value has enough rows.",
    )


class PlanConfig(dg.Config):
    """How duplicate rows, missing values and outliers are treated, and which rows are held out."""

    # `PlanChoices` as plain strings, because Dagster would take the names of an enum's members.
    # Values are checked when they become a decision and a plan.

    duplicates: str = Field(
        DEFAULTS.duplicates.value, description=f"Duplicate rows: {', '.join(Duplicates)}."
    )
    missing: str = Field(DEFAULTS.missing.value, description=f"Missing values: {', '.join(Missing)}.")
    constant: str | None = Field(
        None, description="What to fill missing values with, for missing = constant."
    )
    outliers: str = Field(DEFAULTS.outliers.value, description=f"Outliers: {', '.join(Outliers)}.")
    outlier_method: str = Field(
        DEFAULTS.outlier_method.value, description=f"How outliers are found: {', '.join(OutlierMethod)}."
    )
    outlier_factor: float | None = Field(
        None, description=f"Multiple at which a value is an outlier. Empty: {USUAL_FACTORS}."
    )
    test_share: float = Field(
        DEFAULTS.test_share,
        description=f"Share of the rows held out for the evaluation, {SMALLEST_TEST_SHARE}–{LARGEST_TEST_SHARE}.",
    )
    seed: int = Field(DEFAULTS.seed, description="Seed of the split.")
    split: str | None = Field(
        None,
        description=f"How rows are held out: {', '.join(SplitMethod)}. Empty: as suggested for the table.",
    )
    split_column: str | None = Field(
        None, description="Name of the column with the dates or groups. Empty: the one noticed in the table."
    )


@dg.asset(
    deps=[column_profile],
    partitions_def=AUTOML_DOCUMENTS,
    group_name=GROUP,
    owners=OWNERS,
    kinds={"scikitlearn"},
    check_specs=[checks.NO_LEAKAGE],
    retry_policy=IO_RETRY,
    description="Whether the target is a class or a number, its classes with how many rows each has and which one is "
    "positive, and columns that give the target away.",
)
def target_check(
    context: dg.AssetExecutionContext,
    config: TargetChoice,
    database: Database,
    files: Files,
    clock: Clock,
) -> dg.MaterializeResult:
    decide = by_hand.target(config.target, config.positive_class, config.task)
    with open_step(context, database, clock, by_hand=RequestKind.TARGET, decide=decide) as step:
        return check_chosen_target(step, files)


def check_chosen_target(
    step: Step, files: Files, load: table_files.LoadFrame = table_files.load_typed
) -> dg.MaterializeResult:
    """Check the target of the step's document, and settle its request."""
    with open_table(step, files, load) as (table, typed):
        target = _chosen_target(table.document)
        try:
            check = full_check(table, typed, target, table.document.positive_class)
        except PlanRefused:
            with step.transaction() as session:
                automl_decisions.withdraw_target(session, step.doc_id, step.clock.now())
            raise
    with step.transaction() as session:
        documents.get(session, step.doc_id).target_check = check
    step.finish(check.to_json())
    return dg.MaterializeResult(
        metadata=metadata.of_target(check),
        check_results=[checks.no_leakage(check.warnings)],
    )


@dg.asset(
    deps=[column_profile],
    partitions_def=AUTOML_DOCUMENTS,
    group_name=GROUP,
    owners=OWNERS,
    kinds={"scikitlearn"},
    retry_policy=IO_RETRY,
    description="What a plan would change, without applying it.",
)
def preprocessing_preview(
    context: dg.AssetExecutionContext, config: PlanConfig, database: Database, files: Files, clock: Clock
) -> dg.MaterializeResult[None]:
    decide = by_hand.prepare(config.model_dump(), preview=True)
    with open_step(context, database, clock, by_hand=RequestKind.PREVIEW, decide=decide) as step:
        return preview_plan(step, files, config)


def preview_plan(
    step: Step, files: Files, config: PlanConfig, load: table_files.LoadFrame = table_files.load_typed
) -> dg.MaterializeResult[None]:
    """Count what a plan would change, and settle the step's request with it."""
    with open_table(step, files, load) as (table, _):
        effect = applied_plan(table, config.model_dump()).effect
    step.finish({"effect": effect.to_json(), "labels": table.labels})
    return dg.MaterializeResult(metadata=metadata.of_effect(effect, table.labels))


@dg.asset(
    deps=[column_profile],
    partitions_def=AUTOML_DOCUMENTS,
    group_name=GROUP,
    owners=OWNERS,
    kinds={"scikitlearn"},
    check_specs=[checks.HONEST_SPLIT],
    retry_policy=IO_RETRY,
    description="A new version of the plan in TB_AUTOML_PLAN, the split it makes, and a "
    "count of everything it changes.",
)
def preprocessing_plan(
    context: dg.AssetExecutionContext, config: PlanConfig, database: Database, files: Files, clock: Clock
) -> dg.MaterializeResult:
    decide = by_hand.prepare(config.model_dump(), preview=False)
    with open_step(context, database, clock, by_hand=RequestKind.PREPARE, decide=decide) as step:
        return apply_new_plan(step, files, config)


def apply_new_plan(
    step: Step, files: Files, config: PlanConfig, load: table_files.LoadFrame = table_files.load_typed
) -> dg.MaterializeResult:
    """Store a new version of the plan with its split, and settle the step's request."""
    with open_table(step, files, load) as (table, _):
        applied = applied_plan(table, config.model_dump())
    version = keep_plan(step, files, table.document, table.frame, applied)
    step.finish({"version": version, "effect": applied.effect.to_json(), "labels": table.labels})
    return dg.MaterializeResult(
        metadata={"plan version": version, **metadata.of_effect(applied.effect, table.labels)},
        check_results=[checks.honest_split(applied.effect.split, applied.suggested)],
    )


def _chosen_target(document: Document) -> str:
    if document.target_key is None:
        raise PlanRefused(
            Message("document {name} has no target; choose one first", name=document.name), code="no_target"
        )
    return document.target_key
