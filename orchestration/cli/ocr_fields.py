"""`saebyeok ocr fields`: kind and fields of a document, or of a file without servers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import click

from domain.document_fields import FieldState, field_label, kind_label
from domain.messages import Message
from domain.reading_limits import FieldLimit
from domain.refusal import Refusal
from orchestration.cli.group import Said, in_language
from orchestration.cli.input_files import InputFile
from orchestration.cli.language import translated
from orchestration.cli.output import print_table, sheets_format_option, sheets_out_option
from orchestration.cli.reading_without_servers import NETWORK, page_reader, read_pages_of, with_tables
from orchestration.cli.session import CliContext, to_stderr
from orchestration.cli.workbook_output import check_out, write_json, write_sheets

if TYPE_CHECKING:
    from assets.ocr.layout_reading import AppliedLayout
    from ocr_lib.exports import ExportDocument
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
    _print_limits([FieldLimit(one) for one in document.fields_limits or ()])
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
    from assets.ocr.field_rows import DocumentTexts, rows_of
    from assets.ocr.layout_reading import layout_by_texts, own_rows, read_texts
    from ocr_lib.fields import TypedValues
    from resources.limits import field_limits

    reader = page_reader(settings, network)
    with TemporaryDirectory() as folder:
        document = with_tables(settings, read_pages_of(settings, reader, file, file.name, Path(folder)))
    texts, today = _texts(document), date.today()
    layout = layout_by_texts(_learnt_layouts(settings), texts)
    learnt = read_texts(
        texts,
        None,
        layout,
        today=today,
        tables=_tables(document),
        companies=None,
        limits=field_limits(settings),
    )
    read = learnt.document
    _print_limits(read.limits_reached)
    numbers = [str(number) for number in range(len(texts))]
    placed = DocumentTexts(texts, numbers, [text.page + 1 for text in texts], [text.text for text in texts])
    more = () if layout is None else layout.specs
    rows = rows_of(read, read, placed, TypedValues(), more=more)
    if layout is not None:
        rows += own_rows(layout, learnt, placed, (), today)
    kind = layout.kind if layout is not None and layout.is_own else read.kind.kind.value
    named = {"kind": kind, "kind_name": kind_label(kind).sentences}
    return kind, rows, {"file": document.name, **learnt.to_json(), **named}


def _learnt_layouts(settings: Settings) -> Mapping[int, AppliedLayout]:
    """The layouts in use of the home; none without a home, or where its database can't be read, which is said."""
    from assets.ocr.layout_reading import used_layouts

    database = settings.home / "saebyeok.db"
    if not settings.home.is_dir() or not (settings.database_url or database.exists()):
        return {}
    try:
        with CliContext(settings).reading() as session:
            return used_layouts(session)
    except Refusal as refusal:
        why = Message("learnt layouts are not used: {why}", why=refusal.message)
        to_stderr(translated(why))
        return {}


def _texts(document: ExportDocument) -> list[Any]:
    from ocr_lib.fields import CharacterReading, PageText

    return [
        PageText(
            line.text,
            line.quad,
            line.score,
            number,
            tuple(CharacterReading(text, probability) for text, probability in line.characters),
        )
        for number, page in enumerate(document.pages)
        for line in page.lines
    ]


def _tables(document: ExportDocument) -> list[list[Any]]:
    """The cells of the tables of all pages, with numbers of the document's texts."""
    from ocr_lib.fields import ItemCell
    from ocr_lib.tables.cell_texts import text_of_parts

    found, before = [], 0
    for page in document.pages:
        for table in page.tables.tables if page.tables is not None else ():
            cells = [
                ItemCell(
                    cell.row,
                    cell.column,
                    text_of_parts(page.lines, cell.texts),
                    tuple(before + part.text for part in cell.texts),
                )
                for cell in table.cells
            ]
            found.append(cells)
        before += len(page.lines)
    return found


def _print_limits(limits: Iterable[FieldLimit]) -> None:
    """What was left out, on standard error."""
    for limit in limits:
        to_stderr(translated(limit.message))


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
