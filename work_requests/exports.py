"""Exported files: requests for one, and lookup of the current one.

A request of kind `ocr_export` holds it: what was asked for in its parameters, the file in its result. Which
formats there are, and how each is written, is `ocr_lib.exports`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from domain.messages import Message
from domain.ocr import EXPORT_FORMATS, OcrStatus
from domain.requests import RequestKind, RequestStatus
from records.errors import DecisionRefused, NotFound
from records.ocr import documents, resident_numbers
from records.ocr.box_editing import box_edits
from records.ocr.table_editing import table_history
from records.ocr.tables import OcrDocument, OcrPage, OcrText
from records.tables import Request
from work_requests import lifecycle

WHOLE = "whole_numbers"
"""Among the parameters: whether resident registration numbers are whole in the file."""


@dataclass(frozen=True)
class ExportFile:
    """A file that was made.

    Attributes:
        path: its key in the store.
        file_name: what people see it called.
        edition: of the texts it was made of (`edition_of`).
        is_whole: whether resident registration numbers are whole in it; those of earlier versions are.
    """

    request_id: int
    form: str
    path: str
    sha256: str
    bytes: int
    file_name: str
    edition: str
    is_whole: bool


def edition_of(session: Session, doc_id: str) -> str:
    """What the texts of a document are now; another one after every change of them, never an earlier one again.

    A text's version only rises, and texts come and go only by a reading, which sets the time of the page, and by changes of
    boxes, which are counted, as those of tables are. Its fields are read again after each change of their values.
    """
    texts, versions = session.execute(
        sa.select(sa.func.count(), sa.func.sum(OcrText.version)).where(OcrText.doc_id == doc_id)
    ).one()
    read_at = session.scalar(sa.select(sa.func.max(OcrPage.read_at)).where(OcrPage.doc_id == doc_id))
    edits = f"{box_edits.editions(session, doc_id)}/{table_history.editions(session, doc_id)}"
    fields_at = session.scalar(sa.select(OcrDocument.fields_at).where(OcrDocument.doc_id == doc_id))
    times = "/".join(moment.isoformat() if moment else "" for moment in (read_at, fields_at))
    return f"{texts}/{versions or 0}/{edits}/{times}"


def ask(
    session: Session, doc_id: str, form: str, *, sees_numbers: bool = False, by: str, now: datetime
) -> Request:
    """내려받기: make a file of the document. One that will hold the texts as they are now is that one.

    Args:
        sees_numbers: whether resident registration numbers are whole in it, where there are any.

    Raises:
        DecisionRefused: an unknown format, or the document has not been read yet.
    """
    document = documents.get(session, doc_id)
    if form not in EXPORT_FORMATS:
        raise DecisionRefused(
            Message(
                "there is no format {form!r}; choose one of {formats}",
                form=form,
                formats=", ".join(EXPORT_FORMATS),
            )
        )
    refuse_unread(document)
    edition = edition_of(session, doc_id)
    is_whole = _is_whole(session, doc_id, sees_numbers)
    for request in _of(session, doc_id, form, is_whole=is_whole):
        waits = request.status == RequestStatus.WAITING
        if waits or (request.status == RequestStatus.RUNNING and request.params.get("edition") == edition):
            return request
    params = {"format": form, "edition": edition, WHOLE: is_whole}
    return lifecycle.ask(session, RequestKind.OCR_EXPORT, doc_id=doc_id, params=params, by=by, now=now)


def refuse_unread(document: OcrDocument) -> None:
    """Raise DecisionRefused for a document that was not read to its end: a file of it would look like a blank sheet."""
    if not document.pages or document.status in (OcrStatus.RECEIVED, OcrStatus.PAGED, OcrStatus.FAILED):
        raise DecisionRefused(
            Message("{file_name!r} has not been read yet; export it afterwards", file_name=document.file_name)
        )


def finished(session: Session, doc_id: str, *, sees_numbers: bool = False) -> list[ExportFile]:
    """The files made of the texts as they are now, one of each format, in the order of `EXPORT_FORMATS`.

    Args:
        sees_numbers: as of `ask`.
    """
    edition = edition_of(session, doc_id)
    is_whole = _is_whole(session, doc_id, sees_numbers)
    made = [file_of(request) for request in _of(session, doc_id, is_whole=is_whole) if _has_file(request)]
    newest = {file.form: file for file in reversed(made)}
    return [newest[form] for form in EXPORT_FORMATS if form in newest and newest[form].edition == edition]


def made_before(session: Session, request: Request) -> list[ExportFile]:
    """The files that an export of the same document and format replaces: with numbers masked or whole as in its own, and those of
    earlier versions."""
    replaced = (None, request.params.get(WHOLE))
    earlier = [r for r in _of(session, request.doc_id or "", request.params["format"]) if _has_file(r)]
    return [
        file_of(r) for r in earlier if r.request_id < request.request_id and r.params.get(WHOLE) in replaced
    ]


def of_request(session: Session, request_id: int, *, doc_id: str | None = None) -> Request:
    """An export, by its request. Raises NotFound, also for another kind or document, or a deleted one."""
    request = lifecycle.get(session, request_id)
    of_another = doc_id is not None and request.doc_id != doc_id
    if request.kind != RequestKind.OCR_EXPORT or request.doc_id is None or of_another:
        raise NotFound(Message("request {request_id} is no export", request_id=request_id))
    documents.get(session, request.doc_id)
    return request


def file_of(request: Request) -> ExportFile:
    """The file of a finished export."""
    made = request.result or {}
    return ExportFile(
        request_id=request.request_id,
        form=request.params["format"],
        path=made["path"],
        sha256=made["sha256"],
        bytes=made["bytes"],
        file_name=made["file_name"],
        edition=made["edition"],
        is_whole=is_of_whole_numbers(request),
    )


def is_of_whole_numbers(request: Request) -> bool:
    """Whether resident registration numbers are whole in the file of an export; so they were in earlier versions."""
    return bool(request.params.get(WHOLE, True))


def _has_file(request: Request) -> bool:
    return request.status == RequestStatus.DONE and bool(request.result)


def _is_whole(session: Session, doc_id: str, sees_numbers: bool) -> bool:
    """Whether a file for a person has whole numbers; one of a document without any is the same for all."""
    return sees_numbers and bool(resident_numbers.in_document(session, doc_id))


def _of(
    session: Session, doc_id: str, form: str | None = None, *, is_whole: bool | None = None
) -> list[Request]:
    """Exports of a document (in a format, with numbers masked or whole), newest first."""
    asked = session.scalars(
        sa.select(Request)
        .where(Request.doc_id == doc_id, Request.kind == RequestKind.OCR_EXPORT)
        .order_by(Request.request_id.desc())
    )
    return [
        request
        for request in asked
        if form in (None, request.params.get("format")) and is_whole in (None, is_of_whole_numbers(request))
    ]
