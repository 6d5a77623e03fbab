"""The list of documents of 자동 학습: found, sorted and followed; uploads into it, the trash, and what is undone."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, time, timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Depends, File, Form, Request, UploadFile
from sqlalchemy.orm import Session
from starlette.responses import HTMLResponse, Response

from console.context import ConsoleContext
from console.formatting import RowNumber
from console.pages.automl_stage import show
from console.pages.uploads import take_all
from console.pagination import Page, paginate
from console.rendering import context_of, language_of, user_of
from console.resident_numbers import sees_numbers
from console.undo import undo_of
from domain.automl import DocumentStatus
from domain.messages import Message
from domain.requests import RequestKind, RequestStatus
from intake.destinations import NewTable
from records import documents
from records.documents import Search
from records.errors import DecisionRefused
from records.growth import outcomes
from records.tables import Document
from work_requests import request_lists, table_names, table_trash

router = APIRouter()
_Context = Annotated[ConsoleContext, Depends(context_of)]
_By = Annotated[str, Depends(user_of)]
PER_PAGE = 50
BUSY_SECONDS = 2
QUIET_SECONDS = 10
SORTED_BY = tuple(documents.SORT_KEYS)


@dataclass(frozen=True)
class Wanted:
    """What of the list is shown; all of it is in the address, so that a view can be kept and sent.

    Args:
        since, until: first and last day of registration, as ISO dates; anything else is ignored.
        sort: a column of `SORTED_BY`, with "-" in front from the largest; empty: the newest first.
        skip: rows before the page, where the list is sorted.
        before, after: ends of the page, where it is not.
    """

    name: str = ""
    status: str = ""
    since: str = ""
    until: str = ""
    sort: str = ""
    skip: RowNumber = 0
    before: str = ""
    after: str = ""

    @property
    def column(self) -> str | None:
        """The column of `sort`; None where there is no such column."""
        column = self.sort.removeprefix("-")
        return column if column in SORTED_BY else None

    @property
    def filters(self) -> dict[str, str]:
        """The query of the list without its page."""
        kept = {name: getattr(self, name) for name in ("name", "status", "since", "until", "sort")}
        return {name: value for name, value in kept.items() if value}

    @property
    def query(self) -> dict[str, Any]:
        """The whole query."""
        return {name: value for name, value in asdict(self).items() if value}

    def sorted_by(self, column: str) -> dict[str, str]:
        """The query of a heading: sorted by its column, or the other way round where it is already."""
        return self.filters | {"sort": f"-{column}" if self.sort == column else column}


@router.get("/automl")
def list_documents(request: Request, context: _Context, wanted: Annotated[Wanted, Depends()]) -> HTMLResponse:
    """The screen; for htmx only its table, which asks for itself again: often while anything in it works."""
    with context.reading() as session:
        search = _search(wanted, context.now(), shows_numbers=sees_numbers(request))
        pagination, total = _page(session, search, wanted)
        rows = pagination.rows
        work = request_lists.open_of(session, [row.doc_id for row in rows])
        fallen = outcomes.fallen(session, [row.doc_id for row in rows])
    return show(
        request,
        context,
        "automl_documents.html" if "hx-request" in request.headers else "automl_list.html",
        fallen=fallen,
        rows=rows,
        total=total,
        work=work,
        wanted=wanted,
        per_page=PER_PAGE,
        statuses=list(DocumentStatus),
        status_of=DocumentStatus,
        kind_of=RequestKind,
        request_status_of=RequestStatus,
        pagination=pagination,
        seconds=BUSY_SECONDS if work else QUIET_SECONDS,
    )


@router.get("/automl/trash")
def trash(request: Request, context: _Context, before: str = "", after: str = "") -> HTMLResponse:
    """휴지통: deleted documents, each of which can be restored until it is purged."""
    with context.reading() as session:
        pagination, total = _page(session, Search(deleted=True), Wanted(before=before, after=after))
    template = "automl_trash_list.html" if "hx-request" in request.headers else "automl_trash.html"
    return show(request, context, template, rows=pagination.rows, total=total, pagination=pagination)


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


@router.post("/automl/delete")
def delete(
    request: Request,
    context: _Context,
    by: _By,
    doc: Annotated[list[str] | None, Form(max_length=PER_PAGE)] = None,
) -> Response:
    """[삭제] of one document or of those that are ticked; a notice offers to undo it."""
    chosen = _chosen(doc)
    with context.transaction() as session:
        for doc_id in chosen:
            table_trash.delete(session, doc_id, by=by, now=context.now())
    done = Message("{count:,} documents are in the trash.", count=len(chosen))
    offer = undo_of(language_of(request), done, place="/automl/restore", field="doc", values=chosen)
    return _changed(undo=offer.to_dict())


@router.post("/automl/restore")
def restore(
    request: Request,
    context: _Context,
    by: _By,
    doc: Annotated[list[str] | None, Form(max_length=PER_PAGE)] = None,
) -> Response:
    """[복원]."""
    chosen = _chosen(doc)
    with context.transaction() as session:
        for doc_id in chosen:
            table_trash.restore(session, doc_id, by=by, now=context.now())
    done = Message("{count:,} documents are restored.", count=len(chosen))
    return _changed(restored=done.render(language_of(request)))


@router.get("/automl/{doc_id}/name")
def name_form(request: Request, context: _Context, doc_id: str) -> HTMLResponse:
    """The form of a document's name."""
    with context.reading() as session:
        document = documents.head(session, doc_id)
    return show(request, context, "automl_name.html", document=document)


