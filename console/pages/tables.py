"""The tables of a page: beside its picture, and their lines and cells as people change them. Answers to table_lines.js are JSON."""

from __future__ import annotations

from abc import ABC, abstractmethod
from datetime import datetime
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Request
from pydantic import BaseModel, Field
from sqlalchemy.orm import Session
from starlette.responses import HTMLResponse, JSONResponse

from console.context import ConsoleContext
from console.formatting import RowNumber
from console.pages.boxes import QuadField
from console.pages.grid import level_of
from console.refusals import refused_json
from console.rendering import context_of, render, render_part, user_of
from console.resident_numbers import note_shown
from console.table_view import offered_in, shown_table
from domain.ocr import OcrStatus, TableAction, TextState
from domain.reading_limits import TableLimit
from records.errors import DecisionRefused
from records.ocr import documents, resident_numbers, texts
from records.ocr.proofreading import page_claims
from records.ocr.table_editing import page_tables, table_edits, table_history
from records.ocr.table_editing.table_changes import MOST_CELLS
from records.ocr.table_editing.table_edits import TableOfPage
from records.ocr.table_editing.table_rows import TableEdit
from records.ocr.table_editing.table_shapes import Axis, Span

router = APIRouter()
_Context = Annotated[ConsoleContext, Depends(context_of)]
_By = Annotated[str, Depends(user_of)]
Line = Annotated[int, Field(ge=0, le=MOST_CELLS)]
FARTHEST = 1000.0
"""Lengths of a table beyond its edges at which an outer line may be dropped; it stops at the page's edge."""
MOST_IN_HISTORY = 200


class OfTable(BaseModel, ABC):
    """A change of a table in the version that the person saw."""

    page: RowNumber = Field(ge=1)
    table: RowNumber = Field(ge=1)
    version: int

    def apply(self, session: Session, doc_id: str, by: str, now: datetime) -> TableEdit:
        table = TableOfPage.seen(session, doc_id, self.page, self.table, version=self.version, by=by, now=now)
        return self.change(table)

    @abstractmethod
    def change(self, table: TableOfPage) -> TableEdit:
        """Change the table."""


class MoveLine(OfTable):
    """A line dragged to another position, 0 … 1 of the table's length; an outer one beyond."""

    action: Literal["move_line"]
    axis: Axis
    line: Line
    at: float = Field(ge=-FARTHEST, le=FARTHEST)

    def change(self, table: TableOfPage) -> TableEdit:
        return table.move_line(self.axis, self.line, self.at)


class AddLine(OfTable):
    """A row or column divided."""

    action: Literal["add_line"]
    axis: Axis
    number: Line

    def change(self, table: TableOfPage) -> TableEdit:
        return table.add_line(self.axis, self.number)


class RemoveLine(OfTable):
    """A line removed."""

    action: Literal["remove_line"]
    axis: Axis
    line: Line

    def change(self, table: TableOfPage) -> TableEdit:
        return table.remove_line(self.axis, self.line)


class Merge(OfTable):
    """A block of cells merged."""

    action: Literal["merge"]
    row: Line
    column: Line
    row_span: int = Field(ge=1, le=MOST_CELLS)
    column_span: int = Field(ge=1, le=MOST_CELLS)

    def change(self, table: TableOfPage) -> TableEdit:
        return table.merge(Span(self.row, self.column, self.row_span, self.column_span))


class Split(OfTable):
    """A merged cell split."""

    action: Literal["split"]
    row: Line
    column: Line

    def change(self, table: TableOfPage) -> TableEdit:
        return table.split(self.row, self.column)


class Remove(OfTable):
    """A table removed; its texts stay."""

    action: Literal["remove"]

    def change(self, table: TableOfPage) -> TableEdit:
        return table.remove()


