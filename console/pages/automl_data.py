"""데이터 확인: the columns with their statistics and Boxplots, their types and which of them are used."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Form, Request
from starlette.responses import HTMLResponse, Response

from console.advice import better_left_out
from console.automl_charts import distribution_of
from console.context import ConsoleContext
from console.formatting import RowNumber
from console.pages.automl_stage import asked, columns_of, go_to, has_reached, show, show_stage
from console.rendering import context_of, user_of
from domain.automl import DocumentStatus, ImageKind
from domain.columns import ColumnType, Reading
from domain.messages import Message
from domain.read_report import LedgerEntry
from records import columns, documents
from records.errors import DecisionRefused
from records.tables import Document
from work_requests import automl_decisions

router = APIRouter()
_Context = Annotated[ConsoleContext, Depends(context_of)]
_By = Annotated[str, Depends(user_of)]
PER_PAGE = 100


@router.get("/automl/{doc_id}/data")
def data(
    request: Request,
    context: _Context,
    doc_id: str,
    name: str = "",
    after: RowNumber = 0,
    before: RowNumber = 0,
) -> HTMLResponse:
    """The screen; for htmx only its table."""
    with context.reading() as session:
        document = documents.get(session, doc_id)
        pagination, matching = columns_of(session, doc_id, name, after=after, before=before, size=PER_PAGE)
        values = {
            "rows": pagination.rows,
            "pagination": pagination,
            "matching": matching,
            "name": name,
            "after": after,
            "before": before,
            "readings": list(Reading),
            "remarks": _remarks(document),
            "uploaded": has_reached(document, DocumentStatus.UPLOADED),
            "confirmed": has_reached(document, DocumentStatus.DATA_CONFIRMED),
            "has_results": document.plan_version is not None,
        }
        if "hx-request" in request.headers:
            return show(request, context, "automl_columns.html", document=document, **values)
        advised = better_left_out(session, document)
        return show_stage(request, context, session, document, "data", advised=advised, **values)


@router.get("/automl/{doc_id}/advice")
def advice(request: Request, context: _Context, doc_id: str) -> HTMLResponse:
    """Which columns are better left out, alone."""
    with context.reading() as session:
        document = documents.get(session, doc_id)
        advised = better_left_out(session, document)
    return show(request, context, "automl_advice.html", document=document, advised=advised)


@router.get("/automl/{doc_id}/columns/{column_no}")
def column(request: Request, context: _Context, doc_id: str, column_no: RowNumber) -> HTMLResponse:
    """[선택]: what is known about one column, beside the table."""
    with context.reading() as session:
        document = documents.get(session, doc_id)
        found = columns.get(session, doc_id, column_no)
        boxplot = columns.image(session, doc_id, column_no, ImageKind.BOXPLOT)
    remarks = _remarks(document).get(found.label, [])
    return show(
        request,
        context,
        "automl_column.html",
        document=document,
        column=found,
        kind=ColumnType(found.type),
        boxplot=boxplot,
        chart=distribution_of(found) if ColumnType(found.type).is_numeric else None,
        remarks=remarks,
        has_results=document.plan_version is not None,
    )


@router.post("/automl/{doc_id}/columns/use")
def use_many(
    context: _Context,
    by: _By,
    doc_id: str,
    used: Annotated[Literal["Y", "N"], Form()],
    of: Annotated[Literal["ticked", "found", "advised"], Form()],
    column: Annotated[list[RowNumber] | None, Form(max_length=PER_PAGE)] = None,
    name: Annotated[str, Form(max_length=200)] = "",
) -> Response:
    """사용여부 of many at once: those that are ticked, all that were found, or those better left out."""
    with context.transaction() as session:
        if of == "ticked":
            labels = columns.numbered(session, doc_id, column or [])
        elif of == "found":
            labels = columns.matching(session, doc_id, name or None)
        else:
            labels = [one["column"] for one in better_left_out(session, documents.get(session, doc_id))]
        if not labels:
            raise DecisionRefused(Message("choose at least one column"))
        chosen, dropped = (labels, []) if used == "Y" else ([], labels)
        automl_decisions.set_used_columns(session, doc_id, use=chosen, drop=dropped, by=by, now=context.now())
    return asked()


@router.post("/automl/{doc_id}/columns/{column_no}/use")
def use(
    context: _Context, by: _By, doc_id: str, column_no: RowNumber, used: Annotated[str, Form()] = "N"
) -> Response:
    """사용여부. A switch that is off sends nothing."""
    with context.transaction() as session:
        label = columns.get(session, doc_id, column_no).label
        chosen, dropped = ([label], []) if used == "Y" else ([], [label])
        automl_decisions.set_used_columns(session, doc_id, use=chosen, drop=dropped, by=by, now=context.now())
    return asked()


@router.post("/automl/{doc_id}/columns/{column_no}/type")
def retype(
    context: _Context, by: _By, doc_id: str, column_no: RowNumber, kind: Annotated[str, Form(max_length=20)]
) -> Response:
    """칼럼 유형."""
    with context.transaction() as session:
        label = columns.get(session, doc_id, column_no).label
        automl_decisions.retype_columns(session, doc_id, types={label: kind}, by=by, now=context.now())
    return asked()


@router.post("/automl/{doc_id}/columns/{column_no}/missing-words")
def missing_words(
    context: _Context,
    by: _By,
    doc_id: str,
    column_no: RowNumber,
    words: Annotated[str, Form(max_length=500)] = "",
) -> Response:
    """빈 값으로 볼 말, between commas."""
    with context.transaction() as session:
        label = columns.get(session, doc_id, column_no).label
        chosen = {label: words.split(",")}
        automl_decisions.retype_columns(session, doc_id, types={}, missing=chosen, by=by, now=context.now())
    return asked()


@router.post("/automl/{doc_id}/confirm-data")
def confirm_data(context: _Context, by: _By, doc_id: str) -> Response:
    """[데이터 확인]."""
    with context.transaction() as session:
        automl_decisions.confirm_data(session, doc_id, by=by, now=context.now())
    return go_to(doc_id, "prepare")


def _remarks(document: Document) -> dict[str, list[Mapping[str, str] | LedgerEntry]]:
    """By 칼럼 명 what is to be looked at, and what was read differently from how it is written."""
    found: dict[str, list[Mapping[str, str] | LedgerEntry]] = {}
    for warning in document.warnings or []:
        if warning["column"]:
            found.setdefault(warning["column"], []).append(warning)
    for entry in document.read_report.ledger if document.read_report else ():
        if entry.column:
            found.setdefault(entry.column, []).append(entry)
    return found