@router.post("/automl/{doc_id}/name")
def rename(
    context: _Context,
    by: _By,
    doc_id: str,
    name: Annotated[str, Form(max_length=table_names.LONGEST_NAME)] = "",
) -> Response:
    """[이름 수정]."""
    with context.transaction() as session:
        table_names.rename(session, doc_id, name=name, by=by, now=context.now())
    return _changed()


def _chosen(doc: list[str] | None) -> list[str]:
    """Raises DecisionRefused where nothing was chosen."""
    if not doc:
        raise DecisionRefused(Message("tick at least one document"))
    return doc


def _changed(**events: Any) -> Response:
    """Have the lists ask for themselves again, beside other events of the page."""
    # JSON escaped to ASCII, as headers have to be.
    return Response(status_code=204, headers={"HX-Trigger": json.dumps({"uploaded": "", **events})})


def _search(wanted: Wanted, now: datetime, *, shows_numbers: bool) -> Search:
    """The filters; days are those of the clock's zone."""

    def midnight(day: str, *, after_days: int = 0) -> datetime | None:
        try:
            return datetime.combine(date.fromisoformat(day), time(), now.tzinfo) + timedelta(days=after_days)
        except (ValueError, OverflowError):
            return None

    return Search(
        name=wanted.name,
        status=DocumentStatus(wanted.status) if wanted.status in list(DocumentStatus) else None,
        since=midnight(wanted.since),
        until=midnight(wanted.until, after_days=1),
        shows_numbers=shows_numbers,
    )


def _page(session: Session, search: Search, wanted: Wanted) -> tuple[Page[Document], int]:
    """One page of the list, with the number of documents that match."""
    if wanted.column is not None:
        descending = wanted.sort.startswith("-")
        found, total = documents.sorted_page(
            session,
            search,
            by=wanted.column,
            descending=descending,
            skip=wanted.skip,
            limit=PER_PAGE + 1,
            alarming=outcomes.fallen(session) if wanted.column == "notice" else (),
        )
        return Page(found[:PER_PAGE], wanted.skip > 0, len(found) > PER_PAGE), total
    total = 0

    def ask(behind: str | None, ahead_of: str | None, limit: int) -> Sequence[Document]:
        nonlocal total
        found, total = documents.found_page(session, search, before=behind, after=ahead_of, limit=limit)
        return found

    return paginate(ask, behind=wanted.before, ahead_of=wanted.after, size=PER_PAGE), total
