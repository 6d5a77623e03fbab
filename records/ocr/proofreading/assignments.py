"""TB_OCR_ASSIGNMENT: which documents are whose to check."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from domain.access import Role
from domain.messages import Message
from records.access import users
from records.access.tables import User
from records.errors import DecisionRefused
from records.ocr.proofreading.check_tables import Assignment
from records.ocr.tables import OcrDocument

EDITORS = [role for role in Role if role.may(Role.EDITOR)]
"""Roles of people who can check documents."""


def assign(session: Session, doc_id: str, assignee: str | None, *, by: str, now: datetime) -> str | None:
    """Give a document to a person, or to anyone.

    Args:
        assignee: name of an account; None takes the document from whom it is assigned to.

    Returns:
        Whom it was assigned to before.

    Raises:
        DecisionRefused: the account is closed or may not edit.
        NotFound: there is no such account.
    """
    found = session.get(Assignment, doc_id)
    before = found.assignee if found else None
    if assignee is None:
        if found is not None:
            session.delete(found)
        return before
    user = users.get(session, assignee)
    if user.disabled or user.role not in EDITORS:
        raise DecisionRefused(
            Message("{name} can't check documents; choose a person who may edit", name=user.name)
        )
    if found is None:
        found = Assignment(doc_id=doc_id)
        session.add(found)
    found.assignee, found.by, found.at = user.name, by, now
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
    """Whether a document is assigned to no one, or to a person who can't check it any more."""
    checks = sa.exists().where(
        Assignment.doc_id == doc_id,
        User.name == Assignment.assignee,
        User.disabled.is_(False),
        User.role.in_(EDITORS),
    )
    return ~checks


def may_check(
    person: str, doc_id: sa.SQLColumnExpression[Any] = OcrDocument.doc_id
) -> sa.ColumnElement[bool]:  # noqa: B008 - a column
    """Whether a document is the person's to check, or anyone's."""
    return sa.or_(is_of(person, doc_id), is_anyones(doc_id))
