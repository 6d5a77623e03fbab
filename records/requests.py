"""The life of a request: asked, claimed by a run, settled; retried or cancelled by people.

    WAITING --claim--> RUNNING --settle--> DONE | FAILED | CANCELLED --retry--> WAITING (attempt + 1)

How a run takes one is in `records.claims`. Which document states a request needs is decided in `records.decisions`; which run serves it in
`sensors.requests`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased, defer

from records.engine import hold, holding
from records.enums import RequestKind, RequestStatus
from records.errors import DecisionRefused, NotFound
from records.tables import Request

FEW = 5
"""Open requests of a kind that one may have without standing behind others."""
CRASH_ATTEMPTS = 3
"""How many attempts a request gets when its runs die without giving a reason."""


def ask(
    session: Session,
    kind: RequestKind,
    *,
    doc_id: str | None,
    params: Mapping[str, Any],
    by: str,
    now: datetime,
) -> Request:
    """Write a request that waits for a run."""
    request = Request(
        kind=kind,
        doc_id=doc_id,
        params=dict(params),
        requested_by=by,
        requested_at=now,
        status=RequestStatus.WAITING,
        attempt=1,
    )
    session.add(request)
    session.flush()
    return request


def ask_once(
    session: Session,
    kind: RequestKind,
    *,
    doc_id: str,
    params: Mapping[str, Any],
    by: str,
    now: datetime,
) -> Request:
    """As `ask`; but a second click while the same, newest request still waits is that request."""
    newest = session.scalar(
        sa.select(Request).where(Request.doc_id == doc_id).order_by(Request.request_id.desc()).limit(1)
    )
    waits = newest is not None and newest.status == RequestStatus.WAITING and newest.submitted_at is None
    if newest is not None and waits and newest.kind == kind and newest.params == dict(params):
        return newest
    return ask(session, kind, doc_id=doc_id, params=params, by=by, now=now)


def note_done(
    session: Session, kind: RequestKind, *, doc_id: str, params: Mapping[str, Any], by: str, now: datetime
) -> Request:
    """Write a decision that needed no run: it is on record, and done."""
    request = ask(session, kind, doc_id=doc_id, params=params, by=by, now=now)
    request.status = RequestStatus.DONE
    request.finished_at = now
    return request


def get(session: Session, request_id: int) -> Request:
    """Raises NotFound."""
    request = session.get(Request, request_id, with_for_update=hold(session))
    if request is None:
        raise NotFound(
            ko=f"요청 {request_id}번이 없습니다. 번호를 확인하세요.",
            en=f"there is no request {request_id}; check the number",
        )
    return request


def launchable(session: Session, *, limit: int) -> Sequence[Request]:
    """Waiting requests whose run may start now: the oldest of each document that has none under way.

    Whoever asked for little comes before who asked for much (`asking_for_much`), else the oldest first. A submitted
    request stays out until its run claims it or `unsubmit` puts it back.
    """
    much = _asking_for_much().subquery()
    other = aliased(Request)
    earlier = sa.and_(other.status == RequestStatus.WAITING, other.request_id < Request.request_id)
    blocked = sa.exists().where(
        other.doc_id == Request.doc_id,
        other.request_id != Request.request_id,
        sa.or_(is_under_way(other), earlier),
    )
    return session.scalars(
        sa.select(Request)
        .outerjoin(
            much,
            sa.and_(Request.requested_by == much.c.requested_by, Request.kind == much.c.kind),
        )
        .where(Request.status == RequestStatus.WAITING, Request.submitted_at.is_(None), ~blocked)
        .order_by(much.c.kind.is_not(None), Request.request_id)
        .limit(limit)
    ).all()


def asking_for_much(session: Session) -> set[tuple[str, str]]:
    """Who (REQUEST_BY) has more than FEW requests of a kind waiting or running, with that kind: a folder emptied
    into the inbox, say, behind which nobody's one file should wait.
    """
    return {(by, kind) for by, kind in session.execute(_asking_for_much()).all()}


def _asking_for_much() -> sa.Select[str, str]:
    return (
        sa.select(Request.requested_by, Request.kind)
        .where(Request.status.in_([RequestStatus.WAITING, RequestStatus.RUNNING]))
        .group_by(Request.requested_by, Request.kind)
        .having(sa.func.count() > FEW)
    )


def mark_submitted(session: Session, request_ids: Sequence[int], now: datetime, *, run_key: str) -> bool:
    """Remember that the run of this key, which serves them all, is asked of Dagster.

    Returns:
        False, with nothing marked, where one of them no longer waits to be asked for: somebody cancelled it, or
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


