"""What people decide about line items as a whole: one is added, removed, or put back. Their values are decided as other fields."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from domain.document_fields import FieldAction, FieldState, ItemColumn
from domain.messages import Message
from records.errors import DecisionRefused, NotFound
from records.ocr import documents
from records.ocr.document_fields import fields
from records.ocr.document_fields.field_decisions import touched
from records.ocr.document_fields.field_tables import FieldHistory, OcrField
from records.ocr.document_fields.fields import ReadField

MOST_LINES = 300
"""Line items of a document to which more can be added."""


def is_removed(line: Sequence[OcrField]) -> bool:
    """Whether people decided that the document has none of the values of a line."""
    return all(one.confirmed and one.corrected == "" for one in line)


def add_line(session: Session, doc_id: str, *, by: str, now: datetime) -> int:
    """Add a line item behind all others, with empty values to type in; its number.

    Raises:
        DecisionRefused: the document has `MOST_LINES` of them.
        NotFound: there is no such document.
    """
    document = documents.get(session, doc_id)
    numbers = set(
        session.scalars(sa.select(OcrField.line_no).where(OcrField.doc_id == doc_id, OcrField.line_no > 0))
    )
    if len(numbers) >= MOST_LINES:
        raise DecisionRefused(Message("a document has at most {most} line items", most=MOST_LINES))
    number = max(numbers, default=0) + 1
    for order_no, column in enumerate(ItemColumn):
        empty = ReadField(column, column.type, order_no, FieldState.UNREAD, number)
        field = fields.new_row(doc_id, empty)
        field.corrected, field.by, field.at = "", by, now
        session.add(field)
        if column is ItemColumn.NAME:
            fields.note(session, field, FieldAction.ADD_LINE, after=None, by=by, now=now)
    # What is empty changes no proof: the fields are not read again before something is typed.
    document.updated_at = now
    return number


def remove_line(session: Session, doc_id: str, line_no: int, *, by: str, now: datetime) -> None:
    """Decide that the document has no such line: its values are empty, and it counts in no sum.

    Raises:
        NotFound: there is no such line.
    """
    for field in _line(session, doc_id, line_no):
        if field.confirmed and field.corrected == "":
            continue
        fields.note(session, field, FieldAction.REMOVE_LINE, after="", by=by, now=now)
        field.corrected, field.repaired, field.confirmed = "", False, True
        touched(session, field, by, now)


def restore_line(session: Session, doc_id: str, line_no: int, *, by: str, now: datetime) -> None:
    """Put a removed line back with the values that it had.

    Raises:
        NotFound: there is no such line.
    """
    line = _line(session, doc_id, line_no)
    before = _values_before(session, [one.field_id for one in line])
    for field in line:
        if not (field.confirmed and field.corrected == ""):
            continue
        # A line that has another number since it was removed has no such history: it is as it was read.
        value = before.get(field.field_id, field.machine)
        fields.note(session, field, FieldAction.RESTORE_LINE, after=value, by=by, now=now)
        field.corrected = None if value == field.machine else value or ""
        field.confirmed = False
        touched(session, field, by, now)


def _line(session: Session, doc_id: str, line_no: int) -> Sequence[OcrField]:
    documents.get(session, doc_id)
    found = session.scalars(
        sa.select(OcrField)
        .where(OcrField.doc_id == doc_id, OcrField.line_no == line_no, OcrField.line_no > 0)
        .order_by(OcrField.order_no)
    ).all()
    if not found:
        raise NotFound(
            Message("document {doc_id} has no line item {line_no}", doc_id=doc_id, line_no=line_no)
        )
    return found


def _values_before(session: Session, field_ids: Sequence[str]) -> dict[str, str | None]:
    """What the fields held before their line was removed the last time."""
    rows = session.scalars(
        sa.select(FieldHistory)
        .where(FieldHistory.field_id.in_(field_ids), FieldHistory.action == FieldAction.REMOVE_LINE)
        .order_by(FieldHistory.history_id)
    )
    return {one.field_id: one.before for one in rows}
