"""Boxes that people drew or changed and that wait to be read."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from domain.ocr import TextAction
from records.errors import NotFound
from records.ocr.box_editing.box_shapes import Quad
from records.ocr.tables import OcrText
from records.ocr.texts import ReadText, get, note, set_characters


def unread(session: Session, doc_id: str) -> Sequence[OcrText]:
    """The texts of a document whose boxes were drawn or changed and not read since."""
    return session.scalars(
        sa.select(OcrText)
        .where(OcrText.doc_id == doc_id, OcrText.crop_sha256 == "")
        .order_by(OcrText.page_no, OcrText.order_no)
    ).all()


def set_read(
    session: Session, text_id: str, quad: Quad, read: ReadText, *, network_id: str, now: datetime
) -> bool:
    """Write what was read in a box; False where it was changed or removed meanwhile."""
    try:
        text = get(session, text_id)
    except NotFound:
        return False
    if text.quad != quad:
        return False
    text.text, text.score = read.text, read.score
    text.crop_path, text.crop_sha256 = read.crop_path, read.crop_sha256
    text.source, text.network_id = read.source, network_id
    set_characters(text, read)
    text.version += 1
    text.updated_at = now
    note(session, text, TextAction.READ, before=None, after=read.text, by=network_id, now=now)
    return True
