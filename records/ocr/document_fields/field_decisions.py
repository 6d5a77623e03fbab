"""What people decide about the fields of documents: each function is one decision, for one transaction.

They are on record in TB_OCR_FIELD_HISTORY. States are computed afterwards, where the fields are read again.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from domain.document_fields import DocumentKind, FieldAction, FieldType, field_label
from domain.messages import Joined, Message
from domain.registration_numbers import mask_resident_numbers
from records.errors import DecisionRefused
from records.ocr import documents
from records.ocr.document_fields import fields, layouts
from records.ocr.document_fields.field_tables import FieldHistory, OcrField
from records.ocr.proofreading.completion import blocking_fields
from records.ocr.tables import OcrDocument
from records.ocr.typed import one_line

LONGEST = 300
"""Characters of a value."""
_RESIDENT = re.compile(r"(\d{6}\s?-?\s?\d)\d{6}")


def correct(
    session: Session, field_id: str, typed: str, *, by: str, now: datetime, version: int | None = None
) -> OcrField:
    """Write what a field really holds; an empty text says that the document has no such value.

    The value that it holds already is confirmed. So is the one that was read, in place of another that it holds.

    Args:
        version: the version the person saw; a field changed since then is refused. None: not checked.

    Raises:
        DecisionRefused: it is too long, or was changed meanwhile.
    """
    field = _seen(session, field_id, version)
    value = one_line(typed)
    if len(value) > LONGEST:
        raise DecisionRefused(Message("the value is longer than {longest} characters", longest=LONGEST))
    kind, read = FieldType(field.type), field.machine
    value = _masked(kind, value)
    if _is_same(kind, value, field.value or ""):
        return confirm(session, field_id, by=by, now=now)
    if read and _is_same(kind, value, read):
        fields.note(session, field, FieldAction.CONFIRM, after=read, by=by, now=now)
        field.corrected, field.repaired, field.confirmed = None, False, True
        return touched(session, field, by, now)
    fields.note(session, field, FieldAction.CORRECT, after=value, by=by, now=now)
    field.corrected, field.repaired, field.confirmed = value, False, not value
    return touched(session, field, by, now)


def accept_repair(
    session: Session,
    field_id: str,
    *,
    by: str,
    now: datetime,
    version: int | None = None,
    seen: str | None = None,
) -> OcrField:
    """Take the value that is offered in place of a contradicted one.

    Args:
        version: as of `correct`.
        seen: the offered value that the person saw; None: not checked.

    Raises:
        DecisionRefused: nothing is offered, another value is, or the field was changed meanwhile.
    """
    field = _seen(session, field_id, version)
    if field.repair is None or seen not in (None, field.repair):
        raise DecisionRefused(Message("nothing is offered for this field any more; look at it again"))
    fields.note(session, field, FieldAction.ACCEPT, after=field.repair, by=by, now=now)
    field.corrected, field.repaired, field.confirmed = field.repair, False, False
    return touched(session, field, by, now)


def confirm(
    session: Session,
    field_id: str,
    *,
    by: str,
    now: datetime,
    version: int | None = None,
    seen: str | None = None,
) -> OcrField:
    """Decide that a value is right as it is: contradicted ones may be printed so, and others may not be on the paper.

    Args:
        version: as of `correct`.
        seen: the value that the person saw, empty for none; None: not checked. A new reading changes no version.

    Raises:
        DecisionRefused: the field has another value by now.
    """
    field = _seen(session, field_id, version)
    if seen not in (None, field.value or ""):
        raise DecisionRefused(Message("this field was read again meanwhile; look and save again"))
    if not field.confirmed:
        fields.note(session, field, FieldAction.CONFIRM, after=field.value, by=by, now=now)
        field.confirmed, field.repaired = True, False
    return touched(session, field, by, now)


def reopen(
    session: Session, field_id: str, *, by: str, now: datetime, version: int | None = None
) -> OcrField:
    """Take back what was decided on a field; it holds what the machine read. The history keeps all.

    Raises:
        DecisionRefused: another person changed the field since `version`.
    """
    field = _seen(session, field_id, version)
    fields.note(session, field, FieldAction.REOPEN, after=field.machine, by=by, now=now)
    field.corrected, field.repaired, field.confirmed = None, False, False
    return touched(session, field, by, now)


def confirm_document(session: Session, doc_id: str, *, by: str, now: datetime) -> Sequence[OcrField]:
    """Confirm all fields of a document that have a value.

    Raises:
        DecisionRefused: a required field is contradicted or was not read, or what the fields are is not known yet.
    """
    document = documents.get(session, doc_id)
    if document.fields_stale:
        raise DecisionRefused(Message("the fields are being read again; try again in a moment"))
    left = blocking_fields(session, doc_id)
    if left:
        raise DecisionRefused(blocked(left))
    changed = [
        one for one in fields.of_document(session, doc_id) if one.value is not None and not one.confirmed
    ]
    for field in changed:
        fields.note(session, field, FieldAction.CONFIRM, after=field.value, by=by, now=now)
        field.confirmed, field.repaired = True, False
        field.version += 1
        field.by, field.at = by, now
    document.fields_stale, document.updated_at = True, now
    return changed


def blocked(left: Sequence[OcrField]) -> Message:
    """The sentence for a document that can't be 검증 완료 yet."""
    names = Joined([field_label(one.key) for one in left])
    return Message(
        "not checked to the end: required fields are contradicted or were not read ({fields}); correct or "
        "confirm them first",
        fields=names,
    )


