"""TB_OCR_DOC and TB_OCR_PAGE: adding, finding and changing documents and their pages."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from domain.messages import Message
from domain.ocr import OcrStatus
from records.engine import row_lock
from records.errors import NotFound, no_document
from records.ocr.tables import OcrDocument, OcrPage, OcrText


def get(session: Session, doc_id: str) -> OcrDocument:
    """Raises NotFound for an unknown or deleted document."""
    document = session.get(OcrDocument, doc_id, with_for_update=row_lock(session))
    if document is None or document.deleted:
        raise no_document(doc_id)
    return document


def page_of(session: Session, doc_id: str, page_no: int) -> OcrPage:
    """The page of a document. Raises NotFound."""
    get(session, doc_id)
    page = session.get(OcrPage, (doc_id, page_no))
    if page is None:
        raise NotFound(Message("document {doc_id} has no page {page_no}", doc_id=doc_id, page_no=page_no))
    return page


def get_deleted(session: Session, doc_id: str) -> OcrDocument:
    """A document in the trash. Raises NotFound for any other."""
    document = session.get(OcrDocument, doc_id, with_for_update=row_lock(session))
    if document is None or not document.deleted:
        raise NotFound(
            Message("document {doc_id} is not in the trash; see the list of documents", doc_id=doc_id)
        )
    return document


def neighbours(session: Session, doc_id: str, *, with_pages: bool = False) -> tuple[str | None, str | None]:
    """The ids of the document registered next after this one, and of the one before it.

    Args:
        with_pages: leave out documents of which no page has been read.
    """
    ids = sa.select(OcrDocument.doc_id).where(OcrDocument.deleted.is_(False))
    if with_pages:
        ids = ids.where(OcrDocument.pages > 0)
    newer = ids.where(OcrDocument.doc_id > doc_id).order_by(OcrDocument.doc_id)
    older = ids.where(OcrDocument.doc_id < doc_id).order_by(OcrDocument.doc_id.desc())
    return session.scalar(newer.limit(1)), session.scalar(older.limit(1))


def same_content(session: Session, sha256: str) -> Sequence[OcrDocument]:
    """Documents that were made from the same bytes."""
    return session.scalars(
        sa.select(OcrDocument)
        .where(OcrDocument.source_sha256 == sha256, OcrDocument.deleted.is_(False))
        .order_by(OcrDocument.doc_id)
    ).all()


def replace_pages(
    session: Session, document: OcrDocument, pages: Sequence[OcrPage], *, dpi: int | None, now: datetime
) -> None:
    """Make `pages` the pages of the document; those that have texts already keep their part in training."""
    known = {page.page_no: page for page in of_document(session, document.doc_id)}
    for page in pages:
        if (before := known.pop(page.page_no, None)) is not None:
            page.part, page.network_id, page.read_at = before.part, before.network_id, before.read_at
            page.remarks = before.remarks
            page.tables_at, page.tables_limits = before.tables_at, before.tables_limits
        session.merge(page)
    document.pages = len(pages)
    document.dpi = dpi
    if document.status in (OcrStatus.RECEIVED, OcrStatus.FAILED):
        document.status = OcrStatus.PAGED
    document.updated_at = now


def of_document(session: Session, doc_id: str) -> Sequence[OcrPage]:
    """The pages of a document, in order."""
    return session.scalars(sa.select(OcrPage).where(OcrPage.doc_id == doc_id).order_by(OcrPage.page_no)).all()


def without_tables(session: Session, *, day: str) -> list[str]:
    """Ids of the day's documents that were read and whose tables were not looked for yet, oldest first."""
    query = (
        sa.select(OcrDocument.doc_id)
        .join(OcrPage, OcrPage.doc_id == OcrDocument.doc_id)
        .where(OcrDocument.deleted.is_(False), OcrDocument.day == day)
        .where(OcrPage.read_at.is_not(None), OcrPage.tables_at.is_(None))
    )
    return list(session.scalars(query.distinct().order_by(OcrDocument.doc_id)))


def pdf_text(session: Session, doc_id: str, page_no: int) -> dict[str, Any] | None:
    """The texts a PDF's page carries; None where it has none."""
    return session.scalar(
        sa.select(OcrPage.pdf_text).where(OcrPage.doc_id == doc_id, OcrPage.page_no == page_no)
    )


def remarks(document: OcrDocument, pages: Sequence[OcrPage]) -> list[dict[str, Any]]:
    """What was noticed when the document's file was opened, then when its pages were read.

    Returns:
        {"ko", "en"} each; those of a page also have its number as "page" and their "kind".
    """
    of_pages = [{"page": page.page_no, **entry} for page in pages for entry in page.remarks or []]
    return [*(document.remarks or []), *of_pages]


def with_pages_given(session: Session, doc_ids: Sequence[str]) -> set[str]:
    """Those of the documents whose pages were given to training or validation one by one."""
    return set(
        session.scalars(
            sa.select(OcrPage.doc_id).where(OcrPage.doc_id.in_(doc_ids), OcrPage.part.is_not(None)).distinct()
        )
    )


def set_extracted(document: OcrDocument, now: datetime) -> None:
    """All pages were read. What people did since is kept: a checked document stays checked."""
    if document.status in (OcrStatus.RECEIVED, OcrStatus.PAGED, OcrStatus.FAILED):
        document.status = OcrStatus.EXTRACTED
    document.failure = None
    document.updated_at = now


def set_failure(document: OcrDocument, reason: Message | None, now: datetime) -> None:
    """Write why the last work on this document failed; one that had been read before stays read."""
    document.failure = reason
    document.updated_at = now
    if reason and document.status in (OcrStatus.RECEIVED, OcrStatus.PAGED):
        document.status = OcrStatus.FAILED


def mark_learnt(session: Session, network_id: str, now: datetime) -> None:
    """학습 완료: documents with texts a network learnt and read again, once people have checked them all."""
    learnt = sa.select(OcrText.doc_id).where(OcrText.trained_network_id == network_id)
    session.execute(
        sa.update(OcrDocument)
        .where(OcrDocument.doc_id.in_(learnt), OcrDocument.status == OcrStatus.CHECKED)
        .values({OcrDocument.status: OcrStatus.LEARNT, OcrDocument.updated_at: now})
    )
