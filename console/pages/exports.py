"""내려받기: asking for a file of a document, following it, and handing it over. A run makes it; nothing is made here."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import PurePath
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Depends, Form, Request
from markupsafe import Markup
from sqlalchemy.orm import Session
from starlette.background import BackgroundTask
from starlette.responses import FileResponse, HTMLResponse, Response

from console.context import ConsoleContext
from console.formatting import RowNumber
from console.live import Live
from console.rendering import context_of, render_part, user_of
from console.resident_numbers import note_shown, sees_numbers
from domain.messages import Message
from domain.ocr import TextAction
from domain.requests import RequestStatus
from records.errors import NotFound
from records.ocr import documents, resident_numbers
from work_requests import exports, progress
from work_requests.exports import ExportFile

router = APIRouter()
_Context = Annotated[ConsoleContext, Depends(context_of)]
_By = Annotated[str, Depends(user_of)]
MEDIA_TYPES = {
    "txt": "text/plain; charset=utf-8",
    "json": "application/json",
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "tables.csv": "text/csv; charset=utf-8",
    "tables.json": "application/json",
    # hOCR is HTML; under this name no browser shows it as a page of ours.
    "hocr": "application/octet-stream",
    "pdf": "application/pdf",
}
LABELS = {
    "txt": Message("TXT"),
    "json": Message("JSON"),
    "csv": Message("CSV"),
    "xlsx": Message("Excel"),
    "tables.csv": Message("Tables (CSV)"),
    "tables.json": Message("Tables (JSON)"),
    "hocr": Message("hOCR"),
    "pdf": Message("PDF"),
}


def exports_of(request: Request, session: Session, context: ConsoleContext, doc_id: str) -> Markup:
    """What the page of a document shows: buttons, and the files that are ready."""
    made = exports.finished(session, doc_id, sees_numbers=sees_numbers(request))
    ready = [file for file in made if is_there(context, file)]
    return render_part(request, "exports.html", doc_id=doc_id, labels=LABELS, ready=ready)


@router.post("/ocr/{doc_id}/exports")
def ask(
    request: Request, context: _Context, by: _By, doc_id: str, form: Annotated[str, Form(max_length=20)]
) -> Response:
    """Ask for a file. One that was made of the texts as they are now is there at once."""
    with context.transaction() as session:
        asked = asked_for(request, session, context, doc_id, form, by=by)
    live, values = _state(context, doc_id, asked)
    return HTMLResponse(live.show(request, **values))


def asked_for(
    request: Request, session: Session, context: ConsoleContext, doc_id: str, form: str, *, by: str
) -> int:
    """The request whose file has the texts as they are now: of one that is there, else a new one.

    Raises:
        DecisionRefused: an unknown format, or the document has not been read yet.
    """
    documents.get(session, doc_id)
    whole = sees_numbers(request)
    made = exports.finished(session, doc_id, sees_numbers=whole)
    ready = next((file for file in made if file.form == form), None)
    if ready is not None and is_there(context, ready):
        return ready.request_id
    return exports.ask(session, doc_id, form, sees_numbers=whole, by=by, now=context.now()).request_id


@router.get("/ocr/{doc_id}/exports/{request_id}")
def follow(request: Request, context: _Context, doc_id: str, request_id: RowNumber) -> Response:
    """How far a file is."""
    live, values = _state(context, doc_id, request_id)
    return live.answer(request, **values)


@router.get("/files/ocr/exports/{request_id}/{sha256}")
def download(request: Request, context: _Context, request_id: RowNumber, sha256: str) -> Response:
    with context.reading() as session:
        asked = exports.of_request(session, request_id)
        file = exports.file_of(asked) if asked.status == RequestStatus.DONE else None
        doc_id = asked.doc_id or ""
    if file is None or file.sha256 != sha256 or not is_there(context, file) or not may_have(request, file):
        raise NotFound(
            Message("this file is gone, or was replaced; export it again from the page of its document")
        )
    note_exported(request, context, [(doc_id, file)])
    with ExitStack() as stack:
        path = stack.enter_context(context.store.local(file.path, file.sha256))
        kept = stack.pop_all()
    disposition = attachment(file.file_name, f"{doc_id}.{file.form}")
    return FileResponse(
        path,
        media_type=MEDIA_TYPES[file.form],
        headers={"Content-Disposition": disposition},
        background=BackgroundTask(kept.close),
    )


def attachment(file_name: str, plain: str) -> str:
    """Content-Disposition of a file to be kept, never shown (RFC 6266, RFC 5987).

    Args:
        file_name: as people see it; any characters.
        plain: an ASCII name for programs that know no other.
    """
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(PurePath(file_name).name, safe='')}"


def _state(context: ConsoleContext, doc_id: str, request_id: int) -> tuple[Live, dict[str, object]]:
    """A part of the page that says how far the export is, and what its template needs."""
    with context.reading() as session:
        asked = exports.of_request(session, request_id, doc_id=doc_id)
        steps = progress.of_request(session, request_id)
    status = RequestStatus(asked.status)
    done = status is RequestStatus.DONE
    form = asked.params["format"]
    place = f"/ocr/{doc_id}/exports/{request_id}"
    # Over is over: then nothing asks any more.
    live = Live(f"export-{form}", place, "export_state.html", 0 if status.is_final else 1)
    return live, {
        "asked": asked,
        "status": status,
        "label_of_form": LABELS[form],
        "file": exports.file_of(asked) if done else None,
        "step": steps[-1] if steps else None,
    }


def may_have(request: Request, file: ExportFile) -> bool:
    """Whether who asks may see what is in a file."""
    return sees_numbers(request) or not file.is_whole


def note_exported(request: Request, context: ConsoleContext, files: Iterable[tuple[str, ExportFile]]) -> None:
    """Have it on record that who asks is handed over files with whole resident registration numbers.

    Args:
        files: each with the number of its document.
    """
    with context.reading() as session:
        found = [
            text_id
            for doc_id, file in files
            if file.is_whole
            for text_id in resident_numbers.in_document(session, doc_id)
        ]
    note_shown(request, context, found, TextAction.EXPORT_WHOLE)


def is_there(context: ConsoleContext, file: ExportFile) -> bool:
    """Whether the file is still in the store: it may be taken away, and made again."""
    return bool(context.store.path(file.path).exists())
