"""The queue of unchecked texts over all documents: which one a person is given next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from domain.ocr import OcrStatus, TextAction, TextState
from records.ocr import assignments, page_claims
from records.ocr.check_tables import Assignment
from records.ocr.tables import OcrDocument, OcrText, TextHistory

CHECKS = (TextAction.CONFIRM, TextAction.CORRECT, TextAction.UNREADABLE)
"""Actions of people that check a text."""
MOST_OWN = 5_000
"""Documents assigned to a person among which the next text is chosen, the oldest."""


@dataclass(frozen=True)
class Progress:
    """How many texts a person checked; each counts once a period.

    Attributes:
        assigned: documents that are theirs and not checked to the end.
    """

    person: str
    today: int
    week: int
    assigned: int = 0


def most_valuable(session: Session, *, by: str, now: datetime) -> OcrText | None:
    """The unchecked text whose check gains most, of the documents assigned to the person, else of those of no one.

    Texts on pages that another person checks at present, or of documents assigned to others, are left out. To claim its page,
    take `page_claims.lock` first.
    """
    query = (
        sa.select(OcrText)
        .join(OcrDocument, OcrDocument.doc_id == OcrText.doc_id)
        .where(OcrText.state == TextState.MACHINE, OcrText.crop_sha256 != "")
        .where(OcrDocument.deleted.is_(False), page_claims.is_free(by, now))
        .limit(1)
    )
    own = session.scalars(
        sa.select(Assignment.doc_id)
        .join(OcrDocument, OcrDocument.doc_id == Assignment.doc_id)
        .where(Assignment.assignee == by, OcrDocument.status == OcrStatus.EXTRACTED)
        .order_by(Assignment.doc_id)
        .limit(MOST_OWN)
    ).all()
    # By their documents, not by the index of the order: the rest of it may have none of them.
    of_own = query.where(OcrText.doc_id.in_(own)).order_by(
        (OcrText.check_value + 0).desc(), OcrText.text_id.desc()
    )
    found = session.scalar(of_own) if own else None
    if found is not None:
        return found
    of_no_one = query.where(assignments.is_anyones(OcrText.doc_id))
    return session.scalar(of_no_one.order_by(OcrText.check_value.desc(), OcrText.text_id.desc()))


def claim_next(session: Session, *, by: str, now: datetime) -> OcrText | None:
    """As `most_valuable`, and its page is the person's for a while: no one else is given a text of it."""
    page_claims.lock(session)
    text = most_valuable(session, by=by, now=now)
    if text is not None:
        page_claims.claim(session, text.doc_id, text.page_no, by=by, now=now)
    return text


def progress(session: Session, *, today: datetime, week: datetime) -> list[Progress]:
    """What each person checked since the two moments, the most first; those with assigned documents too.

    Args:
        today, week: when the day and the week began.
    """
    changed = TextHistory.at
    since_today = sa.func.count(sa.distinct(sa.case((changed >= today, TextHistory.text_id))))
    rows = session.execute(
        sa.select(TextHistory.by, since_today, sa.func.count(sa.distinct(TextHistory.text_id)))
        .where(TextHistory.action.in_(CHECKS), changed >= week)
        .group_by(TextHistory.by)
    )
    found = {person: (of_today, of_week) for person, of_today, of_week in rows}
    assigned = dict(
        session.execute(
            sa.select(Assignment.assignee, sa.func.count())
            .join(OcrDocument, OcrDocument.doc_id == Assignment.doc_id)
            .where(OcrDocument.deleted.is_(False), _has_unchecked())
            .group_by(Assignment.assignee)
        ).all()
    )
    people = [
        Progress(person, *found.get(person, (0, 0)), assigned.get(person, 0))
        for person in {*found, *assigned}
    ]
    return sorted(people, key=lambda one: (-one.week, one.person))


def _has_unchecked() -> sa.ColumnElement[bool]:
    return sa.exists().where(OcrText.doc_id == Assignment.doc_id, OcrText.state == TextState.MACHINE)
