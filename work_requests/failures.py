"""Shows the reason of failed work on the document or network it was for."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from domain.messages import Message
from domain.requests import RequestKind
from records import documents
from records.ocr import documents as ocr_documents
from records.ocr import networks
from records.ocr.tables import OcrDocument
from records.tables import Document, Request


def write(session: Session, request: Request, reason: Message, now: datetime) -> None:
    """Write why the work failed. A document deleted meanwhile keeps what it says."""
    if request.kind == RequestKind.OCR_RETRAIN:
        if (network := networks.of_request(session, request.request_id)) is not None:
            networks.set_failed(network, reason)
        return
    _set(session, request, reason, now)


def clear(session: Session, request: Request, now: datetime) -> None:
    """The work went well: an earlier reason is no longer true."""
    _set(session, request, None, now)


def _set(session: Session, request: Request, reason: Message | None, now: datetime) -> None:
    if request.doc_id is None or request.kind == RequestKind.OCR_EXPORT:
        return  # a file that could not be written says nothing about the document
    if RequestKind(request.kind).of_pages:
        page_document = session.get(OcrDocument, request.doc_id)
        if page_document is not None and not page_document.deleted:
            ocr_documents.set_failure(page_document, reason, now)
        return
    document = session.get(Document, request.doc_id)
    if document is not None and not document.deleted:
        documents.set_failure(document, reason, now)
