"""TB_OCR_DOC and TB_OCR_PAGE: adding, finding and changing documents and their pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from domain.document_fields import FieldKey, FieldState
from domain.messages import Message
from domain.ocr import OcrStatus, TextState
from records.engine import row_lock
from records.errors import NotFound, no_document
from records.name_filters import has_words
from records.ocr.document_fields.field_tables import OcrField
from records.ocr.proofreading import assignments
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


@dataclass(frozen=True)
class ListFilter:
    """Which documents a list has.

    Args:
        name: part of the file's name or of the 상호, any case; empty for all.
        company: part of the 상호, any case; empty for all.
        status: None for all.
        since: the first day of registration, ISO 8601; empty for all.
        until: the last day of registration, ISO 8601; empty for all.
        deleted: those in the trash in place of the others.
        kind: what the documents are; empty for all.
        dated_since: the first date printed on them, ISO 8601; empty for all.
        dated_until: the last date printed on them.
        least: the smallest total amount, in won; None for all.
        most: the largest total amount.
        assignee: only those assigned to this person; empty for all.
        field_state: those with a field in this state that no person confirmed.
        shows_numbers: as of `has_words`.
    """

    name: str = ""
    company: str = ""
    status: OcrStatus | None = None
    since: str = ""
    until: str = ""
    deleted: bool = False
    kind: str = ""
    dated_since: str = ""
    dated_until: str = ""
    least: int | None = None
    most: int | None = None
    field_state: FieldState | None = None
    assignee: str = ""
    shows_numbers: bool = True

    def conditions(self) -> list[sa.ColumnElement[bool]]:
        """As SQL, all of which hold."""
        conditions: list[sa.ColumnElement[bool]] = [OcrDocument.deleted.is_(self.deleted)]
        if self.name:
            places = (OcrDocument.file_name, OcrDocument.company)
            conditions.append(sa.or_(*(self._has(place, self.name) for place in places)))
        if self.company:
            conditions.append(self._has(OcrDocument.company, self.company))
        if self.status:
            conditions.append(OcrDocument.status == self.status)
        if self.assignee:
            conditions.append(assignments.is_of(self.assignee))
        if self.since:
            conditions.append(OcrDocument.day >= self.since)
        if self.until:
            conditions.append(OcrDocument.day <= self.until)
        return [*conditions, *self._of_fields()]

    def _has(self, column: sa.SQLColumnExpression[Any], words: str) -> sa.ColumnElement[bool]:
        return has_words(column, words, shows_numbers=self.shows_numbers)

    def _of_fields(self) -> list[sa.ColumnElement[bool]]:
        conditions: list[sa.ColumnElement[bool]] = []
        value = sa.func.coalesce(OcrField.corrected, OcrField.machine)
        amounts = [OcrField.amount >= self.least] if self.least is not None else []
        amounts += [OcrField.amount <= self.most] if self.most is not None else []
        dates = [value >= self.dated_since] if self.dated_since else []
        dates += [value <= self.dated_until] if self.dated_until else []
        if self.kind:
            kind = sa.func.coalesce(OcrDocument.kind_chosen, OcrDocument.kind_read)
            conditions.append(kind == self.kind)
        if amounts:
            conditions.append(_has_field(OcrField.key == FieldKey.TOTAL_AMOUNT, *amounts))
        if dates:
            conditions.append(_has_field(OcrField.key == FieldKey.ISSUE_DATE, *dates))
        if self.field_state is not None:
            conditions.append(_has_field(OcrField.state == self.field_state, ~OcrField.confirmed))
        return conditions


def _has_field(*conditions: sa.ColumnElement[bool]) -> sa.ColumnElement[bool]:
    """Whether a document (OcrDocument) has a field with these conditions, those of line items included."""
    return sa.exists().where(OcrField.doc_id == OcrDocument.doc_id, *conditions)


class SortedBy(StrEnum):
    """What a list of documents is sorted by; ids are counted, so the first is the order of registration."""

    REGISTERED = "registered"
    NAME = "name"
    COMPANY = "company"
    STATUS = "status"
    PAGES = "pages"
    CHECKED = "checked"
    TO_LEARN = "to-learn"
    NOTICE = "notice"


_CHECKED = (
    sa.select(1.0 * sa.func.sum(sa.case((OcrText.state != TextState.MACHINE, 1), else_=0)) / sa.func.count())
    .where(OcrText.doc_id == OcrDocument.doc_id)
    .correlate(OcrDocument)
    .scalar_subquery()
)
"""Share of a document's texts that people looked at."""
_TO_LEARN = (
    sa.select(sa.func.count())
    .where(OcrText.doc_id == OcrDocument.doc_id, OcrText.selected)
    .correlate(OcrDocument)
    .scalar_subquery()
)
_COLUMNS: dict[SortedBy, sa.SQLColumnExpression[Any]] = {
    SortedBy.REGISTERED: OcrDocument.doc_id,
    SortedBy.NAME: OcrDocument.file_name,
    SortedBy.COMPANY: OcrDocument.company,
    SortedBy.STATUS: OcrDocument.status,
    SortedBy.PAGES: sa.func.coalesce(OcrDocument.pages, 0),
    SortedBy.CHECKED: sa.func.coalesce(_CHECKED, -1.0),
    SortedBy.TO_LEARN: _TO_LEARN,
    SortedBy.NOTICE: sa.case(
        (OcrDocument.failure_json.is_not(None), 0),
        (OcrDocument.failure_ko.is_not(None), 0),
        (OcrDocument.note.is_not(None), 1),
        else_=2,
    ),
}
"""By notices, failures come first."""


