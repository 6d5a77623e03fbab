"""What the correction grid sends: one text's correction or state, many at once, and the history of one.

Answers are JSON, which the row's own script shows: a row being typed in is never replaced.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Request
from pydantic import BaseModel, Field
from sqlalchemy.orm import Session
from starlette.responses import HTMLResponse, JSONResponse

from console.context import ConsoleContext
from console.formatting import RowNumber
from console.refusals import refused_json
from console.rendering import context_of, render, user_of
from console.resident_numbers import as_meant, note_shown, visible
from domain.ocr import TextAction, TextState
from domain.registration_numbers import has_resident_number
from records.errors import DecisionRefused
from records.ocr import decisions, documents, text_undo, texts, undoing
from records.ocr.proofreading import checking, page_claims, second_looks
from records.ocr.tables import OcrText
from work_requests import ocr_decisions

router = APIRouter()
_Context = Annotated[ConsoleContext, Depends(context_of)]
_By = Annotated[str, Depends(user_of)]
MOST_AT_ONCE = 500


class Correction(BaseModel):
    """What a person typed, and the version they saw."""

    text: str = Field(max_length=4000)
    version: int


class Change(BaseModel):
    """Another decision on one text, and the version the person saw."""

    action: Literal["unreadable", "reopen", "select", "deselect"]
    version: int


class Seen(BaseModel):
    """The version the person saw."""

    version: int


class LastUndone(BaseModel):
    """The last thing that is taken back.

    Args:
        page: whose texts, boxes and tables are shown; None for texts and boxes of the whole document.
    """

    page: Annotated[RowNumber, Field(ge=1)] | None = None


class Many(BaseModel):
    """Texts that are decided together: the versions the person saw, by their ids."""

    seen: dict[str, int] = Field(max_length=MOST_AT_ONCE)


@router.post("/ocr/texts/{text_id}/correct")
def correct(request: Request, context: _Context, by: _By, text_id: str, sent: Correction) -> JSONResponse:
    """Save a correction; 409 with the current text if another person saved first."""
    try:
        with context.transaction() as session:
            before = texts.get(session, text_id)
            if before.version != sent.version and visible(request, before.label, before.beside) != sent.text:
                return _conflict(request, before)
            typed = as_meant(request, sent.text, before.label, before.text, beside=before.beside)
            text = decisions.correct(session, text_id, typed, by=by, now=context.now())
            page_claims.keep(session, text.doc_id, text.page_no, by=by, now=context.now())
            if context.second_keying:
                second_looks.ask_for_keying(session, [text], now=context.now())
    except DecisionRefused as refusal:
        return refused_json(request, refusal)
    return JSONResponse(_shown(request, text))


@router.post("/ocr/texts/{text_id}/change")
def change(request: Request, context: _Context, by: _By, text_id: str, sent: Change) -> JSONResponse:
    try:
        with context.transaction() as session:
            now = context.now()
            before = texts.get(session, text_id)
            ticks = sent.action in ("select", "deselect")
            # Selecting a text changes none of its content, so no version is checked.
            if before.version != sent.version and not ticks:
                return _conflict(request, before)
            if sent.action == "unreadable":
                decisions.mark_unreadable(session, [text_id], by=by, now=now)
            elif sent.action == "reopen":
                decisions.reopen(session, [text_id], keep_ticks=True, by=by, now=now)
            else:
                decisions.select(session, [text_id], chosen=sent.action == "select", by=by, now=now)
            text = texts.get(session, text_id)
            page_claims.keep(session, text.doc_id, text.page_no, by=by, now=now)
    except DecisionRefused as refusal:
        return refused_json(request, refusal)
    return JSONResponse(_shown(request, text))


@router.post("/ocr/texts/confirm")
def confirm(request: Request, context: _Context, by: _By, sent: Many) -> JSONResponse:
    """Confirm many; the answer holds those that were changed, which `undo_many` takes back.

    Decisions that others made since the page was loaded are kept.
    """
    with context.transaction() as session:
        changed = decisions.confirm(session, _as_seen(session, sent), by=by, now=context.now())
        for doc_id, page_no in sorted({(text.doc_id, text.page_no) for text in changed}):
            page_claims.keep(session, doc_id, page_no, by=by, now=context.now())
        if context.second_keying:
            second_looks.ask_for_keying(session, changed, now=context.now())
    return JSONResponse([_shown(request, text) for text in changed])


@router.post("/ocr/texts/undo")
def undo_many(request: Request, context: _Context, by: _By, sent: Many) -> JSONResponse:
    """Take back the last decision on each of many texts; those that others decided on since are kept."""
    with context.transaction() as session:
        now = context.now()
        changed = [text_undo.undo(session, text_id, by=by, now=now) for text_id in _as_seen(session, sent)]
    return JSONResponse([_shown(request, text) for text in changed])


@router.post("/ocr/texts/{text_id}/undo")
def undo(request: Request, context: _Context, by: _By, text_id: str, sent: Seen) -> JSONResponse:
    """Take back the last decision on a text; 409 with the current text if another person decided since."""
    try:
        with context.transaction() as session:
            before = texts.get(session, text_id)
            if before.version != sent.version:
                return _conflict(request, before)
            text = text_undo.undo(session, text_id, by=by, now=context.now())
    except DecisionRefused as refusal:
        return refused_json(request, refusal)
    return JSONResponse(_shown(request, text))


@router.post("/ocr/{doc_id}/undo")
def undo_last(request: Request, context: _Context, by: _By, doc_id: str, sent: LastUndone) -> JSONResponse:
    """Take back the last thing that the person did in a document; 422 where nothing is left."""
    try:
        with context.transaction() as session:
            documents.get(session, doc_id)
            undone = undoing.undo_last(session, doc_id, page_no=sent.page, by=by, now=context.now())
            if undone.unread:
                ocr_decisions.read_boxes(session, doc_id, by=by, now=context.now())
    except DecisionRefused as refusal:
        return refused_json(request, refusal)
    shown = _shown(request, undone.text) if undone.text is not None else None
    return JSONResponse({"what": undone.what, "page": undone.page_no, "text": shown})


@router.get("/ocr/{doc_id}/boxes/{page_no}")
def boxes(context: _Context, doc_id: str, page_no: RowNumber) -> JSONResponse:
    """Where the texts of a page are: the points of an SVG polygon each, in pixels of the page."""
    with context.reading() as session:
        documents.get(session, doc_id)
        found = checking.boxes(session, doc_id, page_no)
    return JSONResponse(
        [
            {"id": text_id, "state": state, "points": " ".join(f"{x},{y}" for x, y in quad)}
            for text_id, state, quad in found
        ]
    )


@router.get("/ocr/texts/{text_id}/history")
def history(request: Request, context: _Context, text_id: str) -> HTMLResponse:
    with context.reading() as session:
        text = texts.get(session, text_id)
        lines = texts.history(session, text_id)
    known = [
        text.text,
        text.label,
        text.trained_text,
        *(one for line in lines for one in (line.before, line.after)),
    ]
    note_shown(request, context, [text_id] if has_resident_number(*known, beside=text.beside) else [])
    return render(
        request,
        "history.html",
        text=text,
        lines=lines,
        action_of=TextAction,
        state_of=TextState,
        by_networks=(TextAction.READ, TextAction.RESCORE),
        by_pdf=texts.BY_PDF,
    )


def _as_seen(session: Session, sent: Many) -> list[str]:
    """The ids of texts not changed since, their documents held in one order."""
    ids = texts.in_lock_order(session, sent.seen)
    return [text_id for text_id in ids if texts.get(session, text_id).version == sent.seen[text_id]]


def _conflict(request: Request, text: OcrText) -> JSONResponse:
    return JSONResponse(_shown(request, text) | {"by": text.updated_by}, 409)


def _shown(request: Request, text: OcrText) -> dict[str, Any]:
    """What a row shows of a text."""
    return {
        "id": text.text_id,
        "label": visible(request, text.label, text.beside),
        "read": visible(request, text.text, text.beside),
        "state": text.state,
        "state_label": TextState(text.state).label,
        "selected": text.selected,
        "version": text.version,
    }
