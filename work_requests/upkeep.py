"""Requests that no person makes: the housekeeping and MLflow's synchronisation; and which old requests may go."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from domain.requests import RequestKind, RequestStatus
from records import trainings
from records.growth.tables import Challenge, Outcome, TableAddition
from records.ocr.learning import networks
from records.ocr.tables import Network
from records.purge import OVER
from records.tables import Plan, Prediction, Request, Training
from work_requests import lifecycle, request_lists

MIRROR_EVERY = timedelta(minutes=1)
MIRROR_AGAIN = timedelta(hours=1)
"""After a mirror that left some behind though MLflow was there (their files are gone, say)."""


def ask_for_housekeeping(session: Session, *, by: str, now: datetime) -> Request:
    """Ask for the housekeeping. One that waits or runs already is that one."""
    return lifecycle.ask_unless_open(session, RequestKind.HOUSEKEEPING, params={}, by=by, now=now)


def mirror_due(session: Session, now: datetime) -> bool:
    """Whether MLflow has yet to receive a training or network, and it is time to try."""
    missed = (trainings.not_mirrored, trainings.not_registered, networks.not_mirrored)
    if not any(look(session, limit=1) for look in missed):
        return False
    last = request_lists.newest_of_kind(session, RequestKind.MIRROR)
    if last is None:
        return True
    if not RequestStatus(last.status).is_final:
        return False
    pause = MIRROR_AGAIN if (last.result or {}).get("left") else MIRROR_EVERY
    return now - last.requested_at > pause


def old_requests(session: Session, before: datetime) -> Sequence[int]:
    """Requests that ended before a moment and that nothing refers to, oldest first.

    Kept are those a plan, training, prediction or network came of, and of each document and kind the newest, and
    the newest that went well: screens and exports live by them.
    """
    other = aliased(Request)
    same = (
        sa.func.coalesce(other.doc_id, "") == sa.func.coalesce(Request.doc_id, ""),
        other.kind == Request.kind,
    )
    newer = sa.exists().where(*same, other.request_id > Request.request_id)
    newer_done = sa.exists().where(
        *same, other.request_id > Request.request_id, other.status == RequestStatus.DONE
    )
    referred = [
        sa.exists().where(table.request_id == Request.request_id)
        for table in (Plan, Training, Prediction, Network, TableAddition, Challenge, Outcome)
    ]
    return session.scalars(
        sa.select(Request.request_id)
        .where(Request.status.in_(OVER), Request.finished_at < before, newer)
        .where(sa.or_(Request.status != RequestStatus.DONE, newer_done))
        .where(*[~reference for reference in referred])
        .order_by(Request.request_id)
    ).all()


def runs_in_use(session: Session) -> set[str]:
    """Runs of requests that are not settled."""
    found = session.scalars(
        sa.select(Request.run_id).where(Request.status.not_in(OVER), Request.run_id.is_not(None))
    )
    return {run_id for run_id in found if run_id is not None}
