"""문자 인식: a document's page with its texts."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Request
from sqlalchemy.orm import Session
from starlette.responses import HTMLResponse, RedirectResponse, Response

from console.context import ConsoleContext
from console.pages.exports import exports_of
from console.pages.grid import Wanted, grid_of
from console.rendering import context_of, render, user_of
from console.resident_numbers import note_shown
from domain.access import Role
from domain.ocr import OcrStatus
from domain.requests import RequestKind, RequestStatus
from records.ocr import documents, resident_numbers, texts
from records.ocr.document_fields import field_decisions
from records.ocr.proofreading import checking, completion, page_claims
from records.tables import Progress
from records.tables import Request as Asked
from work_requests import ocr_decisions, progress, request_lists

router = APIRouter()
_Context = Annotated[ConsoleContext, Depends(context_of)]
_By = Annotated[str, Depends(user_of)]
MOST_REMARKS = 100
"""Sentences shown of a document; a scan of hundreds of pages may have more."""


@router.get("/ocr/{doc_id}")
def document(
    request: Request, context: _Context, doc_id: str, wanted: Annotated[Wanted, Depends()]
) -> HTMLResponse:
    with context.reading() as session:
        found = documents.get(session, doc_id)
        pages = documents.of_document(session, doc_id)
        grid = grid_of(session, context, doc_id, wanted)
        work = work_on(session, doc_id)
        downloads = exports_of(request, session, context, doc_id)
        newer, older = documents.neighbours(session, doc_id)
        count = texts.count(session, doc_id)
        left = completion.blocking_fields(session, doc_id) if count["looked_at"] == count["texts"] else []
        empty = completion.pages_left(session, doc_id)
    note_shown(request, context, resident_numbers.with_numbers(grid["rows"]))
    of_rows = [row.page_no for row in grid["rows"]]
    # The picture is of the text that is looked at first.
    shown = of_rows[0] if of_rows else wanted.page or 1
    page = next((p for p in pages if p.page_no == shown), None)
    return render(
        request,
        "ocr_document.html",
        document=found,
        status=OcrStatus(found.status),
        pages=pages,
        remarks=documents.remarks(found, pages)[:MOST_REMARKS],
        blocked=field_decisions.blocked(left) if left else None,
        empty=empty,
        page=page,
        work=work,
        newer=newer,
        older=older,
        count=count,
        kept={"order": wanted.order} if wanted.order != "place" else {},
        downloads=downloads if found.pages else "",
        place=f"/ocr/{doc_id}",
        **grid,
    )


@router.get("/ocr/{doc_id}/unchecked")
def unchecked(
    request: Request, context: _Context, by: _By, doc_id: str, after: str = "", order: str = "place"
) -> Response:
    """On to the next text that only the machine has read: of this document, else of an older one, else of any.

    Its page is the person's for a while if they may edit, so that another one is given another page.
    """
    may_edit = Role(request.state.who.user.role).may(Role.EDITOR)
    with context.transaction() if may_edit else context.reading() as session:
        documents.get(session, doc_id)
        if may_edit:
            page_claims.lock(session)
        found = checking.next_unchecked(session, doc_id, after=after or None, by=by, now=context.now())
        if found is not None and may_edit:
            page_claims.claim(session, found.doc_id, found.page_no, by=by, now=context.now())
        # Past the last text a page without any is next; a person who is at none already leaves it for later.
        empty = completion.pages_left(session, doc_id) if after else []
    if empty and (found is None or found.doc_id != doc_id):
        return RedirectResponse(f"/ocr/{doc_id}?{urlencode({'order': order, 'page': empty[0]})}", 303)
    if found is None:
        return RedirectResponse(f"/ocr?{urlencode({'status': OcrStatus.EXTRACTED})}", 303)
    query = urlencode({"order": order, "at": found.text_id})
    return RedirectResponse(f"/ocr/{found.doc_id}?{query}", 303)


@router.post("/ocr/{doc_id}/read-again")
def read_again(context: _Context, by: _By, doc_id: str) -> Response:
    with context.transaction() as session:
        ocr_decisions.read_again(session, doc_id, by=by, now=context.now())
    return Response(status_code=204, headers={"HX-Refresh": "true"})


@router.get("/ocr/{doc_id}/work")
def work_of(request: Request, context: _Context, doc_id: str) -> HTMLResponse:
    """How far the reading is; once it is over, the whole page is asked for anew."""
    with context.reading() as session:
        work = work_on(session, doc_id)
    response = render(request, "work.html", work=work, place=f"/ocr/{doc_id}")
    if work is None:
        response.headers["HX-Refresh"] = "true"
    return response


def work_on(session: Session, doc_id: str) -> tuple[Asked, Progress | None] | None:
    """The reading that waits or runs for a document, and its last step."""
    for request in reversed(request_lists.of_document(session, doc_id)):
        if request.kind == RequestKind.OCR_READ and not RequestStatus(request.status).is_final:
            steps = progress.of_request(session, request.request_id)
            return request, steps[-1] if steps else None
    return None
