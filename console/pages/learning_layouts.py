"""양식: the learnt layouts with their results, switched off and on again, and a new kind named on one document."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from pydantic import BaseModel, Field
from starlette.responses import HTMLResponse, JSONResponse, Response

from console.context import ConsoleContext
from console.formatting import RowNumber
from console.refusals import refused_json
from console.rendering import context_of, render, user_of
from console.wake import WAIT_SECONDS
from domain.document_fields import FieldKey, FieldType, field_label, kind_label
from domain.document_layouts import LayoutState
from domain.messages import in_context
from records.errors import DecisionRefused
from records.ocr import documents
from records.ocr.document_fields import layouts
from records.ocr.document_fields.layout_decisions import LONGEST_NAME, MOST_FIELDS, MOST_TEXTS, NamedField
from work_requests import layout_decisions

router = APIRouter()
_Context = Annotated[ConsoleContext, Depends(context_of)]
_By = Annotated[str, Depends(user_of)]
TYPES = {
    FieldType.TEXT: in_context("field type", "Text"),
    FieldType.NAME: in_context("field type", "Name"),
    FieldType.WON: in_context("field type", "Amount"),
    FieldType.DATE: in_context("field type", "Date"),
    FieldType.BUSINESS_NUMBER: in_context("field type", "Business number"),
    FieldType.PHONE: in_context("field type", "Phone"),
    FieldType.ACCOUNT_NUMBER: in_context("field type", "Account number"),
}
"""Types that people choose for a field, with what they read for it."""


class SentField(BaseModel):
    """A field that a person named on a page."""

    name: str = Field(max_length=LONGEST_NAME)
    type: FieldType
    page: int = Field(ge=1)
    texts: list[Annotated[str, Field(max_length=32)]] = Field(default_factory=list, max_length=MOST_TEXTS)
    zone: tuple[float, float, float, float] | None = None

    def named(self) -> NamedField:
        return NamedField(self.name.strip(), self.type, self.page, tuple(self.texts), self.zone)


class NewKind(BaseModel):
    """A kind of document with the fields of its first one."""

    kind: str = Field(max_length=LONGEST_NAME)
    fields: list[SentField] = Field(max_length=MOST_FIELDS)


@router.get("/learning/layouts")
def list_layouts(request: Request, context: _Context) -> HTMLResponse:
    with context.reading() as session:
        rows = layouts.listed(session)
    return render(
        request,
        "learning_layouts.html",
        rows=rows,
        state_of=LayoutState,
        kind_label=kind_label,
        field_label=field_label,
    )


@router.post("/learning/layouts/{layout_id}")
def switch(context: _Context, by: _By, layout_id: RowNumber, on: Annotated[bool, Form()]) -> Response:
    """Use a layout, or use it no more."""
    with context.transaction() as session:
        layout_decisions.switch(session, layout_id, on=on, by=by, now=context.now())
    return Response(status_code=204, headers={"HX-Refresh": "true"})


@router.get("/ocr/{doc_id}/new-kind")
def show_new_kind(request: Request, context: _Context, doc_id: str) -> HTMLResponse:
    with context.reading() as session:
        document = documents.get(session, doc_id)
        pages = documents.of_document(session, doc_id)
    return render(
        request,
        "new_kind.html",
        document=document,
        pages=pages,
        page=pages[0] if pages else None,
        keys=list(FieldKey),
        types=TYPES,
    )


@router.post("/ocr/{doc_id}/new-kind")
def name_kind(request: Request, context: _Context, by: _By, doc_id: str, sent: NewKind) -> JSONResponse:
    """Make a kind of document by naming the fields of its first one; they are read at once."""
    try:
        with context.transaction() as session:
            named = [one.named() for one in sent.fields]
            layout_decisions.name_kind(session, doc_id, sent.kind, named, by=by, now=context.now())
    except DecisionRefused as refusal:
        return refused_json(request, refusal)
    context.wake(WAIT_SECONDS)
    return JSONResponse({"next": f"/ocr/{doc_id}/fields"})
