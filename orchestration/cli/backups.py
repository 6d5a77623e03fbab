"""`saebyeok backup`, `restore`, `upgrade` and `purge`: what keeps a home safe and small."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import click

from domain.messages import Message, in_context
from orchestration.cli.group import FAILED, REFUSED, Said
from orchestration.cli.language import translated
from orchestration.cli.output import format_option, local_time, print_json, print_table
from orchestration.cli.session import CliContext, to_stderr

if TYPE_CHECKING:
    from orchestration.operations.backup.making import Backup
    from orchestration.settings import Settings

SHOWN = 5


@click.command()
@click.argument("into", metavar="DIR", type=click.Path(file_okay=False, path_type=Path))
@format_option
@click.pass_obj
def backup(settings: Settings, into: Path, as_format: str) -> None:
    """Back up the whole home, running or not, into a new folder below DIR."""
    made = _back_up(settings, into)
    manifest = made.manifest
    if as_format == "json":
        print_json(
            {
                "folder": str(made.folder),
                "files": len(manifest.files),
                "bytes": manifest.bytes,
                "counts": manifest.counts,
                "missing": manifest.missing,
            }
        )
    else:
        click.echo(_told(made))
    if manifest.missing:
        raise Said(_incomplete(made))


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(exists=True, file_okay=False, path_type=Path))
@format_option
@click.pass_obj
def restore(settings: Settings, folder: Path, as_format: str) -> None:
    """Restore the backup DIR into an empty home (chosen with --home)."""
    from orchestration.operations.backup.restoring import restore_backup

    try:
        restored, manifest = restore_backup(folder, settings.home)
    except OSError as error:
        raise _disk_trouble(error) from error
    if as_format == "json":
        print_json(
            {
                "home": str(restored.home),
                "files": len(manifest.files),
                "bytes": manifest.bytes,
                "counts": manifest.counts,
            }
        )
        return
    click.echo(
        translated(
            "restored: {home} ({files:,} files, {sum:,} rows); start it with 'saebyeok up'",
            home=restored.home,
            files=len(manifest.files),
            sum=sum(manifest.counts.values()),
        )
    )


@click.command()
@click.option(
    "--backup",
    "into",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder of the backup (default: backups/ of the home).",
)
@click.option("--no-backup", is_flag=True, help="Make no backup.")
@click.pass_obj
def upgrade(settings: Settings, into: Path | None, no_backup: bool) -> None:
    """After installing a new version: back up, then migrate the databases of the records, Dagster and MLflow."""
    from orchestration.operations.upgrading import upgrade_dagster, upgrade_mlflow, upgrade_records
    from orchestration.runtime.errors import AlreadyRunning
    from orchestration.runtime.home_lock import only_one

    _check_home(settings)
    try:
        with only_one(settings):
            if not no_backup:
                made = _back_up(settings, into or settings.home / "backups")
                click.echo(_told(made))
                if made.manifest.missing:
                    to_stderr(translated(_incomplete(made)))
            before, after = upgrade_records(settings)
            click.echo(translated("records: {before} → {after}", before=before, after=after))
            for name, upgraded in (
                ("Dagster", upgrade_dagster(settings)),
                ("MLflow", upgrade_mlflow(settings)),
            ):
                if upgraded:
                    click.echo(translated("{name}: up to date", name=name))
                else:
                    click.echo(translated("{name}: nothing there yet", name=name))
    except AlreadyRunning as running:
        raise Said(running.message, exit_code=REFUSED) from running


@click.command()
@click.option(
    "--days",
    type=click.IntRange(0, 36_500),
    default=30,
    show_default=True,
    help="Documents deleted at least this many days ago.",
)
@click.option("--dry-run", is_flag=True, help="Only show what would be removed.")
@click.option("--yes", is_flag=True, help="Delete without asking.")
@format_option
@click.pass_obj
def purge(settings: Settings, days: int, dry_run: bool, yes: bool, as_format: str) -> None:
    """Remove deleted documents with their files and history for good. This cannot be undone."""
    from orchestration.operations import purging

    cli = CliContext(settings)
    documents = purging.documents_to_purge(cli.engine, cli.now() - timedelta(days=days))
    files = purging.files_of(cli.store, documents)
    texts = purging.train_texts_to_purge(cli.engine)
    size = sum(file.bytes for file in files)
    if as_format == "json":
        if not (yes or dry_run):
            raise click.UsageError("--format json: --yes / --dry-run")
        print_json(
            {
                "documents": [
                    {"half": d.half, "doc_id": d.doc_id, "name": d.name, "deleted_at": d.deleted_at}
                    for d in documents
                ],
                "files": len(files),
                "bytes": size,
                "train_texts": texts,
                "removed": not dry_run,
            }
        )
    else:
        print_table(
            [
                {
                    translated(in_context("identifier", "No.")): d.doc_id,
                    translated("Name"): d.name,
                    translated("Deleted"): local_time(settings, d.deleted_at),
                }
                for d in documents
            ],
            translated("documents to purge"),
        )
        click.echo(
            translated(
                "{documents} documents, {files:,} files ({size:,.1f} MB), {texts} training texts",
                documents=len(documents),
                files=len(files),
                size=size / 1000000.0,
                texts=texts,
            )
        )
    if dry_run or not (documents or texts):
        return
    question = translated("Remove for good? There is no way back")
    if not yes and not click.confirm(question):
        raise Said(Message("nothing was removed"))
    purging.purge(cli.engine, cli.store, documents)
    if as_format != "json":
        click.echo(translated("removed"))


def _back_up(settings: Settings, into: Path) -> Backup:
    from orchestration.operations.backup.making import make_backup

    _check_home(settings)
    _check_place(settings, into)
    try:
        return make_backup(settings, into.resolve(), datetime.now(ZoneInfo(settings.time_zone)))
    except OSError as error:
        raise _disk_trouble(error) from error


def _told(made: Backup) -> str:
    size = f"{made.manifest.bytes / 1e6:,.1f} MB"
    return translated(
        "backed up: {folder} ({files:,} files, {size})",
        folder=made.folder,
        files=len(made.manifest.files),
        size=size,
    )


def _incomplete(made: Backup) -> Message:
    """What the backup lacks."""
    missing = made.manifest.missing
    return Message(
        "{count} files that rows name are missing or changed in the home, and so not in the backup: {listed}; all else "
        "is. See 'saebyeok doctor'",
        count=len(missing),
        listed=", ".join(missing[:SHOWN]),
    )


def _check_home(settings: Settings) -> None:
    from orchestration.runtime.readiness import refuse_wrong_places

    there = settings.on_postgresql or (settings.home / "saebyeok.db").exists() or settings.database_url
    if not there or not settings.home.is_dir():
        raise Said(
            Message("there is no home at {home}; choose one with --home", home=settings.home),
            exit_code=REFUSED,
        )
    refuse_wrong_places(settings)


def _check_place(settings: Settings, into: Path) -> None:
    """Not where a backup would be taken for files of the home."""
    from store.files import Store

    inner = [settings.effective_inbox, settings.dagster_home, settings.mlflow_home]
    if Store(settings.effective_store_url).is_local:
        inner.append(Path(settings.effective_store_url.removeprefix("file://")))
    if any(into.resolve().is_relative_to(folder.resolve()) for folder in inner):
        raise Said(
            Message("'{into}' is a folder the home uses; choose another place", into=into), exit_code=REFUSED
        )


def _disk_trouble(error: OSError) -> Said:
    return Said(
        Message(
            "a file can't be read or written ({error}); check the space and the rights, then run it "
            "again. What was half made is removed",
            error=error,
        ),
        exit_code=FAILED,
    )


COMMANDS = (backup, restore, upgrade, purge)
