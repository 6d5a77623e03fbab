"""Whether a document is 검증 완료: people looked at every text, and no required field is contradicted or was not read."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from domain.document_fields import FieldState
from domain.ocr import OcrStatus, TextState
from records.ocr.document_fields.field_tables import OcrField
from records.ocr.tables import OcrDocument, OcrText


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


def _has_required_fields(session: Session, doc_id: str) -> bool:
    query = sa.select(OcrField.field_id).where(OcrField.doc_id == doc_id, OcrField.required).limit(1)
    return session.scalar(query) is not None


def settle_status(session: Session, document: OcrDocument, now: datetime) -> None:
    """검증 완료 once nothing is left to check; extracted again where a text was taken back or a required field became wrong."""
    if document.status not in (OcrStatus.EXTRACTED, OcrStatus.CHECKED, OcrStatus.LEARNT):
        return
    # What was decided last may make a field contradict others, where there are any that matter.
    waits = document.fields_stale and _has_required_fields(session, document.doc_id)
    is_blocked = bool(blocking_fields(session, document.doc_id))
    if texts_left(session, document.doc_id):
        document.status = OcrStatus.EXTRACTED
    elif document.status == OcrStatus.EXTRACTED and not waits and not is_blocked:
        document.status = OcrStatus.CHECKED
    elif document.status == OcrStatus.CHECKED and not waits and is_blocked:
        document.status = OcrStatus.EXTRACTED
    document.updated_at = now
