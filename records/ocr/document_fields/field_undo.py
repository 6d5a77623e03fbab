"""Decisions of people about fields taken back, from TB_OCR_FIELD_HISTORY: as many as there are, also after the page was loaded again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from domain.document_fields import FieldAction
from domain.messages import Message
from records.errors import DecisionRefused
from records.ocr import documents
from records.ocr.document_fields import fields
from records.ocr.document_fields.field_decisions import touched
from records.ocr.document_fields.field_tables import FieldHistory, OcrField
from records.ocr.undoing import UNDONE_FOR

UNDOABLE = (FieldAction.CORRECT, FieldAction.ACCEPT, FieldAction.CONFIRM, FieldAction.REOPEN)
"""Lines that are added or removed have buttons that take them back."""


def undo_last(session: Session, doc_id: str, *, by: str, now: datetime) -> list[OcrField]:
    """Take back the newest decision of a person on a field of a document today, unless someone decided on the field later.

    Fields that were confirmed all at once are taken back all at once.

    Raises:
        DecisionRefused: nothing is left to take back.
        NotFound: there is no such document.
    """
    documents.get(session, doc_id)
    found = [
        one
        for one in _last_decisions(session, doc_id)
        if one.last.by == by and one.last.at >= now - UNDONE_FOR
    ]
    if not found:
        raise DecisionRefused(Message("nothing is left to undo here"), code="undo")
    newest = max((one.last for one in found), key=lambda line: line.history_id)
    return [_undo(session, one, by=by, now=now) for one in found if _is_together(one.last, newest)]


@dataclass(frozen=True)
class _Decided:
    """A field, and the lines of its history that hold; the last of them is the decision to take back."""

    field: OcrField
    lines: Sequence[FieldHistory]

    @property
    def last(self) -> FieldHistory:
        return self.lines[-1]


def _last_decisions(session: Session, doc_id: str) -> list[_Decided]:
    """The fields of a document whose last line of history is a decision that can be taken back."""
    of_fields: dict[str, list[FieldHistory]] = {}
    for line in fields.history(session, doc_id):
        of_fields.setdefault(line.field_id, []).append(line)
    found = []
    for field in fields.of_document(session, doc_id):
        lines = of_fields.get(field.field_id, [])
        # Line items get other numbers where others were read: the history may be of another one.
        if not lines or (lines[-1].by, lines[-1].at) != (field.by, field.at):
            continue
        held = _open_lines(lines)
        if held and held[-1].action in UNDOABLE:
            found.append(_Decided(field, held))
    return found


def _is_together(one: FieldHistory, other: FieldHistory) -> bool:
    """Whether two decisions are the same, or are from confirming all fields of a document."""
    if one.action == other.action == FieldAction.CONFIRM:
        return one.at == other.at
    return one.history_id == other.history_id


def _open_lines(lines: Iterable[FieldHistory]) -> list[FieldHistory]:
    """The lines of a field's history, oldest first, without decisions that were taken back and the lines that took them back."""
    found: list[FieldHistory] = []
    for line in lines:
        if line.action == FieldAction.UNDO and found:
            found.pop()
        else:
            found.append(line)
    return found


def _undo(session: Session, decided: _Decided, *, by: str, now: datetime) -> OcrField:
    field = decided.field
    is_corrected, repaired, confirmed = _replayed(decided.lines[:-1], decided.lines[0].before, field.machine)
    corrected = (decided.last.before or "") if is_corrected else None
    after = field.machine if corrected is None else corrected
    fields.note(session, field, FieldAction.UNDO, after=after, by=by, now=now)
    field.corrected, field.repaired, field.confirmed = corrected, repaired, confirmed
    return touched(session, field, by, now)


def _replayed(
    lines: Iterable[FieldHistory], first: str | None, machine: str | None
) -> tuple[bool, bool, bool]:
    """Whether a field has a corrected value, one that was repaired, and was confirmed, after these lines of its history.

    Args:
        first: what the field held before its history began; empty in a line item that people added.
        machine: what is read now.
    """
    state = (first == "", False, False)
    for line in lines:
        if line.action in (FieldAction.READ, FieldAction.REOPEN):
            state = (False, False, False)
        elif line.action == FieldAction.CORRECT:
            state = (True, False, not line.after)
        elif line.action in (FieldAction.ACCEPT, FieldAction.ADD_LINE):
            state = (True, False, False)
        elif line.action == FieldAction.REPAIR:
            state = (True, True, False)
        elif line.action == FieldAction.CONFIRM:
            state = (state[0] and line.before == line.after, False, True)
        elif line.action == FieldAction.REMOVE_LINE:
            state = (True, False, True)
        elif line.action == FieldAction.RESTORE_LINE:
            state = (line.after != machine, False, False)
    return state
