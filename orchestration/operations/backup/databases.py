"""Databases as one file each: copied as of one moment while others write, and brought back.

SQLite by its online backup, PostgreSQL by `pg_dump` and `pg_restore`.
"""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.orm import Session

from orchestration.operations.postgresql_programs import run_program
from orchestration.operations.sqlite_files import reading_engine
from records.engine import open_engine


def copy_sqlite(source: Path, target: Path) -> None:
    """Copy a database as of one moment into one file, without a journal beside it.

    Raises:
        FileNotFoundError: `source` is gone.
        OSError: `target` can't be written, for a full disk say, or `source` can't be read.
    """
    if not source.exists():
        raise FileNotFoundError(source)
    target.unlink(missing_ok=True)
    # mode=rw: opening a database that went away meanwhile must not make an empty one.
    try:
        reader = sqlite3.connect(f"{source.as_uri()}?mode=rw", uri=True, timeout=60)
    except sqlite3.OperationalError as error:
        raise FileNotFoundError(source) from error
    try:
        with closing(reader), closing(sqlite3.connect(target)) as writer:
            reader.backup(writer)
            writer.execute("PRAGMA journal_mode=DELETE")
    except sqlite3.Error as error:
        full = getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL
        raise OSError(errno.ENOSPC if full else errno.EIO, f"{source.name}: {error}", str(target)) from error


@contextmanager
def snapshot_of_records(url: str, target: Path) -> Iterator[Session]:
    """Copy the records to `target`; a session that reads exactly what was copied."""
    if url.startswith("sqlite"):
        copy_sqlite(Path(sa.make_url(url).database or ""), target)
        engine = reading_engine(target)
        try:
            with Session(engine) as session:
                yield session
        finally:
            engine.dispose()
        return
    engine = open_engine(url)
    try:
        with engine.connect().execution_options(isolation_level="REPEATABLE READ") as connection:
            name = connection.execute(sa.text("SELECT pg_export_snapshot()")).scalar_one()
            dump_postgresql(url, target, snapshot=name)
            with Session(connection) as session:
                yield session
    finally:
        engine.dispose()


def dump_postgresql(url: str, target: Path, *, snapshot: str | None = None) -> None:
    """Dump a database in PostgreSQL's own format. Raises OperationFailed."""
    words = ["--format=custom", f"--file={target}", "--no-owner", "--no-privileges"]
    run_program("pg_dump", url, *words, *([f"--snapshot={snapshot}"] if snapshot else []))


def restore_postgresql(source: Path, url: str) -> None:
    """Bring a dump back into an empty database, whole or not at all. Raises OperationFailed."""
    words = ["--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction", str(source)]
    run_program("pg_restore", url, *words)


def empty_postgresql(url: str) -> None:
    """Take every table out of a database that was empty before."""
    engine = sa.create_engine(url)
    try:
        with engine.begin() as connection:
            quote = connection.dialect.identifier_preparer.quote_identifier
            if names := sa.inspect(connection).get_table_names():
                connection.exec_driver_sql(f"DROP TABLE {', '.join(map(quote, names))} CASCADE")
    finally:
        engine.dispose()


def tables_in(url: str) -> list[str]:
    """The tables of a PostgreSQL database."""
    engine = sa.create_engine(url)
    try:
        return sa.inspect(engine).get_table_names()
    finally:
        engine.dispose()
