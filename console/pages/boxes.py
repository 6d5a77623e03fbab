"""Boxes of texts that people draw and change on the picture of a page. Answers are JSON for boxes.js."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query, Request
from pydantic import BaseModel, Field
from sqlalchemy.orm import Session
from starlette.responses import JSONResponse

from console.context import ConsoleContext
from console.formatting import RowNumber
from console.pages.grid import level_of
from console.refusals import refused_json
from console.rendering import context_of, render_part, user_of
from console.resident_numbers import note_shown
from console.wake import WAIT_SECONDS
from domain.messages import Message
from domain.ocr import TextState
from domain.requests import RequestKind, RequestStatus
from records.errors import DecisionRefused
from records.ocr import documents, resident_numbers, texts
from records.ocr.box_editing import box_undo, boxes
from records.ocr.box_editing.box_edits import Edited
from records.ocr.tables import OcrText
from work_requests import ocr_decisions, request_lists

router = APIRouter()
_Context = Annotated[ConsoleContext, Depends(context_of)]
_By = Annotated[str, Depends(user_of)]
TextIdField = Annotated[str, Field(max_length=32)]
QuadField = Annotated[
    list[Annotated[list[float], Field(min_length=2, max_length=2)]], Field(min_length=4, max_length=4)
]
MOST_AT_ONCE = 100
_PLACE = re.compile(r"\d{15}_\d{2,}_\d+")
MOST_SHOWN = 200
"""Rows in one answer; after a change of the order of more the page is loaded again."""


class Draw(BaseModel):
    """A new box."""

    action: Literal["draw"]
    page: RowNumber = Field(ge=1)
    quad: QuadField

    def apply(self, session: Session, doc_id: str, by: str, now: datetime) -> Edited:
        return boxes.draw(session, doc_id, self.page, self.quad, by=by, now=now)


class OfText(BaseModel):
    """A change of the box of one text, in the version that the person saw."""

    text: TextIdField
    version: int | None = None

    def refuse_if_changed(self, session: Session) -> None:
        """Raise DecisionRefused where another person was first."""
        if self.version is not None:
            _refuse_if_changed(session, self.text, self.version)


class Reshape(OfText):
    """A box moved or resized."""

    action: Literal["reshape"]
    quad: QuadField

    def apply(self, session: Session, _: str, by: str, now: datetime) -> Edited:
        self.refuse_if_changed(session)
        return boxes.reshape(session, self.text, self.quad, by=by, now=now)


class Split(OfText):
    """A box divided at a caret or at a share of its length."""

    action: Literal["split"]
    share: float | None = Field(None, gt=0, lt=1)
    caret: int | None = Field(None, ge=0)

    def apply(self, session: Session, _: str, by: str, now: datetime) -> Edited:
        self.refuse_if_changed(session)
        return boxes.split(session, self.text, share=self.share, caret=self.caret, by=by, now=now)


class Several(BaseModel):
    """Boxes that are merged or removed.

    Args:
        seen: of each text the version that the person saw; of one that is left out it is not checked.
    """

    action: Literal["merge", "remove"]
    texts: list[TextIdField] = Field(min_length=1, max_length=MOST_AT_ONCE)
    seen: dict[TextIdField, int] = Field({}, max_length=MOST_AT_ONCE)

    def apply(self, session: Session, _: str, by: str, now: datetime) -> Edited:
        for text_id, version in self.seen.items():
            _refuse_if_changed(session, text_id, version)
        change = boxes.merge if self.action == "merge" else boxes.remove
        return change(session, self.texts, by=by, now=now)


class Reorder(OfText):
    """A text that is read so many places later, or earlier."""

    action: Literal["reorder"]
    step: int = Field(ge=-boxes.MOST_BOXES, le=boxes.MOST_BOXES)

    def apply(self, session: Session, _: str, by: str, now: datetime) -> Edited:
        return boxes.move_in_order(session, self.text, self.step, by=by, now=now)


class MergeWithNext(OfText):
    """A box merged with the one that is read after it."""

    action: Literal["merge_with_next"]

    def apply(self, session: Session, _: str, by: str, now: datetime) -> Edited:
        self.refuse_if_changed(session)
        return boxes.merge_with_next(session, self.text, by=by, now=now)


class Undo(BaseModel):
    """A change taken back."""

    action: Literal["undo"]
    edit: RowNumber

    def apply(self, session: Session, _: str, by: str, now: datetime) -> Edited:
        return box_undo.undo(session, self.edit, by=by, now=now)


BoxChange = Annotated[
    Draw | Reshape | Split | Several | Reorder | MergeWithNext | Undo, Field(discriminator="action")
]


@router.post("/ocr/{doc_id}/boxes")
def change_boxes(request: Request, context: _Context, by: _By, doc_id: str, sent: BoxChange) -> JSONResponse:
    """Change boxes, have new ones read, and answer with the rows of the grid that changed; 422 where it is refused."""
    try:
        with context.transaction() as session:
            documents.get(session, doc_id)
            edited = sent.apply(session, doc_id, by, context.now())
            _refuse_another_document(doc_id, edited)
            if edited.unread:
                ocr_decisions.read_boxes(session, doc_id, by=by, now=context.now())
            answer = {"edit": edited.edit_id, "removed": edited.removed}
            ids = [text.text_id for text in edited.texts]
    except DecisionRefused as refusal:
        return refused_json(request, refusal)
    if edited.unread:
        context.wake(WAIT_SECONDS)
    return JSONResponse(answer | _rows(request, context, doc_id, ids))


@router.get("/ocr/{doc_id}/texts")
def rows(
    request: Request,
    context: _Context,
    doc_id: str,
    ids: Annotated[list[str], Query(max_length=MOST_SHOWN)],
) -> JSONResponse:
    """The rows of some texts as they are now; those that are gone are left out."""
    return JSONResponse(_rows(request, context, doc_id, ids))


def _rows(request: Request, context: ConsoleContext, doc_id: str, ids: list[str]) -> dict[str, Any]:
    with context.reading() as session:
        documents.get(session, doc_id)
        wanted = {text_id for text_id in ids[:MOST_SHOWN] if _PLACE.fullmatch(text_id)}
        pages = {int(text_id.split("_")[1]) for text_id in wanted}
        order = [text for page in sorted(pages) for text in texts.of_document(session, doc_id, page_no=page)]
        followed_by = dict(zip([t.text_id for t in order], [t.text_id for t in order[1:]], strict=False))
        found = [text for text in order if text.text_id in wanted]
        offered = context.suggestions.of(session, found)
        count = texts.count(session, doc_id)
        reading = any(
            one.kind == RequestKind.OCR_BOXES and not RequestStatus(one.status).is_final
            for one in request_lists.of_document(session, doc_id)
        )
    note_shown(request, context, resident_numbers.with_numbers(found))
    return {
        "reading": reading,
        "rows": [_row(request, text, followed_by.get(text.text_id), offered) for text in found],
        "texts": count["texts"],
        "looked_at": count["looked_at"],
    }


def _row(request: Request, text: OcrText, ahead_of: str | None, offered: dict[str, str]) -> dict[str, Any]:
    html = render_part(
        request, "ocr_text.html", row=text, level_of=level_of, state_of=TextState, offered=offered
    )
    return {
        "id": text.text_id,
        "page": text.page_no,
        "state": text.state,
        "points": " ".join(f"{x},{y}" for x, y in text.quad),
        "read": text.is_read,
        "ahead_of": ahead_of,
        "html": html,
    }


def _refuse_if_changed(session: Session, text_id: str, version: int) -> None:
    text = texts.get(session, text_id)
    if text.version != version:
        raise DecisionRefused(
            Message("{by} has worked on this text since; look at it again", by=text.updated_by or "")
        )


def _refuse_another_document(doc_id: str, edited: Edited) -> None:
    """Texts are named by ids: those of another document would be changed under this one's name."""
    ids = [*edited.removed, *(text.text_id for text in edited.texts)]
    if any(not text_id.startswith(f"{doc_id}_") for text_id in ids):
        raise DecisionRefused(
            Message("these boxes are not of document {doc_id}; open theirs", doc_id=doc_id), code="box"
        )
