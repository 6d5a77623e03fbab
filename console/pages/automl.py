"""자동 학습: the list of documents, which follows their work, taking files in, and where all its screens come together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Depends, File, Form, Request, UploadFile
from starlette.responses import HTMLResponse, Response

from console.context import ConsoleContext
from console.pages import (
    automl_data,
    automl_document,
    automl_files,
    automl_log,
    automl_prediction,
    automl_prepare,
    automl_training,
)
from console.pages.automl_stage import show
from console.pages.uploads import take_all
from console.pagination import paginate
from console.rendering import context_of, user_of
from domain.automl import DocumentStatus
from domain.requests import RequestKind, RequestStatus
from intake.destinations import NewTable
from records import documents
from records.tables import Document
from work_requests import automl_decisions, request_lists

router = APIRouter()
for part in (
    automl_document,
    automl_data,
    automl_prepare,
    automl_training,
    automl_log,
    automl_prediction,
    automl_files,
):
    router.include_router(part.router)
_Context = Annotated[ConsoleContext, Depends(context_of)]
_By = Annotated[str, Depends(user_of)]
PER_PAGE = 50
BUSY_SECONDS = 2
QUIET_SECONDS = 10


@router.get("/automl")
def list_documents(
    request: Request, context: _Context, name: str = "", status: str = "", before: str = "", after: str = ""
) -> HTMLResponse:
    """The screen; for htmx only its table, which asks for itself again: often while anything in it works."""
    wanted = DocumentStatus(status) if status in list(DocumentStatus) else None
    with context.reading() as session:
        total = 0

        def ask(behind: str | None, ahead_of: str | None, limit: int) -> Sequence[Document]:
            nonlocal total
            found, total = documents.page(
                session, name=name or None, status=wanted, before=behind, after=ahead_of, limit=limit
            )
            return found

        pagination = paginate(ask, behind=before, ahead_of=after, size=PER_PAGE)
        rows = pagination.rows
        work = request_lists.open_of(session, [row.doc_id for row in rows])
    return show(
        request,
        context,
        "automl_documents.html" if "hx-request" in request.headers else "automl_list.html",
        rows=rows,
        total=total,
        work=work,
        name=name,
        status=status,
        before=before,
        after=after,
        statuses=list(DocumentStatus),
        status_of=DocumentStatus,
        kind_of=RequestKind,
        request_status_of=RequestStatus,
        pagination=pagination,
        seconds=BUSY_SECONDS if work else QUIET_SECONDS,
    )


@router.post("/automl/uploads")
def upload(
    request: Request,
    context: _Context,
    by: _By,
    files: Annotated[list[UploadFile], File()],
    name: Annotated[str, Form(max_length=200)] = "",
) -> HTMLResponse:
    came = take_all(context, files, NewTable(name.strip() or None), by)
    answer = show(request, context, "uploaded.html", came=came, place="/automl")
    answer.headers["HX-Trigger"] = "uploaded"
    return answer


@router.post("/automl/{doc_id}/delete")
def delete(context: _Context, by: _By, doc_id: str) -> Response:
    with context.transaction() as session:
        automl_decisions.delete(session, doc_id, by=by, now=context.now())
    return Response(status_code=204, headers={"HX-Redirect": "/automl"})
