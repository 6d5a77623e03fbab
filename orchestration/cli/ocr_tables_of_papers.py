"""`saebyeok ocr to-table`: checked documents of one kind become a table that grows."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import click

from domain.messages import Message
from domain.requests import RequestStatus
from orchestration.cli.addition_output import print_addition
from orchestration.cli.group import REFUSED, Said
from orchestration.cli.language import translated
from orchestration.cli.session import CliContext, not_taken, to_stderr, wait_option

if TYPE_CHECKING:
    from orchestration.settings import Settings


@click.command("to-table")
@click.argument("kind")
@click.option("--into", metavar="DOC", help="Table that gets the rows; without it a new one is made.")
@click.option("--lines", is_flag=True, help="A row for each line item instead of each document.")
@click.option(
    "--unchecked",
    is_flag=True,
    help="Send unchecked documents, too; a column names their values that are neither confirmed nor proven.",
)
@wait_option
@click.pass_obj
def to_table(
    settings: Settings, kind: str, into: str | None, lines: bool, unchecked: bool, wait: bool
) -> None:
    """Send the checked documents of KIND to a table. Documents that it has already are left out.

    KIND is one of {kinds}, or a kind that people named.
    """
    from intake.papers import paper_file
    from intake.take import Refused
    from records.growth.paper_rows import (
        NoneChecked,
        kind_of,
        rows_of_papers,
        said_of_changed,
    )

    cli = CliContext(settings)
    with cli.reading() as session:
        kind = kind_of(session, kind)
        try:
            found = rows_of_papers(session, kind, lines=lines, into=into, unchecked=unchecked)
        except NoneChecked as refused:
            if refused.changed:
                click.echo(translated(said_of_changed(refused.changed)), err=True)
            raise Said(
                Message(
                    "no new document of this kind is checked, and {waiting:,} wait for that. Check them, or send them as they are "
                    "with --unchecked.",
                    waiting=refused.waiting,
                ),
                exit_code=REFUSED,
            ) from refused
    with TemporaryDirectory() as folder:
        file, destination = paper_file(found.sheet, kind, into, Path(folder))
        taken = cli.intake().take(file, destination, by=cli.by, now=cli.now(), keep=True)
    if taken is None or isinstance(taken, Refused):
        raise not_taken(taken, file)
    request = cli.follow(taken.request_id, wait=wait, on_progress=to_stderr)
    if into is not None and RequestStatus(request.status).is_final:
        print_addition(cli, taken.id)
    else:
        click.echo(
            translated(
                "{rows:,} rows sent to table {doc_id}", rows=len(found.sheet.rows), doc_id=into or taken.id
            )
        )
    if found.waiting:
        click.echo(
            translated(
                "{waiting:,} documents of this kind are left out: they wait for checking. Check them and send again, or send them "
                "as they are with --unchecked.",
                waiting=found.waiting,
            ),
            err=True,
        )
    if found.changed:
        click.echo(translated(said_of_changed(found.changed)), err=True)


COMMANDS = (to_table,)
