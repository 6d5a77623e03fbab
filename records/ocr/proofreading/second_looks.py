"""TB_OCR_SECOND_LOOK: confirmed texts that another person keys without seeing what was confirmed."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from domain.check_value import Consequence, consequence_of
from domain.document_fields import FieldType
from domain.messages import Message
from domain.ocr import TextAction, TextState
from domain.second_looks import LookPurpose, LookState
from records.engine import advisory_lock, row_lock
from records.errors import DecisionRefused, NotFound
from records.ocr import decisions, text_undo, texts
from records.ocr.document_fields import field_decisions, field_looks
from records.ocr.document_fields.field_tables import OcrField
from records.ocr.proofreading.check_tables import SecondLook
from records.ocr.proofreading.page_claims import HELD_FOR
from records.ocr.tables import OcrDocument, OcrText, TextHistory

CONFIRMED = (TextState.CONFIRMED, TextState.CORRECTED)


def ask_for_keying(session: Session, changed: Iterable[OcrText], *, now: datetime) -> None:
    """Have amounts that were just confirmed keyed by a second person; each value of a text once.

    Amounts are texts that look like one, and those that hold one among the fields of their document.
    """
    of_fields: dict[str, set[str]] = {}
    for text in changed:
        if text.doc_id not in of_fields:
            of_fields[text.doc_id] = field_looks.amounts_in(session, text.doc_id)
        looks_so = consequence_of(text.label) is Consequence.AMOUNT
        if text.state not in CONFIRMED or not (looks_so or text.text_id in of_fields[text.doc_id]):
            continue
        earlier = _keyings(session, text.text_id)
        if any(_is_about(look, text.label, as_amount=look.field_id is not None) for look in earlier):
            continue
        _remove_open(session, earlier, None)
        add(session, text, LookPurpose.KEYING, now=now)


def ask_for_keying_of_fields(session: Session, changed: Iterable[OcrField], *, now: datetime) -> None:
    """As `ask_for_keying`, of amounts that were decided on as fields, where one text shows them."""
    for field in changed:
        if field.type != FieldType.WON or len(field.text_ids) != 1:
            continue
        earlier, value = _keyings(session, field.text_ids[0]), field.value
        is_decided = (field.confirmed or field.corrected is not None) and not field.repaired
        if value and is_decided and any(_is_about(look, value, as_amount=True) for look in earlier):
            continue
        _remove_open(session, earlier, field.field_id)
        if value and is_decided:
            add_for_field(session, field, LookPurpose.KEYING, now=now)


def add(
    session: Session, text: OcrText, purpose: LookPurpose, *, now: datetime, week: str | None = None
) -> None:
    """Ask for a second look at a confirmed text."""
    session.add(
        SecondLook(
            purpose=purpose,
            week=week,
            doc_id=text.doc_id,
            text_id=text.text_id,
            first=text.label,
            # Who changed the row last may have ticked it for training alone.
            first_by=text_undo.written_by(session, text) or "",
            state=LookState.OPEN,
            at=now,
        )
    )


def add_for_field(
    session: Session, field: OcrField, purpose: LookPurpose, *, now: datetime, week: str | None = None
) -> None:
    """Ask for a second look at a confirmed field, which one text shows."""
    session.add(
        SecondLook(
            purpose=purpose,
            week=week,
            doc_id=field.doc_id,
            text_id=field.text_ids[0],
            field_id=field.field_id,
            first=field.value or "",
            first_by=field.by or "",
            state=LookState.OPEN,
            at=now,
        )
    )


def claim_next(session: Session, *, by: str, now: datetime) -> tuple[SecondLook, OcrText] | None:
    """The oldest open look at what another person confirmed; it is the person's until it expires."""
    advisory_lock(session, "claims of second looks")
    free = sa.or_(
        SecondLook.claimed_by.is_(None), SecondLook.claimed_by == by, SecondLook.claimed_until <= now
    )
    found = session.execute(
        sa.select(SecondLook, OcrText)
        .join(OcrText, OcrText.text_id == SecondLook.text_id)
        .join(OcrDocument, OcrDocument.doc_id == SecondLook.doc_id)
        .where(*_may_be_keyed_by(by), free)
        # One that the person has already comes first.
        .order_by(sa.case((SecondLook.claimed_by == by, 0), else_=1), SecondLook.look_id)
        .limit(1)
    ).first()
    if found is None:
        return None
    look, text = found
    look.claimed_by, look.claimed_until = by, now + HELD_FOR
    return look, text


