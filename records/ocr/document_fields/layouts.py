"""TB_OCR_LAYOUT: layouts in use, the confirmed documents they are learnt from, and what people decide about them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from domain.document_fields import DocumentKind, FieldKey
from domain.document_layouts import LayoutState
from domain.messages import Message
from records.engine import row_lock
from records.errors import NotFound
from records.ocr.document_fields.field_tables import OcrField
from records.ocr.document_fields.layout_tables import OcrLayout
from records.ocr.tables import OcrDocument

BY_NIGHT = "night"
MOST_DOCUMENTS = 2_000
"""Confirmed documents that a night looks at, the latest ones."""
_NUMBERS = (FieldKey.SUPPLIER_NUMBER, FieldKey.BUSINESS_NUMBER)
_NAMES = (FieldKey.SUPPLIER_NAME, FieldKey.COMPANY_NAME)


@dataclass(frozen=True)
class ConfirmedDocument:
    """A document all of whose fields people confirmed or wrote.

    Attributes:
        values: each field with a value.
    """

    doc_id: str
    kind: str
    values: tuple[OcrField, ...]

    @property
    def number(self) -> str:
        """The supplier's business number; empty where it has none."""
        return self._first(_NUMBERS)

    @property
    def company(self) -> str:
        """The supplier's name; empty where it has none."""
        return self._first(_NAMES)

    def _first(self, keys: Sequence[FieldKey]) -> str:
        return next((one.value or "" for key in keys for one in self.values if one.key == key), "")


def get(session: Session, layout_id: int) -> OcrLayout:
    """Raises NotFound."""
    found = session.get(OcrLayout, layout_id, with_for_update=row_lock(session))
    if found is None:
        raise NotFound(
            Message("there is no layout {layout_id}; see the list of layouts", layout_id=layout_id)
        )
    return found


def of_kind(session: Session, kind: str, number: str = "") -> OcrLayout | None:
    """The layout of a supplier's documents of a kind, or of a kind that a person named."""
    return session.scalar(sa.select(OcrLayout).where(OcrLayout.kind == kind, OcrLayout.number == number))


def named_kinds(session: Session) -> list[str]:
    """The kinds that people named, by name."""
    named = sa.select(OcrLayout.kind).where(OcrLayout.kind.not_in(list(DocumentKind)))
    return list(session.scalars(named.distinct().order_by(OcrLayout.kind)))


def listed(session: Session) -> Sequence[OcrLayout]:
    """All layouts, by company and kind."""
    return session.scalars(
        sa.select(OcrLayout).order_by(OcrLayout.company, OcrLayout.kind, OcrLayout.layout_id)
    ).all()


def in_use(session: Session) -> Sequence[OcrLayout]:
    """The layouts in use."""
    return session.scalars(
        sa.select(OcrLayout)
        .where(OcrLayout.state == LayoutState.USED, OcrLayout.layout.is_not(None))
        .order_by(OcrLayout.layout_id)
    ).all()


def drawn_on(session: Session, doc_id: str) -> OcrLayout | None:
    """The kind whose fields a person named on a document and that has no layout yet; of several the latest."""
    drawn = sa.select(OcrLayout).where(OcrLayout.drawn_doc_id == doc_id, OcrLayout.layout.is_(None))
    return session.scalar(drawn.order_by(OcrLayout.at.desc(), OcrLayout.layout_id.desc()).limit(1))


def _by_people() -> sa.ColumnElement[bool]:
    """Whether a person decided on a field (OcrField); a repair that was applied by itself is no decision of one."""
    return sa.or_(sa.and_(OcrField.corrected.is_not(None), ~OcrField.repaired), OcrField.confirmed)


def confirmed_documents(session: Session, *, limit: int = MOST_DOCUMENTS) -> list[ConfirmedDocument]:
    """Documents all of whose values people decided on, in the order in which they were decided last."""
    open_values = sa.select(OcrField.doc_id).where(
        OcrField.line_no == 0, ~_by_people(), OcrField.machine.is_not(None)
    )
    last = sa.func.max(OcrField.at)
    chosen = session.execute(
        sa.select(OcrField.doc_id, OcrDocument.kind_chosen, OcrDocument.kind_read)
        .join(OcrDocument, OcrDocument.doc_id == OcrField.doc_id)
        .where(OcrField.line_no == 0, OcrDocument.deleted.is_(False), OcrField.doc_id.not_in(open_values))
        .where(_by_people())
        .group_by(OcrField.doc_id, OcrDocument.kind_chosen, OcrDocument.kind_read)
        .order_by(last.desc(), OcrField.doc_id.desc())
        .limit(limit)
    ).all()
    values: dict[str, list[OcrField]] = {row.doc_id: [] for row in chosen}
    rows = session.scalars(
        sa.select(OcrField)
        .where(OcrField.line_no == 0, OcrField.doc_id.in_(values))
        .order_by(OcrField.doc_id, OcrField.order_no)
    )
    for row in rows:
        if row.value:
            values[row.doc_id].append(row)
    return [
        ConfirmedDocument(
            row.doc_id, row.kind_chosen or row.kind_read or DocumentKind.OTHER, tuple(values[row.doc_id])
        )
        for row in reversed(chosen)
    ]


def keep_learnt(
    session: Session,
    *,
    kind: str,
    number: str,
    company: str,
    layout: dict[str, Any],
    learnt_from: Sequence[str],
    unseen: Sequence[str],
    result: dict[str, Any],
    is_better: bool,
    now: datetime,
) -> OcrLayout:
    """Note what a night learnt; the layout is used only where it is better, and a person did not switch it off."""
    row = of_kind(session, kind, number)
    if row is None:
        row = OcrLayout(kind=kind, number=number, state=LayoutState.WAITING)
        session.add(row)
    row.company = company or row.company or ""
    row.learnt_from, row.unseen, row.result = list(learnt_from), list(unseen), result
    row.learnt_at = row.at = now
    row.by = BY_NIGHT
    if is_better:
        row.layout = layout
        if row.state != LayoutState.OFF:
            row.state = LayoutState.USED
    elif row.layout is None and row.state != LayoutState.OFF:
        row.state = LayoutState.KEPT_BACK
    session.flush()
    return row


def keep_drawn(session: Session, layout_id: int, layout: dict[str, Any], *, now: datetime) -> None:
    """Use the layout of the single document on which a person named the fields of a new kind."""
    row = get(session, layout_id)
    if row.layout is None:
        row.layout, row.learnt_from, row.learnt_at = layout, [row.drawn_doc_id], now
        row.state = LayoutState.USED


def read_again(session: Session, *, kind: str, number: str, now: datetime, limit: int = 500) -> int:
    """Have the documents of a layout read again on which people decided nothing yet; how many."""
    decided = sa.select(OcrField.doc_id).where(_by_people())
    query = sa.select(OcrDocument).where(OcrDocument.deleted.is_(False), OcrDocument.doc_id.not_in(decided))
    if number:
        of_supplier = sa.select(OcrField.doc_id).where(
            OcrField.key.in_(_NUMBERS), OcrField.machine == number, OcrField.line_no == 0
        )
        query = query.where(OcrDocument.doc_id.in_(of_supplier))
    else:
        query = query.where(sa.or_(OcrDocument.kind_chosen == kind, OcrDocument.kind_read == kind))
    rows = session.scalars(query.order_by(OcrDocument.doc_id.desc()).limit(limit)).all()
    for row in rows:
        row.fields_stale, row.updated_at = True, now
    return len(rows)
