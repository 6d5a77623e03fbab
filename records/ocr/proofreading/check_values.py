"""CHECK_VALUE of texts, fields and pages, in step with what was read of them."""

from __future__ import annotations

from collections import defaultdict

import sqlalchemy as sa
from sqlalchemy.orm import Mapper, Session

from domain.check_value import check_value, field_value, page_value
from domain.document_fields import FieldState, FieldType
from domain.ocr import TextState
from records.ocr.document_fields.field_tables import OcrField
from records.ocr.tables import OcrPage, OcrText

LACKING_TEXT = frozenset({"nothing_read", "little_read", "cut_off"})
"""Kinds of remarks (`ocr_lib.remarks`) on pages where texts may have been missed."""


def set_value(_mapper: Mapper[OcrText], _connection: sa.Connection, text: OcrText) -> None:
    """Before a text is written."""
    if (
        sa.inspect(text).attrs.text.history.has_changes()
        or sa.inspect(text).attrs.score.history.has_changes()
    ):
        text.check_value = check_value(text.text, text.score, text.characters)


def set_page_value(_mapper: Mapper[OcrPage], _connection: sa.Connection, page: OcrPage) -> None:
    """Before a page is written; one that was read again is looked at again."""
    if sa.inspect(page).attrs.remarks.history.has_changes():
        kinds = {one.get("kind") for one in page.remarks or ()}
        page.check_value = page_value(lacks_text=bool(kinds & LACKING_TEXT))
        page.looked_by = page.looked_at = None


def weigh_fields(session: Session, doc_id: str) -> None:
    """After the fields of a document were read: their values, and those of its unchecked texts, by the fields that they hold."""
    held: dict[str, list[tuple[FieldType, FieldState]]] = defaultdict(list)
    for field in session.scalars(sa.select(OcrField).where(OcrField.doc_id == doc_id)):
        kind, state = FieldType(field.type), FieldState(field.state)
        field.check_value = field_value(kind, state, required=field.required)
        if field.confirmed:
            continue
        for text_id in field.text_ids:
            held[text_id].append((kind, state))
    unchecked = sa.select(OcrText).where(OcrText.doc_id == doc_id, OcrText.state == TextState.MACHINE)
    for text in session.scalars(unchecked):
        text.check_value = check_value(text.text, text.score, text.characters, held.get(text.text_id, ()))


sa.event.listen(OcrText, "before_insert", set_value)
sa.event.listen(OcrText, "before_update", set_value)
sa.event.listen(OcrPage, "before_insert", set_page_value)
sa.event.listen(OcrPage, "before_update", set_page_value)
