"""The queue of requests: which may start, in which order, and which have been asked of Dagster.

Whoever asked for little goes before who asked for much, so that nobody's one file stands behind a folder emptied into
the inbox; of much, every kind has its turn, so that pages don't stand behind a thousand tables. The life of one request is in `records.requests`; which run serves it is decided in `sensors.requests`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from domain.requests import RequestStatus
from records.tables import Request

FEW = 5
"""Open requests of a kind that one may have without standing behind others."""


def launchable(session: Session, *, limit: int, of_much: bool = True) -> Sequence[Request]:
    """Waiting requests whose run may start now, in their turn: the oldest of each document that has none under way.

    A submitted request stays out until its run claims it or `unsubmit` puts it back. Without `of_much`, those of who
    asks for much stay out too.
    """
    other = aliased(Request)
    earlier = sa.and_(other.status == RequestStatus.WAITING, other.request_id < Request.request_id)
    blocked = sa.exists().where(
        other.doc_id == Request.doc_id,
        other.request_id != Request.request_id,
        sa.or_(is_under_way(other), earlier),
    )
    free = _in_turn(of_much=of_much).where(Request.submitted_at.is_(None), ~blocked)
    return session.scalars(free.limit(limit)).all()


def waiting(session: Session, *, limit: int) -> Sequence[Request]:
    """Requests that no run has yet, in their turn; those already asked of Dagster first."""
    return session.scalars(_in_turn(Request.submitted_at.is_(None)).limit(limit)).all()


def _in_turn(*before: sa.ColumnElement[bool], of_much: bool = True) -> sa.Select[Request]:
    """Waiting requests: of who asks for little before of who asks for much (`asking_for_much`), else the oldest first.

    Those of much take turns: the first of each kind, then the second of each.
    """
    much = _asking_for_much().subquery()
    same = sa.and_(Request.requested_by == much.c.requested_by, Request.kind == much.c.kind)
    waiting = sa.select(Request).outerjoin(much, same).where(Request.status == RequestStatus.WAITING)
    if not of_much:
        return waiting.where(much.c.kind.is_(None)).order_by(*before, Request.request_id)
    place = sa.func.row_number().over(
        partition_by=(Request.requested_by, Request.kind), order_by=Request.request_id
    )
    return waiting.order_by(
        *before,
        much.c.kind.is_not(None),
        sa.case((much.c.kind.is_not(None), place), else_=0),
        Request.request_id,
    )


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


def runs_asked_for(session: Session) -> int:
    """Runs asked of Dagster that no step of theirs has begun: its queue, as the rows know it."""
    asked = sa.select(sa.func.count(Request.run_key.distinct())).where(
        Request.status == RequestStatus.WAITING, Request.submitted_at.is_not(None)
    )
    return session.scalar(asked) or 0


def unsubmit(request: Request) -> None:
    """Dagster never heard of the run: let the requests sensor ask again."""
    request.submitted_at = None


def under_way(session: Session) -> Sequence[Request]:
    """Requests that are submitted or running: those whose runs the reconciler looks at."""
    return session.scalars(sa.select(Request).where(is_under_way(Request)).order_by(Request.request_id)).all()


def is_under_way(request: Any) -> sa.ColumnElement[bool]:
    """A run has it, or was asked of Dagster; of `Request` or an alias of it."""
    return sa.or_(
        request.status == RequestStatus.RUNNING,
        sa.and_(request.status == RequestStatus.WAITING, request.submitted_at.is_not(None)),
    )
