"""What people decide about a document: each function is one decision, for one transaction.

It checks that the document's state allows it, sets the state it sets, and writes one request. The
command line, the console and the launchpad all come through here; runs are started later, by the
requests sensor alone.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from domain.automl import DocumentStatus, TrainingStatus
from domain.columns import ColumnType, Reading
from domain.preprocessing import Missing, PlanChoices
from domain.requests import RequestKind
from records import columns, documents, plans, trainings
from records.errors import DecisionRefused
from records.ids import next_id
from records.tables import Document, Prediction, Request
from work_requests import lifecycle

MANY_VALUES = 20
"""A numeric target with more distinct values than this is a quantity, not a class."""


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
    if (report := document.read_report) is not None:
        _check_sheet(document.name, report, sheet)
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
            ko=f"모르는 칼럼 유형입니다: {', '.join(unknown)}. 다음 가운데 고르세요: {known}",
            en=f"unknown column type: {', '.join(unknown)}; choose one of {known}",
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
    session: Session, doc_id: str, *, label: str, positive_class: str | None, by: str, now: datetime
) -> Request:
    """[목표변수 적용]: the column to predict. Sets 데이터 전처리; earlier plans and results become stale."""
    document = _at_least(session, doc_id, DocumentStatus.DATA_CONFIRMED)
    column = columns.by_label(session, doc_id, label)
    numeric = column.type in (ColumnType.INTEGER, ColumnType.REAL)
    if numeric and column.distinct > MANY_VALUES:
        raise DecisionRefused(
            ko=f"'{label}'은(는) 서로 다른 값이 {column.distinct:,}개인 숫자라서 분류의 목표변수가 될 수 없습니다. "
            "값의 종류가 적은 칼럼을 고르거나, 값을 구간으로 나눈 칼럼을 만들어 다시 올려 주세요.",
            en=f"{label!r} is a number with {column.distinct:,} distinct values, which can't be a class; "
            "choose a column with few values, or upload one that holds ranges",
        )
    document.target_key = column.key
    document.positive_class = positive_class
    document.target_check = None
    document.plan_version = None
    trainings.mark_stale(session, doc_id, except_plan=None)
    documents.set_status(document, DocumentStatus.PREPARED, now)
    params = {"target": column.key, "label": label, "positive_class": positive_class}
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
    """
    _at_least(session, doc_id, DocumentStatus.DATA_CONFIRMED)
    if choices.missing is Missing.CONSTANT and not choices.constant:
        raise DecisionRefused(
            ko="결측값을 상수로 채우려면(missing=constant) 채울 값(constant)도 주세요.",
            en="filling missing values with a constant (missing=constant) needs the value (constant)",
        )
    kind = RequestKind.PREVIEW if preview else RequestKind.PREPARE
    params = {"choices": choices.to_json()}
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
        raise DecisionRefused(ko="학습할 모델을 하나 이상 고르세요.", en="choose at least one model to train")
    plans.current(session, doc_id)
    params = {"models": list(models), "seed": seed, "budget_seconds": budget_seconds}
    return lifecycle.ask_once(session, RequestKind.TRAIN, doc_id=doc_id, params=params, by=by, now=now)


def confirm_model(session: Session, doc_id: str, *, training_id: str, by: str, now: datetime) -> Request:
    """[확정]: the model this document predicts with from now on. Sets 확정일자 and 모델 확정."""
    document = documents.get(session, doc_id)
    training = trainings.get(session, training_id)
    if training.doc_id != doc_id:
        raise DecisionRefused(
            ko=f"학습 {training_id}은(는) 문서 {doc_id}의 것이 아닙니다.",
            en=f"training {training_id} is not of document {doc_id}",
        )
    if training.status != TrainingStatus.EVALUATED:
        raise DecisionRefused(
            ko=f"학습 {training_id}은(는) '{TrainingStatus(training.status).label}' 상태라서 확정할 수 없습니다.",
            en=f"training {training_id} is {training.status} and can't be confirmed",
        )
    if training.stale:
        raise DecisionRefused(
            ko=f"학습 {training_id}은(는) 목표변수나 전처리, 칼럼이 바뀌기 전의 결과입니다. 다시 학습한 뒤 확정하세요.",
            en=f"training {training_id} was made before the target, plan or columns changed; train again first",
        )
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
) -> Request:
    """Score the rows of a staged file (of a workbook: of `sheet`, by name or number) with the confirmed model."""
    document = documents.get(session, doc_id)
    if document.confirmed_training_id is None:
        raise DecisionRefused(
            ko=f"'{document.name}' 문서에 확정된 모델이 없습니다. 모델을 확정한 뒤 예측하세요.",
            en=f"document {doc_id} has no confirmed model; confirm one first",
        )
    params = {"file_name": file_name, **({} if sheet is None else {"sheet": sheet})}
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


def delete(session: Session, doc_id: str, *, by: str, now: datetime) -> Request:
    """[삭제]: hide the document and cancel what waits for it. Nothing is removed from disk here."""
    lifecycle.cancel_open(session, doc_id, by=by, now=now)
    document = documents.get(session, doc_id)
    document.deleted = True
    document.updated_at = now
    return lifecycle.note_done(session, RequestKind.DELETE, doc_id=doc_id, params={}, by=by, now=now)


def _check_sheet(name: str, report: Mapping[str, Any], sheet: str) -> None:
    """Refuse at once what reading would refuse after a run was waited for."""
    if report.get("sheet") is None:
        raise DecisionRefused(
            ko=f"'{name}' 문서의 파일에는 시트가 없습니다. 시트가 있는 Excel 파일에서만 시트를 고를 수 있습니다.",
            en=f"the file of {name!r} has no sheets; only a workbook's sheet can be chosen",
        )
    names = [report["sheet"], *(other["name"] for other in report.get("other_sheets", []))]
    *folded, wanted = (unicodedata.normalize("NFC", one).strip().casefold() for one in (*names, sheet))
    numbered = wanted.isascii() and wanted.isdigit() and 1 <= int(wanted) <= len(names)
    if wanted not in folded and not numbered:
        raise DecisionRefused(
            ko=f"'{sheet}' 시트가 없습니다. 이 중에서 고르세요: {', '.join(names)}.",
            en=f"there is no sheet {sheet!r}; choose one of {', '.join(names)}",
        )


def _at_least(session: Session, doc_id: str, status: DocumentStatus) -> Document:
    document = documents.get(session, doc_id)
    if DocumentStatus(document.status).stage < status.stage:
        now = DocumentStatus(document.status).label
        raise DecisionRefused(
            ko=f"'{document.name}' 문서는 '{now}' 상태입니다. '{status.label}'까지 끝낸 뒤 다시 시도하세요.",
            en=f"document {doc_id} is {document.status}; it must be {status.value} first",
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
