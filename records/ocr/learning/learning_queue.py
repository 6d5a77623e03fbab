"""Which text a person is given next to check and choose for training."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from domain.learning_order import Candidate, learning_order
from domain.ocr import TextState
from records.ocr.proofreading import assignments, page_claims
from records.ocr.tables import OcrDocument, OcrText

CANDIDATES = 2_000
"""The unchecked texts that are compared, those of the greatest value of checking."""
CHOSEN = 5_000
"""The texts chosen for training that are compared with, the newest."""


def claim_next(session: Session, *, by: str, now: datetime) -> OcrText | None:
    """The unchecked text that teaches the recogniser most, on a page that no one else checks; the page is then the person's."""
    page_claims.lock(session)
    rows = session.execute(
        sa.select(OcrText.text_id, OcrText.score, OcrText.characters)
        .join(OcrDocument, OcrDocument.doc_id == OcrText.doc_id)
        .where(OcrText.state == TextState.MACHINE, OcrText.crop_sha256 != "", ~OcrText.selected)
        .where(OcrDocument.deleted.is_(False), page_claims.is_free(by, now))
        .where(assignments.may_check(by, OcrText.doc_id))
        .order_by(OcrText.check_value.desc(), OcrText.text_id.desc())
        .limit(CANDIDATES)
    )
    candidates = [Candidate(text_id, score, characters or []) for text_id, score, characters in rows]
    label = sa.func.coalesce(OcrText.corrected, OcrText.text)
    chosen = session.scalars(
        sa.select(label).where(OcrText.selected).order_by(OcrText.updated_at.desc()).limit(CHOSEN)
    )
    order = learning_order(candidates, chosen, limit=1)
    if not order:
        return None
    text = session.get_one(OcrText, order[0])
    page_claims.claim(session, text.doc_id, text.page_no, by=by, now=now)
    return text
