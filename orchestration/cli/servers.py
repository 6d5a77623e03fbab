"""`saebyeok up`, `demo`, `env` and `doctor`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from domain.messages import Message, in_context
from orchestration.cli.group import Said
from orchestration.cli.language import translated
from orchestration.cli.options import take_over_option
from orchestration.cli.session import to_stderr
from orchestration.settings import make_folder

if TYPE_CHECKING:
    from orchestration.settings import Settings


@click.command()
@take_over_option
@click.pass_obj
def up(settings: Settings, take_over: bool) -> None:
    """Start Dagster, its daemon and MLflow, and run until Ctrl-C."""
    from orchestration.runtime.errors import AlreadyRunning
    from orchestration.runtime.up import UpError, run_up

    make_folder(settings.home)
    try:
        run_up(settings, lambda line: click.echo(translated(line)), take_over=take_over)
    except (AlreadyRunning, UpError) as error:
        raise Said(error.message) from error


@click.command()
@click.option(
    "--into", type=click.Path(path_type=Path), default=Path(".saebyeok-demo"), help="Folder of the new home."
)
@click.option("--half", type=click.Choice(["automl", "ocr"]), help="Show only one half.")
@click.option("--keep-running", is_flag=True, help="Keep the servers running afterwards.")
def demo(into: Path, half: Literal["automl", "ocr"] | None, keep_running: bool) -> None:
    """Demonstrate the whole process with sample files: from a table to a confirmed model, from pages to a trained network."""
    from orchestration.demo.run import run_demo
    from orchestration.demo.shell import DemoError

    make_folder(into)
    try:
        run_demo(
            into,
            half=half,
            keep_running=keep_running,
            on_progress=lambda line: click.echo(translated(line)),
        )
    except DemoError as error:
        raise Said(error.message) from error


@click.command()
@click.pass_obj
def env(settings: Settings) -> None:
    """Print the environment variables that dagster dev needs."""
    import shlex

    from orchestration.runtime.home import dagster_environment

    if not (settings.dagster_home / "dagster.yaml").exists():
        raise Said(Message("there is no home at {home}; run 'saebyeok up' first", home=settings.home))
    for name, value in dagster_environment(settings).items():
        click.echo(f"export {name}={shlex.quote(value)}")


@click.command()
@click.option("--format", "as_format", type=click.Choice(["table", "json"]), default="table")
@click.option("--create", is_flag=True, help="First create the databases that PostgreSQL lacks.")
@click.pass_obj
def doctor(settings: Settings, as_format: str, create: bool) -> None:
    """Check the installation and the home, and say how to repair them. Exit code 1 if there is a problem."""
    from orchestration.cli.output import print_json, print_table
    from orchestration.operations.doctor import examine

    if create:
        _create_databases(settings)
    findings = examine(settings)
    rows = [
        {
            translated(in_context("doctor", "Check")): f.check,
            translated("State"): translated("ok") if f.ok else translated("problem"),
            translated("Detail"): f.detail,
            translated("Remedy"): f.remedy_in(settings.language),
        }
        for f in findings
    ]
    if as_format == "json":
        print_json([finding.to_dict() for finding in findings])
    else:
        print_table(rows)
    if not all(f.ok for f in findings):
        raise SystemExit(1)


def _create_databases(settings: Settings) -> None:
    """Make the missing databases, saying which on stderr."""
    if not settings.on_postgresql:
        to_stderr(translated("database_url is not of PostgreSQL; there is no database to make"))
        return
    from orchestration.runtime.databases import DatabaseTrouble, create_missing

    try:
        made = create_missing(settings.effective_database_url)
    except DatabaseTrouble as trouble:
        raise Said(trouble.message) from trouble
    listed = ", ".join(made)
    to_stderr(
        translated("databases made: {listed}", listed=listed)
        if made
        else translated("all databases are there")
    )


COMMANDS = (up, demo, env, doctor)
