"""`saebyeok ocr fields`: kind and fields of a document, or of a file without servers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import click

from domain.document_fields import FieldState, field_label, kind_label
from domain.messages import Message
from domain.reading_limits import FieldLimit
from orchestration.cli.fields_without_servers import fields_of_file, learnt_layouts, print_limits
from orchestration.cli.group import Said, in_language
from orchestration.cli.input_files import InputFile
from orchestration.cli.language import translated
from orchestration.cli.output import print_table, sheets_format_option, sheets_out_option
from orchestration.cli.reading_without_servers import NETWORK, page_reader, read_pages_of, with_tables
from orchestration.cli.session import CliContext
from orchestration.cli.workbook_output import check_out, write_json, write_sheets

if TYPE_CHECKING:
    from orchestration.settings import Settings
    from records.ocr.document_fields.field_doubts import FieldValue

_DOCUMENT = re.compile(r"\d{15}")


@click.command()
@click.argument("source", metavar="DOC|FILE")
@NETWORK
@sheets_format_option
@sheets_out_option
@click.pass_context
def fields(
    context: click.Context, source: str, network: Path | None, as_format: str | None, out: Path | None
) -> None:
    """Print the kind of a document, its fields, and what proves or contradicts them. A file is read without servers."""
    settings: Settings = context.obj
    as_format = check_out(as_format, out)
    if _DOCUMENT.fullmatch(source) and not Path(source).exists():
        kind, found, whole = _of_document(settings, source)
    else:
        file = InputFile().convert(source, None, context)
        kind, found, whole = _of_file(settings, file, network)
    if as_format == "json":
        write_json(whole, out)
    elif as_format == "xlsx":
        from records.ocr.document_fields.field_sheets import sheets_of_document

        sheets = sheets_of_document(kind, found, settings.language)
        if not sheets:
            raise Said(Message("the document is of no kind that has fields"), exit_code=1)
        write_sheets(sheets, out)
    else:
        _print(settings, kind, found)


def _of_document(settings: Settings, doc_id: str) -> tuple[str | None, Sequence[FieldValue], dict[str, Any]]:
    from records.ocr import documents
    from records.ocr.document_fields import fields
    from records.ocr.document_fields.field_sheets import plain_of_document

    cli = CliContext(settings)
    with cli.reading() as session:
        document = documents.get(session, doc_id)
    if (
        document.fields_stale or document.fields_at is None
    ):  # a moment after a change, or no server reads them
        _read_again(settings, doc_id, cli.now())
    with cli.reading() as session:
        document = documents.get(session, doc_id)
        found = fields.of_document(session, doc_id)
    print_limits([FieldLimit(one) for one in document.fields_limits or ()])
    return document.kind, found, plain_of_document(document, found)


def _read_again(settings: Settings, doc_id: str, now: datetime) -> None:
    from assets.ocr.document_fields import find_document_kind, read_document_fields
    from orchestration.runtime.reading_resources import build_files
    from resources.database import Database

    database = Database(url=settings.effective_database_url)
    find_document_kind(database, doc_id)
    read_document_fields(database, build_files(settings), doc_id, now)


def _of_file(
    settings: Settings, file: Path, network: Path | None
) -> tuple[str | None, Sequence[FieldValue], dict[str, Any]]:
    reader = page_reader(settings, network)
    with TemporaryDirectory() as folder:
        document = with_tables(settings, read_pages_of(settings, reader, file, file.name, Path(folder)))
    found = fields_of_file(settings, document, learnt_layouts(settings))
    return found.kind, found.rows, found.plain


def _print(settings: Settings, kind: str | None, found: Sequence[FieldValue]) -> None:
    """A table for people: field, value, state, why, and the value that is offered instead; then the line items."""
    from records.ocr.document_fields.field_doubts import state_label
    from records.ocr.document_fields.field_sheets import cell_of, sheets_of_document

    of_document = [one for one in found if one.line_no == 0]
    print_table(
        [
            {
                translated("Field"): in_language(settings, field_label(one.key)),
                translated("Value"): _shown(cell_of(one)),
                translated("State"): state_label(one, settings.language),
                translated("Why"): "" if one.reason is None else in_language(settings, one.reason),
                translated("Offered instead"): one.repair or "",
            }
            for one in of_document
            if one.state != FieldState.UNREAD
        ],
        title=in_language(settings, kind_label(kind)),
    )
    for sheet in sheets_of_document(kind, found, settings.language)[1:]:
        rows = [dict(zip(sheet.headings, map(_shown, row), strict=True)) for row in sheet.rows]
        print_table(rows, title=sheet.name)
    for one in of_document:
        if one.state == FieldState.UNREAD and one.required:
            click.echo(translated("Not found: {field}", field=field_label(one.key)), err=True)


def _shown(value: object) -> str:
    return f"{value:,}" if isinstance(value, int | float) else "" if value is None else str(value)


COMMANDS = [fields]
