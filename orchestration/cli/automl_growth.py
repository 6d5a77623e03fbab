"""Commands of `saebyeok automl` for tables that grow: rows added later."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from orchestration.cli.addition_options import addition_options, choices_of
from orchestration.cli.addition_output import print_addition
from orchestration.cli.input_files import InputFile
from orchestration.cli.language import translated
from orchestration.cli.options import sheet_option
from orchestration.cli.output import format_option, local_time, print_json, print_table
from orchestration.cli.session import CliContext, not_taken, to_stderr, wait_option

if TYPE_CHECKING:
    from orchestration.settings import Settings
    from records.growth.tables import TableAddition
    from records.tables import Request


@click.command()
@click.argument("doc")
@click.argument("file", type=InputFile())
@addition_options
@sheet_option
@wait_option
@click.pass_obj
def append(
    settings: Settings,
    doc: str,
    file: Path,
    sheet: str | None,
    wait: bool,
    **chosen: Any,
) -> None:
    """Add the rows of FILE to the table of DOC."""
    from intake.destinations import MoreRows
    from intake.take import Refused

    cli = CliContext(settings)
    choices = choices_of(**chosen)
    to = MoreRows(doc, sheet, choices.to_json())
    taken = cli.intake().take(file, to, by=cli.by, now=cli.now(), keep=True)
    if taken is None or isinstance(taken, Refused):
        raise not_taken(taken, file)
    cli.follow(taken.request_id, wait=wait, on_progress=to_stderr)
    if wait:
        print_addition(cli, taken.id)


@click.command()
@click.argument("addition")
@addition_options
@click.option("--withdraw", is_flag=True, help="Leave the rows out.")
@wait_option
@click.pass_obj
def decide(
    settings: Settings,
    addition: str,
    withdraw: bool,
    wait: bool,
    **chosen: Any,
) -> None:
    """Decide about the differences of added rows that wait: ADDITION is their number."""
    from work_requests import growth_decisions

    cli = CliContext(settings)
    with cli.transaction() as session:
        if withdraw:
            growth_decisions.withdraw(session, addition, by=cli.by, now=cli.now())
            click.echo(translated("{addition}: the rows are left out", addition=addition))
            return
        choices = choices_of(**chosen)
        request = growth_decisions.answer(session, addition, choices=choices, by=cli.by, now=cli.now())
    cli.follow(request.request_id, wait=wait, on_progress=to_stderr)
    if wait:
        print_addition(cli, addition)


@click.command("take-back")
@click.argument("doc")
@click.option("--yes", is_flag=True, help="Take back without asking.")
@wait_option
@click.pass_obj
def take_back(settings: Settings, doc: str, yes: bool, wait: bool) -> None:
    """Take the rows that were added last out of the table of DOC again."""
    from records.growth import additions
    from work_requests import growth_decisions

    cli = CliContext(settings)
    with cli.reading() as session:
        newest = next(reversed(additions.added(session, doc)), None)
    if newest is not None and not yes:
        asked = translated(
            "Take the {rows:,} rows of '{file}' back?", rows=newest.rows, file=newest.file_name
        )
        click.confirm(asked, abort=True)
    with cli.transaction() as session:
        request = growth_decisions.take_back(session, doc, by=cli.by, now=cli.now())
        taken = request.params["taken_back"]
    cli.follow(request.request_id, wait=wait, on_progress=to_stderr)
    if wait:
        print_addition(cli, taken)


@click.command()
@click.argument("doc")
@format_option
@click.pass_obj
def versions(settings: Settings, doc: str, as_format: str) -> None:
    """The versions of a table, and the rows that were added to it."""
    from records import documents
    from records.growth import additions
    from work_requests import request_lists

    cli = CliContext(settings)
    with cli.reading() as session:
        document = documents.get(session, doc)
        found = additions.of_document(session, doc)
        requests = request_lists.by_ids(session, [one.request_id for one in found])
        rows = [_row(one, requests.get(one.request_id)) for one in found]
        read_report = document.read_report
        first = {
            "version": 1,
            "file": document.file_name,
            "sheet": read_report.sheet if read_report else None,
            "sha256": document.source_sha256,
        }
    if as_format == "json":
        print_json({"doc_id": doc, "additions": rows, "uploaded": first})
        return
    print_table(
        [
            {
                translated("Version"): row["version"] or "",
                translated("File"): f"{row['file']} ({row['sheet']})" if row["sheet"] else row["file"],
                translated("Rows"): row["rows"] or "",
                translated("State"): _state_of(settings, row),
                translated("Number"): row["addition_id"],
            }
            for row in rows
        ]
    )


def _state_of(settings: Settings, row: dict[str, Any]) -> str:
    """How far an addition is; of one that was taken back, by whom and when."""
    said, taken = translated(row["status_message"]), row["taken_back"]
    if taken is None:
        return said
    return f"{said} ({taken['by']}, {local_time(settings, datetime.fromisoformat(taken['at']))})"


def _row(addition: TableAddition, request: Request | None) -> dict[str, Any]:
    from records.growth import additions

    status = additions.shown_status(addition, request)
    taken = addition.choices.taken_back
    return {
        "addition_id": addition.addition_id,
        "version": addition.version,
        "file": addition.file_name,
        "sheet": addition.sheet,
        "rows": addition.rows,
        "status": status.value,
        "status_message": status.message,
        "choices": addition.choices.to_json(),
        "taken_back": asdict(taken) if taken else None,
        "sha256": addition.source_sha256,
        "cells_sha256": addition.cells_sha256,
        "differences": addition.differences or [],
        "drift": addition.drift or [],
    }


COMMANDS = (append, decide, take_back, versions)
