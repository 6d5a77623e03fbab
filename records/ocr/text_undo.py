"""Decisions of people about texts taken back, from TB_OCR_TEXT_HISTORY: as many as there are, also after the page was loaded again."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from domain.messages import Message
from domain.ocr import TextAction, TextState
from records.errors import DecisionRefused
from records.ocr import texts
from records.ocr.decisions import settle_documents
from records.ocr.tables import OcrText, TextHistory

UNDOABLE = (TextAction.CONFIRM, TextAction.CORRECT, TextAction.UNREADABLE, TextAction.REOPEN)
_WRITTEN = (TextAction.CONFIRM, TextAction.CORRECT, TextAction.SPLIT, TextAction.MERGE)
"""Actions after which a text says what a person wrote or confirmed; of a divided or merged box only where it says something."""
_TICKS = (TextAction.SELECT, TextAction.DESELECT)


def open_lines(lines: Iterable[TextHistory]) -> list[TextHistory]:
    """The lines of a text's history, oldest first, without decisions that were taken back and the lines that took them back."""
    found: list[TextHistory] = []
    for line in lines:
        # Changes of boxes are taken back with one value alone: `records.ocr.box_editing.box_undo`.
        if line.action != TextAction.UNDO or line.before is None or line.after is None:
            found.append(line)
            continue
        last = next((n for n in range(len(found) - 1, -1, -1) if found[n].action in UNDOABLE), None)
        if last is not None:
            del found[last]
    return found


def undo(session: Session, text_id: str, *, by: str, now: datetime) -> OcrText:
    """The text as it was before the person's last decision on it.

    Raises:
        DecisionRefused: there is no decision to take back, or the last one is another person's.
        NotFound: there is no such text.
    """
    text = texts.get(session, text_id)
    lines = open_lines(texts.history(session, text_id))
    last = next((line for line in reversed(lines) if line.action in UNDOABLE), None)
    if last is None:
        raise DecisionRefused(Message("nothing is left to undo here"), code="undo")
    if last.by != by:
        raise DecisionRefused(
            Message("{other} has worked on this text since; it stays", other=last.by), code="undo"
        )
    lines.remove(last)
    before = text.label
    text.state, text.corrected = _replayed(lines, text)
    if last.action == TextAction.UNREADABLE:
        ticks = [line.action for line in lines if line.action in (*_TICKS, TextAction.UNREADABLE)]
        text.selected = bool(ticks) and ticks[-1] == TextAction.SELECT
    text.version += 1
    text.updated_by, text.updated_at = by, now
    texts.note(session, text, TextAction.UNDO, before=before, after=text.label, by=by, now=now)
    settle_documents(session, [text.doc_id], now)
    return text


def written_by(session: Session, text: OcrText) -> str | None:
    """The person whose words a text has: who corrected or confirmed it last; None for one that only the machine has read."""
    lines = open_lines(texts.history(session, text.text_id))
    return next((line.by for line in reversed(lines) if line.action in _WRITTEN), None)


def last_of(
    session: Session, doc_id: str, *, by: str, since: datetime, page_no: int | None = None
) -> TextHistory | None:
    """The newest decision of a person on a text of a document that can be taken back: no one decided on that text later.

    Args:
        since: only later ones.
        page_no: only of this page.
    """
    query = (
        sa.select(TextHistory)
        .join(OcrText, OcrText.text_id == TextHistory.text_id)
        .where(OcrText.doc_id == doc_id, TextHistory.by == by, TextHistory.at >= since)
        .where(TextHistory.action.in_(UNDOABLE))
        .order_by(TextHistory.history_id.desc())
    )
    if page_no is not None:
        query = query.where(OcrText.page_no == page_no)
    seen: set[str] = set()
    for line in session.scalars(query):
        if line.text_id in seen:
            continue
        decided = [one for one in open_lines(texts.history(session, line.text_id)) if one.action in UNDOABLE]
        if decided and decided[-1].history_id == line.history_id:
            return line
        if decided and decided[-1].by != by:
            seen.add(line.text_id)
    return None


def _replayed(lines: Sequence[TextHistory], text: OcrText) -> tuple[TextState, str | None]:
    """State and corrected text after these lines of a history."""
    state, written = TextState.MACHINE, None
    for line in lines:
        if line.action == TextAction.UNREADABLE:
            state = TextState.UNREADABLE
        elif line.action == TextAction.REOPEN:
            state, written = TextState.MACHINE, None
        elif line.action in _WRITTEN and line.after is not None:
            state, written = TextState.CONFIRMED, line.after
    corrected = None if written == unicodedata.normalize("NFC", text.text) else written
    if state == TextState.CONFIRMED and corrected is not None:
        state = TextState.CORRECTED
    return state, corrected
