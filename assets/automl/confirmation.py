"""The last steps of a document: `confirmed_model`, and `predictions` made with it."""

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import dagster as dg
from pydantic import Field

from assets import checks
from assets.automl import by_hand, metadata, mirroring, table_files
from assets.automl.brought_file import read_brought_file
from assets.automl.decision_rule import decision_rule
from assets.automl.models import model_comparison
from assets.automl.partitions import AUTOML_DOCUMENTS
from assets.automl.planned import LoadModel, check_kept_model, kept_model, reference_at_plan
from assets.automl.what_if import load_background
from assets.claiming import document_of, failing_in_words
from assets.external import INBOX_NEW_ROWS
from assets.runs import IO_RETRY, OWNERS
from assets.step import Step, open_step
from domain.messages import Message
from domain.requests import RequestKind
from domain.rule_sentences import rule_line
from records import documents, explanations, trainings
from records import predictions as prediction_rows
from records.errors import DecisionRefused
from records.tables import Plan
from resources.clock import Clock
from resources.database import Database
from resources.files import Files
from resources.tracking import Tracking
from untrusted_files import Run, run
from work_requests.decision_rules import rule_in_force

GROUP = "automl_confirmation"


class ConfirmationChoice(dg.Config):
    """The model to confirm, for a run launched by hand; a request has set it already."""

    training_id: str | None = Field(
        None, description="Number of the training to confirm. Empty: register the confirmed one again."
    )


class PredictionChoice(dg.Config):
    """The file to predict, for a run launched by hand; a request has staged it already."""

    file: str | None = Field(
        None,
        description="Path of the rows to predict: below the inbox, or in the store. Empty: the newest file again.",
    )
    sheet: str | None = Field(
        None, description="Sheet of a workbook, by name or number. Empty: the one like the table."
    )
    reasons: bool | None = Field(
        None,
        description="Whether the first rows get the columns that counted most. Empty: where the model is explained.",
    )


@dg.asset(
    deps=[model_comparison],
    partitions_def=AUTOML_DOCUMENTS,
    group_name=GROUP,
    owners=OWNERS,
    kinds={"mlflow"},
    retry_policy=IO_RETRY,
    description="The confirmed model, checked against its digest, registered in MLflow and given the alias "
    "'champion'. The row is the truth; MLflow follows when it can.",
)
def confirmed_model(
    context: dg.AssetExecutionContext,
    config: ConfirmationChoice,
    database: Database,
    files: Files,
    clock: Clock,
    tracking: Tracking,
) -> dg.MaterializeResult[None]:
    decide = by_hand.confirm(config.training_id)
    with open_step(context, database, clock, by_hand=RequestKind.CONFIRM_MODEL, decide=decide) as step:
        return register_confirmed(step, files, tracking, context.log.warning)


def register_confirmed(
    step: Step, files: Files, tracking: Tracking, warn: Callable[[str], None]
) -> dg.MaterializeResult[None]:
    """Check the confirmed model of the step's document against its digest, make it MLflow's champion, and settle the request.

    Args:
        warn: takes why MLflow follows later.
    """
    with step.database.reading() as session:
        document = documents.get(session, step.doc_id)
        if document.confirmed_training_id is None:
            raise DecisionRefused(
                Message("document {name} has no confirmed model; confirm one first", name=document.name)
            )
        training = trainings.get(session, document.confirmed_training_id)
    check_kept_model(files, training)
    given = (step.database, files, tracking, training.training_id, step.guard, warn)
    shown = mirroring.mirror_one(*given)
    version = mirroring.register_one(*given)
    # Where people may now drop rows to predict.
    (files.inbox.predict / step.doc_id).mkdir(parents=True, exist_ok=True)
    step.finish({"training_id": training.training_id, "mlflow_version": version})
    return dg.MaterializeResult(
        metadata={
            "training": training.training_id,
            "model": training.model_code,
            "registered version": version or "later",
            **shown,
        }
    )


@dg.asset(
    deps=[confirmed_model, decision_rule, INBOX_NEW_ROWS],
    partitions_def=AUTOML_DOCUMENTS,
    group_name=GROUP,
    owners=OWNERS,
    kinds={"csv"},
    check_specs=[checks.NO_DRIFT],
    pool="read",
    retry_policy=IO_RETRY,
    description="New rows with class and probabilities as CSV, and where they differ from the rows of training.",
)
def predictions(
    context: dg.AssetExecutionContext,
    config: PredictionChoice,
    database: Database,
    files: Files,
    clock: Clock,
) -> dg.MaterializeResult:
    with failing_in_words():
        decide = by_hand.predict(
            files,
            document_of(context),
            context.run.run_id,
            config.file,
            config.sheet,
            reasons=config.reasons,
        )
    with open_step(context, database, clock, by_hand=RequestKind.PREDICT, decide=decide) as step:
        return score_rows(step, files)


def score_rows(
    step: Step, files: Files, load: LoadModel = kept_model, run: Run = run
) -> dg.MaterializeResult:
    """Predict the rows of the file that the step's request brought, and settle it."""
    from automl_lib.scoring import score_table

    with TemporaryDirectory() as name:
        folder = Path(name)
        with step.database.reading() as session:
            wanted = prediction_rows.of_request(session, step.request_id)
            document = documents.get(session, step.doc_id)
            training = trainings.get(session, document.confirmed_training_id or "")
            plan_row = session.get_one(Plan, (step.doc_id, training.plan_version))
        report = read_brought_file(step, files, document, wanted, folder, run)
        rule = rule_in_force(training)
        background = None
        if step.request.params.get("reasons"):
            with step.database.reading() as session:
                explanation = explanations.with_background(session, training.training_id)
            background = load_background(files, explanation)
        with load(files, training) as model:
            step.report(0, report.rows, Message("predicting"))
            reference = reference_at_plan(files, plan_row)
            scored = score_table(
                model.with_threshold(rule.threshold) if rule else model,
                report,
                folder / table_files.CELLS,
                reference,
                folder / "predictions.csv",
                background=background,
            )
        key = f"automl/{step.doc_id}/predictions/{wanted.prediction_id}.csv"
        stored = files.store.put(folder / "predictions.csv", key)
        with step.transaction() as session:
            row = prediction_rows.of_request(session, step.request_id)
            row.training_id = training.training_id
            row.decision_rule = rule
            row.rows = scored.rows
            row.output_path, row.output_sha256 = stored.key, stored.sha256
            row.warnings = scored.warnings
            row.finished_at = step.clock.now()
        step.finish(
            {"prediction_id": wanted.prediction_id, "output": stored.key, **table_files.sheets_of(report)}
        )
    return dg.MaterializeResult(
        metadata={
            "dagster/row_count": scored.rows,
            **({"decision rule": rule_line(rule).en} if rule else {}),
            "warnings found": len(scored.warnings),
            "output": stored.key,
            "warnings": metadata.table([{"warning": w["en"]} for w in scored.warnings]),
        },
        check_results=[checks.no_drift(scored.rows, scored.warnings)],
    )
