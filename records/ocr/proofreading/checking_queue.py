"""The queue of what is unchecked over all documents: which field, text or page a person is given next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from domain.ocr import OcrStatus, TextState
from records.ocr import documents
from records.ocr.document_fields.field_tables import OcrField
from records.ocr.proofreading import assignments, page_claims
from records.ocr.proofreading.check_tables import Assignment
from records.ocr.proofreading.completion import settle_status
from records.ocr.tables import OcrDocument, OcrPage, OcrText

MOST_OWN = 5_000
"""Documents assigned to a person among which the next text is chosen, the oldest."""


class CheckKind(StrEnum):
    """What is checked."""

    FIELD = "field"
    TEXT = "text"
    PAGE = "page"


@dataclass(frozen=True)
class ToCheck:
    """What a person is given to check: a field, a text, or a page on which texts may have been missed.

    Attributes:
        value: what is gained by the check, as `domain.check_value` defines it.
        item_id: of the text or the field; null of a page.
    """

    kind: CheckKind
    doc_id: str
    page_no: int
    value: float
    item_id: str | None = None


def most_valuable(session: Session, *, by: str, now: datetime) -> ToCheck | None:
    """What gains most by a check, of the documents assigned to the person, else of those of no one.

    Pages that another person checks at present, and documents assigned to others, are left out. To claim its page, take
    `page_claims.lock` first.
    """
    own = session.scalars(
        sa.select(Assignment.doc_id)
        .join(OcrDocument, OcrDocument.doc_id == Assignment.doc_id)
        .where(Assignment.assignee == by, OcrDocument.status == OcrStatus.EXTRACTED)
        .order_by(Assignment.doc_id)
        .limit(MOST_OWN)
    ).all()
    queues = _queues(by, now)
    # By their documents, not by the index of the order: the rest of it may have none of them.
    of_own = [
        one.query.where(one.doc_id.in_(own)).order_by((one.value + 0).desc(), one.order.desc())
        for one in queues
    ]
    of_no_one = [
        one.query.where(assignments.is_anyones(one.doc_id)).order_by(one.value.desc(), one.order.desc())
        for one in queues
    ]
    return (_first(session, of_own) if own else None) or _first(session, of_no_one)


def claim_next(session: Session, *, by: str, now: datetime) -> ToCheck | None:
    """As `most_valuable`, and its page is the person's for a while: no one else is given anything of it."""
    page_claims.lock(session)
    found = most_valuable(session, by=by, now=now)
    if found is not None:
        page_claims.claim(session, found.doc_id, found.page_no, by=by, now=now)
    return found


def set_looked_at(session: Session, doc_id: str, page_no: int, *, by: str, now: datetime) -> None:
    """Decide that no text of a page is missing; one without texts is checked by this. Raises NotFound."""
    page = documents.page_of(session, doc_id, page_no)
    page.looked_by, page.looked_at = by, now
    session.flush()
    settle_status(session, documents.get(session, doc_id), now)


@dataclass(frozen=True)
class _Queue:
    """A query of (kind, document, page, value, id) and the columns that it is narrowed and ordered by."""

    query: sa.Select[Any]
    doc_id: sa.SQLColumnExpression[Any]
    value: sa.SQLColumnExpression[Any]
    order: sa.SQLColumnExpression[Any]


def _queues(by: str, now: datetime) -> tuple[_Queue, ...]:
    """Of the three kinds; of equal values a field comes before the text it was read from."""
    field_page = sa.func.coalesce(OcrField.page_no, 1)

    def query(kind: CheckKind, doc_id: Any, page_no: Any, value: Any, item_id: Any) -> sa.Select[Any]:
        return (
            sa.select(sa.literal(kind.value), doc_id, page_no, value, item_id)
            .join(OcrDocument, OcrDocument.doc_id == doc_id)
            .where(OcrDocument.deleted.is_(False), page_claims.is_free(by, now, doc_id, page_no))
            .limit(1)
        )

    of_fields = query(CheckKind.FIELD, OcrField.doc_id, field_page, OcrField.check_value, OcrField.field_id)
    of_texts = query(CheckKind.TEXT, OcrText.doc_id, OcrText.page_no, OcrText.check_value, OcrText.text_id)
    of_pages = query(CheckKind.PAGE, OcrPage.doc_id, OcrPage.page_no, OcrPage.check_value, sa.null())
    # What was decided a moment ago is not known to the fields that are being read again.
    is_open = (~OcrField.confirmed, OcrField.corrected.is_(None), OcrDocument.fields_stale.is_(False))
    return (
        _Queue(
            of_fields.where(OcrField.check_value > 0, *is_open),
            OcrField.doc_id,
            OcrField.check_value,
            OcrField.field_id,
        ),
        _Queue(
            of_texts.where(OcrText.state == TextState.MACHINE, OcrText.crop_sha256 != ""),
            OcrText.doc_id,
            OcrText.check_value,
            OcrText.text_id,
        ),
        _Queue(
            of_pages.where(OcrPage.check_value > 0, OcrPage.looked_at.is_(None)),
            OcrPage.doc_id,
            OcrPage.check_value,
            OcrPage.doc_id,
        ),
    )


def _first(session: Session, queries: Sequence[sa.Select[Any]]) -> ToCheck | None:
    rows = [row for query in queries if (row := session.execute(query).first()) is not None]
    found = [ToCheck(CheckKind(kind), *rest) for kind, *rest in rows]
    return max(found, key=lambda one: one.value, default=None)
