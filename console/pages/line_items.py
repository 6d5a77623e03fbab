"""Line items of a document that people add, remove and put back; their values are those of `console.pages.fields`."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.responses import HTMLResponse

from console.context import ConsoleContext
from console.field_view import SHOWN_FIELDS, item_table
from console.rendering import context_of, render, user_of
from console.wake import WAIT_SECONDS
from domain.document_fields import ItemColumn
from records.ocr.document_fields import fields, line_decisions

router = APIRouter()
_Context = Annotated[ConsoleContext, Depends(context_of)]
_By = Annotated[str, Depends(user_of)]


@router.post("/ocr/{doc_id}/lines")
def add(request: Request, context: _Context, by: _By, doc_id: str) -> HTMLResponse:
    """Add an empty line; the answer has the focus in it."""
    with context.transaction() as session:
        number = line_decisions.add_line(session, doc_id, by=by, now=context.now())
    return _shown(request, context, doc_id, focused=fields.field_id(doc_id, number, ItemColumn.NAME))


@router.post("/ocr/{doc_id}/lines/{line_no}/remove")
def remove(request: Request, context: _Context, by: _By, doc_id: str, line_no: int) -> HTMLResponse:
    with context.transaction() as session:
        line_decisions.remove_line(session, doc_id, line_no, by=by, now=context.now())
    return _shown(request, context, doc_id)


@router.post("/ocr/{doc_id}/lines/{line_no}/restore")
def restore(request: Request, context: _Context, by: _By, doc_id: str, line_no: int) -> HTMLResponse:
    with context.transaction() as session:
        line_decisions.restore_line(session, doc_id, line_no, by=by, now=context.now())
    return _shown(request, context, doc_id)


def _shown(request: Request, context: ConsoleContext, doc_id: str, focused: str = "") -> HTMLResponse:
    context.wake(WAIT_SECONDS)
    with context.reading() as session:
        items = item_table(fields.of_document(session, doc_id))
    answer = render(
        request,
        "ocr_line_items.html",
        doc_id=doc_id,
        items=items,
        has_lines=True,
        focused=focused,
        resident={},
        **SHOWN_FIELDS,
    )
    answer.headers["HX-Trigger"] = "fields-changed"
    return answer
