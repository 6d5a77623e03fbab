"""TB_AUTOML_MASTER: adding, finding and changing documents. Decisions of people are elsewhere."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, defer

from domain.automl import DocumentStatus
from domain.messages import Message
from domain.read_report import ReadReport
from records.engine import row_lock
from records.errors import NotFound, no_document
from records.keyset import newest_first
from records.name_filters import has_words
from records.tables import Document

LONG = (defer(Document.read_report), defer(Document.warnings), defer(Document.target_check))
"""What grows with the columns, and lists and headers don't show."""


def in_words(document: Document) -> Message:
    """How sentences name a document."""
    return Message("document {doc_id} ('{name}')", doc_id=document.doc_id, name=document.name)


def get(session: Session, doc_id: str) -> Document:
    """Raises NotFound for an unknown or deleted document."""
    return _there(session.get(Document, doc_id, with_for_update=row_lock(session)), doc_id)


def deleted(session: Session, doc_id: str) -> Document:
    """A document in the trash. Raises NotFound for any other."""
    document = session.get(Document, doc_id, with_for_update=row_lock(session))
    if document is None or not document.deleted:
        raise NotFound(Message("document {doc_id} is not in the trash; reload the page", doc_id=doc_id))
    return document


def head(session: Session, doc_id: str) -> Document:
    """As `get`, without what is LONG: for what is looked at every second."""
    return _there(session.get(Document, doc_id, options=LONG), doc_id)


def _there(document: Document | None, doc_id: str) -> Document:
    if document is None or document.deleted:
        raise no_document(doc_id)
    return document


SORT_KEYS: dict[str, sa.ColumnElement[Any]] = {
    "name": sa.func.lower(Document.name),
    "status": sa.case({status.value: status.stage for status in DocumentStatus}, value=Document.status),
    "rows": Document.rows.expression,
    "columns": Document.columns.expression,
    "registered": Document.registered_at.expression,
    "notice": sa.case(
        (Document.failure_ko.is_not(None), 0),
        (Document.note.is_not(None), 1),
    ),
}
"""What lists can be sorted by; by notices, failures come first."""


@dataclass(frozen=True)
class Search:
    """Which documents a list shows.

    Args:
        name: part of the 문서명, any case; empty for all.
        since, until: when they were registered: from one moment until before the other.
        deleted: those in the trash instead of the others.
        shows_numbers: as of `has_words`.
    """

    name: str = ""
    status: DocumentStatus | None = None
    since: datetime | None = None
    until: datetime | None = None
    deleted: bool = False
    shows_numbers: bool = True

    @property
    def conditions(self) -> list[sa.ColumnElement[bool]]:
        """The same for a query."""
        found: list[sa.ColumnElement[bool]] = [Document.deleted.is_(self.deleted)]
        if self.name:
            found.append(has_words(Document.name, self.name, shows_numbers=self.shows_numbers))
        if self.status:
            found.append(Document.status == self.status)
        if self.since:
            found.append(Document.registered_at >= self.since)
        if self.until:
            found.append(Document.registered_at < self.until)
        return found


def page(
    session: Session,
    *,
    name: str | None = None,
    status: DocumentStatus | None = None,
    before: str | None = None,
    after: str | None = None,
    limit: int = 50,
) -> tuple[Sequence[Document], int]:
    """As `found_page`, of the documents with this name and status that are not deleted."""
    search = Search(name=name or "", status=status)
    return found_page(session, search, before=before, after=after, limit=limit)


def found_page(
    session: Session, search: Search, *, before: str | None = None, after: str | None = None, limit: int
) -> tuple[Sequence[Document], int]:
    """Documents, newest first and without what is LONG, with the total that match.

    Args:
        before: show only ids smaller than this one (the last id of the page before).
        after: show only ids greater than this one, those nearest to it (the first id of the page behind).
    """
    key, conditions = Document.doc_id, search.conditions
    return newest_first(
        session, Document, key, conditions, before=before, after=after, limit=limit, options=LONG
    )


def sorted_page(
    session: Session,
    search: Search,
    *,
    by: str,
    descending: bool,
    skip: int,
    limit: int,
    alarming: Collection[str] = (),
) -> tuple[Sequence[Document], int]:
    """As `found_page`, sorted by a column of `SORT_KEYS`; documents without a value come last.

    Args:
        skip: how many rows come before the page.
        alarming: ids of documents whose notice counts as a failure.
    """
    key = SORT_KEYS[by]
    if by == "notice" and alarming:
        key = sa.case((Document.doc_id.in_(alarming), 0), else_=key)
    matching = sa.select(Document).options(*LONG).where(*search.conditions)
    order = (key.is_(None), key.desc() if descending else key.asc(), Document.doc_id.desc())
    total = session.scalar(sa.select(sa.func.count()).select_from(Document).where(*search.conditions)) or 0
    return session.scalars(matching.order_by(*order).offset(skip).limit(limit)).all(), total


def same_content(session: Session, sha256: str) -> Sequence[Document]:
    """Documents that were made from the same bytes."""
    return session.scalars(
        sa.select(Document)
        .where(Document.source_sha256 == sha256, Document.deleted.is_(False))
        .order_by(Document.doc_id)
    ).all()


def advance(document: Document, status: DocumentStatus, now: datetime) -> None:
    """Move a document forward in its life; a later stage is kept."""
    if DocumentStatus(document.status).stage < status.stage:
        document.status = status
    document.updated_at = now


def set_status(document: Document, status: DocumentStatus, now: datetime) -> None:
    """Set the status, also backwards: a changed target or plan reopens a later stage."""
    document.status = status
    document.updated_at = now


def set_read(document: Document, report: ReadReport, now: datetime) -> None:
    """Write what reading found."""
    document.rows = report.rows
    document.columns = len(report.schema.columns)
    document.read_report = report
    document.updated_at = now


def forget_target_check(document: Document) -> None:
    """Rows changed: what the check of the target found no longer holds.

    Which of two classes is positive is kept, because a rule that finds it from the rows could find the other one now.
    """
    if document.target_check is not None:
        document.positive_class = document.target_check.positive_class
    document.target_check = None


def set_failure(document: Document, reason: Message | None, now: datetime) -> None:
    """Write (or clear, with None) why the last work on this document failed."""
    document.failure = reason
    document.updated_at = now
    if reason and document.status == DocumentStatus.RECEIVED:
        document.status = DocumentStatus.FAILED
