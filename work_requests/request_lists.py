"""Lists of requests for screens and steps: by document, recently ended, counts. Read only.

Those that wait for their turn are in `work_requests.request_queue`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session, defer

from domain.requests import RequestKind, RequestStatus
from records.engine import for_update
from records.ocr.tables import OcrDocument
from records.tables import Document, Request

RECENT = 5000
"""How many of the newest requests are looked through for those that ended today."""

LONG = (
    RequestKind.UPLOAD,
    RequestKind.TRAIN,
    RequestKind.PREDICT,
    RequestKind.CHALLENGE,
    RequestKind.OCR_READ,
    RequestKind.OCR_RETRAIN,
)
"""Kinds that may take minutes, after which people do something else meanwhile."""


def finished_since(session: Session, moment: datetime, *, limit: int) -> Sequence[Request]:
    """Requests that are done or cancelled since `moment`, the last one first, among the newest `RECENT`."""
    return session.scalars(
        sa.select(Request)
        .where(*_ended_since(session, moment))
        .order_by(Request.finished_at.desc(), Request.request_id.desc())
        .limit(limit)
    ).all()


def counts_since(session: Session, moment: datetime) -> dict[tuple[RequestKind, RequestStatus], int]:
    """How many requests `finished_since` would give, by kind and state; the most frequent first."""
    count = sa.func.count()
    rows = session.execute(
        sa.select(Request.kind, Request.status, count)
        .where(*_ended_since(session, moment))
        .group_by(Request.kind, Request.status)
        .order_by(count.desc(), Request.kind)
    )
    return {(RequestKind(kind), RequestStatus(status)): found for kind, status, found in rows}


def _ended_since(session: Session, moment: datetime) -> tuple[sa.ColumnElement[bool], ...]:
    last = session.scalar(sa.select(sa.func.max(Request.request_id))) or 0
    # A bound on the key keeps this quick, however many requests there have been.
    return (
        Request.request_id > last - RECENT,
        Request.finished_at >= moment,
        Request.status.in_([RequestStatus.DONE, RequestStatus.CANCELLED]),
    )


def ended_for(session: Session, user: str, since: datetime, *, limit: int) -> Sequence[Request]:
    """Requests of a person for `LONG` work that ended, however, after `since`; the first one first."""
    last = session.scalar(sa.select(sa.func.max(Request.request_id))) or 0
    return session.scalars(
        sa.select(Request)
        .where(Request.request_id > last - RECENT, Request.finished_at > since)
        .where(Request.requested_by == user, Request.kind.in_(LONG))
        .order_by(Request.finished_at, Request.request_id)
        .limit(limit)
    ).all()


def newest_of_kind(session: Session, kind: RequestKind) -> Request | None:
    """The last request of a kind."""
    return session.scalar(
        sa.select(Request).where(Request.kind == kind).order_by(Request.request_id.desc()).limit(1)
    )


def open_of_kind(session: Session, kind: RequestKind) -> Sequence[Request]:
    """The requests of a kind that wait or run, oldest first."""
    return session.scalars(
        sa.select(Request)
        .where(Request.kind == kind, Request.status.in_([RequestStatus.WAITING, RequestStatus.RUNNING]))
        .order_by(Request.request_id)
    ).all()


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
    """How many requests wait, run and have failed; failures that were acknowledged are not counted."""
    shown = (RequestStatus.WAITING, RequestStatus.RUNNING, RequestStatus.FAILED)
    rows = session.execute(
        sa.select(Request.status, sa.func.count())
        .where(Request.status.in_(shown), Request.acknowledged_at.is_(None))
        .group_by(Request.status)
    ).all()
    found = {RequestStatus(status): count for status, count in rows}
    return {status: found.get(status, 0) for status in shown}


def of_document(session: Session, doc_id: str) -> Sequence[Request]:
    """All requests of a document, oldest first."""
    query = sa.select(Request).where(Request.doc_id == doc_id).order_by(Request.request_id)
    return session.scalars(for_update(session, query)).all()


def recent(session: Session, doc_id: str, *, limit: int) -> Sequence[Request]:
    """The newest requests of a document, newest first, without their results."""
    return session.scalars(
        sa.select(Request)
        .options(defer(Request.result))
        .where(Request.doc_id == doc_id)
        .order_by(Request.request_id.desc())
        .limit(limit)
    ).all()


def newest_done(session: Session, doc_id: str, kind: RequestKind) -> Request | None:
    """The newest request of this kind that went well, with its result."""
    return session.scalar(
        sa.select(Request)
        .where(Request.doc_id == doc_id, Request.kind == kind, Request.status == RequestStatus.DONE)
        .order_by(Request.request_id.desc())
        .limit(1)
    )


def newest_with(session: Session, doc_id: str, kind: RequestKind, parameter: str) -> Request | None:
    """The newest request of this kind that has this parameter."""
    found = newest_first(session, doc_id, kind)
    return next((request for request in found if parameter in request.params), None)


def newest_first(session: Session, doc_id: str, kind: RequestKind) -> Iterable[Request]:
    """All requests of this kind about a document, without their results."""
    return session.scalars(
        sa.select(Request)
        .options(defer(Request.result))
        .where(Request.doc_id == doc_id, Request.kind == kind)
        .order_by(Request.request_id.desc())
    )


def open_of(
    session: Session, doc_ids: Sequence[str], kinds: Collection[RequestKind] = tuple(RequestKind)
) -> dict[str, Request]:
    """Of each document the request of `kinds` that runs, else the one that waits longest; without results."""
    rows = session.scalars(
        sa.select(Request)
        .options(defer(Request.result))
        .where(
            Request.doc_id.in_(doc_ids), Request.status.in_([RequestStatus.WAITING, RequestStatus.RUNNING])
        )
        .where(Request.kind.in_(kinds))
        .order_by(Request.request_id)
    ).all()
    found: dict[str, Request] = {}
    for row in rows:
        doc_id = row.doc_id or ""
        if doc_id not in found or (
            row.status == RequestStatus.RUNNING and found[doc_id].status != RequestStatus.RUNNING
        ):
            found[doc_id] = row
    return found


def is_open(session: Session, doc_id: str, kind: RequestKind) -> bool:
    """Whether a request of this kind about the document waits or runs."""
    of_document = sa.select(Request.request_id).where(Request.doc_id == doc_id, Request.kind == kind)
    is_not_over = Request.status.in_([RequestStatus.WAITING, RequestStatus.RUNNING])
    return session.scalar(of_document.where(is_not_over).limit(1)) is not None


def by_ids(session: Session, request_ids: Sequence[int], *, with_results: bool = False) -> dict[int, Request]:
    """Requests by their number; results, which may be long, only where they are wanted."""
    left_out = () if with_results else (defer(Request.result),)
    rows = session.scalars(sa.select(Request).options(*left_out).where(Request.request_id.in_(request_ids)))
    return {row.request_id: row for row in rows}


def of_kind(session: Session, kind: RequestKind) -> Sequence[Request]:
    """All requests of a kind, oldest first."""
    return session.scalars(sa.select(Request).where(Request.kind == kind).order_by(Request.request_id)).all()


def first_asked_at(session: Session) -> datetime | None:
    """The time of the first request; None in an unused home."""
    return session.scalar(sa.select(sa.func.min(Request.requested_at)))


def newest(session: Session, statuses: Sequence[RequestStatus], *, limit: int) -> Sequence[Request]:
    """Requests in one of these states, newest first, without those that were acknowledged."""
    return session.scalars(
        sa.select(Request)
        .where(Request.status.in_(statuses), Request.acknowledged_at.is_(None))
        .order_by(Request.request_id.desc())
        .limit(limit)
    ).all()
