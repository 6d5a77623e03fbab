"""TB_REFUSED_FILE: files that were refused at intake."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from domain.messages import Message
from records.ids import next_id
from records.tables import RefusedFile


def add(session: Session, *, file_name: str, kept_path: str, reason: Message, now: datetime) -> RefusedFile:
    """Write down a refusal, once: the look for refused files without a row may find one whose row is just being written.

    Args:
        kept_path: where the person's file now lies.
        now: when it was refused; of a refusal that is read from its file, in whole seconds.
    """
    refused_id = next_id(session, "refused", now.date())  # first, as it waits for another that writes
    same = sa.select(RefusedFile).where(
        RefusedFile.kept_path == kept_path, RefusedFile.refused_at >= now.replace(microsecond=0)
    )
    if (written := session.scalar(same.limit(1))) is not None:
        return written
    row = RefusedFile(
        refused_id=refused_id,
        file_name=file_name,
        kept_path=kept_path,
        reason=reason,
        refused_at=now,
    )
    session.add(row)
    return row


def kept_paths(session: Session) -> set[str]:
    """Where all refused files lie."""
    return set(session.scalars(sa.select(RefusedFile.kept_path)))


def newest(session: Session, *, limit: int = 50) -> Sequence[RefusedFile]:
    """Refused files, newest first."""
    return session.scalars(sa.select(RefusedFile).order_by(RefusedFile.refused_id.desc()).limit(limit)).all()
