"""What people decide about layouts, on record in TB_REQUEST. The decisions are those of `records.ocr.document_fields.layout_decisions`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from domain.requests import RequestKind
from records.ocr.document_fields import layout_decisions
from records.ocr.document_fields.layout_decisions import NamedField
from records.ocr.document_fields.layout_tables import OcrLayout
from work_requests import lifecycle


def name_kind(
    session: Session, doc_id: str, kind: str, fields: Sequence[NamedField], *, by: str, now: datetime
) -> OcrLayout:
    """Make a new kind of document; as `records.ocr.document_fields.layout_decisions.name_kind`."""
    row = layout_decisions.name_kind(session, doc_id, kind, fields, by=by, now=now)
    params = {"action": "name", "kind": row.kind, "document": doc_id, "fields": [one.name for one in fields]}
    lifecycle.note_done(session, RequestKind.LAYOUT, doc_id=None, params=params, by=by, now=now)
    return row


def switch(session: Session, layout_id: int, *, on: bool, by: str, now: datetime) -> OcrLayout:
    """Switch a layout off, or on again; as `records.ocr.document_fields.layout_decisions.switch`."""
    row = layout_decisions.switch(session, layout_id, on=on, by=by, now=now)
    params = {"action": "on" if on else "off", "layout_id": layout_id, "kind": row.kind, "number": row.number}
    lifecycle.note_done(session, RequestKind.LAYOUT, doc_id=None, params=params, by=by, now=now)
    return row
