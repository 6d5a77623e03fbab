"""`saebyeok ocr train-text …`: the texts synthetic training images are made of."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from domain.messages import in_context
from domain.registration_numbers import mask_resident_numbers
from orchestration.cli.group import FriendlyGroup
from orchestration.cli.input_files import InputFile, read_whole
from orchestration.cli.language import translated
from orchestration.cli.options import DashedTexts
from orchestration.cli.output import format_option, local_time, print_json, print_table
from orchestration.cli.session import CliContext

if TYPE_CHECKING:
    from orchestration.settings import Settings


@click.group("train-text", cls=FriendlyGroup)
def train_text() -> None:
    """The texts that synthetic training images are made of (TB_OCR_TRAIN_TEXT)."""


@train_text.command("add", cls=DashedTexts)
@click.argument("words", nargs=-1, required=True)
@click.pass_obj
def add_texts(settings: Settings, words: tuple[str, ...]) -> None:
    """Add texts."""
    _add(CliContext(settings), list(words))


@train_text.command("import")
@click.argument("file", type=InputFile())
@click.pass_obj
def import_texts(settings: Settings, file: Path) -> None:
    """Import a file of texts: one a line, UTF-8 or CP949."""
    from records.ocr.learning import train_texts

    _add(CliContext(settings), train_texts.lines_of(read_whole(file), file.name))


@train_text.command("list")
@format_option
@click.pass_obj
def list_texts(settings: Settings, as_format: str) -> None:
    """List the texts in use."""
    from records.ocr.learning import train_texts

    with CliContext(settings).reading() as session:
        rows = train_texts.active(session)
    if as_format == "json":
        print_json(
            [
                {
                    "id": r.train_text_id,
                    "text": mask_resident_numbers(r.text),
                    "registered_at": r.registered_at,
                }
                for r in rows
            ]
        )
        return
    print_table(
        [
            {
                translated(in_context("identifier", "No.")): r.train_text_id,
                translated("Text"): mask_resident_numbers(r.text),
                translated("Registered"): local_time(settings, r.registered_at),
            }
            for r in rows
        ],
        title=f"Total : {len(rows)}",
    )


@train_text.command("delete")
@click.argument("numbers", nargs=-1, required=True, type=click.IntRange(1, 2**63 - 1))
@click.pass_obj
def delete_texts(settings: Settings, numbers: tuple[int, ...]) -> None:
    """Delete texts (DEL_YN)."""
    from records.ocr.learning import train_texts

    with CliContext(settings).transaction() as session:
        for number in numbers:
            train_texts.delete(session, number)
    click.echo(translated("{count} deleted", count=len(numbers)))


def _add(cli: CliContext, lines: list[str]) -> None:
    from records.ocr.learning import train_texts

    with cli.transaction() as session:
        added, left_out = train_texts.add(session, lines, by=cli.by, now=cli.now())
    click.echo(
        translated("{count} added, {left_out} empty or there already", count=len(added), left_out=left_out)
    )


COMMANDS = [train_text]
