"""How far the steps of a request are: written by runs, read by whoever waits."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from records.tables import Progress


def report(
    session: Session, request_id: int, step: str, *, done: int, total: int, message: str, now: datetime
) -> None:
    """Set how far `step` is; `total` 0 means that the amount isn't known."""
    session.merge(
        Progress(request_id=request_id, step=step, done=done, total=total, message=message, updated_at=now)
    )


def of_request(session: Session, request_id: int) -> Sequence[Progress]:
    """Steps in the order they were last heard of."""
    return session.scalars(
        sa.select(Progress).where(Progress.request_id == request_id).order_by(Progress.updated_at)
    ).all()
