"""TB_OCR_ASSIGNMENT: which documents are whose to check."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from records.access import users
from records.ocr.check_tables import Assignment
from records.ocr.tables import OcrDocument


def assign(session: Session, doc_id: str, assignee: str | None, *, by: str, now: datetime) -> str | None:
    """Give a document to a person, or to anyone.

    Args:
        assignee: name of an account; None takes the document from whom it is assigned to.

    Returns:
        Whom it was assigned to before.

    Raises:
        NotFound: there is no such account.
    """
    found = session.get(Assignment, doc_id)
    before = found.assignee if found else None
    if assignee is None:
        if found is not None:
            session.delete(found)
        return before
    name = users.get(session, assignee).name
    if found is None:
        found = Assignment(doc_id=doc_id)
        session.add(found)
    found.assignee, found.by, found.at = name, by, now
    return before


def assignees(session: Session, doc_ids: Iterable[str]) -> dict[str, str]:
    """Whom each of the documents is assigned to, of those that are."""
    rows = session.execute(
        sa.select(Assignment.doc_id, Assignment.assignee).where(Assignment.doc_id.in_(list(doc_ids)))
    )
    return dict(rows.all())


def is_of(person: str, doc_id: sa.SQLColumnExpression[Any] = OcrDocument.doc_id) -> sa.ColumnElement[bool]:  # noqa: B008 - a column
    """Whether a document is assigned to the person."""
    return sa.exists().where(Assignment.doc_id == doc_id, Assignment.assignee == person)


def is_anyones(doc_id: sa.SQLColumnExpression[Any] = OcrDocument.doc_id) -> sa.ColumnElement[bool]:  # noqa: B008 - a column
    """Whether a document is assigned to no one."""
    return ~sa.exists().where(Assignment.doc_id == doc_id)
