"""TB_OCR_DOC_TEXT and its history: what was read, and every later change, by people or by a network."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from domain.check_value import page_value
from domain.messages import Message
from domain.ocr import TextAction, TextSource, TextState
from records.engine import for_update, row_lock
from records.errors import NotFound
from records.ocr.box_editing import box_edits
from records.ocr.box_editing.box_shapes import shared
from records.ocr.box_editing.page_order import put_in_order
from records.ocr.proofreading import check_values  # noqa: F401 - keeps CHECK_VALUE in step
from records.ocr.tables import OcrDocument, OcrPage, OcrText, TextHistory

SAME_PLACE = 0.5
"""Boxes that share this part of their union are of the same text."""
BY_PDF = "pdf"
"""In the history of a text, who read it where no network did."""


@dataclass(frozen=True)
class ReadText:
    """A text as a network read it from a page.

    Attributes:
        box: x0, y0, x1, y1 in pixels of the page.
        quad: four corners, clockwise from the text's own top left.
        source: read from the picture, or taken from the PDF.
        recogniser: which one read it; None where none did.
        characters: of the text, each with the probability that it is right, 0 … 1; None where not known.
        alternatives: by the number of a character, those that may be in its place, the likeliest first.
    """

    text: str
    score: float
    box: tuple[int, int, int, int]
    quad: list[list[float]]
    crop_path: str
    crop_sha256: str
    source: TextSource = TextSource.OCR
    recogniser: str | None = None
    characters: Sequence[tuple[str, float]] | None = None
    alternatives: Mapping[int, str] = field(default_factory=dict)


def get(session: Session, text_id: str) -> OcrText:
    """The text, and with it its document, held where the session writes. Raises NotFound."""
    doc_id = session.scalar(sa.select(OcrText.doc_id).where(OcrText.text_id == text_id))
    document = session.get(OcrDocument, doc_id, with_for_update=row_lock(session)) if doc_id else None
    text = session.get(OcrText, text_id, with_for_update=row_lock(session))
    if text is None or document is None or document.deleted:
        raise NotFound(Message("there is no text {text_id}; see the texts of its document", text_id=text_id))
    return text


def in_lock_order(session: Session, text_ids: Iterable[str]) -> list[str]:
    """The same ids, their documents held in one order, so that two who change many never wait in a circle."""
    wanted = list(text_ids)
    if row_lock(session) is None:
        return wanted
    owners = sa.select(OcrText.doc_id).where(OcrText.text_id.in_(wanted))
    query = sa.select(OcrDocument.doc_id).where(OcrDocument.doc_id.in_(owners)).order_by(OcrDocument.doc_id)
    session.execute(for_update(session, query))
    return wanted


def of_document(
    session: Session,
    doc_id: str,
    *,
    page_no: int | None = None,
    state: TextState | None = None,
    below: float | None = None,
    by_score: bool = False,
    after: str | None = None,
    before: str | None = None,
    where: sa.ColumnElement[bool] | None = None,
    limit: int | None = None,
) -> Sequence[OcrText]:
    """Texts in reading order, or the least certain first.

    Args:
        below: only those with a smaller score.
        after: only those behind this text in that order. Counting how many came before would pass over
            some, once those that were just confirmed have left a list of the unconfirmed.
        before: only those ahead of this text in that order, the nearest to it.
        where: a further condition on OcrText.
    """
    query = sa.select(OcrText).where(OcrText.doc_id == doc_id)
    if page_no is not None:
        query = query.where(OcrText.page_no == page_no)
    if state is not None:
        query = query.where(OcrText.state == state)
    if where is not None:
        query = query.where(where)
    if below is not None:
        query = query.where(OcrText.score < below)
    place = (OcrText.page_no, OcrText.order_no, OcrText.text_no)
    order = (OcrText.score, *place) if by_score else place
    end = session.get(OcrText, before or after) if before or after else None
    if end is not None:
        place_of_it = (end.page_no, end.order_no, end.text_no)
        stands = sa.tuple_(*((end.score, *place_of_it) if by_score else place_of_it))
        if before:
            ahead = query.where(sa.tuple_(*order) < stands).order_by(*(part.desc() for part in order))
            return session.scalars(ahead.limit(limit)).all()[::-1]
        query = query.where(sa.tuple_(*order) > stands)
    return session.scalars(query.order_by(*order).limit(limit)).all()


def next_number(session: Session, doc_id: str, page_no: int) -> int:
    """The first number no text of the page has had."""
    last = session.scalar(
        sa.select(sa.func.max(OcrText.text_no)).where(OcrText.doc_id == doc_id, OcrText.page_no == page_no)
    )
    return max(last or 0, box_edits.highest_number(session, doc_id, page_no)) + 1


def replace_read(
    session: Session, page: OcrPage, read: Sequence[ReadText], *, first: int, network_id: str, now: datetime
) -> int:
    """Write what a network read on a page; an earlier reading of it goes, texts people touched stay.

    Args:
        first: number of the first text; from `next_number`, and as the crops' files are named.

    Returns:
        How many texts the page has now.
    """
    # No text of it is corrected between the check for changes and the commit.
    session.get_one(OcrDocument, page.doc_id, with_for_update=row_lock(session))
    first = max(first, next_number(session, page.doc_id, page.page_no))  # a box may have been drawn meanwhile
    before = of_document(session, page.doc_id, page_no=page.page_no)
    kept = [text for text in before if is_touched(text)]
    for text in before:
        if not is_touched(text):
            session.delete(text)
    session.flush()
    gone = box_edits.hidden(session, page.doc_id, page.page_no)
    found: list[OcrText] = []
    for number, one in enumerate(read, start=first):
        same = [text for text in kept if shared(text.box, one.box) >= SAME_PLACE]
        found += [text for text in same if text not in found]
        if same or any(shared(box, one.box) >= SAME_PLACE for box in gone):
            continue
        text = OcrText(
            text_id=text_id(page.doc_id, page.page_no, number),
            doc_id=page.doc_id,
            page_no=page.page_no,
            text_no=number,
            order_no=len(found),
            crop_path=one.crop_path,
            crop_sha256=one.crop_sha256,
            box=list(one.box),
            quad=one.quad,
            text=one.text,
            score=one.score,
            source=one.source,
            network_id=network_id,
            state=TextState.MACHINE,
            updated_at=now,
        )
        set_characters(text, one)
        session.add(text)
        found.append(text)
        by = BY_PDF if one.source is TextSource.PDF else network_id
        note(session, text, TextAction.READ, before=None, after=one.text, by=by, now=now)
    put_in_order(session, page, found, [text for text in kept if text not in found], before)
    page.network_id = network_id
    page.read_at = now
    session.flush()
    of_page = sa.select(sa.func.count()).where(OcrText.doc_id == page.doc_id, OcrText.page_no == page.page_no)
    count = session.scalar(of_page) or 0
    if not count:  # whatever the remarks say: no text of it gives anyone a reason to look
        page.check_value = page_value(lacks_text=True)
    return count


def set_characters(text: OcrText, read: ReadText) -> None:
    """Write what its recogniser says of a reading's characters into its row."""
    text.recogniser = read.recogniser
    text.characters = None if read.characters is None else [[c, round(p, 4)] for c, p in read.characters]
    text.alternatives = {str(number): others for number, others in read.alternatives.items()} or None


