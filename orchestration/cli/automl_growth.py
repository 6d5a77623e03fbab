"""Commands of `saebyeok automl` for tables that grow: rows added later."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from domain.messages import Message
from orchestration.cli.column_choices import pair
from orchestration.cli.group import in_language
from orchestration.cli.input_files import InputFile
from orchestration.cli.language import translated
from orchestration.cli.options import sheet_option
from orchestration.cli.output import format_option, print_json, print_table, warning_line
from orchestration.cli.session import CliContext, not_taken, to_stderr, wait_option

if TYPE_CHECKING:
    from domain.table_additions import AdditionChoices
    from orchestration.settings import Settings
    from records.growth.tables import TableAddition

rename_option = click.option(
    "--rename",
    "renamed",
    multiple=True,
    metavar="COLUMN=HEADER",
    help="Which header of the file is a column of the table.",
)
accept_option = click.option(
    "--accept",
    "accepted",
    multiple=True,
    metavar="KEY",
    help="A difference to take as it is, by the key that is printed with it.",
)
only_new_option = click.option(
    "--only-new", is_flag=True, help="Add only rows that the table does not have yet."
)


@click.command()
@click.argument("doc")
@click.argument("file", type=InputFile())
@rename_option
@accept_option
@only_new_option
@sheet_option
@wait_option
@click.pass_obj
def append(
    settings: Settings,
    doc: str,
    file: Path,
    renamed: tuple[str, ...],
    accepted: tuple[str, ...],
    only_new: bool,
    sheet: str | None,
    wait: bool,
) -> None:
    """Add the rows of FILE to the table of DOC."""
    from intake.destinations import MoreRows
    from intake.take import Refused
    from orchestration.runtime.reading_resources import build_files

    cli = CliContext(settings)
    to = MoreRows(doc, sheet, _choices(renamed, accepted, only_new).to_json())
    taken = build_files(settings).intake(cli.engine).take(file, to, by=cli.by, now=cli.now(), keep=True)
    if taken is None or isinstance(taken, Refused):
        raise not_taken(taken, file)
    cli.follow(taken.request_id, wait=wait, on_progress=to_stderr)
    if wait:
        _print_addition(cli, taken.id)


@click.command()
@click.argument("addition")
@rename_option
@accept_option
@only_new_option
@click.option("--withdraw", is_flag=True, help="Leave the rows out.")
@wait_option
@click.pass_obj
def decide(
    settings: Settings,
    addition: str,
    renamed: tuple[str, ...],
    accepted: tuple[str, ...],
    only_new: bool,
    withdraw: bool,
    wait: bool,
) -> None:
    """Decide about the differences of added rows that wait: ADDITION is their number."""
    from work_requests import growth_decisions

    cli = CliContext(settings)
    with cli.transaction() as session:
        if withdraw:
            growth_decisions.withdraw(session, addition, by=cli.by, now=cli.now())
            return
        choices = _choices(renamed, accepted, only_new)
        request = growth_decisions.answer(session, addition, choices=choices, by=cli.by, now=cli.now())
    cli.follow(request.request_id, wait=wait, on_progress=to_stderr)
    if wait:
        _print_addition(cli, addition)


@click.command()
@click.argument("doc")
@format_option
@click.pass_obj
def versions(settings: Settings, doc: str, as_format: str) -> None:
    """The versions of a table, and the rows that were added to it."""
    from records import documents
    from records.growth import additions

    cli = CliContext(settings)
    with cli.reading() as session:
        document = documents.get(session, doc)
        rows = [_row(one) for one in additions.of_document(session, doc)]
        first = {"version": 1, "file": document.file_name, "sha256": document.source_sha256}
    if as_format == "json":
        print_json({"doc_id": doc, "additions": rows, "uploaded": first})
        return
    print_table(
        [
            {
                translated("Version"): row["version"] or "",
                translated("File"): row["file"],
                translated("Rows"): row["rows"] or "",
                translated("State"): translated(row["status_message"]),
                translated("Number"): row["addition_id"],
            }
            for row in rows
        ]
    )


def _choices(renamed: tuple[str, ...], accepted: tuple[str, ...], only_new: bool) -> AdditionChoices:
    from domain.table_additions import AdditionChoices

    return AdditionChoices(dict(map(pair, renamed)), accepted, only_new)


def _print_addition(cli: CliContext, addition_id: str) -> None:
    from domain.table_additions import AdditionStatus
    from records.growth import additions

    with cli.reading() as session:
        addition = additions.get(session, addition_id)
    for difference in additions.differences_of(addition):
        line = in_language(cli.settings, difference)
        click.echo(f"[{difference.key}] {line}" if difference.asks else line)
    for drift in addition.drift or []:
        click.echo(warning_line(in_language(cli.settings, drift)), err=True)
    if addition.status == AdditionStatus.ASKS:
        asked = Message(
            "Nothing was added yet. Decide: saebyeok automl decide {number} --accept KEY, --rename COLUMN=HEADER, --only-new "
            "or --withdraw",
            number=addition_id,
        )
        click.echo(translated(asked))
    elif addition.status == AdditionStatus.ADDED:
        click.echo(
            translated(
                "{rows:,} rows added; the table is version {version}",
                rows=addition.rows,
                version=addition.version,
            )
        )


def _row(addition: TableAddition) -> dict[str, Any]:
    from domain.table_additions import AdditionStatus

    status = AdditionStatus(addition.status)
    return {
        "addition_id": addition.addition_id,
        "version": addition.version,
        "file": addition.file_name,
        "rows": addition.rows,
        "status": status.value,
        "status_message": status.message,
        "sha256": addition.source_sha256,
        "cells_sha256": addition.cells_sha256,
        "differences": addition.differences or [],
        "drift": addition.drift or [],
    }


COMMANDS = (append, decide, versions)
