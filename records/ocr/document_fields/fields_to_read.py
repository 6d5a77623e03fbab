"""Which documents' fields are to be read, and the kind they were read as."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from records.ocr.tables import OcrDocument, OcrPage


def stale(session: Session, *, limit: int) -> list[str]:
    """Ids of documents whose fields are to be read again, as a text, a value or the kind was changed, the latest change first."""
    query = sa.select(OcrDocument.doc_id).where(OcrDocument.fields_stale, OcrDocument.deleted.is_(False))
    return list(session.scalars(query.order_by(OcrDocument.updated_at.desc()).limit(limit)))


def to_read(session: Session, *, day: str) -> list[str]:
    """Ids of the day's documents that were read and whose fields were not, or are stale, oldest first."""
    query = (
        sa.select(OcrDocument.doc_id)
        .join(OcrPage, OcrPage.doc_id == OcrDocument.doc_id)
        .where(OcrDocument.deleted.is_(False), OcrDocument.day == day, OcrPage.read_at.is_not(None))
        .where(sa.or_(OcrDocument.fields_at.is_(None), OcrDocument.fields_stale))
    )
    return list(session.scalars(query.distinct().order_by(OcrDocument.doc_id)))


def set_kind(document: OcrDocument, kind: str, score: float, anchors: Sequence[str]) -> None:
    """Write the kind that the texts of a document show."""
    document.kind_read, document.kind_score, document.kind_anchors = kind, score, list(anchors)
