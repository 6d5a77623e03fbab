"""The complete migration of a home, from its preconditions to the setting that names the new databases."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa

from domain.messages import Message
from orchestration.operations.postgres_migration import (
    dagster_storage,
    mlflow_rows,
    records_rows,
)
from orchestration.operations.postgres_migration.copying import Moved, MoveRefused, has_rows
from orchestration.runtime import migration_marks as marks
from orchestration.runtime.databases import create_missing, refuse_unwritable
from orchestration.runtime.home_lock import only_one
from orchestration.settings import FILE_NAME, Settings
from orchestration.settings.database_urls import beside, usable
from orchestration.settings.file import set_in_file
from records.engine import open_engine

VARIABLE = "SAEBYEOK_DATABASE_URL"
BOOKKEEPING = frozenset({"alembic_version", "workspaces", *dagster_storage.LEFT_BEHIND})
"""Tables that a new database fills by itself."""


@dataclass(frozen=True)
class Outcome:
    """What was moved, and where the setting now stands.

    Attributes:
        tables: none where an earlier call had moved and checked everything.
        written: the settings file that names the databases now; None where the environment says otherwise, and
            has to be changed where it was set.
    """

    tables: list[Moved]
    written: Path | None


def move_home(settings: Settings, url: str, on_progress: Callable[[str], None]) -> Outcome:
    """Move records, Dagster's storage and MLflow's database to PostgreSQL. What is on SQLite stays as it is.

    Args:
        url: of the records' database; Dagster's and MLflow's are beside it.
        on_progress: takes a line about how far it is.

    Raises:
        MoveRefused: see the sentence; also where a check fails.
        DatabaseTrouble: the server can't be used.
        AlreadyRunning: `saebyeok up` runs for this home.
    """
    url = _target(settings, url)
    with only_one(settings):
        if made := create_missing(url):
            on_progress(", ".join(made))
        refuse_unwritable(url)
        target = open_engine(url)
        moved = [] if _is_checked(settings, target) else list(_move_all(settings, url, target, on_progress))
        marks.set_checked(target)
        set_by_environment = any(name.upper() == VARIABLE for name in os.environ)
        written = None if set_by_environment else settings.home / FILE_NAME
        if written is not None:
            set_in_file(written, "database_url", url)
        marks.note_left_behind(settings, url)
        marks.remove(target)
        target.dispose()
    return Outcome(moved, written)


def _target(settings: Settings, url: str) -> str:
    if settings.on_postgresql:
        raise MoveRefused(
            Message("the home {home} is on PostgreSQL already (setting database_url)", home=settings.home)
        )
    file = sa.make_url(settings.effective_database_url).database
    if not file or not Path(file).exists():
        raise MoveRefused(
            Message(
                "there is no home at {home} to move; to begin on PostgreSQL, just set database_url",
                home=settings.home,
            )
        )
    try:
        found = usable(url)
    except ValueError:
        found = ""
    if not found.startswith("postgresql"):
        raise MoveRefused(Message("the target has to be postgresql+psycopg2://USER:PASSWORD@SERVER/NAME"))
    return found


def _is_checked(settings: Settings, target: sa.Engine) -> bool:
    """Whether an earlier call moved everything, and was cut off before it could say so in the settings."""
    mark = marks.of(target)
    return mark is not None and mark == (str(settings.home), True)


def _move_all(
    settings: Settings, url: str, target: sa.Engine, on_progress: Callable[[str], None]
) -> Iterator[Moved]:
    dagster_url, mlflow_url = beside(url, "dagster"), beside(url, "mlflow")
    mark = marks.of(target)
    for one in (url, dagster_url, mlflow_url):
        if mark is not None and mark[0] == str(settings.home):
            _empty(one)
        else:
            _refuse_filled(one)
    marks.begin(target, str(settings.home))
    for moved in _moves(settings, target, dagster_url, mlflow_url, on_progress):
        on_progress(f"{moved.database}: {moved.table} {moved.rows:,}")
        yield moved


def _moves(
    settings: Settings,
    target: sa.Engine,
    dagster_url: str,
    mlflow_url: str,
    on_progress: Callable[[str], None],
) -> Iterator[Moved]:
    yield from records_rows.move(settings.effective_database_url, target, on_progress)
    yield from dagster_storage.move(settings.dagster_home / "storage", dagster_url, on_progress)
    yield from mlflow_rows.move(settings.mlflow_home / "mlflow.db", mlflow_url, on_progress)


def _refuse_filled(url: str) -> None:
    engine = sa.create_engine(url)
    with engine.connect() as connection:
        names = sorted(set(sa.inspect(connection).get_table_names()) - BOOKKEEPING)
        filled = [name for name in names if has_rows(connection, name)]
    engine.dispose()
    if filled:
        database = sa.make_url(url).database
        listed = ", ".join(filled[:5])
        raise MoveRefused(
            Message(
                "the database '{database}' has rows already ({listed}), so nothing was moved; use another "
                "name, or, if they are not needed, drop it and run the command again",
                database=database,
                listed=listed,
            )
        )


def _empty(url: str) -> None:
    """Take out what a move that was cut off had brought."""
    engine = sa.create_engine(url)
    with engine.begin() as connection:
        names = sorted(set(sa.inspect(connection).get_table_names()) - BOOKKEEPING - {marks.NAME})
        if names:
            quoted = ", ".join(map(connection.dialect.identifier_preparer.quote_identifier, names))
            connection.exec_driver_sql(f"TRUNCATE {quoted} RESTART IDENTITY CASCADE")
    engine.dispose()
