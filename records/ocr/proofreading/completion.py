"""Whether a document is 검증 완료: people looked at every text and at pages without any, and no required field is contradicted or unread."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from domain.document_fields import FieldState
from domain.ocr import OcrStatus, TextState
from records.ocr.document_fields.field_tables import OcrField
from records.ocr.tables import BoxEdit, OcrDocument, OcrPage, OcrText


def blocking_fields(session: Session, doc_id: str) -> Sequence[OcrField]:
    """Required fields that are contradicted or were not read, unless a person confirmed them as they are."""
    return session.scalars(
        sa.select(OcrField)
        .where(OcrField.doc_id == doc_id, OcrField.required, ~OcrField.confirmed)
        .where(OcrField.state.in_((FieldState.CONTRADICTED, FieldState.UNREAD)))
        .order_by(OcrField.order_no)
    ).all()


def texts_left(session: Session, doc_id: str) -> int:
    """How many texts of a document no person looked at."""
    query = sa.select(sa.func.count()).where(OcrText.doc_id == doc_id, OcrText.state == TextState.MACHINE)
    return session.scalar(query) or 0


def is_without_texts() -> sa.ColumnElement[bool]:
    """Whether a page (OcrPage) was read, has no text, and no person looked at it.

    A person who changed its boxes, and so removed the last of them, has looked.
    """
    changed = sa.exists().where(
        BoxEdit.doc_id == OcrPage.doc_id, BoxEdit.page_no == OcrPage.page_no, BoxEdit.undone.is_(False)
    )
    has_text = sa.exists().where(OcrText.doc_id == OcrPage.doc_id, OcrText.page_no == OcrPage.page_no)
    return sa.and_(OcrPage.read_at.is_not(None), OcrPage.looked_at.is_(None), ~has_text, ~changed)


def pages_left(session: Session, doc_id: str) -> Sequence[int]:
    """The pages of a document without any text at which a person has to look, as nothing on them can be confirmed."""
    query = sa.select(OcrPage.page_no).where(OcrPage.doc_id == doc_id, is_without_texts())
    return session.scalars(query.order_by(OcrPage.page_no)).all()


def _has_required_fields(session: Session, doc_id: str) -> bool:
    query = sa.select(OcrField.field_id).where(OcrField.doc_id == doc_id, OcrField.required).limit(1)
    return session.scalar(query) is not None


def settle_status(session: Session, document: OcrDocument, now: datetime) -> None:
    """검증 완료 once nothing is left to check; extracted again where a text was taken back or a required field became wrong."""
    if document.status not in (OcrStatus.EXTRACTED, OcrStatus.CHECKED, OcrStatus.LEARNT):
        return
    # What was decided last may make a field contradict others, where there are any that matter.
    waits = document.fields_stale and _has_required_fields(session, document.doc_id)
    is_blocked = bool(blocking_fields(session, document.doc_id) or pages_left(session, document.doc_id))
    if texts_left(session, document.doc_id):
        document.status = OcrStatus.EXTRACTED
    elif document.status == OcrStatus.EXTRACTED and not waits and not is_blocked:
        document.status = OcrStatus.CHECKED
    elif document.status == OcrStatus.CHECKED and not waits and is_blocked:
        document.status = OcrStatus.EXTRACTED
    document.updated_at = now
