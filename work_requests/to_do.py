"""What waits for a person: tables at a stage that needs a decision, pages to check, texts that are learnt next. Read only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from domain.automl import DocumentStatus
from domain.ocr import OcrStatus
from domain.second_looks import LookState
from domain.table_additions import AdditionStatus
from records.growth import outcomes
from records.growth.tables import TableAddition
from records.ocr.learning import chosen_texts
from records.ocr.proofreading import assignments, second_looks
from records.ocr.tables import OcrDocument, OcrText
from records.tables import Document

DECISIONS = (
    DocumentStatus.UPLOADED,
    DocumentStatus.DATA_CONFIRMED,
    DocumentStatus.PREPARED,
    DocumentStatus.TRAINED,
)
"""States of a table in which the next step is a person's."""
UNREAD = (DocumentStatus.RECEIVED, DocumentStatus.FAILED, OcrStatus.RECEIVED, OcrStatus.FAILED)
"""States of documents in which nothing can be worked on yet, or at all."""
_TABLES = sa.select(Document.doc_id, Document.name, Document.updated_at).where(Document.deleted.is_(False))


@dataclass(frozen=True)
class Recent:
    """A document that was worked on lately."""

    doc_id: str
    name: str
    updated_at: datetime
    is_of_pages: bool


@dataclass(frozen=True)
class ToDo:
    """Counts of what waits.

    Attributes:
        tables: by state, those in `DECISIONS`.
        asking: tables with added rows that people have to decide about.
        fallen: tables whose confirmed model predicted worse than expected the last time that outcomes were brought.
        pages: documents whose texts are read and not all checked.
        own_pages: of these, documents assigned to the person.
        second_looks, different: texts that wait for a second look by the person, and that two people read differently.
        chosen: texts the next training learns from.
        recent: the documents worked on last, the newest first; none that was not read.
    """

    tables: dict[DocumentStatus, int]
    asking: Sequence[Recent]
    fallen: Sequence[Recent]
    pages: int
    own_pages: int
    second_looks: int
    different: int
    chosen: int
    recent: Sequence[Recent]


def to_do(session: Session, *, by: str, recent: int) -> ToDo:
    """What waits for a person now.

    Args:
        by: the person.
        recent: most documents of `ToDo.recent`.
    """
    rows = session.execute(
        sa.select(Document.status, sa.func.count())
        .where(Document.deleted.is_(False), Document.status.in_(DECISIONS))
        .group_by(Document.status)
    ).all()
    counted = {DocumentStatus(status): count for status, count in rows}
    pages = sa.select(sa.func.count()).where(
        OcrDocument.deleted.is_(False), OcrDocument.status == OcrStatus.EXTRACTED
    )
    chosen = (
        sa.select(sa.func.count())
        .select_from(OcrText)
        .join(OcrDocument, OcrDocument.doc_id == OcrText.doc_id)
        .where(chosen_texts.is_to_learn())
    )
    looks = second_looks.counts(session)
    return ToDo(
        {status: counted.get(status, 0) for status in DECISIONS},
        _asking(session),
        _fallen(session),
        session.scalar(pages) or 0,
        session.scalar(pages.where(assignments.is_of(by))) or 0,
        second_looks.waiting_for(session, by),
        looks[LookState.DIFFERENT],
        session.scalar(chosen) or 0,
        _recent(session, recent),
    )


def _asking(session: Session) -> list[Recent]:
    asks = sa.exists().where(
        TableAddition.doc_id == Document.doc_id, TableAddition.status == AdditionStatus.ASKS
    )
    rows = session.execute(_TABLES.where(asks))
    return [Recent(*row, is_of_pages=False) for row in rows]


def _fallen(session: Session) -> list[Recent]:
    rows = session.execute(_TABLES.where(Document.doc_id.in_(outcomes.fallen(session))))
    return [Recent(*row, is_of_pages=False) for row in rows]


def _recent(session: Session, limit: int) -> Sequence[Recent]:
    tables = session.execute(
        sa.select(Document.doc_id, Document.name, Document.updated_at)
        .where(Document.deleted.is_(False), Document.status.not_in(UNREAD))
        .order_by(Document.updated_at.desc())
        .limit(limit)
    )
    pages = session.execute(
        sa.select(OcrDocument.doc_id, OcrDocument.file_name, OcrDocument.updated_at)
        .where(OcrDocument.deleted.is_(False), OcrDocument.status.not_in(UNREAD))
        .order_by(OcrDocument.updated_at.desc())
        .limit(limit)
    )
    found = [Recent(*row, is_of_pages=False) for row in tables] + [
        Recent(*row, is_of_pages=True) for row in pages
    ]
    return sorted(found, key=lambda one: one.updated_at, reverse=True)[:limit]
