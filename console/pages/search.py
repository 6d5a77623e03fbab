"""[찾기] of the header: texts, fields, file names and companies with certain words, and where they are."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.responses import HTMLResponse

from console.context import ConsoleContext
from console.field_view import group_of, kinds_to_choose, shown_field
from console.formatting import RowNumber, won_of
from console.pagination import Page
from console.rendering import context_of, render
from console.resident_numbers import note_shown, sees_numbers
from domain.document_fields import FieldState, FieldType, field_label
from domain.ocr import TextState
from domain.registration_numbers import has_resident_number
from records.ocr.document_lists import ListFilter
from records.ocr.resident_numbers import with_numbers
from records.ocr.searching.search import FIRST_DOCUMENTS, MOST_RESULTS, FoundField, SearchFilter, search
from records.ocr.searching.search_words import marked
from records.ocr.tables import OcrText

router = APIRouter()
_Context = Annotated[ConsoleContext, Depends(context_of)]
PER_PAGE = 30
DOCUMENTS = "documents"


@dataclass(frozen=True)
class Wanted:
    """What a person typed and chose, as the address has it.

    Args:
        q: the words.
        company: part of the 상호; empty for all.
        since: the first day of registration, ISO 8601; empty for all.
        until: the last day of registration, ISO 8601; empty for all.
        state: a state of texts, or what people decided on fields alike; empty for all.
        kind: a `DocumentKind` or one that a person named; empty for all.
        dated_since, dated_until: dates printed on the documents, ISO 8601.
        least, most: total amounts in won, also with commas.
        only: `DOCUMENTS` for documents alone, all of them; else texts and fields, and the first documents.
        page: the page of the results, from 0.
    """

    q: str = ""
    company: str = ""
    since: str = ""
    until: str = ""
    state: str = ""
    kind: str = ""
    dated_since: str = ""
    dated_until: str = ""
    least: str = ""
    most: str = ""
    only: str = ""
    page: RowNumber = 0

    def filter(self, *, shows_numbers: bool) -> SearchFilter:
        """The same for the records."""
        state = TextState(self.state) if self.state in list(TextState) else None
        of_documents = ListFilter(
            shows_numbers=shows_numbers,
            company=self.company,
            since=self.since,
            until=self.until,
            kind=self.kind,
            dated_since=self.dated_since,
            dated_until=self.dated_until,
            least=won_of(self.least),
            most=won_of(self.most),
        )
        return SearchFilter(of_documents, state)

    @property
    def is_narrowed(self) -> bool:
        """Whether there are conditions besides the words."""
        return any(name not in ("q", "only") for name in self.query())

    def query(self) -> dict[str, str]:
        """The query of this search, without its page."""
        return {name: value for name, value in asdict(self).items() if value and name != "page"}


@router.get("/search")
def results(request: Request, context: _Context, wanted: Annotated[Wanted, Depends()]) -> HTMLResponse:
    start = wanted.page * PER_PAGE
    of_documents = wanted.only == DOCUMENTS
    first_documents = 0 if wanted.page else FIRST_DOCUMENTS
    with context.reading() as session:
        found = search(
            session,
            wanted.q,
            wanted.filter(shows_numbers=sees_numbers(request)),
            start=start,
            size=0 if of_documents else PER_PAGE,
            first_document=start if of_documents else 0,
            documents=PER_PAGE if of_documents else first_documents,
            sees_numbers=sees_numbers(request),
        )
        kinds = kinds_to_choose(session)
    note_shown(request, context, with_numbers(text for text, _ in found.texts))
    results = found.documents if of_documents else [*found.fields, *found.texts]
    has_next = found.has_more_documents if of_documents else found.has_next
    sees_all = sees_numbers(request)
    return render(
        request,
        "search.html",
        wanted=wanted,
        found=found,
        fields=[(one, _crops(one, sees_all=sees_all)) for one in found.fields],
        pagination=Page(results, has_previous=wanted.page > 0, has_next=has_next),
        is_cut=start + PER_PAGE >= MOST_RESULTS and len(results) == PER_PAGE,
        of_documents=of_documents,
        document_query={**wanted.query(), "only": DOCUMENTS},
        text_query={name: value for name, value in wanted.query().items() if name != "only"},
        marked=marked,
        states=list(TextState),
        kinds=kinds,
        state_of=TextState,
        field_label=field_label,
        field_state=FieldState,
        group_of=group_of,
        shown_field=shown_field,
    )


def _crops(found: FoundField, *, sees_all: bool) -> list[OcrText]:
    """The texts of a field whose pictures are shown: resident numbers only to those who may see them."""
    read = [text for text in found.texts if text.is_read]
    if sees_all:
        return read
    if found.field.type == FieldType.RESIDENT_NUMBER:
        return []
    return [text for text in read if not has_resident_number(text.label, beside=text.beside)]
