"""Files of several chosen documents: asked for together, and handed over as one archive."""

from __future__ import annotations

import zipfile
from collections import Counter
from contextlib import ExitStack, suppress
from pathlib import Path, PurePath
from tempfile import NamedTemporaryFile
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Query, Request
from sqlalchemy.orm import Session
from starlette.background import BackgroundTask
from starlette.responses import FileResponse, HTMLResponse, Response

from console.context import ConsoleContext
from console.formatting import RowNumber
from console.pages.exports import LABELS, asked_for, attachment, is_there, may_have, note_exported
from console.rendering import context_of, language_of, render, user_of
from domain.messages import Message
from domain.requests import RequestStatus
from records.errors import DecisionRefused, NotFound
from records.ocr import documents
from records.tables import Request as Asked
from work_requests import exports

router = APIRouter()
_Context = Annotated[ConsoleContext, Depends(context_of)]
_By = Annotated[str, Depends(user_of)]
MOST = 200
"""Documents together; a page of the list has fewer."""
MOST_BYTES = 1024**3
"""Of the files in one archive."""
_Requests = Annotated[list[RowNumber], Query(alias="of", max_length=MOST)]


@router.post("/ocr/exports")
def ask(
    request: Request,
    context: _Context,
    by: _By,
    doc_ids: Annotated[list[str], Form(max_length=MOST)],
    form: Annotated[str, Form(max_length=20)],
) -> HTMLResponse:
    """Ask for a file of each document, and show how far they are. Those that were not read yet are named."""
    asked: list[int] = []
    unread: list[str] = []
    with context.transaction() as session:
        for doc_id in sorted(set(doc_ids)):
            try:
                asked.append(asked_for(request, session, context, doc_id, form, by=by))
            except DecisionRefused:
                if form not in LABELS:
                    raise
                unread.append(documents.get(session, doc_id).file_name)
    return _shown(request, context, asked, unread)


@router.get("/ocr/exports")
def follow(request: Request, context: _Context, asked: _Requests) -> HTMLResponse:
    """How far the files are."""
    return _shown(request, context, asked, [])


@router.get("/files/ocr/exports.zip")
def archive(request: Request, context: _Context, asked: _Requests) -> Response:
    """The files that are ready as one archive; two of one name get the numbers of their documents."""
    with context.reading() as session:
        requests = _there(session, asked)
    files = [(one.doc_id or "", exports.file_of(one)) for one in requests if one.status == RequestStatus.DONE]
    # Only the newest file of each format is kept: an earlier one may be gone by now.
    files = [(doc_id, file) for doc_id, file in files if is_there(context, file) and may_have(request, file)]
    if not files:
        raise NotFound(Message("none of these files is ready; choose the documents and export them again"))
    if sum(file.bytes for _, file in files) > MOST_BYTES:
        raise DecisionRefused(Message("these files are more than 1 GiB together; choose fewer documents"))
    note_exported(request, context, files)
    names = Counter(file.file_name for _, file in files)
    with ExitStack() as on_error, NamedTemporaryFile(suffix=".zip", delete=False) as made:
        path = Path(made.name)
        on_error.callback(path.unlink)
        # Workbooks and PDFs are compressed already.
        with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as whole:
            for doc_id, file in files:
                name = PurePath(file.file_name).name
                name = f"{PurePath(name).stem}-{doc_id}{PurePath(name).suffix}" if names[name] > 1 else name
                with context.store.local(file.path, file.sha256) as kept:
                    whole.write(kept, name)
        on_error.pop_all()
    return FileResponse(
        path,
        media_type="application/zip",
        headers={"Content-Disposition": attachment(_archive_name(request, context), "documents.zip")},
        background=BackgroundTask(path.unlink, missing_ok=True),
    )


def _archive_name(request: Request, context: ConsoleContext) -> str:
    day = context.now().date().isoformat()
    return Message("documents {day}.zip", day=day).render(language_of(request))


def _there(session: Session, asked: list[int]) -> list[Asked]:
    """The exports of documents that were not deleted since."""
    found = []
    for request_id in asked:
        with suppress(NotFound):
            found.append(exports.of_request(session, request_id))
    return found


def _shown(request: Request, context: ConsoleContext, asked: list[int], unread: list[str]) -> HTMLResponse:
    with context.reading() as session:
        requests = _there(session, asked)
        names = {
            one.request_id: documents.get(session, one.doc_id or "").file_name
            for one in requests
            if one.status in (RequestStatus.FAILED, RequestStatus.CANCELLED)
        }
    over = [one for one in requests if RequestStatus(one.status).is_final]
    return render(
        request,
        "exports_together.html",
        asked=[one.request_id for one in requests],
        over=len(over),
        ready=sum(one.status == RequestStatus.DONE for one in requests),
        failed=[(names[one.request_id], one.reason) for one in requests if one.request_id in names],
        unread=unread,
    )