def key(
    session: Session, look_id: int, keyed: str, *, unreadable: bool = False, by: str, now: datetime
) -> SecondLook:
    """What the second person reads.

    Args:
        unreadable: they can't read it; this differs from whatever was confirmed.

    Raises:
        DecisionRefused: it is keyed already, the person confirmed the text, or nothing was typed.
    """
    look, text = _open(session, look_id, LookState.OPEN)
    if session.scalar(sa.select(_was_confirmed_by(by)).where(SecondLook.look_id == look_id)):
        raise DecisionRefused(Message("another person has to key what you confirmed"))
    if look.claimed_by not in (None, by) and (look.claimed_until or now) > now:
        raise DecisionRefused(Message("{by} is keying this text at present", by=look.claimed_by))
    keyed = "" if unreadable else keyed
    if not plain(keyed) and not unreadable:
        raise DecisionRefused(Message("type what you read, or choose that it can't be read"))
    look.second, look.second_by, look.second_at = keyed.strip(), by, now
    look.state = LookState.SAME if not differ(session, look, keyed) else LookState.DIFFERENT
    texts.note(session, text, TextAction.SECOND_LOOK, before=look.first, after=look.second, by=by, now=now)
    return look


def resolve(
    session: Session, look_id: int, final: str, *, seen: str | None = None, by: str, now: datetime
) -> SecondLook:
    """Settle a disagreement; the text or field becomes `final` if it was something else.

    Args:
        seen: what the text or field held when the person decided; another value by now is refused. None: not checked.

    Raises:
        DecisionRefused: it is settled already, was changed meanwhile, or `final` can't be a text.
    """
    look, text = _open(session, look_id, LookState.DIFFERENT)
    field = field_of(session, look)
    value, changed_by = (text.label, text.updated_by) if field is None else (field.value or "", field.by)
    if seen is not None and seen != value:
        raise DecisionRefused(
            Message("{by} has worked on this text since; look at it again", by=changed_by or "")
        )
    if field is not None:
        if field_looks.comparable(final, field.type) != field_looks.comparable(value, field.type):
            field_decisions.correct(session, field.field_id, final, by=by, now=now)
    elif plain(final) != plain(value):
        decisions.correct(session, text.text_id, final, by=by, now=now)
    look.final, look.resolved_by, look.resolved_at = final.strip(), by, now
    look.state = LookState.RESOLVED
    return look


def disagreements(session: Session, *, limit: int) -> Sequence[tuple[SecondLook, OcrText, OcrDocument]]:
    """Looks whose two values differ and that no one has settled, the oldest first."""
    rows = session.execute(
        sa.select(SecondLook, OcrText, OcrDocument)
        .join(OcrText, OcrText.text_id == SecondLook.text_id)
        .join(OcrDocument, OcrDocument.doc_id == SecondLook.doc_id)
        .where(OcrDocument.deleted.is_(False), SecondLook.state == LookState.DIFFERENT)
        .order_by(SecondLook.look_id)
        .limit(limit)
    )
    return rows.all()


def waiting_for(session: Session, person: str) -> int:
    """How many open looks the person may key."""
    query = (
        sa.select(sa.func.count())
        .select_from(SecondLook)
        .join(OcrText, OcrText.text_id == SecondLook.text_id)
        .join(OcrDocument, OcrDocument.doc_id == SecondLook.doc_id)
        .where(*_may_be_keyed_by(person))
    )
    return session.scalar(query) or 0


