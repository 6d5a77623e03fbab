"""Files for people: `model_report`, and `prediction_workbook`. They are written on request."""

from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import dagster as dg
from pydantic import Field
from sqlalchemy.orm import Session

from assets.automl.confirmation import GROUP, predictions
from assets.automl.models import model_comparison
from assets.automl.partitions import AUTOML_DOCUMENTS
from assets.automl.planned import LoadModel, kept_model
from assets.automl.report_source import Reading, report_source
from assets.claiming import LAUNCHPAD, Decide
from assets.runs import IO_RETRY, OWNERS
from assets.step import Step, open_step
from domain.messages import Language, Message, in_context
from domain.requests import RequestKind
from domain.rule_sentences import rule_line
from intake.names import shown_name
from records import documents, trainings
from records import predictions as prediction_rows
from records.errors import DecisionRefused
from records.tables import Request
from resources.clock import Clock
from resources.database import Database
from resources.files import Files
from resources.report_files import report_file
from untrusted_files import Run, run
from work_requests import automl_exports, lifecycle
from work_requests.automl_exports import WantedFile

REPORT_NAME = in_context("file", "model report")


class ReportChoice(dg.Config):
    """The report to make, for a run launched by hand; a request has named it already."""

    training_id: str | None = Field(
        None, description="Number of the training. Empty: the confirmed one, else the newest evaluated one."
    )
    format: str = Field("pdf", description="pdf or html.")
    language: str = Field("ko", description="ko or en.")


class WorkbookChoice(dg.Config):
    """The predictions to write, for a run launched by hand; a request has named them already."""

    prediction_id: str | None = Field(None, description="Number of the prediction. Empty: the newest one.")


@dg.asset(
    deps=[model_comparison],
    partitions_def=AUTOML_DOCUMENTS,
    group_name=GROUP,
    owners=OWNERS,
    kinds={"pdf"},
    retry_policy=IO_RETRY,
    description="A report on a trained model as PDF or HTML: data, plan, split, scores with confidence intervals, pictures, "
    "reasons, limits and lineage. The same training gives the same bytes.",
)
def model_report(
    context: dg.AssetExecutionContext, config: ReportChoice, database: Database, files: Files, clock: Clock
) -> dg.MaterializeResult[None]:
    with open_step(
        context, database, clock, by_hand=RequestKind.MODEL_REPORT, decide=_decide_report(config)
    ) as step:
        return write_report(step, files, clock.zone)


def write_report(
    step: Step, files: Files, zone: str, load: LoadModel = kept_model
) -> dg.MaterializeResult[None]:
    """Write the report that the step's request asks for into the store, and settle it."""
    wanted = WantedFile.of_request(step.request)
    step.report(0, 0, Message("making the file"))
    data = report_bytes(step.database.reading, files, wanted, zone, load)
    with step.database.reading() as session:
        name = documents.get(session, step.doc_id).name
    return _keep(step, files, data, f"{name}_{REPORT_NAME.render(wanted.language)}.{wanted.form}")


def report_bytes(
    reading: Reading, files: Files, wanted: WantedFile, zone: str, load: LoadModel = kept_model
) -> bytes:
    """The file of a report."""
    source = report_source(reading, files, wanted.subject, zone, load)
    return report_file(source, wanted.form, wanted.language)


@dg.asset(
    deps=[predictions],
    partitions_def=AUTOML_DOCUMENTS,
    group_name=GROUP,
    owners=OWNERS,
    kinds={"excel"},
    pool="read",
    retry_policy=IO_RETRY,
    description="Predicted rows as an Excel workbook: numbers as numbers, dates as dates, codes and texts as text.",
)
def prediction_workbook(
    context: dg.AssetExecutionContext, config: WorkbookChoice, database: Database, files: Files, clock: Clock
) -> dg.MaterializeResult[None]:
    with open_step(
        context, database, clock, by_hand=RequestKind.PREDICTION_EXPORT, decide=_decide_workbook(config)
    ) as step:
        return write_workbook(step, files)


