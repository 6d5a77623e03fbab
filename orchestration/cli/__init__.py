"""The command line `saebyeok`: people's hands until they open the console, and the contract for scripts.

Exit codes: 0 done, 1 failed, 2 refused or used wrongly. Commands only take words, call the layer that
does the work, and print; heavy imports stay inside the commands.
"""

from __future__ import annotations

import os
from pathlib import Path

import click

from orchestration.cli.group import FriendlyGroup
from orchestration.settings import load_settings

_MODULES = ("automl", "ocr", "servers", "roles", "workers", "backups", "postgres_migration", "users")


@click.group(cls=FriendlyGroup, modules=_MODULES, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="saebyeok", prog_name="saebyeok", help="Print the version.")
@click.option(
    "--home",
    type=click.Path(path_type=Path),
    help="Home folder (default: SAEBYEOK_HOME, the nearest .saebyeok, ./.saebyeok).",
)
@click.pass_context
def main(context: click.Context, home: Path | None) -> None:
    """Saebyeok: tables dropped into a folder become confirmed models, and scanned pages become checked texts."""
    # Before any library with OpenMP is imported, and for each process that is started from here: threads that wait for each other by
    # computing keep the cores from whatever else runs (benchmarks.waiting_threads).
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    context.obj = load_settings(home)