def counts(session: Session) -> dict[LookState, int]:
    """How many looks are in each state, of documents outside the trash."""
    rows = session.execute(
        sa.select(SecondLook.state, sa.func.count())
        .join(OcrDocument, OcrDocument.doc_id == SecondLook.doc_id)
        .where(OcrDocument.deleted.is_(False))
        .group_by(SecondLook.state)
    )
    found = {LookState(state): count for state, count in rows}
    return {state: found.get(state, 0) for state in LookState}


def field_of(session: Session, look: SecondLook) -> OcrField | None:
    """The field that a look is at; None for a text, or where the document has no such field any more."""
    return session.get(OcrField, look.field_id) if look.field_id else None


def differ(session: Session, look: SecondLook, other: str) -> bool:
    """Whether another value of what a look is at is not the one that was confirmed."""
    field = field_of(session, look)
    if field is None:
        return plain(other) != plain(look.first)
    return field_looks.comparable(other, field.type) != field_looks.comparable(look.first, field.type)


def plain(text: str) -> str:
    """A text as two keyings are compared: NFKC without spaces."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def _may_be_keyed_by(person: str) -> list[sa.ColumnElement[bool]]:
    """Of open looks joined with their text and document, those at what another person confirmed."""
    # An amount that was taken back waits for its next confirmation.
    is_wanted = sa.or_(
        SecondLook.purpose != LookPurpose.KEYING,
        SecondLook.field_id.is_not(None),
        OcrText.state.in_(CONFIRMED),
    )
    return [
        OcrDocument.deleted.is_(False),
        SecondLook.state == LookState.OPEN,
        ~_was_confirmed_by(person),
        OcrText.crop_sha256 != "",
        is_wanted,
    ]


def _was_confirmed_by(person: str) -> sa.ColumnElement[bool]:
    """Whether a person confirmed what a look is at, as the first or after another one: they know the value."""
    wrote_it = sa.exists().where(
        TextHistory.text_id == SecondLook.text_id,
        TextHistory.by == person,
        TextHistory.action.in_((TextAction.CONFIRM, TextAction.CORRECT)),
        TextHistory.after == SecondLook.first,
    )
    return sa.or_(SecondLook.first_by == person, sa.and_(SecondLook.field_id.is_(None), wrote_it))


def _keyings(session: Session, text_id: str) -> Sequence[SecondLook]:
    query = sa.select(SecondLook).where(
        SecondLook.text_id == text_id, SecondLook.purpose == LookPurpose.KEYING
    )
    return session.scalars(query).all()


def _remove_open(session: Session, looks: Iterable[SecondLook], field_id: str | None) -> None:
    for look in looks:
        if look.state == LookState.OPEN and look.field_id == field_id:
            session.delete(look)


def _is_about(look: SecondLook, value: str, *, as_amount: bool) -> bool:
    """Whether a look is at this value, or settled it; of an amount only the digits count."""
    known = (look.final if look.state == LookState.RESOLVED else look.first) or ""
    if as_amount:
        return field_looks.comparable(known, FieldType.WON) == field_looks.comparable(value, FieldType.WON)
    return plain(known) == plain(value)


def _open(session: Session, look_id: int, state: LookState) -> tuple[SecondLook, OcrText]:
    """The look and its text, held in the order in which decisions on texts hold them: document, text, look."""
    text_id = session.scalar(sa.select(SecondLook.text_id).where(SecondLook.look_id == look_id))
    text = texts.get(session, text_id) if text_id is not None else None
    look = session.get(SecondLook, look_id, with_for_update=row_lock(session))
    if look is None or text is None:
        raise NotFound(Message("there is no second look {look_id}", look_id=look_id))
    if look.state != state:
        raise DecisionRefused(Message("{by} was first; this second look is settled", by=_last(look)))
    return look, text


def _last(look: SecondLook) -> str:
    return look.resolved_by or look.second_by or look.first_by
