"""Failures that differ only in the file they name, as one; acknowledges many at once and takes that back."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session, defer

from domain.requests import RequestKind, RequestStatus
from records.engine import for_update
from records.tables import Request
from work_requests import failures, lifecycle

NEWEST = 5000
"""Failures that are grouped, the newest first."""
_QUOTED = re.compile(r"'[^'\n]*'")


@dataclass
class FailureGroup:
    """Failures of one kind of request for one reason, the newest first.

    Attributes:
        kind: of the requests.
        requests: at most as many as were asked for.
        count: of all.
    """

    kind: RequestKind
    requests: list[Request] = field(default_factory=list)
    count: int = 0

    @property
    def newest(self) -> Request:
        """The request that stands for all."""
        return self.requests[0]


def groups(session: Session, *, limit: int) -> Sequence[FailureGroup]:
    """The failures that are not acknowledged, the group with the newest first.

    Args:
        limit: most requests of one group.
    """
    found: dict[tuple[str, str], FailureGroup] = {}
    for request in session.scalars(_open_failures().limit(NEWEST)):
        group = found.setdefault(_likeness(request), FailureGroup(RequestKind(request.kind)))
        group.count += 1
        if len(group.requests) < limit:
            group.requests.append(request)
    return list(found.values())


def acknowledge(
    session: Session, *, until: int, like: int | None = None, by: str, now: datetime
) -> Sequence[Request]:
    """[모두 확인함]: acknowledges failures of a group, or all of them.

    Args:
        until: the newest request the person has seen; later failures stay.
        like: a request of the group; all groups where None.

    Returns:
        The requests that were acknowledged, all of them at `now`.

    Raises:
        NotFound: there is no request `like`.
    """
    wanted = None if like is None else _likeness(lifecycle.get(session, like))
    open_ones = session.scalars(
        for_update(session, _open_failures().where(Request.request_id <= until))
    ).all()
    chosen = [one for one in open_ones if wanted is None or _likeness(one) == wanted]
    for request in chosen:
        failures.acknowledge(session, request.request_id, by=by, now=now)
    return chosen


def take_back(session: Session, moment: datetime, *, by: str, now: datetime) -> int:
    """Takes back what this person acknowledged at this moment; how many failures are listed again."""
    query = sa.select(Request).where(
        Request.status == RequestStatus.FAILED,
        Request.acknowledged_at == moment,
        Request.acknowledged_by == by,
    )
    found = session.scalars(for_update(session, query)).all()
    for request in found:
        failures.take_back(session, request, now)
    return len(found)


def _open_failures() -> sa.Select[Request]:
    return (
        sa.select(Request)
        .options(defer(Request.result))
        .where(Request.status == RequestStatus.FAILED, Request.acknowledged_at.is_(None))
        .order_by(Request.request_id.desc())
    )


def _likeness(request: Request) -> tuple[str, str]:
    """What failures have in common: the kind, and the reason without the names in it."""
    reason = request.reason
    return request.kind, "" if reason is None else _QUOTED.sub("''", reason.en)
