"""What people decide about the boxes of texts: each function is one decision, for one transaction, and can be undone.

TB_OCR_BOX_EDIT keeps the rows as they were, TB_OCR_TEXT_HISTORY a line for each text. A new or changed box is not read
here, but by `unread_boxes.set_read`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from domain.messages import Message
from domain.ocr import TextAction, TextSource, TextState
from records.errors import DecisionRefused
from records.ocr import documents, texts
from records.ocr.box_editing import box_shapes
from records.ocr.box_editing.box_edits import Edited, row_of
from records.ocr.box_editing.box_shapes import Quad
from records.ocr.decisions import settle_documents
from records.ocr.tables import BoxEdit, OcrPage, OcrText

MOST_BOXES = 5000
"""Texts on one page; a page of small print has a few hundred."""


def draw(
    session: Session, doc_id: str, page_no: int, quad: Sequence[Sequence[float]], *, by: str, now: datetime
) -> Edited:
    """A box around a text that no detector found.

    Raises:
        DecisionRefused: the box is none, or the page has too many.
        NotFound: there is no such page.
    """
    page = documents.page_of(session, doc_id, page_no)
    text = _add(session, page, box_shapes.checked_quad(quad, page.turned), by=by, now=now)
    texts.note(session, text, TextAction.DRAW, before=None, after=_shown(text), by=by, now=now)
    return _kept(session, page, TextAction.DRAW, [], [text], by=by, now=now)


def reshape(
    session: Session, text_id: str, quad: Sequence[Sequence[float]], *, by: str, now: datetime
) -> Edited:
    """Move or resize a box. What people wrote for it stays."""
    text = texts.get(session, text_id)
    page = documents.page_of(session, text.doc_id, text.page_no)
    before, shown = row_of(text), _shown(text)
    if text.state == TextState.CONFIRMED:
        # What was confirmed stays, whatever is read in the new shape.
        text.corrected, text.state = text.text, TextState.CORRECTED
    _set_quad(text, box_shapes.checked_quad(quad, page.turned), by, now)
    texts.note(session, text, TextAction.RESHAPE, before=shown, after=_shown(text), by=by, now=now)
    return _kept(session, page, TextAction.RESHAPE, [before], [text], by=by, now=now)


def remove(session: Session, text_ids: Iterable[str], *, by: str, now: datetime) -> Edited:
    """Take boxes of one page away."""
    found, page = _of_onepage_of(session, text_ids)
    rows = [row_of(text) for text in found]
    for text in found:
        texts.note(session, text, TextAction.REMOVE, before=text.label, after=None, by=by, now=now)
        session.delete(text)
    return _kept(session, page, TextAction.REMOVE, rows, [], by=by, now=now)


def split(
    session: Session,
    text_id: str,
    *,
    share: float | None = None,
    caret: int | None = None,
    by: str,
    now: datetime,
) -> Edited:
    """Two boxes from one.

    Args:
        share: where along the text, 0 … 1; None: about where the caret is.
        caret: in front of which character of the label; a label that people wrote is divided there.

    Raises:
        DecisionRefused: one part would be too small or have no text.
    """
    text = texts.get(session, text_id)
    page = documents.page_of(session, text.doc_id, text.page_no)
    label = text.label
    if caret is not None and not 0 < caret < len(label):
        raise DecisionRefused(Message("put the caret between two characters, then split"), code="box")
    if share is None:
        share = box_shapes.share_at(label, caret) if caret is not None else 0.5
    quads = box_shapes.halves(text.quad, share)
    written = text.corrected is not None and caret is not None
    labels = (label[:caret].strip(), label[caret:].strip()) if written else (None, None)
    before = row_of(text)
    texts.note(session, text, TextAction.SPLIT, before=label, after=None, by=by, now=now)
    session.delete(text)
    session.flush()
    made: list[OcrText] = []
    for quad, words in zip(quads, labels, strict=True):
        part = _add(
            session,
            page,
            box_shapes.checked_quad(quad, page.turned),
            by=by,
            now=now,
            at=text.order_no + len(made),
        )
        if words:
            part.corrected, part.state = words, TextState.CORRECTED
        texts.note(session, part, TextAction.SPLIT, before=text_id, after=words, by=by, now=now)
        made.append(part)
    return _kept(session, page, TextAction.SPLIT, [before], made, by=by, now=now)


def merge(session: Session, text_ids: Iterable[str], *, by: str, now: datetime) -> Edited:
    """One box around several of a page, in their reading order.

    Raises:
        DecisionRefused: fewer than two, or of several pages.
    """
    found, page = _of_onepage_of(session, text_ids)
    if len(found) < 2:
        raise DecisionRefused(Message("choose two or more boxes to merge"), code="box")
    rows = [row_of(text) for text in found]
    written = any(text.corrected is not None for text in found)
    words = " ".join(text.label for text in found if text.label) if written else None
    quad = box_shapes.around([text.quad for text in found], page.turned)
    for text in found:
        texts.note(session, text, TextAction.MERGE, before=text.label, after=None, by=by, now=now)
        session.delete(text)
    session.flush()
    whole = _add(session, page, quad, by=by, now=now, at=found[0].order_no)
    if words:
        whole.corrected, whole.state = words, TextState.CORRECTED
    texts.note(
        session,
        whole,
        TextAction.MERGE,
        before=", ".join(row["text_id"] for row in rows),
        after=words,
        by=by,
        now=now,
    )
    return _kept(session, page, TextAction.MERGE, rows, [whole], by=by, now=now)


def merge_with_next(session: Session, text_id: str, *, by: str, now: datetime) -> Edited:
    """One box around a text and the one that is read after it.

    Raises:
        DecisionRefused: it is the last of its page.
    """
    text = texts.get(session, text_id)
    ids = [one.text_id for one in texts_of(session, documents.page_of(session, text.doc_id, text.page_no))]
    return merge(session, ids[ids.index(text_id) :][:2], by=by, now=now)


def move_in_order(session: Session, text_id: str, step: int, *, by: str, now: datetime) -> Edited:
    """Read a text `step` places later, or earlier with a negative one; at the ends of its page it stays."""
    text = texts.get(session, text_id)
    ids = [one.text_id for one in texts_of(session, documents.page_of(session, text.doc_id, text.page_no))]
    place = ids.index(text_id)
    others = [*ids[:place], *ids[place + 1 :]]
    place = min(max(place + step, 0), len(others))
    ahead_of = others[place] if place < len(others) else None
    return reorder(session, text_id, ahead_of=ahead_of, by=by, now=now)


def reorder(session: Session, text_id: str, *, ahead_of: str | None, by: str, now: datetime) -> Edited:
    """Read a text ahead of another of its page, or as the last one.

    Args:
        ahead_of: None for the end of the page.
    """
    text = texts.get(session, text_id)
    page = documents.page_of(session, text.doc_id, text.page_no)
    others = [one for one in texts_of(session, page) if one.text_id != text_id]
    ids = [one.text_id for one in others]
    if ahead_of is not None and ahead_of not in ids:
        raise DecisionRefused(Message("both texts have to be on one page"), code="box")
    old = text.order_no
    before = [{"text_id": one.text_id, "order_no": one.order_no} for one in (text, *others)]
    place = len(ids) if ahead_of is None else ids.index(ahead_of)
    for number, one in enumerate([*others[:place], text, *others[place:]]):
        one.order_no = number
    text.version += 1
    texts.note(session, text, TextAction.REORDER, before=str(old + 1), after=str(place + 1), by=by, now=now)
    return _kept(session, page, TextAction.REORDER, before, [text], by=by, now=now)


def texts_of(session: Session, page: OcrPage) -> Sequence[OcrText]:
    """The texts of a page in reading order."""
    return texts.of_document(session, page.doc_id, page_no=page.page_no)


def _of_onepage_of(session: Session, text_ids: Iterable[str]) -> tuple[list[OcrText], OcrPage]:
    """The texts in reading order, and their page."""
    found = [texts.get(session, text_id) for text_id in texts.in_lock_order(session, dict.fromkeys(text_ids))]
    places = {(text.doc_id, text.page_no) for text in found}
    if len(places) != 1:
        raise DecisionRefused(Message("choose boxes of one page"), code="box")
    page = documents.page_of(session, *places.pop())
    return sorted(found, key=lambda text: (text.order_no, text.text_no)), page


def _add(
    session: Session, page: OcrPage, quad: Quad, *, by: str, now: datetime, at: int | None = None
) -> OcrText:
    """A text without a reading; at its place in the reading order, or at place `at`."""
    others = texts_of(session, page)
    if len(others) >= MOST_BOXES:
        raise DecisionRefused(
            Message("a page has at most {most:,} boxes", most=MOST_BOXES), code="too_many_boxes"
        )
    if at is None:
        boxes = [box_shapes.upright_box(one.quad, page.turned) for one in others]
        place = box_shapes.place_in_order(box_shapes.upright_box(quad, page.turned), boxes)
        at = others[place].order_no if place < len(others) else others[-1].order_no + 1 if others else 0
    for one in others:
        one.order_no += one.order_no >= at
    number = texts.next_number(session, page.doc_id, page.page_no)
    text = OcrText(
        text_id=texts.text_id(page.doc_id, page.page_no, number),
        doc_id=page.doc_id,
        page_no=page.page_no,
        text_no=number,
        order_no=at,
        crop_path="",
        text="",
        score=0.0,
        source=TextSource.OCR,
        network_id=page.network_id or "",
        state=TextState.MACHINE,
        selected=False,
        version=0,
    )
    _set_quad(text, quad, by, now)
    session.add(text)
    session.flush()
    return text


def _set_quad(text: OcrText, quad: Quad, by: str, now: datetime) -> None:
    text.quad, text.box, text.box_by = quad, list(box_shapes.box_of(quad)), by
    text.crop_path = text.crop_sha256 = ""
    text.trained_text = text.trained_score = text.trained_network_id = None
    text.version += 1
    text.updated_by, text.updated_at = by, now


def _shown(text: OcrText) -> str:
    return ", ".join(str(value) for value in text.box)


def _kept(
    session: Session,
    page: OcrPage,
    action: TextAction,
    before: list[dict[str, Any]],
    after: list[OcrText],
    *,
    by: str,
    now: datetime,
) -> Edited:
    """Keep a change.

    Args:
        before: rows of the texts that were changed or removed (`row_of`); of a new order the ids and places alone.
        after: the texts that were changed or made.
    """
    ids = [text.text_id for text in after]
    edit = BoxEdit(
        doc_id=page.doc_id,
        page_no=page.page_no,
        action=action,
        before=before,
        after=ids,
        undone=False,
        by=by,
        at=now,
    )
    session.add(edit)
    session.flush()
    settle_documents(session, [page.doc_id], now)
    gone = [] if action == TextAction.REORDER else [row["text_id"] for row in before]
    return Edited(edit.edit_id, after, [text_id for text_id in gone if text_id not in ids])