def choose_kind(session: Session, doc_id: str, kind: str | None, *, by: str, now: datetime) -> OcrDocument:
    """Say what a document is; None leaves it to its texts. Its fields are read again as those of the kind.

    Args:
        kind: a `DocumentKind`, or one that a person named.

    Raises:
        DecisionRefused: there is no such kind.
    """
    document = documents.get(session, doc_id)
    if kind is not None and kind not in (*DocumentKind, *layouts.named_kinds(session)):
        raise DecisionRefused(Message("there is no kind of document {kind!r}; choose another", kind=kind))
    before = document.kind
    document.kind_chosen, document.kind_chosen_by = (None, None) if kind is None else (kind, by)
    document.fields_stale, document.updated_at = True, now
    session.add(
        FieldHistory(
            doc_id=doc_id,
            field_id=doc_id,
            action=FieldAction.KIND,
            before=before,
            after=document.kind,
            by=by,
            at=now,
        )
    )
    return document


def _is_same(kind: FieldType, one: str, other: str) -> bool:
    """Whether two values are written alike; in amounts and quantities the separators of thousands don't matter."""
    if kind in (FieldType.WON, FieldType.QUANTITY):
        one, other = (re.sub(r"[,\s]", "", value) for value in (one, other))
    return one == other


def _masked(kind: FieldType, value: str) -> str:
    if kind == FieldType.RESIDENT_NUMBER:
        return _RESIDENT.sub(r"\1******", value)  # also where its date is impossible
    return value if kind == FieldType.CORPORATE_NUMBER else mask_resident_numbers(value)


def _seen(session: Session, field_id: str, version: int | None) -> OcrField:
    field = fields.get(session, field_id)
    if version is not None and field.version != version:
        if field.by is None:
            raise DecisionRefused(Message("this field was read again meanwhile; look and save again"))
        raise DecisionRefused(
            Message(
                "{updated_by} changed this field to {value!r} meanwhile; look and save again",
                updated_by=field.by,
                value=field.value or "",
            )
        )
    return field


def touched(session: Session, field: OcrField, by: str, now: datetime) -> OcrField:
    """The field, marked as decided on by a person; the fields of its document are to be read again."""
    field.version += 1
    field.by, field.at = by, now
    field.amount = fields.amount_of(field)
    document = documents.get(session, field.doc_id)
    document.fields_stale, document.updated_at = True, now
    return field
