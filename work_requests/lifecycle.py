"""The life of a request: created, claimed by a run, settled; retried or cancelled by people.

    WAITING --claim--> RUNNING --settle--> DONE | FAILED | CANCELLED --retry--> WAITING (attempt + 1)

How a run takes one is in `work_requests.claims`. Which document states a request needs is decided in `work_requests.automl_decisions` and
`ocr_decisions`; which run serves it in `sensors.planned_runs`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from domain.automl import TrainingStatus
from domain.messages import Message
from domain.requests import RequestKind, RequestStatus
from records import trainings
from records.engine import advisory_lock, row_lock
from records.errors import DecisionRefused, NotFound
from records.tables import Request
from work_requests import request_lists

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


def ask_unless_open(
    session: Session, kind: RequestKind, *, params: Mapping[str, Any], by: str, now: datetime
) -> Request:
    """As `ask`, for work that is of no document; but one of this kind that waits or runs already is that request."""
    lock_kind(session, kind)
    under_way = next(iter(request_lists.open_of_kind(session, kind)), None)
    return under_way or ask(session, kind, doc_id=None, params=params, by=by, now=now)


def lock_kind(session: Session, kind: RequestKind) -> None:
    """Let no other transaction decide on a request of this kind before this one ends."""
    advisory_lock(session, f"requests of kind {kind}")


def note_done(
    session: Session,
    kind: RequestKind,
    *,
    doc_id: str | None,
    params: Mapping[str, Any],
    by: str,
    now: datetime,
) -> Request:
    """Write a decision that needed no run: it is on record, and done."""
    request = ask(session, kind, doc_id=doc_id, params=params, by=by, now=now)
    request.status = RequestStatus.DONE
    request.finished_at = now
    return request


def get(session: Session, request_id: int) -> Request:
    """Raises NotFound."""
    request = session.get(Request, request_id, with_for_update=row_lock(session))
    if request is None:
        raise NotFound(Message("there is no request {request_id}; check the number", request_id=request_id))
    return request


def settle(
    request: Request,
    status: RequestStatus,
    *,
    now: datetime,
    reason: Message | None = None,
) -> None:
    """End a request. Ending it again the same way changes nothing; a settled one is not reopened."""
    if RequestStatus(request.status).is_final:
        return
    request.status = status
    request.finished_at = now
    request.submitted_at = None
    request.reason = reason


def end_if_cancelled(request: Request, *, now: datetime) -> bool:
    """Settle a request that a person cancelled and that no run stops any more; whether it was cancelled."""
    if not request.cancel_asked:
        return False
    settle(request, RequestStatus.CANCELLED, now=now, reason=reason_of_cancellation(request))
    return True


def reason_of_cancellation(request: Request) -> Message:
    """Who cancelled it; of a run that was ended in Dagster that is not known."""
    return request.reason if request.cancel_asked and request.reason else Message("the run was cancelled")


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
    request.acknowledged_by = request.acknowledged_at = None
    request.reason = None


def retry(session: Session, request_id: int) -> Request:
    """다시 시도. Raises DecisionRefused where the request is not failed or cancelled."""
    request = get(session, request_id)
    if request.status not in (RequestStatus.FAILED, RequestStatus.CANCELLED):
        raise DecisionRefused(
            Message(
                "request {request_id} is {status}; only a failed or cancelled one can be retried",
                request_id=request_id,
                status=RequestStatus(request.status).message,
            )
        )
    begin_again(request)
    return request


def cancel(session: Session, request_id: int, *, by: str, now: datetime) -> Request:
    """Cancel a request that no run serves at once, or ask that the run of the others be stopped.

    A run that was asked of Dagster and has not claimed the request finds it cancelled; the reconciler stops it.

    Raises DecisionRefused where it is over already.
    """
    request = get(session, request_id)
    if RequestStatus(request.status).is_final:
        raise DecisionRefused(
            Message(
                "request {request_id} is already over ({status})",
                request_id=request_id,
                status=RequestStatus(request.status).message,
            )
        )
    request.cancel_asked = True
    request.reason = Message("cancelled by {by}", by=by)
    if request.status == RequestStatus.WAITING:
        for training in trainings.of_request(session, request_id):  # of an attempt that died
            if not TrainingStatus(training.status).is_final:
                trainings.set_cancelled(training)
        settle(request, RequestStatus.CANCELLED, now=now, reason=request.reason)
    return request


def cancel_open(session: Session, doc_id: str, *, by: str, now: datetime) -> None:
    """Cancel the requests of a document that are not over, as `cancel` does."""
    for request in request_lists.of_document(session, doc_id):
        if not RequestStatus(request.status).is_final:
            cancel(session, request.request_id, by=by, now=now)
