"""[찾기] of the header: texts, file names and companies with certain words, and where they are."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.responses import HTMLResponse

from console.context import ConsoleContext
from console.formatting import RowNumber
from console.pagination import Page
from console.rendering import context_of, render
from domain.ocr import TextState
from records.ocr.documents import ListFilter
from records.ocr.search import MOST_RESULTS, SearchFilter, search
from records.ocr.search_words import marked

router = APIRouter()
_Context = Annotated[ConsoleContext, Depends(context_of)]
PER_PAGE = 30


@dataclass(frozen=True)
class Wanted:
    """What a person typed and chose, as the address has it.

    Args:
        q: the words.
        company: part of the 상호; empty for all.
        since: the first day of registration, ISO 8601; empty for all.
        until: the last day of registration, ISO 8601; empty for all.
        state: a state of texts; empty for all.
        page: the page of the results, from 0.
    """

    q: str = ""
    company: str = ""
    since: str = ""
    until: str = ""
    state: str = ""
    page: RowNumber = 0

    def filter(self) -> SearchFilter:
        """The same for the records."""
        state = TextState(self.state) if self.state in list(TextState) else None
        return SearchFilter(ListFilter(company=self.company, since=self.since, until=self.until), state)

    def query(self) -> dict[str, str]:
        """The query of this search, without its page."""
        return {name: value for name, value in asdict(self).items() if value and name != "page"}


@router.get("/search")
def results(request: Request, context: _Context, wanted: Annotated[Wanted, Depends()]) -> HTMLResponse:
    start = wanted.page * PER_PAGE
    with context.reading() as session:
        found = search(session, wanted.q, wanted.filter(), start=start, size=PER_PAGE)
    return render(
        request,
        "search.html",
        wanted=wanted,
        found=found,
        pagination=Page(found.texts, has_previous=wanted.page > 0, has_next=found.has_next),
        is_cut=start + PER_PAGE >= MOST_RESULTS and len(found.texts) == PER_PAGE,
        marked=marked,
        states=list(TextState),
        state_of=TextState,
    )
