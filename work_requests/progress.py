"""Progress and log lines of the steps of a request: written by runs, read by waiting clients."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from domain.messages import Message
from records.tables import Progress, ProgressLine


def report(
    session: Session, request_id: int, step: str, message: Message, *, done: int, total: int, now: datetime
) -> None:
    """Set how far `step` is; `total` 0 means that the amount isn't known. What it says is kept as a line."""
    before = session.get(Progress, (request_id, step))
    if message.ko and (before is None or before.message_ko != message.ko):
        log_line(session, request_id, step, message, now)
    session.merge(
        Progress(
            request_id=request_id,
            step=step,
            done=done,
            total=total,
            message=message,
            updated_at=now,
        )
    )


def log_line(session: Session, request_id: int, step: str, message: Message, now: datetime) -> None:
    """Keep a line of `step`, without a word on how far it is."""
    session.add(ProgressLine(request_id=request_id, step=step, at=now, message=message))


def of_request(session: Session, request_id: int) -> Sequence[Progress]:
    """Steps in the order they were last heard of."""
    return session.scalars(
        sa.select(Progress).where(Progress.request_id == request_id).order_by(Progress.updated_at)
    ).all()


def newest(session: Session, request_ids: Collection[int]) -> dict[int, Progress]:
    """Of each of these requests the step that was last heard of."""
    found = session.scalars(
        sa.select(Progress).where(Progress.request_id.in_(request_ids)).order_by(Progress.updated_at)
    )
    return {step.request_id: step for step in found}


def lines(session: Session, request_id: int, steps: Collection[str], *, limit: int) -> Sequence[ProgressLine]:
    """The last lines of some steps of a request, oldest first."""
    newest = session.scalars(
        sa.select(ProgressLine)
        .where(ProgressLine.request_id == request_id, ProgressLine.step.in_(steps))
        .order_by(ProgressLine.line_id.desc())
        .limit(limit)
    ).all()
    return newest[::-1]
