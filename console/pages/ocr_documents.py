"""문자 인식: the list of documents and its trash, taking files in, and decisions on one or many documents."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Depends, File, Form, Request, UploadFile
from starlette.responses import HTMLResponse, Response

from console.context import ConsoleContext
from console.pages.exports import LABELS
from console.pages.uploads import take_all
from console.pagination import paginate
from console.rendering import context_of, language_of, render, user_of
from console.resident_numbers import as_meant, sees_numbers
from console.undo import Undo, undo_of
from domain.access import Role
from domain.messages import Message
from domain.ocr import OcrStatus
from domain.requests import RequestKind, RequestStatus
from intake.destinations import NewPages
from records.access import users
from records.ocr import document_lists, documents, texts
from records.ocr.document_lists import ListFilter, SortedBy
from records.ocr.proofreading import assignments
from records.ocr.tables import OcrDocument
from work_requests import ocr_decisions, progress, request_lists

router = APIRouter()
_Context = Annotated[ConsoleContext, Depends(context_of)]
_By = Annotated[str, Depends(user_of)]
_Chosen = Annotated[list[str], Form(max_length=500)]
_Words = Annotated[str, Form(max_length=200)]
PER_PAGE = 50
READING = (RequestKind.OCR_READ, RequestKind.OCR_BOXES)
"""Work on a document that its row shows."""
BUSY_SECONDS = 3
QUIET_SECONDS = 15
CHANGED = "uploaded"
"""The event after which the list asks for itself again."""


@dataclass(frozen=True)
class Wanted:
    """What a person chose to see, as the query of the list has it.

    Args:
        sort: a value of `SortedBy`, with "-" in front where it descends.
        before: the last document of the page before.
        after: the first document of the page behind.
    """

    name: str = ""
    company: str = ""
    status: str = ""
    since: str = ""
    until: str = ""
    assignee: str = ""
    sort: str = ""
    before: str = ""
    after: str = ""

    def filter(self, *, deleted: bool, shows_numbers: bool) -> ListFilter:
        """The same for the records."""
        status = OcrStatus(self.status) if self.status in list(OcrStatus) else None
        return ListFilter(
            self.name,
            self.company,
            status,
            self.since,
            self.until,
            deleted,
            assignee=self.assignee,
            shows_numbers=shows_numbers,
        )

    @property
    def order(self) -> tuple[SortedBy, bool]:
        """What it is sorted by, and whether that ascends."""
        value = self.sort.removeprefix("-")
        if value not in list(SortedBy):
            return SortedBy.REGISTERED, False
        return SortedBy(value), not self.sort.startswith("-")

    def query(self, **other: str) -> dict[str, str]:
        """The query of this list, without its place in it; with `other` in place of its own."""
        kept = asdict(self) | {"before": "", "after": ""} | other
        return {name: value for name, value in kept.items() if value}

    @property
    def is_narrowed(self) -> bool:
        """Whether conditions besides the name are set, which a small screen folds away otherwise."""
        return any((self.company, self.status, self.since, self.until, self.assignee))

    def sorted_by(self, sort: SortedBy) -> dict[str, str]:
        """The query of the same list sorted by a column, the other way round where it is already."""
        now, ascending = self.order
        return self.query(sort=f"-{sort}" if now is sort and ascending else str(sort))


@router.get("/ocr")
def list_documents(
    request: Request, context: _Context, wanted: Annotated[Wanted, Depends()], deleted: str = ""
) -> HTMLResponse:
    """The screen; for htmx only its table, which asks for itself again: often while anything in it is being read.

    Args:
        deleted: a document that was just deleted, which a toast offers to restore.
    """
    template = "ocr_documents.html" if "hx-request" in request.headers else "ocr_list.html"
    undo = json.dumps(_undo(request, [deleted]).to_dict()) if deleted else ""
    return _list(request, context, wanted, template, trash=False, undo=undo)


@router.get("/ocr/trash")
def trash(request: Request, context: _Context, wanted: Annotated[Wanted, Depends()]) -> HTMLResponse:
    template = "ocr_documents.html" if "hx-request" in request.headers else "ocr_trash.html"
    return _list(request, context, wanted, template, trash=True)


@router.post("/ocr/uploads")
def upload(
    request: Request,
    context: _Context,
    by: _By,
    files: Annotated[list[UploadFile], File()],
    company: _Words = "",
) -> HTMLResponse:
    came = take_all(context, files, NewPages(company.strip() or None), by)
    answer = render(request, "uploaded.html", came=came, place="/ocr")
    answer.headers["HX-Trigger"] = CHANGED
    return answer


@router.post("/ocr/delete")
def delete_many(request: Request, context: _Context, by: _By, doc_ids: _Chosen) -> Response:
    with context.transaction() as session:
        for doc_id in sorted(set(doc_ids)):
            ocr_decisions.delete(session, doc_id, by=by, now=context.now())
    return _changed(undo=_undo(request, doc_ids).to_dict())


@router.post("/ocr/restore")
def restore_many(context: _Context, by: _By, doc_ids: _Chosen) -> Response:
    with context.transaction() as session:
        for doc_id in sorted(set(doc_ids)):
            ocr_decisions.restore(session, doc_id, by=by, now=context.now())
    return _changed()


@router.post("/ocr/company")
def set_company(context: _Context, by: _By, doc_ids: _Chosen, company: _Words = "") -> Response:
    with context.transaction() as session:
        for doc_id in sorted(set(doc_ids)):
            ocr_decisions.rename(session, doc_id, company=company, by=by, now=context.now())
    return _changed()


@router.post("/ocr/assign")
def assign(context: _Context, by: _By, doc_ids: _Chosen, assignee: _Words = "") -> Response:
    """Give the documents to a person; without a name to anyone."""
    with context.transaction() as session:
        for doc_id in sorted(set(doc_ids)):
            ocr_decisions.assign(session, doc_id, assignee or None, by=by, now=context.now())
    return _changed()


@router.post("/ocr/{doc_id}/delete")
def delete(context: _Context, by: _By, doc_id: str) -> Response:
    with context.transaction() as session:
        ocr_decisions.delete(session, doc_id, by=by, now=context.now())
    return Response(status_code=204, headers={"HX-Redirect": f"/ocr?deleted={doc_id}"})


@router.get("/ocr/{doc_id}/names")
def names(request: Request, context: _Context, doc_id: str) -> HTMLResponse:
    """The form of a document's name and 상호."""
    with context.reading() as session:
        document = documents.get(session, doc_id)
    return render(request, "ocr_names.html", document=document)


