"""Texts that people chose to learn from: which the night learns, and what a new network reads in them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from domain.ocr import TextAction, TextState
from records.ocr.tables import OcrDocument, OcrText
from records.ocr.texts import note


def is_to_learn() -> sa.ColumnElement[bool]:
    """TEXT_TRAINING_YN = 'Y' OR TEXT_TRAINING_SCORE > 0, of documents that aren't deleted; joined with theirs."""
    return sa.and_(
        OcrDocument.deleted.is_(False),
        OcrText.state != TextState.UNREADABLE,
        OcrText.crop_sha256 != "",  # a box that was changed a moment ago has none yet
        sa.or_(OcrText.selected, OcrText.trained_score > 0),
    )


def to_learn(session: Session, *, doc_id: str | None = None, limit: int | None = None) -> Sequence[OcrText]:
    """What the next night learns from, or what of one document it does."""
    query = sa.select(OcrText).join(OcrDocument, OcrDocument.doc_id == OcrText.doc_id).where(is_to_learn())
    if doc_id is not None:
        query = query.where(OcrText.doc_id == doc_id)
    return session.scalars(query.order_by(OcrText.text_id).limit(limit)).all()


def to_rescore(session: Session, network_id: str, *, after: str, limit: int) -> Sequence[OcrText]:
    """Chosen texts this network has not read again yet, by id."""
    other = sa.or_(OcrText.trained_network_id.is_(None), OcrText.trained_network_id != network_id)
    return session.scalars(
        sa.select(OcrText)
        .join(OcrDocument, OcrDocument.doc_id == OcrText.doc_id)
        .where(OcrDocument.deleted.is_(False), OcrText.selected, other, OcrText.text_id > after)
        .where(OcrText.crop_sha256 != "")
        .order_by(OcrText.text_id)
        .limit(limit)
    ).all()


def rescored(session: Session, network_id: str) -> Sequence[OcrText]:
    """The texts this network has read again."""
    return session.scalars(
        sa.select(OcrText).where(OcrText.trained_network_id == network_id).order_by(OcrText.text_id)
    ).all()


def set_rescored(
    session: Session, text: OcrText, *, read: str, score: float, network_id: str, now: datetime
) -> None:
    """Write TEXT_TRAINING_NM and TEXT_TRAINING_SCORE; what people wrote stays as it is."""
    note(session, text, TextAction.RESCORE, before=text.trained_text, after=read, by=network_id, now=now)
    text.trained_text = read
    text.trained_score = score
    text.trained_network_id = network_id