def page_of_list(
    session: Session,
    wanted: ListFilter = ListFilter(),  # noqa: B008 - frozen
    *,
    sort: SortedBy = SortedBy.REGISTERED,
    ascending: bool = False,
    before: str | None = None,
    after: str | None = None,
    limit: int = 50,
) -> tuple[Sequence[OcrDocument], int]:
    """Documents, newest first unless sorted otherwise, with the total that match.

    Args:
        before: only those behind this document in the list (the last one of the page before).
        after: only those ahead of this document in the list, nearest to it (the first one of the page behind).
    """
    conditions = wanted.conditions()
    total = session.scalar(sa.select(sa.func.count()).select_from(OcrDocument).where(*conditions)) or 0
    column = _COLUMNS[sort]
    key = sa.tuple_(column, OcrDocument.doc_id)
    query = sa.select(OcrDocument).where(*conditions)
    edge = session.get(OcrDocument, before or after) if before or after else None
    # Ahead of a document the list is read backwards, to find the nearest.
    upwards = ascending if not after or before else not ascending
    if edge is not None:
        value = session.scalar(sa.select(column).where(OcrDocument.doc_id == edge.doc_id))
        place = sa.tuple_(sa.literal(value), sa.literal(edge.doc_id))
        query = query.where(key > place if upwards else key < place)
    order = (column, OcrDocument.doc_id)
    rows = session.scalars(
        query.order_by(*(part.asc() if upwards else part.desc() for part in order)).limit(limit)
    ).all()
    return (rows[::-1] if upwards != ascending else rows), total


def get_deleted(session: Session, doc_id: str) -> OcrDocument:
    """A document in the trash. Raises NotFound for any other."""
    document = session.get(OcrDocument, doc_id, with_for_update=row_lock(session))
    if document is None or not document.deleted:
        raise NotFound(
            Message("document {doc_id} is not in the trash; see the list of documents", doc_id=doc_id)
        )
    return document


def neighbours(session: Session, doc_id: str) -> tuple[str | None, str | None]:
    """The ids of the document registered next after this one, and of the one before it."""
    ids = sa.select(OcrDocument.doc_id).where(OcrDocument.deleted.is_(False))
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
