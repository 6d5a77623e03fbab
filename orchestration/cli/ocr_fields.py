"""What `saebyeok ocr fields` finds in a document that was read, and how it is shown."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import click

from domain.messages import Joined, Message
from ocr_lib.exports import ExportDocument
from ocr_lib.fields import CharacterReading, DocumentFields, FieldState, PageText, read_fields
from ocr_lib.fields.names import field_name, kind_name
from orchestration.cli.group import in_language
from orchestration.cli.language import translated
from orchestration.cli.output import print_table

if TYPE_CHECKING:
    from orchestration.settings import Settings

_STATES = {
    FieldState.PROVEN: Message("proven"),
    FieldState.CONSISTENT: Message("consistent"),
    FieldState.UNCHECKED: Message("unchecked"),
    FieldState.CONTRADICTED: Message("contradicted"),
}


def fields_of(document: ExportDocument) -> DocumentFields:
    """The kind and fields of a document that was read."""
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


def print_fields(settings: Settings, found: DocumentFields) -> None:
    """A table for people: field, value, state, why, and the value that is offered instead."""
    rows = [
        {
            translated("Field"): in_language(settings, field_name(field.key)),
            translated("Value"): f"{field.value:,}"
            if isinstance(field.value, int)
            else field.value or field.text,
            translated("State"): in_language(settings, _STATES[field.state]),
            translated("Why"): in_language(settings, Joined([one.message for one in field.reasons], " ")),
            translated("Offered instead"): "" if field.repair is None else str(field.repair.value),
        }
        for field in found.fields
    ]
    print_table(rows, title=in_language(settings, kind_name(found.kind.kind)))
    for key in found.missing:
        click.echo(translated("Not found: {field}", field=field_name(key)), err=True)
