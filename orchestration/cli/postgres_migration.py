"""`saebyeok migrate-to`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from orchestration.cli.group import REFUSED, Said
from orchestration.cli.language import translated
from orchestration.cli.output import format_option, print_json, print_table
from orchestration.cli.session import to_stderr

if TYPE_CHECKING:
    from orchestration.settings import Settings


@click.command("migrate-to")
@click.argument("url")
@format_option
@click.pass_obj
def migrate_to(settings: Settings, url: str, as_format: str) -> None:
    """Move a SQLite home to PostgreSQL. URL is the database of the records; '-' reads it from standard input."""
    from orchestration.operations.postgres_migration.copying import MoveRefused
    from orchestration.operations.postgres_migration.move import VARIABLE, move_home
    from orchestration.runtime.databases import DatabaseTrouble
    from orchestration.runtime.errors import AlreadyRunning

    if url == "-":
        # A password on a command line can be read by everybody on the machine, and stays in the shell's history.
        url = sys.stdin.readline().strip()
    try:
        outcome = move_home(settings, url, to_stderr)
    except MoveRefused as refusal:
        raise Said(refusal.message, exit_code=REFUSED) from refusal
    except DatabaseTrouble as trouble:
        raise Said(trouble.message) from trouble
    except AlreadyRunning as running:
        raise Said(running.message, exit_code=REFUSED) from running
    if as_format == "json":
        tables = [
            {"database": m.database, "table": m.table, "rows": m.rows, "sha256": m.sha256}
            for m in outcome.tables
        ]
        written = str(outcome.written) if outcome.written else None
        print_json(
            {"tables": tables, "settings_file": written, "set_yourself": None if written else VARIABLE}
        )
    else:
        print_table(
            [
                {
                    translated("Database"): m.database,
                    translated("Tables"): m.table,
                    translated("Rows"): m.rows,
                    translated("Hash"): m.sha256[:12],
                    translated("Check"): translated("equal"),
                }
                for m in outcome.tables
            ]
        )
    if outcome.written:
        to_stderr(
            translated(
                "database_url is now in {written}; the SQLite files are left as they are",
                written=outcome.written,
            )
        )
    else:
        to_stderr(
            translated(
                "the environment variable {variable} goes before the settings file; set it to the new URL "
                "yourself",
                variable=VARIABLE,
            )
        )


COMMANDS = (migrate_to,)