@router.post("/ocr/{doc_id}/names")
def rename(
    request: Request,
    context: _Context,
    by: _By,
    doc_id: str,
    file_name: _Words = "",
    company: _Words = "",
) -> Response:
    with context.transaction() as session:
        document = documents.get(session, doc_id)
        ocr_decisions.rename(
            session,
            doc_id,
            file_name=as_meant(request, file_name, document.file_name),
            company=as_meant(request, company, document.company),
            by=by,
            now=context.now(),
        )
    return Response(status_code=204, headers={"HX-Refresh": "true"})


def _list(
    request: Request, context: ConsoleContext, wanted: Wanted, template: str, *, trash: bool, undo: str = ""
) -> HTMLResponse:
    sort, ascending = wanted.order
    which = wanted.filter(deleted=trash, shows_numbers=sees_numbers(request))
    with context.reading() as session:
        total = 0

        def ask(behind: str | None, ahead_of: str | None, limit: int) -> Sequence[OcrDocument]:
            nonlocal total
            found, total = document_lists.page_of_list(
                session, which, sort=sort, ascending=ascending, before=behind, after=ahead_of, limit=limit
            )
            return found

        pagination = paginate(ask, behind=wanted.before, ahead_of=wanted.after, size=PER_PAGE)
        rows = pagination.rows
        counts = texts.counts(session, [row.doc_id for row in rows])
        assigned = assignments.assignees(session, [row.doc_id for row in rows])
        people = users.names_of(session, Role.EDITOR)
        work = request_lists.open_of(session, [row.doc_id for row in rows], READING)
        steps = progress.newest(session, [asked.request_id for asked in work.values()])
    return render(
        request,
        template,
        rows=rows,
        total=total,
        counts=counts,
        assigned=assigned,
        people=people,
        wanted=wanted,
        sort=sort,
        labels=LABELS,
        sorts=SortedBy,
        ascending=ascending,
        statuses=list(OcrStatus),
        status_of=OcrStatus,
        work={} if trash else work,
        steps=steps,
        request_status_of=RequestStatus,
        pagination=pagination,
        seconds=BUSY_SECONDS if work else QUIET_SECONDS,
        trash=trash,
        undo=undo,
    )


def _changed(**events: Any) -> Response:
    """The list asks for itself again; `events` are for the scripts of the page."""
    return Response(status_code=204, headers={"HX-Trigger": json.dumps({CHANGED: True} | events)})


def _undo(request: Request, doc_ids: Sequence[str]) -> Undo:
    done = Message("{count:,} documents are in the trash.", count=len(doc_ids))
    return undo_of(language_of(request), done, place="/ocr/restore", field="doc_ids", values=doc_ids)