def write_workbook(step: Step, files: Files, run: Run = run) -> dg.MaterializeResult[None]:
    """Write the workbook of the predictions that the step's request names into the store, and settle it."""
    wanted = WantedFile.of_request(step.request)
    step.report(0, 0, Message("making the file"))
    with step.database.reading() as session:
        file_name = prediction_rows.get(session, wanted.subject).file_name
    with TemporaryDirectory() as folder:
        path = Path(folder) / "predictions.xlsx"
        workbook_of(step.database.reading, files, wanted, path, run)
        stem = file_name.rpartition(".")[0] or file_name
        return _keep(step, files, path.read_bytes(), f"{stem}_예측.xlsx")


def workbook_of(reading: Reading, files: Files, wanted: WantedFile, path: Path, run: Run = run) -> None:
    """Write the workbook of predictions to a file.

    Raises:
        PredictionRefused: more rows than a sheet holds.
        DecisionRefused: nothing was predicted yet.
    """
    from automl_lib.prediction_workbook import write_prediction_workbook
    from automl_lib.reading import read_table_in_subprocess

    with reading() as session:
        row = prediction_rows.get(session, wanted.subject)
        asked = lifecycle.get(session, row.request_id)
    sheet = (asked.result or {}).get("sheet") or asked.params.get("sheet")
    if row.output_path is None:
        raise DecisionRefused(Message("this file has not been predicted yet; export it afterwards"))
    with (
        TemporaryDirectory() as name,
        files.store.local(row.source_path, row.source_sha256) as source,
        files.store.local(row.output_path, row.output_sha256) as predicted,
    ):
        report = read_table_in_subprocess(
            source, Path(name), name=row.file_name, limits=files.read_limits(), sheet=sheet, run=run
        )
        rule = [rule_line(row.decision_rule)] if row.decision_rule else []
        remarks = [*rule, *(row.warnings or [])]
        write_prediction_workbook(path, report, Path(name), predicted, remarks, wanted.language)


def _keep(step: Step, files: Files, data: bytes, file_name: str) -> dg.MaterializeResult[None]:
    """Store a file, settle the request with it, and remove the files that it replaces."""
    form = step.request.params["format"]
    stored = files.store.put_bytes(data, f"automl/{step.doc_id}/exports/{step.request_id}.{form}")
    step.finish(
        {
            "path": stored.key,
            "sha256": stored.sha256,
            "bytes": stored.bytes,
            "file_name": shown_name(file_name),
        }
    )
    with step.database.reading() as session:
        older = automl_exports.made_before(session, step.request)
    for file in older:
        files.store.remove(file.path)
    return dg.MaterializeResult(
        metadata={
            **{name: str(step.request.params[name]) for name in ("format", "language", "subject")},
            "bytes": stored.bytes,
            "file": stored.key,
            "sha256": stored.sha256,
        }
    )


def _decide_report(config: ReportChoice) -> Decide:
    def decide(session: Session, doc_id: str, now: datetime) -> Request:
        subject = config.training_id or default_training(session, doc_id)
        language: Language = "en" if config.language == "en" else "ko"
        wanted = WantedFile(RequestKind.MODEL_REPORT, config.format, language, subject)
        return automl_exports.ask(session, doc_id, wanted, by=LAUNCHPAD, now=now)

    return decide


def default_training(session: Session, doc_id: str) -> str:
    """The confirmed training of a document, else its newest evaluated one. Raises DecisionRefused without any."""
    confirmed = documents.get(session, doc_id).confirmed_training_id
    if confirmed:
        return confirmed
    evaluated = [
        one.training.training_id for one in trainings.latest(session, doc_id) if one.training.evaluation
    ]
    if not evaluated:
        raise DecisionRefused(Message("no model is trained; train one first, then make its report"))
    return max(evaluated)


def _decide_workbook(config: WorkbookChoice) -> Decide:
    def decide(session: Session, doc_id: str, now: datetime) -> Request:
        subject = config.prediction_id
        if subject is None:
            made = [one for one in prediction_rows.of_document(session, doc_id) if one.output_path]
            if not made:
                raise DecisionRefused(Message("this file has not been predicted yet; export it afterwards"))
            subject = made[0].prediction_id
        wanted = WantedFile(RequestKind.PREDICTION_EXPORT, "xlsx", "ko", subject)
        return automl_exports.ask(session, doc_id, wanted, by=LAUNCHPAD, now=now)

    return decide
