"""Lists of requests as screens show them: the queue, what ended of late, how many there are. Changes none."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from records.enums import RequestKind, RequestStatus
from records.ocr.tables import OcrDocument
from records.tables import Document, Request

RECENT = 5000
"""How many of the newest requests are looked through for those that ended today."""


def queue(session: Session, *, limit: int) -> Sequence[Request]:
    """Requests that wait, in the order they are served."""
    return session.scalars(
        sa.select(Request)
        .where(Request.status == RequestStatus.WAITING)
        .order_by(Request.request_id)
        .limit(limit)
    ).all()


def finished_since(session: Session, moment: datetime, *, limit: int) -> Sequence[Request]:
    """Requests that are done or cancelled since `moment`, the last one first, among the newest `RECENT`."""
    last = session.scalar(sa.select(sa.func.max(Request.request_id))) or 0
    return session.scalars(
        sa.select(Request)
        # A bound on the key keeps this quick, however many requests there have been.
        .where(Request.request_id > last - RECENT, Request.finished_at >= moment)
        .where(Request.status.in_([RequestStatus.DONE, RequestStatus.CANCELLED]))
        .order_by(Request.finished_at.desc(), Request.request_id.desc())
        .limit(limit)
    ).all()


def newest_of_kind(session: Session, kind: RequestKind) -> Request | None:
    """The last request of a kind."""
    return session.scalar(
        sa.select(Request).where(Request.kind == kind).order_by(Request.request_id.desc()).limit(1)
    )


def names(session: Session, shown: Iterable[Request]) -> dict[str, str]:
    """What people call the documents of requests: 문서명, or 파일명 and 상호."""
    ids = {request.doc_id for request in shown if request.doc_id}
    tables = session.execute(sa.select(Document.doc_id, Document.name).where(Document.doc_id.in_(ids)))
    found = {row[0]: row[1] for row in tables}
    pages = session.execute(
        sa.select(OcrDocument.doc_id, OcrDocument.file_name, OcrDocument.company).where(
            OcrDocument.doc_id.in_(ids)
        )
    )
    for doc_id, file_name, company in pages:
        found[doc_id] = f"{file_name} · {company}" if company else file_name
    return found


def counts(session: Session) -> dict[RequestStatus, int]:
    """How many requests wait, run and have failed."""
    shown = (RequestStatus.WAITING, RequestStatus.RUNNING, RequestStatus.FAILED)
    rows = session.execute(
        sa.select(Request.status, sa.func.count()).where(Request.status.in_(shown)).group_by(Request.status)
    ).all()
    found = {RequestStatus(status): count for status, count in rows}
    return {status: found.get(status, 0) for status in shown}
