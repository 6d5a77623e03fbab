"""What tables are called."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from domain.messages import Message
from domain.requests import RequestKind
from records import documents
from records.errors import DecisionRefused
from records.ocr.typed import one_line
from records.tables import Request
from work_requests import lifecycle

LONGEST_NAME = 200
"""Characters; the rest is left off."""


def rename(session: Session, doc_id: str, *, name: str, by: str, now: datetime) -> Request:
    """[이름 수정]: another 문서명. Neither the file's own name nor what was made of the table changes.

    Raises:
        DecisionRefused: the name is empty.
    """
    document = documents.get(session, doc_id)
    if not (typed := one_line(name)[:LONGEST_NAME]):
        raise DecisionRefused(Message("the name of document {doc_id} is empty; type one", doc_id=doc_id))
    params = {"before": document.name, "name": typed}
    document.name = typed
    document.updated_at = now
    return lifecycle.note_done(session, RequestKind.RENAME, doc_id=doc_id, params=params, by=by, now=now)
