"""Tables that people delete, and bring back from the trash."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from domain.requests import RequestKind
from records import documents
from records.tables import Request
from work_requests import lifecycle


def delete(session: Session, doc_id: str, *, by: str, now: datetime) -> Request:
    """[삭제]: hide the document and cancel what waits for it. Nothing is removed from disk here."""
    lifecycle.cancel_open(session, doc_id, by=by, now=now)
    document = documents.get(session, doc_id)
    document.deleted = True
    document.updated_at = now
    return lifecycle.note_done(session, RequestKind.DELETE, doc_id=doc_id, params={}, by=by, now=now)


def restore(session: Session, doc_id: str, *, by: str, now: datetime) -> Request:
    """[복원]: show a deleted document again. Work that was cancelled with it is not begun again.

    Raises:
        NotFound: there is no such document, or it is not deleted.
    """
    document = documents.deleted(session, doc_id)
    document.deleted = False
    document.updated_at = now
    return lifecycle.note_done(session, RequestKind.RESTORE, doc_id=doc_id, params={}, by=by, now=now)
