"""`saebyeok ocr search`: texts, fields, file names and companies with certain words."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

import click

from domain.document_fields import DocumentKind, FieldState, field_label
from domain.messages import Message, in_context
from domain.ocr import TextState
from domain.registration_numbers import mask_resident_numbers, masked_numbers
from orchestration.cli.group import REFUSED, Said
from orchestration.cli.language import translated
from orchestration.cli.ocr_output import masked_text
from orchestration.cli.options import Labels
from orchestration.cli.output import format_option, print_json, print_table
from orchestration.cli.session import CliContext

if TYPE_CHECKING:
    from orchestration.settings import Settings
    from records.ocr.searching.search import Found

_Day = click.DateTime(["%Y-%m-%d"])


@click.command()
@click.argument("words", nargs=-1, required=True)
@click.option("--company", default="", help="Part of the company.")
@click.option("--since", type=_Day, help="First day of registration.")
@click.option("--until", type=_Day, help="Last day of registration.")
@click.option("--state", type=Labels(TextState), help="State of the text or field.")
@click.option("--kind", type=Labels(DocumentKind), help="Kind of the document.")
@click.option("--dated-since", type=_Day, help="First date printed on the document.")
@click.option("--dated-until", type=_Day, help="Last date printed on the document.")
@click.option("--least", type=int, help="Smallest total amount, in won.")
@click.option("--most", type=int, help="Largest total amount, in won.")
@click.option(
    "--skip",
    type=click.IntRange(0),
    default=0,
    help="Results to pass over (next page): so many documents, and so many texts and fields.",
)
@click.option(
    "--limit", type=click.IntRange(1, 500), default=50, help="Most documents, and most texts and fields."
)
@format_option
@click.pass_obj
def search(
    settings: Settings,
    words: tuple[str, ...],
    company: str,
    since: datetime | None,
    until: datetime | None,
    state: TextState | None,
    kind: DocumentKind | None,
    dated_since: datetime | None,
    dated_until: datetime | None,
    least: int | None,
    most: int | None,
    skip: int,
    limit: int,
    as_format: str,
) -> None:
    """Find texts, fields, file names and companies. Spaces and commas are ignored; one misread letter is tolerated."""
    from records.ocr.document_lists import ListFilter
    from records.ocr.searching import search as records

    of_documents = ListFilter(
        company=company,
        since=_day(since),
        until=_day(until),
        kind=kind or "",
        dated_since=_day(dated_since),
        dated_until=_day(dated_until),
        least=least,
        most=most,
    )
    within = records.SearchFilter(of_documents, state)
    cli = CliContext(settings)
    with cli.reading() as session:
        found = records.search(
            session,
            " ".join(words),
            within,
            start=skip,
            size=limit,
            first_document=skip,
            documents=limit,
            sees_numbers=False,
        )
    if not found.words:
        raise Said(
            Message("give two or more characters to search for, spaces and commas not counted"),
            exit_code=REFUSED,
        )
    if as_format == "json":
        print_json(masked_numbers(_plain(found)))
    else:
        _print(found)
        if _has_more(found):
            click.echo(translated("There is more: go on with --skip {skip}", skip=skip + limit))


def _has_more(found: Found) -> bool:
    return found.has_next or found.has_more_documents


def _plain(found: Found) -> dict[str, Any]:
    """The results as JSON for programs."""
    of_document = ("doc_id", "file_name", "company", "day")
    of_text = ("text_id", "page_no", "text", "corrected", "state", "box")
    of_field = ("field_id", "key", "line_no", "type", "value", "state", "corrected", "page_no", "text_ids")
    return {
        "documents": [_attributes(document, of_document) for document in found.documents],
        "fields": [
            _attributes(one.field, of_field) | _attributes(one.document, of_document) for one in found.fields
        ],
        "texts": [
            masked_text(text, _attributes(text, of_text)) | _attributes(document, of_document)
            for text, document in found.texts
        ],
        "more": _has_more(found),
    }


def _attributes(row: object, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}


def _print(found: Found) -> None:
    """The results as tables for people."""
    file, state, company = translated(in_context("name", "File")), translated("State"), translated("Company")
    if found.documents:
        print_table(
            masked_numbers(
                [
                    {translated("No."): d.doc_id, file: d.file_name, company: d.company}
                    for d in found.documents
                ]
            ),
            title=translated("Documents"),
        )
    if found.fields:
        print_table(
            masked_numbers(
                [
                    {
                        translated("Field"): translated(field_label(one.field.key)),
                        translated("Value"): one.field.value,
                        state: translated(FieldState(one.field.state).message),
                        translated("No."): one.document.doc_id,
                        file: one.document.file_name,
                        company: one.document.company,
                    }
                    for one in found.fields
                ]
            ),
            title=translated("Fields"),
        )
    print_table(
        masked_numbers(
            [
                {
                    translated(in_context("identifier", "No.")): t.text_id,
                    translated("Text"): mask_resident_numbers(t.label, t.beside),
                    state: translated(TextState(t.state).message),
                    file: d.file_name,
                    company: d.company,
                }
                for t, d in found.texts
            ]
        ),
        title=translated("Texts"),
    )


def _day(moment: datetime | None) -> str:
    return f"{moment:%Y-%m-%d}" if moment else ""


COMMANDS = [search]
