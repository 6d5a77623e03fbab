"""Documents of one kind with a column for each field, and their files: one of many documents."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Form, Query, Request
from starlette.responses import HTMLResponse, Response

from console.context import ConsoleContext
from console.field_view import group_of, kinds_to_choose, shown_field, wrong_lines
from console.formatting import won_of
from console.pages.exports import MEDIA_TYPES, attachment
from console.pagination import paginate
from console.rendering import context_of, language_of, render, user_of
from console.resident_numbers import sees_numbers
from domain.document_fields import DocumentKind, FieldState, field_label
from domain.messages import Message
from intake.papers import paper_file
from intake.take import Taken
from records.errors import DecisionRefused
from records.growth.paper_rows import kind_of, rows_of_papers, tables_of_papers, unchecked_papers
from records.ocr import document_lists, documents
from records.ocr.document_fields import fields
from records.ocr.document_fields.field_sheets import plain_of_document, sheets_of_documents
from records.ocr.document_fields.field_tables import OcrField
from records.ocr.document_lists import ListFilter

router = APIRouter()
_Context = Annotated[ConsoleContext, Depends(context_of)]
_By = Annotated[str, Depends(user_of)]
PER_PAGE = 50
MOST_IN_A_FILE = 5_000
"""Documents of one file."""


@dataclass(frozen=True)
class Wanted:
    """What a person chose to see, as the address has it.

    Args:
        kind: a `DocumentKind`, or one that a person named.
        company: part of the 상호.
        dated_since, dated_until: dates printed on the documents, ISO 8601.
        least, most: total amounts in won, also with commas.
        state: a `FieldState` that a field of the document has.
        before: the last document of the page before.
        after: the first document of the page behind.
    """

    kind: str = DocumentKind.STATEMENT
    company: str = ""
    dated_since: str = ""
    dated_until: str = ""
    least: str = ""
    most: str = ""
    state: str = ""
    before: str = ""
    after: str = ""

    def filter(self, *, shows_numbers: bool) -> ListFilter:
        """The same for the records."""
        return ListFilter(
            shows_numbers=shows_numbers,
            company=self.company,
            kind=self.kind,
            dated_since=self.dated_since,
            dated_until=self.dated_until,
            least=won_of(self.least),
            most=won_of(self.most),
            field_state=FieldState(self.state) if self.state in set(FieldState) else None,
        )

    def query(self) -> dict[str, str]:
        """The query of this list, without its place in it."""
        return {
            name: value for name, value in asdict(self).items() if value and name not in ("before", "after")
        }


@router.get("/ocr/fields")
def list_fields(request: Request, context: _Context, wanted: Annotated[Wanted, Depends()]) -> HTMLResponse:
    with context.reading() as session:
        total = 0

        def ask(behind: str | None, ahead_of: str | None, limit: int) -> list[documents.OcrDocument]:
            nonlocal total
            found, total = document_lists.page_of_list(
                session,
                wanted.filter(shows_numbers=sees_numbers(request)),
                before=behind,
                after=ahead_of,
                limit=limit,
            )
            return list(found)

        pagination = paginate(ask, behind=wanted.before, ahead_of=wanted.after, size=PER_PAGE)
        of_rows = fields.of_documents(session, [row.doc_id for row in pagination.rows])
        tables = tables_of_papers(session)
        waiting = unchecked_papers(session, wanted.kind)
        kinds = [one for one in kinds_to_choose(session) if one[0] != DocumentKind.OTHER]
    rows = [
        (row, {one.key: one for one in of_rows[row.doc_id] if one.line_no == 0}) for row in pagination.rows
    ]
    wrong = {doc_id: len(wrong_lines(values)) for doc_id, values in of_rows.items()}
    return render(
        request,
        "field_list.html",
        rows=rows,
        wrong=wrong,
        keys=_columns(values for _, values in rows),
        total=total,
        wanted=wanted,
        pagination=pagination,
        kinds=kinds,
        tables=tables,
        waiting=waiting,
        states=list(FieldState),
        most_in_a_file=MOST_IN_A_FILE,
        field_label=field_label,
        shown_field=shown_field,
        group_of=group_of,
    )


@router.post("/ocr/fields/table")
def send_to_table(
    context: _Context,
    by: _By,
    kind: Annotated[str, Form(max_length=80)],
    into: Annotated[str, Form(max_length=15)] = "",
    rows: Annotated[Literal["documents", "items"], Form()] = "documents",
    unchecked: Annotated[bool, Form()] = False,
) -> Response:
    """[표로 보내기]: checked documents of the kind become rows of a table, of a new one without `into`."""
    with context.reading() as session:
        kind = kind_of(session, kind)
        found = rows_of_papers(session, kind, lines=rows == "items", into=into or None, unchecked=unchecked)
    context.uploads.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=context.uploads) as folder:
        file, destination = paper_file(found.sheet, kind, into or None, Path(folder))
        taken = context.intake.take(file, destination, by=by, now=context.now())
    if not isinstance(taken, Taken):
        raise DecisionRefused(taken.message if taken else Message("the rows were not taken; try again"))
    said = f"?changed={found.changed}" if found.changed else ""
    where = f"/automl/{into}/renew{said}" if into else f"/automl/{taken.id}"
    return Response(status_code=204, headers={"HX-Redirect": where})


def _columns(rows: Iterable[Mapping[str, OcrField]]) -> list[str]:
    """The fields that every document of the kind has, or one of the rows, in the order of the kind."""
    found = {key: one.order_no for values in rows for key, one in values.items() if one.required or one.value}
    return sorted(found, key=found.__getitem__)


@router.get("/ocr/fields/export")
def export(
    request: Request,
    context: _Context,
    wanted: Annotated[Wanted, Depends()],
    form: Literal["xlsx", "csv", "json"] = "xlsx",
    sheet: Annotated[Literal["documents", "items"], Query()] = "documents",
) -> Response:
    """One file of the documents of the list: a workbook with their line items, a CSV of either, or JSON."""
    with context.reading() as session:
        found, _ = document_lists.page_of_list(
            session, wanted.filter(shows_numbers=sees_numbers(request)), limit=MOST_IN_A_FILE
        )
        of_rows = fields.of_documents(session, [row.doc_id for row in found])
    pairs = [(row, of_rows[row.doc_id]) for row in found]
    if form == "json":
        plain = [plain_of_document(document, of_document) for document, of_document in pairs]
        data = json.dumps(plain, ensure_ascii=False, indent=1).encode()
    else:
        sheets = sheets_of_documents(pairs, language_of(request), with_states=True)
        chosen = sheets if form == "xlsx" else sheets[sheet == "items" :][:1]
        data = context.write_sheets(chosen, form)
    day = f"{context.now():%Y%m%d}"
    disposition = attachment(f"{wanted.kind}_{day}.{form}", f"documents_{day}.{form}")
    headers = {"Content-Disposition": disposition}
    return Response(data, media_type=MEDIA_TYPES[form], headers=headers)
