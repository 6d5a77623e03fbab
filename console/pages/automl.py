"""자동 학습: the list of documents and taking files in."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, File, Form, Request, UploadFile
from starlette.responses import HTMLResponse, Response

from console.desk import Desk
from console.pages.uploads import take_all
from console.rendering import desk_of, render, user_of
from intake.destinations import NewTable
from records import decisions, documents
from records.enums import DocumentStatus

router = APIRouter()
_DeskOf = Annotated[Desk, Depends(desk_of)]
_By = Annotated[str, Depends(user_of)]
PER_PAGE = 50


@router.get("/automl")
def list_documents(
    request: Request, desk: _DeskOf, name: str = "", status: str = "", before: str = ""
) -> HTMLResponse:
    wanted = DocumentStatus(status) if status in list(DocumentStatus) else None
    with desk.reading() as session:
        rows, total = documents.page(
            session, name=name or None, status=wanted, before=before or None, limit=PER_PAGE
        )
    return render(
        request,
        "automl_list.html",
        rows=rows,
        total=total,
        name=name,
        status=status,
        before=before,
        statuses=list(DocumentStatus),
        status_of=DocumentStatus,
        more=len(rows) == PER_PAGE,
    )


@router.post("/automl/uploads")
def upload(
    request: Request,
    desk: _DeskOf,
    by: _By,
    files: Annotated[list[UploadFile], File()],
    name: Annotated[str, Form(max_length=200)] = "",
) -> HTMLResponse:
    came = take_all(desk, files, NewTable(name.strip() or None), by)
    return render(request, "uploaded.html", came=came, place="/automl")


@router.post("/automl/{doc_id}/delete")
def delete(desk: _DeskOf, by: _By, doc_id: str) -> Response:
    with desk.transaction() as session:
        decisions.delete(session, doc_id, by=by, now=desk.now())
    return Response(status_code=204, headers={"HX-Redirect": "/automl"})