class Draw(BaseModel):
    """A table drawn by hand."""

    action: Literal["draw"]
    page: RowNumber = Field(ge=1)
    quad: QuadField

    def apply(self, session: Session, doc_id: str, by: str, now: datetime) -> TableEdit:
        return table_edits.draw(session, doc_id, self.page, self.quad, by=by, now=now)


class Undo(BaseModel):
    """A change taken back."""

    action: Literal["undo"]
    page: RowNumber = Field(ge=1)
    edit: RowNumber

    def apply(self, session: Session, doc_id: str, by: str, now: datetime) -> TableEdit:
        return table_edits.undo(session, doc_id, self.edit, by=by, now=now)


TableChange = Annotated[
    MoveLine | AddLine | RemoveLine | Merge | Split | Remove | Draw | Undo, Field(discriminator="action")
]


@router.get("/ocr/{doc_id}/tables")
def tables(request: Request, context: _Context, doc_id: str, page: RowNumber = 0) -> HTMLResponse:
    """The tables of a page beside its picture; without a page, of the first that has some. For scripts the tables alone."""
    if "hx-request" in request.headers:
        return HTMLResponse(_html(request, context, doc_id, page))
    with context.reading() as session:
        found = documents.get(session, doc_id)
        pages = documents.of_document(session, doc_id)
        tables_on = page_tables.counts(session, doc_id)
        count = texts.count(session, doc_id)
        newer, older = documents.neighbours(session, doc_id, with_pages=True)
        shown = documents.page_of(session, doc_id, page or min(tables_on, default=1))
    return render(
        request,
        "ocr_tables.html",
        document=found,
        status=OcrStatus(found.status),
        pages=pages,
        page=shown,
        limits=[TableLimit(one) for one in shown.tables_limits or ()],
        tables_on=tables_on,
        newer=newer,
        older=older,
        count=count,
        **_sheets(request, context, doc_id, shown.page_no),
    )


@router.post("/ocr/{doc_id}/tables")
def change_tables(
    request: Request, context: _Context, by: _By, doc_id: str, sent: TableChange
) -> JSONResponse:
    """Change a table, and answer with the tables of the page as they are now; 422 where it is refused, with them too."""
    try:
        with context.transaction() as session:
            documents.get(session, doc_id)
            edit = sent.apply(session, doc_id, by, context.now())
            page_claims.keep(session, doc_id, sent.page, by=by, now=context.now())
    except DecisionRefused as refusal:
        return refused_json(request, refusal, html=_html(request, context, doc_id, sent.page))
    return JSONResponse({"edit": edit.edit_id, "html": _html(request, context, doc_id, sent.page)})


@router.get("/ocr/{doc_id}/tables/{page_no}/history")
def history(request: Request, context: _Context, doc_id: str, page_no: RowNumber) -> HTMLResponse:
    """Who changed what of a page's tables, and when."""
    with context.reading() as session:
        documents.get(session, doc_id)
        changes = table_history.of_page(session, doc_id, page_no, limit=MOST_IN_HISTORY)
    return render(request, "table_history.html", changes=changes, page_no=page_no, action_of=TableAction)


def _html(request: Request, context: ConsoleContext, doc_id: str, page_no: int) -> str:
    return render_part(request, "ocr_sheets.html", **_sheets(request, context, doc_id, page_no))


def _sheets(request: Request, context: ConsoleContext, doc_id: str, page_no: int) -> dict[str, Any]:
    """What the tables of a page need to be shown."""
    with context.reading() as session:
        documents.get(session, doc_id)
        stored = page_tables.of_document(session, doc_id, page_no=page_no).get(page_no, [])
        of_page = texts.of_document(session, doc_id, page_no=page_no)
        offered = context.suggestions.of(session, of_page)
    note_shown(request, context, resident_numbers.with_numbers(of_page))
    shown = [shown_table(one, of_page) for one in stored]
    return {
        "tables": shown,
        "level_of": level_of,
        "state_of": TextState,
        "offered": {**offered, **offered_in(shown)},
    }
