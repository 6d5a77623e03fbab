"""The last thing that a person did in a document, taken back: a decision on a text, a change of boxes, or one of a table."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Session

from domain.messages import Message
from records.errors import DecisionRefused
from records.ocr import text_undo
from records.ocr.box_editing import box_edits, box_undo
from records.ocr.table_editing import table_edits, table_history
from records.ocr.table_editing.table_rows import TableEdit
from records.ocr.tables import BoxEdit, OcrText, TextHistory

UNDONE_FOR = timedelta(hours=12)
"""A working day; what was done before is changed by hand, not taken back by a key."""


class What(StrEnum):
    """What was taken back."""

    TEXT = "text"
    BOXES = "boxes"
    TABLE = "table"


@dataclass(frozen=True)
class Undone:
    """Something taken back.

    Attributes:
        text: as it is now, where a decision on it was taken back.
        unread: ids of texts whose boxes have to be read again.
    """

    what: What
    page_no: int
    text: OcrText | None = None
    unread: tuple[str, ...] = ()


def undo_last(session: Session, doc_id: str, *, page_no: int | None, by: str, now: datetime) -> Undone:
    """Take back the newest thing that a person did in a document today and that no one built on.

    Args:
        page_no: what was done on this page, its tables included; None for texts and boxes of all pages, where tables are not shown.

    Raises:
        DecisionRefused: there is nothing, or nothing but changes of boxes in whose place others are since.
    """
    since = now - UNDONE_FOR
    line = text_undo.last_of(session, doc_id, by=by, since=since, page_no=page_no)
    boxes, kept_back = _last_of_boxes(session, doc_id, page_no, by, since)
    table = _last_of_tables(session, doc_id, page_no, by, since) if page_no is not None else None
    candidates: list[TextHistory | BoxEdit | TableEdit] = [
        one for one in (table, boxes, line) if one is not None
    ]
    if not candidates and kept_back is not None:
        raise kept_back
    if not candidates:
        raise DecisionRefused(Message("nothing is left to undo here"), code="undo")
    newest = max(candidates, key=lambda one: one.at)
    if isinstance(newest, TextHistory):
        text = text_undo.undo(session, newest.text_id, by=by, now=now)
        return Undone(What.TEXT, text.page_no, text)
    if isinstance(newest, BoxEdit):
        edited = box_undo.undo(session, newest.edit_id, by=by, now=now)
        return Undone(What.BOXES, newest.page_no, unread=tuple(edited.unread))
    table_edits.undo(session, doc_id, newest.edit_id, by=by, now=now)
    return Undone(What.TABLE, newest.page_no)


def _last_of_boxes(
    session: Session, doc_id: str, page_no: int | None, by: str, since: datetime
) -> tuple[BoxEdit | None, DecisionRefused | None]:
    """The newest change of boxes that can be taken back, and why a newer one can't be."""
    query = sa.select(BoxEdit).where(
        BoxEdit.doc_id == doc_id, BoxEdit.by == by, BoxEdit.at >= since, BoxEdit.undone.is_(False)
    )
    if page_no is not None:
        query = query.where(BoxEdit.page_no == page_no)
    edits = session.scalars(query.order_by(BoxEdit.edit_id.desc()))
    kept_back: DecisionRefused | None = None
    for edit in edits:
        if box_edits.is_followed(session, edit):
            continue
        refusal = box_undo.refusal_of(session, edit, by=by)
        if refusal is None:
            return edit, kept_back
        kept_back = kept_back or refusal
    return None, kept_back


def _last_of_tables(
    session: Session, doc_id: str, page_no: int | None, by: str, since: datetime
) -> TableEdit | None:
    query = sa.select(TableEdit).where(
        TableEdit.doc_id == doc_id,
        TableEdit.page_no == page_no,
        TableEdit.by == by,
        TableEdit.at >= since,
        TableEdit.undone.is_(False),
    )
    edits = session.scalars(query.order_by(TableEdit.edit_id.desc()))
    return next((edit for edit in edits if not table_history.is_followed(session, edit)), None)