def unsubmit(request: Request) -> None:
    """Dagster never heard of the run: let the requests sensor ask again."""
    request.submitted_at = None


def under_way(session: Session) -> Sequence[Request]:
    """Requests that are submitted or running: those whose runs the reconciler looks at."""
    return session.scalars(sa.select(Request).where(is_under_way(Request)).order_by(Request.request_id)).all()


def settle(
    request: Request,
    status: RequestStatus,
    *,
    now: datetime,
    ko: str | None = None,
    en: str | None = None,
) -> None:
    """End a request. Ending it again the same way changes nothing; a settled one is not reopened."""
    if RequestStatus(request.status).is_final:
        return
    request.status = status
    request.finished_at = now
    request.submitted_at = None
    request.reason_ko = ko
    request.reason_en = en


def begin_again(request: Request) -> None:
    """A new attempt of the same request."""
    request.status = RequestStatus.WAITING
    request.attempt += 1
    request.submitted_at = None
    request.run_key = None
    request.run_id = None
    request.started_at = None
    request.finished_at = None
    request.cancel_asked = False
    request.reason_ko = request.reason_en = None


def retry(session: Session, request_id: int) -> Request:
    """다시 시도. Raises DecisionRefused where the request is not failed or cancelled."""
    request = get(session, request_id)
    if request.status not in (RequestStatus.FAILED, RequestStatus.CANCELLED):
        label = RequestStatus(request.status).label
        raise DecisionRefused(
            ko=f"요청 {request_id}번은 '{label}' 상태입니다. 실패하거나 취소된 요청만 다시 시도할 수 있습니다.",
            en=f"request {request_id} is {request.status}; only a failed or cancelled one can be retried",
        )
    begin_again(request)
    return request


def cancel(session: Session, request_id: int, *, by: str, now: datetime) -> Request:
    """Cancel a waiting request at once, or ask that a running one be stopped.

    Raises DecisionRefused where it is over already.
    """
    request = get(session, request_id)
    if RequestStatus(request.status).is_final:
        raise DecisionRefused(
            ko=f"요청 {request_id}번은 이미 끝났습니다({RequestStatus(request.status).label}).",
            en=f"request {request_id} is already over ({request.status})",
        )
    request.cancel_asked = True
    if request.status == RequestStatus.WAITING and request.submitted_at is None:
        settle(
            request,
            RequestStatus.CANCELLED,
            now=now,
            ko=f"{by} 님이 취소했습니다.",
            en=f"cancelled by {by}",
        )
    return request


def of_document(session: Session, doc_id: str) -> Sequence[Request]:
    """All requests of a document, oldest first."""
    query = sa.select(Request).where(Request.doc_id == doc_id).order_by(Request.request_id)
    return session.scalars(holding(session, query)).all()


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


def open_of(session: Session, doc_ids: Sequence[str]) -> dict[str, Request]:
    """Of each document the request that runs, else the one that waits longest; without results."""
    rows = session.scalars(
        sa.select(Request)
        .options(defer(Request.result))
        .where(
            Request.doc_id.in_(doc_ids), Request.status.in_([RequestStatus.WAITING, RequestStatus.RUNNING])
        )
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


def by_ids(session: Session, request_ids: Sequence[int]) -> dict[int, Request]:
    """Requests by their number, without results."""
    rows = session.scalars(
        sa.select(Request).options(defer(Request.result)).where(Request.request_id.in_(request_ids))
    )
    return {row.request_id: row for row in rows}


def of_kind(session: Session, kind: RequestKind) -> Sequence[Request]:
    """All requests of a kind, oldest first."""
    return session.scalars(sa.select(Request).where(Request.kind == kind).order_by(Request.request_id)).all()


def first_asked_at(session: Session) -> datetime | None:
    """When anything was asked for first; None in a home nobody has used."""
    return session.scalar(sa.select(sa.func.min(Request.requested_at)))


def newest(session: Session, statuses: Sequence[RequestStatus], *, limit: int) -> Sequence[Request]:
    """Requests in one of these states, newest first."""
    return session.scalars(
        sa.select(Request)
        .where(Request.status.in_(statuses))
        .order_by(Request.request_id.desc())
        .limit(limit)
    ).all()


def is_under_way(request: Any) -> sa.ColumnElement[bool]:
    """A run has it, or was asked of Dagster; of `Request` or an alias of it."""
    return sa.or_(
        request.status == RequestStatus.RUNNING,
        sa.and_(request.status == RequestStatus.WAITING, request.submitted_at.is_not(None)),
    )
