"""The queue of requests: which may start, in which order, and which have been asked of Dagster.

Bulk requests (a folder copied into the inbox) wait behind all others, so that a single file isn't delayed by a thousand.
Among bulk requests the kinds alternate. The life of one request is in `work_requests.lifecycle`; which run serves it is decided in
`sensors.planned_runs`.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from domain.ocr import OcrStatus
from domain.requests import RequestStatus
from records.ocr.tables import OcrDocument
from records.tables import Request

FEW = 5
"""Open requests of one kind by one requester above which all of them are bulk."""


def launchable(session: Session, *, limit: int, include_bulk: bool = True) -> Sequence[Request]:
    """Waiting requests whose run may start now, by priority: the oldest of each document without a run.

    A submitted request is excluded until its run claims it or `unsubmit` releases it.

    Args:
        include_bulk: whether bulk requests are included.
    """
    other = aliased(Request)
    earlier = sa.and_(other.status == RequestStatus.WAITING, other.request_id < Request.request_id)
    blocked = sa.exists().where(
        other.doc_id == Request.doc_id,
        other.request_id != Request.request_id,
        sa.or_(is_under_way(other), earlier),
    )
    free = _with_priority(include_bulk=include_bulk).where(Request.submitted_at.is_(None), ~blocked)
    return session.scalars(free.limit(limit)).all()


def waiting(session: Session, *, limit: int) -> Sequence[Request]:
    """Requests without a run, by priority; those already submitted to Dagster first."""
    return session.scalars(_with_priority(Request.submitted_at.is_(None)).limit(limit)).all()


def _with_priority(*before: sa.ColumnElement[bool], include_bulk: bool = True) -> sa.Select[Request]:
    """Waiting requests, bulk requests last, else the oldest first.

    Bulk requests alternate by kind: the first of each kind, then the second of each.
    """
    bulk = _bulk().subquery()
    same = sa.and_(Request.requested_by == bulk.c.requested_by, Request.kind == bulk.c.kind)
    waiting = sa.select(Request).outerjoin(bulk, same).where(Request.status == RequestStatus.WAITING)
    if not include_bulk:
        return waiting.where(bulk.c.kind.is_(None)).order_by(*before, Request.request_id)
    place = sa.func.row_number().over(
        partition_by=(Request.requested_by, Request.kind), order_by=Request.request_id
    )
    return waiting.order_by(
        *before,
        bulk.c.kind.is_not(None),
        sa.case((bulk.c.kind.is_not(None), place), else_=0),
        Request.request_id,
    )


def bulk_requesters(session: Session) -> set[tuple[str, str]]:
    """Requesters (REQUEST_BY) with more than `FEW` requests of a kind waiting or running, each with that kind."""
    return {(by, kind) for by, kind in session.execute(_bulk()).all()}


def _bulk() -> sa.Select[str, str]:
    return (
        sa.select(Request.requested_by, Request.kind)
        .where(Request.status.in_([RequestStatus.WAITING, RequestStatus.RUNNING]))
        .group_by(Request.requested_by, Request.kind)
        .having(sa.func.count() > FEW)
    )


def mark_submitted(session: Session, request_ids: Sequence[int], now: datetime, *, run_key: str) -> bool:
    """Remember that the run of this key, which serves them all, is asked of Dagster.

    Returns:
        False, with nothing marked, where one of them no longer waits to be submitted: it was cancelled, or
        the sensor of a second daemon was faster.
    """
    free = sa.and_(Request.status == RequestStatus.WAITING, Request.submitted_at.is_(None))
    marked = session.scalars(
        sa.update(Request)
        .where(Request.request_id.in_(request_ids), free)
        .values({Request.submitted_at: now, Request.run_key: run_key})
        .returning(Request.request_id)
    ).all()
    if len(marked) == len(request_ids):
        return True
    session.execute(
        sa.update(Request)
        .where(Request.request_id.in_(marked))
        .values({Request.submitted_at: None, Request.run_key: None})
    )
    return False


def newest_waiting(session: Session, kinds: Collection[str]) -> int | None:
    """The newest request of these kinds that waits and was not asked of Dagster; None where there is none."""
    free = sa.and_(Request.status == RequestStatus.WAITING, Request.submitted_at.is_(None))
    return session.scalar(sa.select(sa.func.max(Request.request_id)).where(free, Request.kind.in_(kinds)))


def runs_asked_for(session: Session) -> int:
    """Runs asked of Dagster that no step of theirs has begun: its queue, as the rows know it."""
    asked = sa.select(sa.func.count(Request.run_key.distinct())).where(
        Request.status == RequestStatus.WAITING, Request.submitted_at.is_not(None)
    )
    return session.scalar(asked) or 0


def unsubmit(request: Request) -> None:
    """The run is unknown to Dagster: let the requests sensor submit it again."""
    request.submitted_at = None


def under_way(session: Session) -> Sequence[Request]:
    """Requests that are submitted or running: those whose runs the reconciler looks at."""
    return session.scalars(sa.select(Request).where(is_under_way(Request)).order_by(Request.request_id)).all()


def cancelled_keys(session: Session, run_keys: Collection[str]) -> set[str]:
    """Those of `run_keys` whose requests were all cancelled."""
    query = (
        sa.select(Request.run_key)
        .where(Request.run_key.in_(run_keys))
        .group_by(Request.run_key)
        .having(sa.func.min(Request.status) == RequestStatus.CANCELLED)
        .having(sa.func.max(Request.status) == RequestStatus.CANCELLED)
    )
    return {key for key in session.scalars(query) if key is not None}


def unread_documents(session: Session, day: str, *, limit: int) -> Sequence[OcrDocument]:
    """Documents of a day whose texts were not extracted yet and that no run is reading, oldest first."""
    busy = sa.exists().where(Request.doc_id == OcrDocument.doc_id, is_under_way(Request))
    waiting = (OcrStatus.RECEIVED, OcrStatus.PAGED, OcrStatus.FAILED)
    return session.scalars(
        sa.select(OcrDocument)
        .where(OcrDocument.day == day, OcrDocument.deleted.is_(False), OcrDocument.status.in_(waiting), ~busy)
        .order_by(OcrDocument.doc_id)
        .limit(limit)
    ).all()


def is_under_way(request: Any) -> sa.ColumnElement[bool]:
    """A run has it, or was asked of Dagster; of `Request` or an alias of it."""
    return sa.or_(
        request.status == RequestStatus.RUNNING,
        sa.and_(request.status == RequestStatus.WAITING, request.submitted_at.is_not(None)),
    )