def text_id(doc_id: str, page_no: int, number: int) -> str:
    """Document _ page _ number, as the seed names the crops."""
    return f"{doc_id}_{page_no:02d}_{number}"


def is_touched(text: OcrText) -> bool:
    """Whether a person decided anything about it or its box, or it was learnt from."""
    return (
        text.box_by is not None
        or text.state != TextState.MACHINE
        or text.corrected is not None
        or text.selected
        or text.trained_text is not None
    )


def note(
    session: Session,
    text: OcrText,
    action: TextAction,
    *,
    before: str | None,
    after: str | None,
    by: str,
    now: datetime,
) -> None:
    """Add a line to the history of a text."""
    session.add(TextHistory(text_id=text.text_id, action=action, before=before, after=after, by=by, at=now))


def history(session: Session, text_id: str) -> Sequence[TextHistory]:
    """What happened to a text, oldest first."""
    return session.scalars(
        sa.select(TextHistory).where(TextHistory.text_id == text_id).order_by(TextHistory.history_id)
    ).all()


def _of_corrections(*what: Any) -> sa.Select[Any]:
    """A query over the corrections that hold: of documents that aren't deleted."""
    return (
        sa.select(*what)
        .select_from(OcrText)
        .join(OcrDocument, OcrDocument.doc_id == OcrText.doc_id)
        .where(OcrText.state == TextState.CORRECTED, OcrText.corrected != OcrText.text)
        .where(OcrDocument.deleted.is_(False))
    )


def corrections(session: Session, *, limit: int) -> list[tuple[str, str]]:
    """What was read and what people made of it, of documents that aren't deleted; the newest last."""
    query = _of_corrections(OcrText.text, OcrText.corrected)
    rows = session.execute(query.order_by(OcrText.updated_at.desc()).limit(limit)).all()
    return [(read, corrected) for read, corrected in reversed(rows) if corrected is not None]


def corrections_version(session: Session) -> tuple[Any, ...]:
    """A value that differs once `corrections` does: after a correction, its undoing, or a document's deletion."""
    newest = sa.select(sa.func.max(OcrDocument.updated_at)).scalar_subquery()
    query = _of_corrections(
        sa.func.count(), sa.func.sum(OcrText.version), sa.func.max(OcrText.updated_at), newest
    )
    return tuple(session.execute(query).one())


def counts(session: Session, doc_ids: Iterable[str]) -> dict[str, dict[str, int]]:
    """For each document how many texts it has, how many of these people looked at, and how many are chosen."""
    looked = sa.func.sum(sa.case((OcrText.state != TextState.MACHINE, 1), else_=0))
    chosen = sa.func.sum(sa.case((OcrText.selected, 1), else_=0))
    rows = session.execute(
        sa.select(OcrText.doc_id, sa.func.count(), looked, chosen)
        .where(OcrText.doc_id.in_(list(doc_ids)))
        .group_by(OcrText.doc_id)
    ).all()
    return {doc: {"texts": n, "looked_at": seen, "selected": picked} for doc, n, seen, picked in rows}


def count(session: Session, doc_id: str) -> dict[str, int]:
    """As `counts`, of one document, which may have no texts."""
    return counts(session, [doc_id]).get(doc_id, {"texts": 0, "looked_at": 0, "selected": 0})
