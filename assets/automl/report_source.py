"""What a model report is made of, gathered from rows and files."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import datetime
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from assets.automl import table_files
from assets.automl.planned import LoadModel, kept_model, load_planned, reference_at_plan
from domain.automl import TrainingStatus
from domain.decision_rules import DecisionRule
from domain.evaluations import TrainingEvaluation
from domain.messages import Message
from domain.plan_effect import PlanEffect
from domain.rule_sentences import rule_sentences
from domain.ruled_scores import scores_in_force
from records import documents, explanations, trainings
from records.errors import DecisionRefused
from records.growth import additions
from records.growth.tables import TableAddition
from records.model_choice import choice_of
from records.tables import Document, Plan, Training
from resources.files import Files
from work_requests import lifecycle

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from automl_lib.report import ReportSource, SourceFile
    from automl_lib.trained_model import TrainedModel

Reading = Callable[[], "AbstractContextManager[Session]"]


def report_source(
    reading: Reading, files: Files, training_id: str, zone: str, load: LoadModel = kept_model
) -> ReportSource:
    """Gather what the report on an evaluated training says. The scores are at the threshold in force.

    They get intervals by predicting the held-out rows again.

    Args:
        reading: opens a session that only reads.
        zone: time zone of the day of training.

    Raises:
        DecisionRefused: the training was not evaluated, its model is not kept, or rows that it knows were taken back.
        NotFound: there is no such training.
    """
    from automl_lib.evaluation import evaluate_classifier
    from automl_lib.evaluation.bootstrap import score_intervals
    from automl_lib.profile import profile_warnings
    from automl_lib.report import ReportSource

    local = ZoneInfo(zone)
    with reading() as session:
        training = trainings.get(session, training_id)
        document = documents.get(session, training.doc_id)
        if training.evaluation is None:
            raise DecisionRefused(Message("this model has not been evaluated; a report needs its scores"))
        plan_row = session.get_one(Plan, (training.doc_id, training.plan_version))
        others = {
            one.training.model_code: _in_force(one.training.evaluation, one.training.decision_rule)
            for one in trainings.latest(session, training.doc_id)
            if one.training.plan_version == training.plan_version
            and one.training.status == TrainingStatus.EVALUATED
            and one.training.model_code != training.model_code
            and one.training.evaluation
        }
        recommended = choice_of(
            [
                one.training
                for one in trainings.latest(session, training.doc_id)
                if one.training.plan_version == training.plan_version
            ]
        ).recommendation
        explained = explanations.of_training(session, training_id)
        run_id = lifecycle.get(session, training.request_id).dagster_run_id
        table_version, added = additions.at_plan(session, plan_row)
        source_files = _source_files(document, plan_row, added, local)
    planned = load_planned(files, document, plan_row)
    # The columns as the model learned them: rows may have been added to the table since.
    profile = reference_at_plan(files, plan_row).profile
    rule, judged = training.decision_rule, planned.frame.iloc[planned.test_rows]
    with load(files, training) as kept:
        model = kept.with_threshold(rule.threshold) if rule else kept
        if rule is not None and rule.held_out is None:  # chosen a moment ago: its scores are not counted yet
            rule = rule.judged(evaluate_classifier(model, judged))
        intervals = score_intervals(model, judged, seed=model.seed)
        lineage = _lineage(document, training, plan_row, model, run_id, source_files, table_version)
    report = table_files.report_of(document)
    check = document.target_check
    trained_at = training.trained_at or training.started_at
    return ReportSource(
        document=document.name,
        files=source_files,
        rows=len(planned.frame),
        schema=report.schema,
        columns=[column.to_dict() for column in profile.columns],
        remarks=[*profile_warnings(profile, report.ledger), *(check.warnings if check else ())],
        ledger=report.ledger,
        plan=planned.plan,
        effect=PlanEffect.from_json(plan_row.effect),
        model_code=training.model_code,
        evaluation=_in_force(training.evaluation, rule),
        intervals=intervals,
        others=others,
        explanation=explained.explanation if explained else None,
        choice=[recommended.reason]
        if recommended is not None and recommended.training_id == training_id
        else [],
        rule=rule_sentences(rule) if rule else (),
        lineage=lineage,
        trained_on=trained_at.astimezone(local).strftime("%Y-%m-%d"),
    )


def _in_force(evaluation: TrainingEvaluation, rule: DecisionRule | None) -> TrainingEvaluation:
    """The evaluation with the scores at the threshold by which the model predicts."""
    scores = evaluation.classification
    return replace(evaluation, scores=scores_in_force(scores, rule)) if scores else evaluation


def _source_files(
    document: Document, plan: Plan, added: Sequence[TableAddition], zone: ZoneInfo
) -> list[SourceFile]:
    """The files whose rows the plan was applied to: the uploaded one, then those that were added before."""
    from automl_lib.report import SourceFile

    rows_total, report = int(plan.effect["rows_total"]), table_files.report_of(document)
    uploaded = SourceFile(
        document.file_name,
        rows_total - sum(one.rows or 0 for one in added),
        document.source_sha256,
        _day(document.registered_at, zone),
        report.sheet,
    )
    return [
        uploaded,
        *(
            SourceFile(one.file_name, one.rows or 0, one.source_sha256, _day(one.added_at, zone), one.sheet)
            for one in added
        ),
    ]


def _day(moment: datetime | None, zone: ZoneInfo) -> str:
    return f"{moment.astimezone(zone):%Y-%m-%d}" if moment else ""


def _lineage(
    document: Document,
    training: Training,
    plan: Plan,
    model: TrainedModel,
    run_id: str | None,
    files: Sequence[SourceFile],
    table_version: int,
) -> list[tuple[Message, str]]:
    """What the model was made from and with; without what is not known."""
    packages = ", ".join(f"{name} {number}" for name, number in sorted(model.versions.items()))
    found = [
        (Message("Document"), f"{document.name} · {document.doc_id}"),
        (Message("Training"), f"{training.training_id} ({training.model_code})"),
        (Message("Version of the preparation"), str(plan.version)),
        (Message("Seed of the training"), str(training.seed)),
        (Message("Version of the table"), str(table_version)),
        *(
            (
                Message("SHA-256 of the file"),
                f"{one.shown_name}: {one.sha256}" if len(files) > 1 else one.sha256,
            )
            for one in files
        ),
        (Message("SHA-256 of the split"), plan.split_sha256),
        (Message("SHA-256 of the model"), training.model_digest or ""),
        (Message("Packages"), packages),
        (Message("Saebyeok"), _own_version()),
        (Message("Run in Dagster"), run_id or ""),
        (Message("Run in MLflow"), training.mlflow_run_id or ""),
    ]
    return [(title, value) for title, value in found if value]


def _own_version() -> str:
    try:
        return version("saebyeok")
    except PackageNotFoundError:  # a checkout that was not installed
        return ""
