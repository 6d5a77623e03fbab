"""TB_OCR_PAGE_CLAIM: who checks which page at present, so that two people are not given the same one."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from records.engine import advisory_lock
from records.ocr.proofreading.check_tables import PageClaim
from records.ocr.tables import OcrText

HELD_FOR = timedelta(minutes=10)
"""After the last text that its holder decided on, a page is given to others again."""


def lock(session: Session) -> None:
    """Let no other transaction claim a page before this one ends."""
    advisory_lock(session, "claims of pages")


def claim(session: Session, doc_id: str, page_no: int, *, by: str, now: datetime) -> None:
    """Give the page to a person, or keep it for another while."""
    found = session.get(PageClaim, (doc_id, page_no))
    if found is None:
        found = PageClaim(doc_id=doc_id, page_no=page_no)
        session.add(found)
    found.by, found.until = by, now + HELD_FOR


def keep(session: Session, doc_id: str, page_no: int, *, by: str, now: datetime) -> None:
    """Keep a page that is the person's for another while; nothing if it is not."""
    session.execute(
        sa.update(PageClaim)
        .where(PageClaim.doc_id == doc_id, PageClaim.page_no == page_no, PageClaim.by == by)
        .values({PageClaim.until: now + HELD_FOR})
    )


def is_free(
    by: str,
    now: datetime,
    doc_id: sa.SQLColumnExpression[Any] = OcrText.doc_id,  # noqa: B008 - a column
    page_no: sa.SQLColumnExpression[Any] = OcrText.page_no,  # noqa: B008 - a column
) -> sa.ColumnElement[bool]:
    """Whether a page, that of a text where no other is given, is no other person's at present."""
    return ~sa.exists().where(
        PageClaim.doc_id == doc_id,
        PageClaim.page_no == page_no,
        PageClaim.by != by,
        PageClaim.until > now,
    )
