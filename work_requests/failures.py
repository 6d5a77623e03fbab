"""Shows the reason of failed work on what it was for, a document or a network, until people acknowledge it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from domain.automl import DocumentStatus
from domain.exports import TABLE_EXPORTS
from domain.messages import Message
from domain.ocr import OcrStatus
from domain.requests import RequestKind, RequestStatus
from records import documents
from records.errors import DecisionRefused
from records.ocr import documents as ocr_documents
from records.ocr.learning import networks
from records.ocr.tables import OcrDocument
from records.tables import Document, Request
from work_requests import lifecycle

OF_ONE_FILE = (
    RequestKind.OCR_EXPORT,
    RequestKind.OCR_BOXES,
    RequestKind.PREDICT,
    RequestKind.APPEND,
    RequestKind.CHALLENGE,
    RequestKind.OUTCOME,
    *TABLE_EXPORTS,
)
"""Kinds whose failure says nothing about the document: it belongs to a file, to single boxes, or to a model that was not better."""


def write(session: Session, request: Request, reason: Message, now: datetime) -> None:
    """Write why the work failed or, of an OCR document or a network, that it was cancelled.

    A document deleted meanwhile keeps what it says; so does a table whose work was cancelled, since nothing is wrong with it.
    """
    cancelled = request.status == RequestStatus.CANCELLED
    if request.kind == RequestKind.OCR_RETRAIN:
        if (network := networks.of_request(session, request.request_id)) is not None:
            networks.set_failed(network, reason, cancelled=cancelled)
        return
    if cancelled and not RequestKind(request.kind).of_pages:
        return
    _set(session, request, reason, now)


def clear(session: Session, request: Request, now: datetime) -> None:
    """The work went well: an earlier reason is no longer true."""
    _set(session, request, None, now)


def acknowledge(session: Session, request_id: int, *, by: str, now: datetime) -> Request:
    """[확인함]: a person has seen that this request failed. Lists of failures no longer show it.

    Its reason is removed from the document as well, unless the document is unusable because of it. The request keeps its state and
    its reason; a retry takes the acknowledgement back.

    Raises:
        NotFound: there is no such request.
        DecisionRefused: it has not failed, and was not cancelled.
    """
    request = lifecycle.get(session, request_id)
    if request.status not in (RequestStatus.FAILED, RequestStatus.CANCELLED):
        raise DecisionRefused(
            Message(
                "request {request_id} is {status}; only a failed or cancelled one can be acknowledged",
                request_id=request_id,
                status=RequestStatus(request.status).message,
            )
        )
    if request.acknowledged_at is None:
        request.acknowledged_by, request.acknowledged_at = by, now
        _remove_reason(session, request, now)
    return request


def take_back(session: Session, request: Request, now: datetime) -> None:
    """The acknowledgement of a failure is undone: lists show it again, and its document too, unless that has another reason."""
    request.acknowledged_by = request.acknowledged_at = None
    document = _document_of(session, request)
    if document is not None and document.failure is None:
        _set(session, request, request.reason, now)


def _set(session: Session, request: Request, reason: Message | None, now: datetime) -> None:
    if request.kind in OF_ONE_FILE:
        return
    document = _document_of(session, request)
    if isinstance(document, OcrDocument):
        ocr_documents.set_failure(document, reason, now)
    elif document is not None:
        documents.set_failure(document, reason, now)


def _remove_reason(session: Session, request: Request, now: datetime) -> None:
    document = _document_of(session, request)
    # A later failure may have replaced the reason.
    if document is None or document.failure_ko is None or document.failure_ko != request.reason_ko:
        return
    if document.status not in (DocumentStatus.FAILED, OcrStatus.FAILED):
        document.failure = None
        document.updated_at = now


def _document_of(session: Session, request: Request) -> Document | OcrDocument | None:
    """The document of a request; None where it has none, or where that was deleted."""
    if request.doc_id is None:
        return None
    document: Document | OcrDocument | None
    if RequestKind(request.kind).of_pages:
        document = session.get(OcrDocument, request.doc_id)
    else:
        document = session.get(Document, request.doc_id)
    return None if document is None or document.deleted else document
