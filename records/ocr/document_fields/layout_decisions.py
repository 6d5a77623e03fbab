"""What people decide about layouts: a new kind whose fields they name on one document, and switching a layout off."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from domain.document_fields import DocumentKind, FieldKey, FieldType, ItemColumn
from domain.document_layouts import LayoutState
from domain.messages import Message
from records.errors import DecisionRefused
from records.ocr import documents, texts
from records.ocr.document_fields import field_decisions, layouts
from records.ocr.document_fields.layout_tables import OcrLayout
from records.ocr.typed import one_line

LONGEST_NAME, MOST_FIELDS, MOST_TEXTS = 60, 40, 30
FARTHEST = 100_000.0
"""Pixels of a page beyond which no zone reaches."""


@dataclass(frozen=True)
class NamedField:
    """A field that a person named: by its texts, or by a zone where none was read.

    Attributes:
        name: a `FieldKey`, or any other name.
        zone: left, top, right and bottom in pixels of the page's picture.
    """

    name: str
    type: FieldType
    page: int
    texts: tuple[str, ...] = ()
    zone: tuple[float, float, float, float] | None = None


def name_kind(
    session: Session, doc_id: str, kind: str, fields: Sequence[NamedField], *, by: str, now: datetime
) -> OcrLayout:
    """Make a new kind of document of which this one is the first, with the fields that a person named on it.

    Naming it again replaces the fields.

    Raises:
        DecisionRefused: the kind is a shipped one or was made on another document, a name is empty, too long or
            given twice, or a zone is not on the page.
    """
    documents.get(session, doc_id)
    kind = one_line(kind)
    _check(kind, fields)
    _check_places(session, doc_id, fields)
    row = layouts.of_kind(session, kind)
    if row is not None and row.drawn_doc_id != doc_id:
        raise DecisionRefused(
            Message(
                "there is a kind {kind!r} already; choose it for the document, or another name", kind=kind
            )
        )
    if row is None:
        row = OcrLayout(kind=kind, number="", company="")
        session.add(row)
    row.drawn, row.drawn_doc_id = [_json(one) for one in fields], doc_id
    row.layout, row.learnt_from, row.unseen, row.result = None, [], [], None
    row.state, row.by, row.at = LayoutState.WAITING, by, now
    field_decisions.choose_kind(session, doc_id, kind, by=by, now=now)
    session.flush()
    return row


def switch(session: Session, layout_id: int, *, on: bool, by: str, now: datetime) -> OcrLayout:
    """Switch a layout off, or on again. Documents that are read from then on follow."""
    row = layouts.get(session, layout_id)
    if not on:
        row.state = LayoutState.OFF
    elif row.state == LayoutState.OFF:
        row.state = LayoutState.USED if row.layout is not None else LayoutState.WAITING
    row.by, row.at = by, now
    return row


def _json(one: NamedField) -> dict[str, object]:
    written = asdict(one)
    return {
        **written,
        "type": one.type.value,
        "texts": list(one.texts),
        "zone": None if one.zone is None else list(one.zone),
    }


def _check(kind: str, fields: Sequence[NamedField]) -> None:
    if not kind or len(kind) > LONGEST_NAME or kind in set(DocumentKind):
        raise DecisionRefused(
            Message("give the new kind a name of at most {longest} characters", longest=LONGEST_NAME)
        )
    names = [one.name.strip() for one in fields]
    if not names or len(names) > MOST_FIELDS:
        raise DecisionRefused(
            Message("name at least one field of the document, and at most {most}", most=MOST_FIELDS)
        )
    if len(set(names)) < len(names):
        raise DecisionRefused(Message("two fields have the same name; give each its own"))
    for one in fields:
        if (
            not one.name.strip()
            or len(one.name) > LONGEST_NAME
            or one.name in set(ItemColumn) - set(FieldKey)
        ):
            raise DecisionRefused(
                Message("give each field a name of at most {longest} characters", longest=LONGEST_NAME)
            )
        if len(one.texts) > MOST_TEXTS or not (one.texts or _is_on_page(one.zone)):
            raise DecisionRefused(_no_place(one))


def _check_places(session: Session, doc_id: str, fields: Sequence[NamedField]) -> None:
    pages = {page.page_no for page in documents.of_document(session, doc_id)}
    of_document = {one.text_id for one in texts.of_document(session, doc_id)}
    for one in fields:
        if one.page not in pages or not of_document.issuperset(one.texts):
            raise DecisionRefused(_no_place(one))


def _no_place(one: NamedField) -> Message:
    return Message("choose a text of the page for the field {name!r}, or draw a box on it", name=one.name)


def _is_on_page(zone: tuple[float, float, float, float] | None) -> bool:
    if zone is None or not all(math.isfinite(value) and abs(value) <= FARTHEST for value in zone):
        return False
    left, top, right, bottom = zone
    return left < right and top < bottom and right > 0 and bottom > 0
