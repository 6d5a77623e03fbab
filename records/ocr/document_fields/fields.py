"""TB_OCR_FIELD: what was read of the fields of documents, with what people decided on them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from domain.document_fields import FieldAction, FieldState, FieldType
from domain.messages import Message
from records.engine import row_lock
from records.errors import NotFound
from records.ocr import documents
from records.ocr.document_fields.field_tables import FieldHistory, OcrField
from records.ocr.proofreading import check_values
from records.ocr.proofreading.completion import settle_status
from records.ocr.searching import search_index
from records.ocr.tables import OcrDocument

BY_PROOF = "proof"
"""In the history of a field, who applied a repair where no person did."""
BY_READING = "reading"
"""In the history of a field, that a new reading ended a decision."""
_IN_ORDER = (OcrField.line_no, OcrField.order_no, OcrField.key)
MOST_AMOUNT = 10**15
"""Won. Larger numbers are typing errors, and the largest of them fit into no column."""


@dataclass(frozen=True)
class ReadField:
    """A field as it was read; attributes as of `OcrField`.

    Attributes:
        normal: what people wrote, in normal form; None where they wrote nothing, or what has none.
        repair_is_proven: whether the repair is proven, so that it may be applied by itself.
    """

    key: str
    type: FieldType
    order_no: int
    state: FieldState
    line_no: int = 0
    required: bool = False
    machine: str | None = None
    text: str | None = None
    score: float | None = None
    text_ids: tuple[str, ...] = ()
    page_no: int | None = None
    reason: Message | None = None
    repair: str | None = None
    repair_reason: Message | None = None
    normal: str | None = None
    repair_is_proven: bool = True

    @property
    def value(self) -> str | None:
        """What the field holds, before people decided anything."""
        return self.machine

    @property
    def confirmed(self) -> bool:
        """As of `OcrField`: no person has seen what was just read."""
        return False


@dataclass(frozen=True)
class DecidedField:
    """What people decided on a field; attributes as of `OcrField`."""

    line_no: int
    key: str
    type: str
    text_ids: tuple[str, ...]
    machine: str | None
    corrected: str | None
    repaired: bool
    confirmed: bool
    version: int
    by: str | None
    at: datetime | None

    @property
    def value(self) -> str | None:
        """As of `OcrField`."""
        return self.corrected if self.corrected is not None else self.machine


def field_id(doc_id: str, line_no: int, key: str) -> str:
    """Document:line:key."""
    return f"{doc_id}:{line_no}:{key}"


def of_document(session: Session, doc_id: str) -> Sequence[OcrField]:
    """The fields of a document in the order of its kind, then its line items."""
    return session.scalars(sa.select(OcrField).where(OcrField.doc_id == doc_id).order_by(*_IN_ORDER)).all()


def of_documents(session: Session, doc_ids: Sequence[str]) -> dict[str, list[OcrField]]:
    """The fields of several documents, each as `of_document`."""
    found: dict[str, list[OcrField]] = {doc_id: [] for doc_id in doc_ids}
    for row in session.scalars(sa.select(OcrField).where(OcrField.doc_id.in_(doc_ids)).order_by(*_IN_ORDER)):
        found[row.doc_id].append(row)
    return found


def get(session: Session, wanted: str) -> OcrField:
    """The field, and with it its document, held where the session writes. Raises NotFound."""
    doc_id = session.scalar(sa.select(OcrField.doc_id).where(OcrField.field_id == wanted))
    if doc_id is not None:
        documents.get(session, doc_id)
    # A reading that ended while the document was held by it may have taken the field away.
    field = session.get(OcrField, wanted, with_for_update=row_lock(session), populate_existing=True)
    if field is None:
        raise NotFound(
            Message("there is no field {field_id}; see the fields of its document", field_id=wanted)
        )
    return field


def decided(session: Session, doc_id: str) -> list[DecidedField]:
    """What people, or repairs that were applied, decided on the fields of a document."""
    rows = session.scalars(
        sa.select(OcrField)
        .where(OcrField.doc_id == doc_id, sa.or_(OcrField.corrected.is_not(None), OcrField.confirmed))
        .order_by(OcrField.line_no, OcrField.order_no)
    )
    return [
        DecidedField(
            row.line_no,
            row.key,
            row.type,
            tuple(row.text_ids),
            row.machine,
            row.corrected,
            row.repaired,
            row.confirmed,
            row.version,
            row.by,
            row.at,
        )
        for row in rows
    ]


def replace_read(
    session: Session,
    document: OcrDocument,
    read: Sequence[ReadField],
    kept: Sequence[DecidedField],
    *,
    now: datetime,
    limits: Sequence[str] = (),
    is_stale: bool = False,
) -> None:
    """Make `read` the fields of a document. What people decided is kept, also on fields that were not read any more.

    Args:
        kept: the decisions, with the numbers of their lines as in `read`.
        limits: those that were reached, so that fields or line items are missing.
        is_stale: whether something changed while they were read.
    """
    own = OcrField.doc_id == document.doc_id
    before = set(session.scalars(sa.select(OcrField.field_id).where(own)))
    session.execute(sa.delete(OcrField).where(own))
    session.expire_all()
    decisions = {(one.line_no, one.key): one for one in kept}
    rows = [new_row(document.doc_id, one, decisions.pop((one.line_no, one.key), None)) for one in read]
    for rest in decisions.values():
        gone = ReadField(rest.key, FieldType(rest.type), 1000, FieldState.UNCHECKED, rest.line_no)
        rows.append(new_row(document.doc_id, replace(gone, text_ids=rest.text_ids), rest))
    session.add_all(rows)
    document.fields_at, document.fields_stale, document.fields_limits = now, is_stale, list(limits)
    session.flush()
    search_index.remove(session.connection(), sorted(before - {row.field_id for row in rows}))
    check_values.weigh_fields(session, document.doc_id)
    settle_status(session, document, now)


def new_row(doc_id: str, one: ReadField, by_people: DecidedField | None = None) -> OcrField:
    """The row of a field that was read, with what people decided on it; not added yet."""
    row = OcrField(
        field_id=field_id(doc_id, one.line_no, one.key),
        doc_id=doc_id,
        line_no=one.line_no,
        key=one.key,
        type=one.type,
        order_no=one.order_no,
        required=one.required,
        machine=one.machine,
        text=one.text,
        score=one.score,
        text_ids=list(one.text_ids),
        page_no=one.page_no,
        state=one.state,
        repair=one.repair,
        repaired=False,
        confirmed=False,
        version=1,
    )
    row.reason, row.repair_reason = one.reason, one.repair_reason
    if by_people is not None:
        row.corrected = by_people.corrected
        if row.corrected and one.normal is not None:
            row.corrected = one.normal
        row.repaired, row.confirmed = by_people.repaired, by_people.confirmed
        row.version, row.by, row.at = by_people.version, by_people.by, by_people.at
    row.amount = amount_of(row)
    return row


def amount_of(field: OcrField) -> int | None:
    """The value of an amount as a number; None for other fields, for what is no number, and beyond MOST_AMOUNT."""
    if field.type != FieldType.WON or not field.value:
        return None
    try:
        amount = int(field.value)
    except ValueError:
        return None
    return amount if abs(amount) <= MOST_AMOUNT else None


def apply_repairs(
    session: Session, doc_id: str, *, now: datetime, unproven: Collection[tuple[int, str]] = ()
) -> int:
    """Write the repairs that are offered into fields that no person decided on, marked as such; how many.

    Args:
        unproven: lines and keys of fields whose offered value is only likely, which is for people.
    """
    applied = 0
    for field in of_document(session, doc_id):
        if field.repair is None or field.corrected is not None or field.confirmed:
            continue
        if (field.line_no, field.key) in unproven:
            continue
        note(session, field, FieldAction.REPAIR, after=field.repair, by=BY_PROOF, now=now)
        field.corrected, field.repaired = field.repair, True
        field.version += 1
        field.by, field.at = BY_PROOF, now
        applied += 1
    return applied


def note(
    session: Session, field: OcrField, action: FieldAction, *, after: str | None, by: str, now: datetime
) -> None:
    """Add a line to the history of a field."""
    session.add(
        FieldHistory(
            doc_id=field.doc_id,
            field_id=field.field_id,
            action=action,
            before=field.value,
            after=after,
            by=by,
            at=now,
        )
    )


def note_read(
    session: Session, doc_id: str, dropped: Sequence[tuple[DecidedField, str | None]], *, now: datetime
) -> None:
    """Add to the history decisions that hold no longer, each with the value that was read now."""
    for one, machine in dropped:
        session.add(
            FieldHistory(
                doc_id=doc_id,
                field_id=field_id(doc_id, one.line_no, one.key),
                action=FieldAction.READ,
                before=one.value,
                after=machine,
                by=BY_READING,
                at=now,
            )
        )


def history(session: Session, doc_id: str, *, wanted: str | None = None) -> Sequence[FieldHistory]:
    """What happened to the fields of a document, or to one of them, oldest first."""
    query = sa.select(FieldHistory).where(FieldHistory.doc_id == doc_id)
    if wanted is not None:
        query = query.where(FieldHistory.field_id == wanted)
    return session.scalars(query.order_by(FieldHistory.history_id)).all()
