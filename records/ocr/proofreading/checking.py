"""What the correcting page asks beside its grid: where the texts of a page are, and which one is to be checked next."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from domain.ocr import TextState
from records.ocr import texts
from records.ocr.proofreading import assignments, page_claims
from records.ocr.tables import OcrDocument, OcrText


def boxes(session: Session, doc_id: str, page_no: int) -> list[tuple[str, str, list[list[float]]]]:
    """Of each text of a page its id, its state and its four corners in pixels, in reading order."""
    rows = session.execute(
        sa.select(OcrText.text_id, OcrText.state, OcrText.quad)
        .where(OcrText.doc_id == doc_id, OcrText.page_no == page_no)
        .order_by(OcrText.order_no, OcrText.text_no)
    )
    return [(text_id, state, quad) for text_id, state, quad in rows]


def next_unchecked(
    session: Session, doc_id: str, *, after: str | None, by: str, now: datetime
) -> OcrText | None:
    """The next text that only the machine has read, in reading order, on a page that no other person checks.

    Args:
        after: the text to go on from; those of the document in front of it come once nothing behind it is left.
        by: the person it is for.

    Returns:
        A text of the document; else of the next older document, else of the newest, of those that are assigned to no other person;
        None where all are checked or being checked.
    """
    free = page_claims.is_free(by, now)
    for start in [after, None] if after else [None]:
        found = texts.of_document(session, doc_id, state=TextState.MACHINE, after=start, where=free, limit=1)
        if found:
            return found[0]
    query = (
        sa.select(OcrText)
        .join(OcrDocument, OcrDocument.doc_id == OcrText.doc_id)
        .where(OcrDocument.deleted.is_(False), OcrText.state == TextState.MACHINE, free)
        .where(assignments.may_check(by, OcrText.doc_id))
        .order_by(OcrText.doc_id.desc(), OcrText.page_no, OcrText.order_no, OcrText.text_no)
        .limit(1)
    )
    return session.scalar(query.where(OcrText.doc_id < doc_id)) or session.scalar(query)
