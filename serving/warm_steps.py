"""Which requests the process serves by itself, and with which step functions of `assets`."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import dagster as dg
from sqlalchemy.orm import Session

from assets.automl import additions, confirmation, data, decision_rule, outcomes, preprocessing, table_files
from assets.automl import exporting as table_exporting
from assets.automl.mirroring import is_logged
from assets.automl.planned import LoadModel
from assets.ocr import box_reading, document_fields, document_tables, exporting, pictures, reading
from assets.step import Step
from domain.messages import Message
from domain.refusal import Refusal
from domain.requests import RequestKind
from records import predictions, trainings
from records.growth import additions as addition_rows
from records.growth import outcomes as outcome_rows
from records.ocr.tables import OcrDocument
from resources.files import Files
from resources.limits import MIB
from resources.recogniser import ServingReader
from resources.tracking import Tracking
from sensors.work import WithDocument
from untrusted_files import Run


@dataclass(frozen=True)
class SmallWork:
    """Sizes up to which a request is served here.

    Attributes:
        file_bytes: of a file with a table.
        explained_bytes: of a file with rows whose predictions get reasons, which take up to a second for each row.
        page_file_bytes: of a file with pages.
        cells: of a table.
        pages: of a document.
    """

    file_bytes: int = 2 * MIB
    explained_bytes: int = 4_096
    page_file_bytes: int = 16 * MIB
    cells: int = 2_500_000
    pages: int = 4


@dataclass(frozen=True)
class Loaded:
    """What step functions work with, loaded once."""

    files: Files
    load: table_files.LoadFrame
    model: LoadModel
    run: Run
    reader: ServingReader
    tracking: Tracking
    small: SmallWork


Config = Mapping[str, Any]


@dataclass(frozen=True)
class WarmStep:
    """A step of a request: the asset it materializes, and its function.

    Attributes:
        is_after: whether the request is over before it; trouble in it is only logged then.
    """

    asset: dg.AssetsDefinition
    run: Callable[[Step, Loaded, Config], dg.MaterializeResult]
    is_after: bool = False

    @property
    def name(self) -> str:
        return self.asset.key.to_user_string()


class LeftToRun(Exception):
    """The request is more than what is done at once; `why` says why."""

    def __init__(self, why: Message) -> None:
        super().__init__(why.en)
        self.why = why


def _open_pages(step: Step, loaded: Loaded, _: Config) -> dg.MaterializeResult:
    limits = replace(loaded.files.page_limits(), max_pages=loaded.small.pages)
    try:
        row = reading.open_document(step, loaded.files, limits=limits)
    except Refusal as refusal:
        if refusal.code == "too_many_pages":
            raise LeftToRun(Message("it has more than {pages} pages", pages=loaded.small.pages)) from refusal
        raise
    return dg.MaterializeResult(metadata=pictures.of_documents([row]))


def _read_texts(step: Step, loaded: Loaded, _: Config) -> dg.MaterializeResult:
    found = reading.FoundTexts()
    reading.read_document(step, loaded.files, loaded.reader, found)
    return found.result()


def _find_tables(step: Step, loaded: Loaded, _: Config) -> dg.MaterializeResult:
    found = document_tables.find_document_tables(step.database, loaded.files, step.doc_id, step.clock.now())
    return dg.MaterializeResult(metadata=document_tables.metadata_of([found]))


def _find_kind(step: Step, _: Loaded, __: Config) -> dg.MaterializeResult:
    found = document_fields.find_document_kind(step.database, step.doc_id)
    return dg.MaterializeResult(metadata=document_fields.metadata_of_kinds([found]))


def _read_fields(step: Step, loaded: Loaded, _: Config) -> dg.MaterializeResult:
    found = document_fields.read_document_fields(step.database, loaded.files, step.doc_id, step.clock.now())
    return dg.MaterializeResult(metadata=document_fields.metadata_of_fields([found]))


def _confirm(step: Step, loaded: Loaded, _: Config) -> dg.MaterializeResult:
    return confirmation.register_confirmed(step, loaded.files, loaded.tracking, _LOG.warning)


_PROFILE = (
    WarmStep(
        data.column_profile,
        lambda step, loaded, config: data.profile_columns(step, loaded.files, data.ColumnTypes(**config)),
    ),
    WarmStep(data.boxplots, lambda step, loaded, _: data.draw_boxplots(step, loaded.files)),
)
TABLE_STEPS: Mapping[RequestKind, tuple[WarmStep, ...]] = {
    RequestKind.UPLOAD: (
        WarmStep(
            data.uploaded_table, lambda step, loaded, _: data.read_upload(step, loaded.files, loaded.run)
        ),
        *_PROFILE,
    ),
    RequestKind.APPEND: (
        WarmStep(
            additions.appended_rows,
            lambda step, loaded, _: additions.append_file(step, loaded.files, loaded.run),
        ),
        *_PROFILE,
    ),
    RequestKind.RETYPE: _PROFILE,
    RequestKind.PROFILE: _PROFILE,
    RequestKind.TARGET: (
        WarmStep(
            preprocessing.target_check,
            lambda step, loaded, _: preprocessing.check_chosen_target(step, loaded.files, loaded.load),
        ),
    ),
    RequestKind.PREVIEW: (
        WarmStep(
            preprocessing.preprocessing_preview,
            lambda step, loaded, config: preprocessing.preview_plan(
                step, loaded.files, preprocessing.PlanConfig(**config), loaded.load
            ),
        ),
    ),
    RequestKind.PREPARE: (
        WarmStep(
            preprocessing.preprocessing_plan,
            lambda step, loaded, config: preprocessing.apply_new_plan(
                step, loaded.files, preprocessing.PlanConfig(**config), loaded.load
            ),
        ),
    ),
    RequestKind.CONFIRM_MODEL: (WarmStep(confirmation.confirmed_model, _confirm),),
    RequestKind.DECISION_RULE: (
        WarmStep(
            decision_rule.decision_rule,
            lambda step, loaded, _: decision_rule.judge_rule(step, loaded.files, loaded.model, loaded.load),
        ),
    ),
    RequestKind.PREDICT: (
        WarmStep(
            confirmation.predictions,
            lambda step, loaded, _: confirmation.score_rows(step, loaded.files, loaded.model, loaded.run),
        ),
    ),
    RequestKind.OUTCOME: (
        WarmStep(
            outcomes.prediction_outcomes,
            lambda step, loaded, _: outcomes.compare_outcomes(step, loaded.files, loaded.model, loaded.run),
        ),
    ),
    RequestKind.MODEL_REPORT: (
        WarmStep(
            table_exporting.model_report,
            lambda step, loaded, _: table_exporting.write_report(
                step, loaded.files, step.clock.zone, loaded.model
            ),
        ),
    ),
    RequestKind.PREDICTION_EXPORT: (
        WarmStep(
            table_exporting.prediction_workbook,
            lambda step, loaded, _: table_exporting.write_workbook(step, loaded.files, loaded.run),
        ),
    ),
}
PAGE_STEPS: Mapping[RequestKind, tuple[WarmStep, ...]] = {
    RequestKind.OCR_READ: (
        WarmStep(reading.document_pages, _open_pages),
        WarmStep(reading.extracted_texts, _read_texts),
        WarmStep(document_tables.document_tables, _find_tables, is_after=True),
        WarmStep(document_fields.document_kind, _find_kind, is_after=True),
        WarmStep(document_fields.document_fields, _read_fields, is_after=True),
    ),
    RequestKind.OCR_BOXES: (
        WarmStep(
            box_reading.box_texts,
            lambda step, loaded, _: box_reading.read_unread_boxes(step, loaded.files, loaded.reader),
        ),
    ),
    RequestKind.OCR_EXPORT: (
        WarmStep(
            exporting.exported_document, lambda step, loaded, _: exporting.write_export(step, loaded.files)
        ),
    ),
}
WARM_KINDS = {*TABLE_STEPS, *PAGE_STEPS}
_LOG = logging.getLogger(__name__)


def is_served_here(session: Session, asked: WithDocument, files: Files, small: SmallWork) -> bool:
    """Whether a request is small enough, and was not given back before.

    A second attempt is always a run's: of a request that was too large, took too long or crashed the process. So is a
    request whose size can't be found out; its run says what is wrong with it.
    """
    try:
        return _is_small(session, asked, files, small)
    except (Refusal, OSError) as error:
        _LOG.warning("the size of request %s is unknown: %s", asked.request.request_id, error)
        return False


def _is_small(session: Session, asked: WithDocument, files: Files, small: SmallWork) -> bool:
    request, document = asked.request, asked.document
    if request.kind not in WARM_KINDS or request.attempt > 1 or document is None:
        return False
    if isinstance(document, OcrDocument) and request.kind == RequestKind.OCR_BOXES:
        return True  # some boxes of a long document are little work
    if isinstance(document, OcrDocument):
        return document.source_bytes <= small.page_file_bytes and (document.pages or 1) <= small.pages
    if request.kind == RequestKind.UPLOAD:
        return _bytes(files, document.source_path) <= small.file_bytes
    if request.kind == RequestKind.CONFIRM_MODEL:
        return is_logged(trainings.get(session, document.confirmed_training_id or ""))
    if request.kind == RequestKind.PREDICT:
        staged = predictions.of_request(session, request.request_id).source_path
        most = small.explained_bytes if request.params.get("reasons") else small.file_bytes
        return _bytes(files, staged) <= most
    if request.kind == RequestKind.OUTCOME:
        return (
            _bytes(files, outcome_rows.of_request(session, request.request_id).source_path)
            <= small.file_bytes
        )
    if request.kind == RequestKind.PREDICTION_EXPORT:
        staged = predictions.get(session, request.params["subject"]).source_path
        return _bytes(files, staged) <= small.file_bytes
    report = document.read_report
    if request.kind == RequestKind.APPEND:
        staged = addition_rows.of_request(session, request.request_id).source_path
        if _bytes(files, staged) > small.file_bytes:
            return False
    return report is not None and report.rows * len(report.schema.columns) <= small.cells


def _bytes(files: Files, key: str) -> int:
    """Size of a file of the store; one that is gone is refused by the step that reads it."""
    path = files.store.path(key)
    return int(path.stat().st_size) if path.exists() else 0
