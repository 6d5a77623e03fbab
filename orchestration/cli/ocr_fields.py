"""`saebyeok ocr fields`: kind and fields of one file, without servers."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import click

from domain.messages import Joined
from orchestration.cli.group import in_language
from orchestration.cli.input_files import InputFile
from orchestration.cli.language import translated
from orchestration.cli.output import format_option, print_json, print_table
from orchestration.cli.reading_without_servers import NETWORK, page_reader, read_pages_of

if TYPE_CHECKING:
    from ocr_lib.exports import ExportDocument
    from ocr_lib.fields import DocumentFields
    from orchestration.settings import Settings


@click.command()
@click.argument("file", type=InputFile())
@NETWORK
@format_option
@click.pass_obj
def fields(settings: Settings, file: Path, network: Path | None, as_format: str) -> None:
    """Read one document and print its kind, its fields and what proves or contradicts them."""
    reader = page_reader(settings, network)
    with TemporaryDirectory() as folder:
        document = read_pages_of(settings, reader, file, file.name, Path(folder))
    found = _fields_of(document)
    if as_format == "json":
        print_json({"file": document.name, **found.to_json()})
    else:
        _print_fields(settings, found)


def _fields_of(document: ExportDocument) -> DocumentFields:
    from ocr_lib.fields import CharacterReading, PageText, read_fields

    texts = [
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
    return read_fields(texts, today=date.today())


def _print_fields(settings: Settings, found: DocumentFields) -> None:
    """A table for people: field, value, state, why, and the value that is offered instead."""
    rows = [
        {
            translated("Field"): in_language(settings, field.key.message),
            translated("Value"): f"{field.value:,}"
            if isinstance(field.value, int)
            else field.value or field.text,
            translated("State"): in_language(settings, field.state.message),
            translated("Why"): in_language(settings, Joined([one.message for one in field.reasons], " ")),
            translated("Offered instead"): "" if field.repair is None else str(field.repair.value),
        }
        for field in found.fields
    ]
    print_table(rows, title=in_language(settings, found.kind.kind.message))
    for key in found.missing:
        click.echo(translated("Not found: {field}", field=key.message), err=True)


COMMANDS = [fields]
