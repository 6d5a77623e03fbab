"""One document: [선택], what its upload led to (업로드 결과), and the strip of work that all its screens show."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from sqlalchemy.orm import Session
from starlette.responses import HTMLResponse, RedirectResponse, Response

from console.context import ConsoleContext
from console.formatting import RowNumber
from console.live import CHANGED
from console.pages.automl_stage import asked, fitting_stage, show, show_stage, stages_of
from console.pages.automl_work import work_on
from console.rendering import context_of, user_of
from console.step_labels import STEPS
from domain.automl import DocumentStatus
from domain.messages import Message
from domain.requests import RequestKind, RequestStatus
from records import documents, text_rows
from records.errors import NotFound
from work_requests import automl_decisions, failures, lifecycle, request_lists

router = APIRouter()
_Context = Annotated[ConsoleContext, Depends(context_of)]
_By = Annotated[str, Depends(user_of)]
FIRST_ROWS = 15
MOST_CELLS = 40
MOST_REQUESTS = 50


@router.get("/automl/{doc_id}")
def open_document(context: _Context, doc_id: str) -> Response:
    with context.reading() as session:
        stage = fitting_stage(documents.head(session, doc_id))
    return RedirectResponse(f"/automl/{doc_id}/{stage}", 303)


@router.get("/automl/{doc_id}/upload")
def upload_result(request: Request, context: _Context, doc_id: str) -> HTMLResponse:
    with context.reading() as session:
        document = documents.get(session, doc_id)
        rows = text_rows.read_rows(session, doc_id, count=FIRST_ROWS + 1) if document.read_report else []
        return show_stage(
            request,
            context,
            session,
            document,
            "upload",
            report=document.read_report,
            warnings=document.warnings or [],
            header=rows[0][:MOST_CELLS] if rows else [],
            rows=[row[:MOST_CELLS] for row in rows[1:]],
            cut=bool(rows) and len(rows[0]) > MOST_CELLS,
            asked_for=request_lists.recent(session, doc_id, limit=MOST_REQUESTS),
            kind_of=RequestKind,
            request_status_of=RequestStatus,
        )


@router.post("/automl/{doc_id}/sheet")
def read_sheet(
    context: _Context, by: _By, doc_id: str, sheet: Annotated[str, Form(min_length=1, max_length=200)]
) -> Response:
    """시트: read the document again from another one of its workbook."""
    with context.transaction() as session:
        automl_decisions.read_sheet(session, doc_id, sheet=sheet, by=by, now=context.now())
    return asked()


@router.get("/automl/{doc_id}/work")
def work(
    request: Request, context: _Context, doc_id: str, seen: str = "", stage: str = "upload"
) -> HTMLResponse:
    """The strip, asked for again and again; it tells the page where something came to an end since `seen`."""
    with context.reading() as session:
        document = documents.head(session, doc_id)
        found = work_on(session, document)
        answer = show(
            request,
            context,
            "automl_work.html",
            work=found,
            steps=STEPS,
            document=document,
            status=DocumentStatus(document.status),
            stage=stage,
            stages=stages_of(document),
            again=True,
            moved=bool(seen) and seen != found.mark,
        )
    if seen and seen != found.mark:
        answer.headers["HX-Trigger"] = CHANGED
    return answer


@router.post("/automl/{doc_id}/requests/{request_id}/cancel")
def cancel(context: _Context, by: _By, doc_id: str, request_id: RowNumber) -> Response:
    with context.transaction() as session:
        _of(session, doc_id, request_id)
        lifecycle.cancel(session, request_id, by=by, now=context.now())
    return asked()


@router.post("/automl/{doc_id}/requests/{request_id}/retry")
def retry(context: _Context, doc_id: str, request_id: RowNumber) -> Response:
    with context.transaction() as session:
        _of(session, doc_id, request_id)
        lifecycle.retry(session, request_id)
    return asked()


@router.post("/automl/{doc_id}/requests/{request_id}/acknowledge")
def acknowledge(context: _Context, by: _By, doc_id: str, request_id: RowNumber) -> Response:
    """[확인함]."""
    with context.transaction() as session:
        _of(session, doc_id, request_id)
        failures.acknowledge(session, request_id, by=by, now=context.now())
    return asked()


def _of(session: Session, doc_id: str, request_id: int) -> None:
    """Raises NotFound for a request of another document, or of a deleted one."""
    documents.head(session, doc_id)
    if lifecycle.get(session, request_id).doc_id != doc_id:
        raise NotFound(
            Message("request {request_id} is not of document {doc_id}", request_id=request_id, doc_id=doc_id)
        )
