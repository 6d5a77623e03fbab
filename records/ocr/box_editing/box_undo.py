"""Changes of boxes taken back, from what TB_OCR_BOX_EDIT keeps."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from domain.messages import Message
from domain.ocr import TextAction
from records.errors import DecisionRefused, NotFound
from records.ocr import documents, texts
from records.ocr.box_editing import box_edits
from records.ocr.box_editing.box_edits import Edited, put_back
from records.ocr.box_editing.boxes import texts_of
from records.ocr.decisions import settle_documents
from records.ocr.tables import BoxEdit, OcrText

DECISIONS = (
    *(TextAction.CONFIRM, TextAction.CORRECT, TextAction.UNREADABLE, TextAction.REOPEN),
    *(TextAction.SELECT, TextAction.DESELECT),
)
"""Actions by which people decide on a text."""


def undo(session: Session, edit_id: int, *, by: str, now: datetime) -> Edited:
    """The texts as they were before a change.

    Raises:
        DecisionRefused: it was undone already, a later change took one of its texts away, or another box is in their place since.
        NotFound: there is no such change.
    """
    edit = session.get(BoxEdit, edit_id)
    if edit is None:
        raise NotFound(Message("there is no change {edit_id} of boxes", edit_id=edit_id))
    page = documents.page_of(session, edit.doc_id, edit.page_no)
    there = {text.text_id: text for text in texts_of(session, page)}
    if edit.undone or box_edits.is_followed(session, edit):
        raise DecisionRefused(Message("undo the later changes of these boxes first"), code="box")
    if (refusal := refusal_of(session, edit, by=by)) is not None:
        raise refusal
    if edit.action == TextAction.REORDER:
        restored = _put_order_back(edit, there)
        removed: list[str] = []
    else:
        restored, removed = _put_rows_back(session, edit, there, by, now)
    edit.undone, edit.at = True, now
    session.flush()
    settle_documents(session, [edit.doc_id], now)
    return Edited(edit_id, restored, removed)


def refusal_of(session: Session, edit: BoxEdit, *, by: str) -> DecisionRefused | None:
    """Why a change is not taken back where another box is in the place of its texts since: neither of the two is taken away."""
    later = box_edits.in_its_place(session, edit)
    if later is None:
        return None
    if later.by == by:
        return DecisionRefused(Message("undo the later changes of these boxes first"), code="box")
    return DecisionRefused(
        Message(
            "{other} has drawn or changed a box in this place since; it stays. Yours is kept, and comes back by undo once that one is removed",
            other=later.by,
        ),
        code="box",
    )


def _put_order_back(edit: BoxEdit, there: dict[str, OcrText]) -> list[OcrText]:
    """The text that was moved, if it is still there; each has the place that it had."""
    for row in edit.before:
        if row["text_id"] in there:
            there[row["text_id"]].order_no = row["order_no"]
    return [there[text_id] for text_id in edit.after if text_id in there]


def _put_rows_back(
    session: Session, edit: BoxEdit, there: dict[str, OcrText], by: str, now: datetime
) -> tuple[list[OcrText], list[str]]:
    rows = {row["text_id"]: row for row in edit.before}
    made = [text_id for text_id in edit.after if text_id not in rows]
    if any(text_id not in there for text_id in edit.after):
        raise DecisionRefused(Message("these boxes are no longer there; look at the page again"), code="box")
    for text_id in made:
        if other := _decided_by_another(session, text_id, by):
            raise DecisionRefused(
                Message("{other} has worked on this text since; it stays", other=other), code="box"
            )
    for text_id in made:
        label = there[text_id].label
        texts.note(session, there[text_id], TextAction.UNDO, before=label, after=None, by=by, now=now)
        session.delete(there[text_id])
    restored = []
    for text_id, row in rows.items():
        text = put_back(session, row, there.get(text_id), now)
        texts.note(session, text, TextAction.UNDO, before=None, after=text.label, by=by, now=now)
        restored.append(text)
    return restored, made


def _decided_by_another(session: Session, text_id: str, by: str) -> str | None:
    """Another person who decided something about a text; None without one."""
    return next(
        (line.by for line in texts.history(session, text_id) if line.action in DECISIONS and line.by != by),
        None,
    )
