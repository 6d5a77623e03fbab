"""What each person checked: texts, fields and second looks, today and this week; and what is assigned to them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from domain.document_fields import FieldAction
from domain.ocr import OcrStatus, TextAction, TextState
from records.ocr.document_fields.field_tables import FieldHistory
from records.ocr.proofreading.check_tables import Assignment, SecondLook
from records.ocr.tables import OcrDocument, OcrText, TextHistory

TEXT_CHECKS = (TextAction.CONFIRM, TextAction.CORRECT, TextAction.UNREADABLE)
"""Actions of people that check a text."""
FIELD_CHECKS = (FieldAction.CONFIRM, FieldAction.CORRECT, FieldAction.ACCEPT)
"""Actions of people that check a field or a value of a line item."""


@dataclass(frozen=True)
class Checked:
    """How many a person checked in a period; each text and each field counts once.

    Attributes:
        second_looks: texts and values that they keyed without seeing what another person confirmed.
    """

    texts: int = 0
    fields: int = 0
    second_looks: int = 0

    @property
    def total(self) -> int:
        return self.texts + self.fields + self.second_looks


@dataclass(frozen=True)
class Progress:
    """What a person checked.

    Attributes:
        assigned: documents that are theirs and not checked to the end.
    """

    person: str
    today: Checked = Checked()  # noqa: RUF009 - frozen
    week: Checked = Checked()  # noqa: RUF009 - frozen
    assigned: int = 0


def progress(session: Session, *, today: datetime, week: datetime) -> list[Progress]:
    """What each person checked since the two moments, the most first; those with assigned documents too.

    Args:
        today, week: when the day and the week began.
    """
    history, of_field, look = TextHistory, FieldHistory, SecondLook
    counted: dict[str, tuple[Any, Any, Any, sa.ColumnElement[bool]]] = {
        "texts": (history.by, history.at, history.text_id, _is_one_of(history.action, TEXT_CHECKS)),
        "fields": (of_field.by, of_field.at, of_field.field_id, _is_one_of(of_field.action, FIELD_CHECKS)),
        "second_looks": (look.second_by, look.second_at, look.look_id, look.second_by.is_not(None)),
    }
    found: dict[str, Progress] = {}
    for name, (by, at, item, is_check) in counted.items():
        since_today = sa.func.count(sa.distinct(sa.case((at >= today, item))))
        query = sa.select(by, since_today, sa.func.count(sa.distinct(item)))
        for person, of_today, of_week in session.execute(query.where(is_check, at >= week).group_by(by)):
            before = found.get(person, Progress(person))
            found[person] = replace(
                before,
                today=replace(before.today, **{name: of_today}),
                week=replace(before.week, **{name: of_week}),
            )
    for person, assigned in session.execute(
        sa.select(Assignment.assignee, sa.func.count())
        .join(OcrDocument, OcrDocument.doc_id == Assignment.doc_id)
        .where(OcrDocument.deleted.is_(False), _is_unchecked())
        .group_by(Assignment.assignee)
    ):
        found[person] = replace(found.get(person, Progress(person)), assigned=assigned)
    return sorted(found.values(), key=lambda one: (-one.week.total, one.person))


def _is_one_of(column: Any, actions: Sequence[StrEnum]) -> sa.ColumnElement[bool]:
    """Whether an action is one of some, written into the statement: SQLite uses a partial index only where it sees its condition."""
    values = [action.value for action in actions]
    condition: sa.ColumnElement[bool] = column.in_(
        sa.bindparam(None, values, expanding=True, literal_execute=True)
    )
    return condition


def _is_unchecked() -> sa.ColumnElement[bool]:
    """Whether a document has a text, a field or a page left."""
    has_text = sa.exists().where(OcrText.doc_id == OcrDocument.doc_id, OcrText.state == TextState.MACHINE)
    return sa.or_(OcrDocument.status == OcrStatus.EXTRACTED, has_text)
