"""`saebyeok ocr to-table`: checked documents of one kind become a table that grows."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import click

from orchestration.cli.language import translated
from orchestration.cli.session import CliContext, not_taken, to_stderr, wait_option

if TYPE_CHECKING:
    from orchestration.settings import Settings


@click.command("to-table")
@click.argument("kind")
@click.option("--into", metavar="DOC", help="Table that gets the rows; without it a new one is made.")
@click.option("--lines", is_flag=True, help="A row for each line item instead of each document.")
@wait_option
@click.pass_obj
def to_table(settings: Settings, kind: str, into: str | None, lines: bool, wait: bool) -> None:
    """Send the checked documents of KIND to a table. Documents that it has already are left out."""
    from intake.papers import paper_file
    from intake.take import Refused
    from orchestration.runtime.reading_resources import build_files
    from records.growth.paper_rows import rows_of_papers

    cli = CliContext(settings)
    with cli.reading() as session:
        sheet = rows_of_papers(session, kind, lines=lines, into=into)
    with TemporaryDirectory() as folder:
        file, destination = paper_file(sheet, kind, into, Path(folder))
        intake = build_files(settings).intake(cli.engine)
        taken = intake.take(file, destination, by=cli.by, now=cli.now(), keep=True)
    if taken is None or isinstance(taken, Refused):
        raise not_taken(taken, file)
    cli.follow(taken.request_id, wait=wait, on_progress=to_stderr)
    click.echo(
        translated("{rows:,} rows sent to table {doc_id}", rows=len(sheet.rows), doc_id=into or taken.id)
    )


COMMANDS = (to_table,)
