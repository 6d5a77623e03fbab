"""CHECK_VALUE of TB_OCR_DOC_TEXT, in step with what was read of texts and fields."""

from __future__ import annotations

from collections import defaultdict

import sqlalchemy as sa
from sqlalchemy.orm import Mapper, Session

from domain.check_value import check_value
from domain.document_fields import FieldState, FieldType
from domain.ocr import TextState
from records.ocr.field_tables import OcrField
from records.ocr.tables import OcrText


def set_value(_mapper: Mapper[OcrText], _connection: sa.Connection, text: OcrText) -> None:
    """Before a text is written."""
    if (
        sa.inspect(text).attrs.text.history.has_changes()
        or sa.inspect(text).attrs.score.history.has_changes()
    ):
        text.check_value = check_value(text.text, text.score, text.characters)


def weigh_fields(session: Session, doc_id: str) -> None:
    """After the fields of a document were read: the values of its unchecked texts, by the fields that they hold."""
    held: dict[str, list[tuple[FieldType, FieldState]]] = defaultdict(list)
    for field in session.scalars(sa.select(OcrField).where(OcrField.doc_id == doc_id, ~OcrField.confirmed)):
        for text_id in field.text_ids:
            held[text_id].append((FieldType(field.type), FieldState(field.state)))
    unchecked = sa.select(OcrText).where(OcrText.doc_id == doc_id, OcrText.state == TextState.MACHINE)
    for text in session.scalars(unchecked):
        text.check_value = check_value(text.text, text.score, text.characters, held.get(text.text_id, ()))


sa.event.listen(OcrText, "before_insert", set_value)
sa.event.listen(OcrText, "before_update", set_value)
