"""Commands of `saebyeok ocr` that hand over texts as a CSV and take it back corrected."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from domain.ocr import TextAction
from orchestration.cli.input_files import InputFile
from orchestration.cli.language import translated
from orchestration.cli.ocr_output import note_whole_numbers, whole_numbers_option
from orchestration.cli.output_format import format_of
from orchestration.cli.session import CliContext, to_stderr

if TYPE_CHECKING:
    from orchestration.settings import Settings


@click.command("export-texts")
@click.argument("docs", nargs=-1, required=True, metavar="DOC...")
@click.argument("out", type=click.Path(dir_okay=False, path_type=Path))
@whole_numbers_option
@click.pass_obj
def export_texts(settings: Settings, docs: tuple[str, ...], out: Path, whole_numbers: bool) -> None:
    """Export texts of documents as one CSV: id, image, extracted text, score, corrected text, training selection. Edit it and use import-texts."""
    from orchestration.cli.ocr_csv import rows_of, write_csv

    format_of("csv", out, ("csv",), "csv")
    cli = CliContext(settings)
    rows = [row for doc in docs for row in rows_of(cli, cli.store, doc, whole_numbers=whole_numbers)]
    if whole_numbers:
        note_whole_numbers(cli, TextAction.EXPORT_WHOLE, docs)
    write_csv(out, rows)
    click.echo(translated("{out}: {count} texts", out=out, count=len(rows)))


@click.command("import-texts")
@click.argument("file", type=InputFile())
@click.pass_obj
def import_texts(settings: Settings, file: Path) -> None:
    """Import an edited CSV: corrected text and training selection (Y/N). If one row is wrong, nothing is changed."""
    from orchestration.cli.ocr_csv import apply_rows, read_csv

    cli = CliContext(settings)
    done = apply_rows(cli, read_csv(file))
    cli.texts_changed()
    to_stderr(
        translated(
            "{corrected} corrected, {confirmed} confirmed, {selected} selected, {deselected} deselected",
            corrected=done.corrected,
            confirmed=done.confirmed,
            selected=done.selected,
            deselected=done.deselected,
        )
    )


COMMANDS = [export_texts, import_texts]
