"""[보고서] and Excel files of predictions: asking for a file, following it, and handing it over. Nothing is made here."""

from __future__ import annotations

from contextlib import ExitStack
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Form, Request
from starlette.background import BackgroundTask
from starlette.responses import FileResponse, HTMLResponse, Response

from console.context import ConsoleContext
from console.formatting import RowNumber
from console.live import Live
from console.pages.exports import MEDIA_TYPES, attachment
from console.rendering import context_of, language_of, user_of
from domain.messages import Message
from domain.requests import RequestKind, RequestStatus
from records import documents
from records.errors import NotFound
from work_requests import automl_exports, progress
from work_requests.automl_exports import MadeFile, WantedFile

router = APIRouter()
_Context = Annotated[ConsoleContext, Depends(context_of)]
_By = Annotated[str, Depends(user_of)]
LABELS = {"pdf": Message("PDF"), "html": Message("HTML"), "xlsx": Message("Excel")}
# Under this type no browser shows a report as a page of ours.
MEDIA = {**MEDIA_TYPES, "html": "application/octet-stream"}


@router.post("/automl/{doc_id}/exports")
def ask(
    request: Request,
    context: _Context,
    by: _By,
    doc_id: str,
    kind: Annotated[Literal["model_report", "prediction_export"], Form()],
    form: Annotated[str, Form(max_length=10)],
    subject: Annotated[str, Form(max_length=20)],
) -> Response:
    """Ask for a file. One that was made of what is there now is there at once."""
    wanted = WantedFile(RequestKind(kind), form, language_of(request), subject)
    with context.transaction() as session:
        request_id = automl_exports.ask(session, doc_id, wanted, by=by, now=context.now()).request_id
    live, values = _state(context, doc_id, request_id)
    answer = HTMLResponse(live.show(request, **values))
    answer.headers["HX-Trigger"] = "asked"
    return answer


@router.get("/automl/{doc_id}/exports/{request_id}")
def follow(request: Request, context: _Context, doc_id: str, request_id: RowNumber) -> Response:
    """How far a file is."""
    live, values = _state(context, doc_id, request_id)
    return live.answer(request, **values)


@router.get("/files/automl/exports/{request_id}/{sha256}")
def download(context: _Context, request_id: RowNumber, sha256: str) -> Response:
    with context.reading() as session:
        asked = automl_exports.of_request(session, request_id)
        file = automl_exports.file_of(asked) if asked.status == RequestStatus.DONE and asked.result else None
        documents.head(session, asked.doc_id or "")
    if file is None or file.sha256 != sha256 or not _is_there(context, file):
        raise NotFound(
            Message("this file is gone, or was replaced; export it again from the page of its document")
        )
    with ExitStack() as stack:
        path = stack.enter_context(context.store.local(file.path, file.sha256))
        kept = stack.pop_all()
    return FileResponse(
        path,
        media_type=MEDIA[file.wanted.form],
        headers={
            "Content-Disposition": attachment(file.file_name, f"{asked.kind}_{request_id}.{file.wanted.form}")
        },
        background=BackgroundTask(kept.close),
    )


def _state(context: ConsoleContext, doc_id: str, request_id: int) -> tuple[Live, dict[str, object]]:
    """A part of the page that says how far the export is, and what its template needs."""
    with context.reading() as session:
        asked = automl_exports.of_request(session, request_id, doc_id=doc_id)
        steps = progress.of_request(session, request_id)
    status = RequestStatus(asked.status)
    form = str(asked.params["format"])
    place = f"/automl/{doc_id}/exports/{request_id}"
    made = automl_exports.file_of(asked) if status is RequestStatus.DONE and asked.result else None
    live = Live("export-state", place, "automl_export_state.html", 0 if status.is_final else 1)
    return live, {
        "asked": asked,
        "status": status,
        "label_of_form": LABELS[form],
        "file": made if made and _is_there(context, made) else None,
        "step": steps[-1] if steps else None,
    }


def _is_there(context: ConsoleContext, file: MadeFile) -> bool:
    return bool(context.store.path(file.path).exists())
