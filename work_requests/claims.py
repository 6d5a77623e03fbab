"""Claims of requests by runs: one run per request, whatever is launched, killed or repeated."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from domain.messages import Message
from domain.requests import SERVING, RequestKind, RequestStatus
from records.engine import advisory_lock, for_update
from records.errors import DecisionRefused, Superseded
from records.tables import Request
from work_requests import lifecycle
from work_requests.request_queue import is_under_way


def claim(session: Session, request_id: int, *, attempt: int, run_id: str, now: datetime) -> Request:
    """Make `run_id` the run that serves this request. Every step of the run may call it.

    Raises:
        Superseded: another attempt or another run has it, or it is over.
    """
    request = lifecycle.get(session, request_id)
    if request.attempt != attempt:
        raise Superseded(f"request {request_id} is at attempt {request.attempt}, not {attempt}")
    if request.status == RequestStatus.RUNNING and request.run_id == run_id:
        return request
    if request.status != RequestStatus.WAITING:
        raise Superseded(f"request {request_id} is {request.status} under run {request.run_id}")
    request.status = RequestStatus.RUNNING
    request.run_id = run_id
    request.started_at = now
    return request


def claim_batch(session: Session, run_key: str, *, run_id: str, now: datetime) -> list[int]:
    """Make `run_id` the run that serves every request submitted under `run_key`. Every step may call it.

    Returns:
        The requests it serves; those another run took, or people cancelled meanwhile, are left out.
    """
    query = sa.select(Request).where(Request.run_key == run_key).order_by(Request.request_id)
    batch = session.scalars(for_update(session, query)).all()
    for request in batch:
        if request.status == RequestStatus.WAITING:
            request.status = RequestStatus.RUNNING
            request.run_id = run_id
            request.started_at = now
    return [r.request_id for r in batch if r.status == RequestStatus.RUNNING and r.run_id == run_id]


def of_run(session: Session, run_id: str) -> list[Request]:
    """The requests a run serves or has served."""
    return list(
        session.scalars(sa.select(Request).where(Request.run_id == run_id).order_by(Request.request_id))
    )


def served_by(session: Session, run_id: str) -> list[Request]:
    """The requests a run is serving."""
    query = (
        sa.select(Request)
        .where(Request.run_id == run_id, Request.status == RequestStatus.RUNNING)
        .order_by(Request.request_id)
    )
    return list(session.scalars(for_update(session, query)))


def claim_by_hand(
    session: Session,
    kind: RequestKind,
    *,
    doc_id: str | None,
    run_id: str,
    decide: Callable[[], Request],
    now: datetime,
) -> Request:
    """The request of this kind of a run launched by hand: an earlier step's, or a new one.

    Args:
        decide: writes the request as people's decisions do, with all they check.

    Raises:
        DecisionRefused: other work on the document (of this kind, where there is none) is under way, or the decision isn't allowed now.
    """
    advisory_lock(session, f"by hand: {doc_id or kind}")
    own = session.scalar(
        sa.select(Request).where(
            Request.run_id == run_id,
            Request.kind == kind,
            Request.status == RequestStatus.RUNNING,
            Request.doc_id == doc_id if doc_id else sa.true(),
        )
    )
    if own is not None:
        return own
    busy = session.scalar(
        sa.select(Request.request_id)
        .where(is_under_way(Request))
        .where(Request.doc_id == doc_id if doc_id else Request.kind == kind)
        .where(Request.run_id.is_distinct_from(run_id))
        .limit(1)
    )
    if busy is not None:
        raise DecisionRefused(Message("request {busy} is under way; launch again when it is over", busy=busy))
    request = decide()
    request.status = RequestStatus.RUNNING
    request.run_id = run_id
    request.started_at = now
    session.flush()
    return request


def release_served_at_once(session: Session, *, now: datetime) -> list[int]:
    """Give requests that a serving process had to runs; for the next such process, as one home has only one.

    Returns:
        The requests.
    """
    query = sa.select(Request).where(
        Request.status == RequestStatus.RUNNING, Request.run_id.startswith(SERVING)
    )
    left = session.scalars(for_update(session, query.order_by(Request.request_id))).all()
    for request in left:
        if not lifecycle.end_if_cancelled(request, now=now):
            lifecycle.begin_again(request)
    return [request.request_id for request in left]


def assert_owner(session: Session, request_id: int, run_id: str) -> None:
    """Raise Superseded unless `run_id` still serves the request; call it in every writing transaction."""
    query = sa.select(Request.run_id, Request.status).where(Request.request_id == request_id)
    owner = session.execute(for_update(session, query)).one_or_none()
    if owner is None or owner.run_id != run_id or owner.status != RequestStatus.RUNNING:
        raise Superseded(f"request {request_id} no longer belongs to run {run_id}")
