"""What people decide about a document: each function is one decision, for one transaction.

It checks that the document's state allows it, sets the state it sets, and writes one request. The
command line, the console and the launchpad all come through here; runs are started later, by the
requests sensor alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from domain.automl import DocumentStatus, TrainingStatus
from domain.columns import Reading
from domain.messages import Message
from domain.preprocessing import Missing, PlanChoices
from domain.requests import RequestKind
from domain.tasks import Task
from records import columns, documents, explanations, plans, trainings
from records.errors import DecisionRefused
from records.growth import additions
from records.ids import next_id
from records.stale_trainings import stale_reasons
from records.tables import Document, Prediction, Request
from work_requests import lifecycle
from work_requests.decision_rules import inherit_rule
from work_requests.sheet_choice import check_sheet
from work_requests.split_column import with_split_key
from work_requests.target_task import decided_before, is_present_target, refuse_unfit_task


def confirm_data(session: Session, doc_id: str, *, by: str, now: datetime) -> Request:
    """[데이터 확인]: the person has seen the columns and their statistics."""
    document = _at_least(session, doc_id, DocumentStatus.UPLOADED)
    documents.advance(document, DocumentStatus.DATA_CONFIRMED, now)
    return lifecycle.note_done(session, RequestKind.CONFIRM_DATA, doc_id=doc_id, params={}, by=by, now=now)


def read_sheet(session: Session, doc_id: str, *, sheet: str, by: str, now: datetime) -> Request:
    """시트 선택: read the document again from another sheet of its workbook, by name or number from 1.

    What was decided about the columns of the sheet before is dropped; results made of it become stale.

    Raises:
        DecisionRefused: the file has no sheets, or no such sheet.
    """
    document = documents.get(session, doc_id)
    additions.refuse_if_any(session, document)
    if (report := document.read_report) is not None:
        check_sheet(document.name, report, sheet)
        document.target_key = document.positive_class = None
        reopen(session, document, now)
        if DocumentStatus(document.status).stage > DocumentStatus.UPLOADED.stage:
            documents.set_status(document, DocumentStatus.UPLOADED, now)
    params = {"file_name": document.file_name, "sheet": sheet}
    return lifecycle.ask_once(session, RequestKind.UPLOAD, doc_id=doc_id, params=params, by=by, now=now)


def set_used_columns(
    session: Session, doc_id: str, *, use: Sequence[str], drop: Sequence[str], by: str, now: datetime
) -> Request:
    """사용여부: which columns (by label) models may use. Earlier plans and results become stale."""
    document = _at_least(session, doc_id, DocumentStatus.UPLOADED)
    columns.set_used(session, doc_id, use, True)
    columns.set_used(session, doc_id, drop, False)
    reopen(session, document, now)
    params = {"use": list(use), "drop": list(drop)}
    return lifecycle.note_done(session, RequestKind.USE_COLUMNS, doc_id=doc_id, params=params, by=by, now=now)


def retype_columns(
    session: Session,
    doc_id: str,
    *,
    types: Mapping[str, str],
    missing: Mapping[str, Sequence[str]] | None = None,
    by: str,
    now: datetime,
) -> Request:
    """칼럼 유형: read columns in another way. Earlier plans and results become stale.

    Args:
        types: a `Reading` by label.
        missing: the words that mean missing by label, instead of the usual ones.

    Raises:
        NotFound: a label the document doesn't have.
        DecisionRefused: an unknown reading.
    """
    document = _at_least(session, doc_id, DocumentStatus.UPLOADED)
    if unknown := sorted(set(types.values()) - {reading.value for reading in Reading}):
        known = ", ".join(f"{reading.value}({reading.label})" for reading in Reading)
        raise DecisionRefused(
            Message(
                "unknown column type: {unknown}; choose one of {known}",
                unknown=", ".join(unknown),
                known=known,
            )
        )
    keys = {label: columns.by_label(session, doc_id, label).key for label in (*types, *(missing or {}))}
    params: dict[str, Any] = {"types": {keys[label]: kind for label, kind in types.items()}}
    if missing:
        params["missing_words"] = {
            keys[label]: [word.strip() for word in words if word.strip()] for label, words in missing.items()
        }
    reopen(session, document, now)
    return lifecycle.ask_once(session, RequestKind.RETYPE, doc_id=doc_id, params=params, by=by, now=now)


def set_target(
    session: Session,
    doc_id: str,
    *,
    label: str,
    positive_class: str | None,
    by: str,
    now: datetime,
    task: Task | None = None,
) -> Request:
    """[목표변수 적용]: the column to predict. Sets 데이터 전처리 and makes earlier results stale, unless it was the target already.

    Args:
        positive_class: None: as the check decides.
        task: None: what people decided on this column before (`open_question` is None then), else as the check decides.
    """
    document = _at_least(session, doc_id, DocumentStatus.DATA_CONFIRMED)
    column = columns.by_label(session, doc_id, label)
    refuse_unfit_task(column, task)
    task = task or decided_before(session, column)
    if not is_present_target(session, document, column, positive_class, task):
        document.target_key = column.key
        document.positive_class = positive_class
        document.target_check = None
        document.plan_version = None
        trainings.mark_stale(session, doc_id, except_plan=None)
        documents.set_status(document, DocumentStatus.PREPARED, now)
    params = {"target": column.key, "label": label, "positive_class": positive_class}
    if task is not None:
        params["task"] = task
    return lifecycle.ask_once(session, RequestKind.TARGET, doc_id=doc_id, params=params, by=by, now=now)


def withdraw_target(session: Session, doc_id: str, now: datetime) -> None:
    """Undo `set_target` after its check refused the target or the positive class."""
    document = documents.get(session, doc_id)
    document.target_key = document.positive_class = None
    documents.set_status(document, DocumentStatus.DATA_CONFIRMED, now)


def prepare(
    session: Session, doc_id: str, *, choices: PlanChoices, preview: bool, by: str, now: datetime
) -> Request:
    """[데이터 전처리 적용], or with `preview` only what it would change.

    Args:
        choices: target and used columns are taken from the document by the run.

    Raises:
        DecisionRefused: the constant for blanks is not given, or the document isn't so far.
        NotFound: there is no such column to split by.
    """
    _at_least(session, doc_id, DocumentStatus.DATA_CONFIRMED)
    if choices.missing is Missing.CONSTANT and not choices.constant:
        raise DecisionRefused(
            Message("filling missing values with a constant (missing=constant) needs the value (constant)")
        )
    kind = RequestKind.PREVIEW if preview else RequestKind.PREPARE
    params = {"choices": with_split_key(session, doc_id, choices).to_json()}
    return lifecycle.ask_once(session, kind, doc_id=doc_id, params=params, by=by, now=now)


def train(
    session: Session,
    doc_id: str,
    *,
    models: Sequence[str],
    seed: int,
    budget_seconds: float | None,
    by: str,
    now: datetime,
) -> Request:
    """[분류 모델] / [군집 모델] → 예: train the models named by their codes."""
    _at_least(session, doc_id, DocumentStatus.DATA_CONFIRMED)
    if not models:
        raise DecisionRefused(Message("choose at least one model to train"))
    plans.current(session, doc_id)
    params = {"models": list(models), "seed": seed, "budget_seconds": budget_seconds}
    return lifecycle.ask_once(session, RequestKind.TRAIN, doc_id=doc_id, params=params, by=by, now=now)


def confirm_model(session: Session, doc_id: str, *, training_id: str, by: str, now: datetime) -> Request:
    """[확정]: the model this document predicts with from now on, by the costs or wishes of the one before. Sets 확정일자 and 모델 확정."""
    document = documents.get(session, doc_id)
    training = trainings.get(session, training_id)
    if training.doc_id != doc_id:
        raise DecisionRefused(
            Message(
                "training {training_id} is not of document {doc_id}", training_id=training_id, doc_id=doc_id
            )
        )
    if training.status != TrainingStatus.EVALUATED:
        raise DecisionRefused(
            Message(
                "training {training_id} is {status} and can't be confirmed",
                training_id=training_id,
                status=TrainingStatus(training.status).message,
            )
        )
    if training.stale:
        raise DecisionRefused(
            Message(
                "training {training_id} can't be confirmed: {reason}. Apply the preparation and train again",
                training_id=training_id,
                reason=stale_reasons(session, document).of(training),
            )
        )
    inherit_rule(session, document, training, by=by, now=now)
    trainings.confirm(document, training, now)
    documents.set_status(document, DocumentStatus.MODEL_CONFIRMED, now)
    params = {"training_id": training_id}
    return lifecycle.ask_once(
        session, RequestKind.CONFIRM_MODEL, doc_id=doc_id, params=params, by=by, now=now
    )


def predict(
    session: Session,
    doc_id: str,
    *,
    file_name: str,
    source_path: str,
    source_sha256: str,
    by: str,
    now: datetime,
    prediction_id: str | None = None,
    sheet: str | None = None,
    reasons: bool | None = None,
) -> Request:
    """Score the rows of a staged file (of a workbook: of `sheet`, by name or number) with the confirmed model.

    Args:
        reasons: whether the first rows get the columns that counted most; None: where the model is explained.

    Raises:
        DecisionRefused: no model is confirmed; or reasons are wanted of one that has no explanation.
    """
    document = documents.get(session, doc_id)
    if document.confirmed_training_id is None:
        raise DecisionRefused(
            Message(
                "{document} has no confirmed model; confirm one first", document=documents.in_words(document)
            )
        )
    if reasons is None:
        reasons = explanations.has_background(session, document.confirmed_training_id)
    elif reasons:
        explanations.with_background(session, document.confirmed_training_id)
    params: dict[str, Any] = {"file_name": file_name, **({} if sheet is None else {"sheet": sheet})}
    params |= {"reasons": True} if reasons else {}
    request = lifecycle.ask(session, RequestKind.PREDICT, doc_id=doc_id, params=params, by=by, now=now)
    session.add(
        Prediction(
            prediction_id=prediction_id or next_id(session, "prediction", now.date()),
            doc_id=doc_id,
            request_id=request.request_id,
            file_name=file_name,
            source_path=source_path,
            source_sha256=source_sha256,
            registered_at=now,
        )
    )
    return request


def _at_least(session: Session, doc_id: str, status: DocumentStatus) -> Document:
    document = documents.get(session, doc_id)
    if DocumentStatus(document.status).stage < status.stage:
        raise DecisionRefused(
            Message(
                "{document} is {now}; it must be {needed} first",
                document=documents.in_words(document),
                now=DocumentStatus(document.status).message,
                needed=status.message,
            )
        )
    return document


def reopen(session: Session, document: Document, now: datetime) -> None:
    """Columns changed: the plan is out of date, and results made by it can't be confirmed."""
    document.plan_version = None
    document.target_check = None
    trainings.mark_stale(session, document.doc_id, except_plan=None)
    if DocumentStatus(document.status).stage > DocumentStatus.DATA_CONFIRMED.stage:
        documents.set_status(document, DocumentStatus.DATA_CONFIRMED, now)
    document.updated_at = now
