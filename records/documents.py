"""TB_AUTOML_MASTER: adding, finding and changing documents. Decisions of people are elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session, defer

from domain.automl import DocumentStatus
from domain.messages import Message
from domain.read_report import ReadReport
from records.engine import row_lock
from records.errors import no_document
from records.keyset import newest_first
from records.tables import Document

LONG = (defer(Document.read_report), defer(Document.warnings), defer(Document.target_check))
"""What grows with the columns, and lists and headers don't show."""


def in_words(document: Document) -> Message:
    """How sentences name a document."""
    return Message("document {doc_id} ('{name}')", doc_id=document.doc_id, name=document.name)


def get(session: Session, doc_id: str) -> Document:
    """Raises NotFound for an unknown or deleted document."""
    return _there(session.get(Document, doc_id, with_for_update=row_lock(session)), doc_id)


def head(session: Session, doc_id: str) -> Document:
    """As `get`, without what is LONG: for what is looked at every second."""
    return _there(session.get(Document, doc_id, options=LONG), doc_id)


def _there(document: Document | None, doc_id: str) -> Document:
    if document is None or document.deleted:
        raise no_document(doc_id)
    return document


def page(
    session: Session,
    *,
    name: str | None = None,
    status: DocumentStatus | None = None,
    before: str | None = None,
    after: str | None = None,
    limit: int = 50,
) -> tuple[Sequence[Document], int]:
    """Documents, newest first and without what is LONG, with the total that match.

    Args:
        name: part of the 문서명, any case.
        before: show only ids smaller than this one (the last id of the page before).
        after: show only ids greater than this one, those nearest to it (the first id of the page behind).
    """
    conditions: list[sa.ColumnElement[bool]] = [Document.deleted.is_(False)]
    if name:
        conditions.append(Document.name.icontains(name, autoescape=True))
    if status:
        conditions.append(Document.status == status)
    key = Document.doc_id
    return newest_first(
        session, Document, key, conditions, before=before, after=after, limit=limit, options=LONG
    )


def same_content(session: Session, sha256: str) -> Sequence[Document]:
    """Documents that were made from the same bytes."""
    return session.scalars(
        sa.select(Document)
        .where(Document.source_sha256 == sha256, Document.deleted.is_(False))
        .order_by(Document.doc_id)
    ).all()


def advance(document: Document, status: DocumentStatus, now: datetime) -> None:
    """Move a document forward in its life; a later stage is kept."""
    if DocumentStatus(document.status).stage < status.stage:
        document.status = status
    document.updated_at = now


def set_status(document: Document, status: DocumentStatus, now: datetime) -> None:
    """Set the status, also backwards: a changed target or plan reopens a later stage."""
    document.status = status
    document.updated_at = now


def set_read(document: Document, report: ReadReport, now: datetime) -> None:
    """Write what reading found."""
    document.rows = report.rows
    document.columns = len(report.schema.columns)
    document.read_report = report
    document.updated_at = now


def set_failure(document: Document, reason: Message | None, now: datetime) -> None:
    """Write (or clear, with None) why the last work on this document failed."""
    document.failure = reason
    document.updated_at = now
    if reason and document.status == DocumentStatus.RECEIVED:
        document.status = DocumentStatus.FAILED
