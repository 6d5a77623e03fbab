"""TB_OCR_TRAIN_TEXT: texts that synthetic training images are made of."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from domain.messages import Message
from records.engine import advisory_lock
from records.errors import DecisionRefused, NotFound
from records.keyset import newest_first
from records.ocr.tables import TrainText
from records.ocr.typed import one_line

LONGEST = 200


def add(session: Session, wanted: Iterable[str], *, by: str, now: datetime) -> tuple[list[TrainText], int]:
    """Add texts, NFC; those that are there already, or say nothing, are counted and left out.

    Raises:
        DecisionRefused: one is too long or has control characters.
    """
    advisory_lock(session, "training texts")
    known = set(session.scalars(sa.select(TrainText.text).where(TrainText.deleted.is_(False))))
    added, left_out = [], 0
    for line, raw in enumerate(wanted, start=1):
        text = one_line(raw)
        if not text or text in known:
            left_out += 1
            continue
        if len(text) > LONGEST or any(unicodedata.category(c) in ("Cc", "Cs") for c in text):
            raise DecisionRefused(
                Message(
                    "text {line} is over {longest} characters or has control characters; split or mend it",
                    line=line,
                    longest=LONGEST,
                )
            )
        known.add(text)
        row = TrainText(text=text, registered_by=by, registered_at=now)
        session.add(row)
        added.append(row)
    session.flush()
    return added, left_out


def lines_of(data: bytes, name: str) -> list[str]:
    """The lines of a text file people bring: UTF-8, or CP949 as Korean Windows saves. Raises DecisionRefused."""
    for encoding in ("utf-8-sig", "cp949"):
        try:
            return data.decode(encoding).splitlines()
        except UnicodeDecodeError:
            continue
    raise DecisionRefused(Message("{name!r} is neither UTF-8 nor CP949; save it as UTF-8", name=name))


def page_of_list(
    session: Session,
    *,
    contains: str | None = None,
    before: int | None = None,
    after: int | None = None,
    limit: int = 100,
) -> tuple[Sequence[TrainText], int]:
    """Texts that aren't deleted, newest first, with the total that match.

    Args:
        contains: part of the text, any case.
        before: show only numbers smaller than this one (the last of the page before).
        after: show only numbers greater than this one, those nearest to it (the first of the page behind).
    """
    conditions: list[sa.ColumnElement[bool]] = [TrainText.deleted.is_(False)]
    if contains:
        composed = unicodedata.normalize("NFC", contains)
        conditions.append(TrainText.text.icontains(composed, autoescape=True))
    key = TrainText.train_text_id
    return newest_first(session, TrainText, key, conditions, before=before, after=after, limit=limit)


def active(session: Session, *, limit: int | None = None, after: int = 0) -> Sequence[TrainText]:
    """Texts that aren't deleted (DEL_YN = 'N'), oldest first."""
    return session.scalars(
        sa.select(TrainText)
        .where(TrainText.deleted.is_(False), TrainText.train_text_id > after)
        .order_by(TrainText.train_text_id)
        .limit(limit)
    ).all()


def delete(session: Session, train_text_id: int) -> TrainText:
    """Mark a text deleted. Raises NotFound."""
    row = session.get(TrainText, train_text_id)
    if row is None or row.deleted:
        raise NotFound(
            Message(
                "there is no training text {train_text_id}; see the list of training texts",
                train_text_id=train_text_id,
            )
        )
    row.deleted = True
    return row


def restore(session: Session, train_text_id: int) -> TrainText:
    """Take the deletion of a text back, unless the same text was added again. Raises NotFound."""
    advisory_lock(session, "training texts")
    row = session.get(TrainText, train_text_id)
    if row is None:
        raise NotFound(
            Message(
                "there is no training text {train_text_id}; see the list of training texts",
                train_text_id=train_text_id,
            )
        )
    again = sa.select(TrainText.train_text_id).where(TrainText.text == row.text, TrainText.deleted.is_(False))
    if session.scalar(again.limit(1)) is None:
        row.deleted = False
    return row
