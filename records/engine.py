"""Engines and transactions: how SQLite and PostgreSQL are opened. No table is known here."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import Session

_Query = TypeVar("_Query", bound=sa.Select[*tuple[Any, ...]])

BUSY_TIMEOUT_MS = 30_000
PAGE_BYTES = 16_384
CHECKPOINT_PAGES = 4_000
_to_json = partial(json.dumps, allow_nan=False, ensure_ascii=False)
"""NaN is no JSON: PostgreSQL would refuse it, so SQLite may not take it either."""


def open_engine(url: str) -> sa.Engine:
    """An engine for `url`.

    SQLite gets WAL, a busy timeout, foreign keys and BEGIN IMMEDIATE, so that a writer waits its
    turn at the start of its transaction instead of failing with "database is locked" at its end.

    Errors don't name the values of a statement: they come into logs, and values may be resident registration numbers.
    """
    if not url.startswith("sqlite"):
        return sa.create_engine(url, pool_pre_ping=True, json_serializer=_to_json, hide_parameters=True)
    engine = sa.create_engine(
        url,
        connect_args={"timeout": BUSY_TIMEOUT_MS / 1000},
        json_serializer=_to_json,
        hide_parameters=True,
    )
    sa.event.listen(engine, "connect", _configure_sqlite)
    sa.event.listen(engine, "begin", _begin_immediate)
    return engine


def _configure_sqlite(connection: Any, _record: object) -> None:
    # The driver's own BEGIN is deferred and comes late; ours is issued by _begin_immediate.
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}")
    # Of a new database; rows of tables are long, and larger pages take a quarter less time to load.
    cursor.execute(f"PRAGMA page_size={PAGE_BYTES}")
    cursor.execute("PRAGMA journal_mode=WAL")
    # Fewer, larger checkpoints: loading a table spends less time waiting for the disk.
    cursor.execute(f"PRAGMA wal_autocheckpoint={CHECKPOINT_PAGES}")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.close()


def _begin_immediate(connection: sa.Connection) -> None:
    options = connection.get_execution_options()
    if options.get("read_only"):
        connection.exec_driver_sql("BEGIN")
        return
    connection.exec_driver_sql(f"PRAGMA synchronous={'FULL' if options.get('durable') else 'NORMAL'}")
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def is_postgresql(session: Session) -> bool:
    """Whether the session is one of PostgreSQL; the other database is SQLite."""
    return session.get_bind().dialect.name == "postgresql"


def row_lock(session: Session) -> dict[str, bool] | None:
    """For `with_for_update` of `Session.get`: a row that a writing transaction looks at waits for its end.

    On SQLite the whole database does, by BEGIN IMMEDIATE; on PostgreSQL another transaction could otherwise change
    what a decision rests on. Rows may still refer to the held one. None for a session that only reads.
    Rows are locked in one order everywhere, so that no deadlock occurs: request, document, text.
    """
    if not is_postgresql(session) or session.get_bind().get_execution_options().get("read_only"):
        return None
    return {"key_share": True}


def for_update(session: Session, query: _Query) -> _Query:
    """The query, holding the rows it finds as `row_lock` does, and seeing them as they are after the wait."""
    if row_lock(session) is None:
        return query
    return query.with_for_update(key_share=True).execution_options(populate_existing=True)


def advisory_lock(session: Session, what: str) -> None:
    """Let no other transaction that names `what` go on before this one ends.

    For decisions that rest on there being no row, which can't be held.
    """
    if is_postgresql(session):
        session.execute(sa.select(sa.func.pg_advisory_xact_lock(sa.func.hashtextextended(what, 0))))


@contextmanager
def transaction(engine: sa.Engine, *, durable: bool = False) -> Iterator[Session]:
    """One writing transaction: committed on leaving, rolled back on an exception.

    Args:
        durable: whether a commit has to outlive a power cut. On SQLite the last ones before it are else undone
            (never half); PostgreSQL's always last.
    """
    if durable:
        engine = engine.execution_options(durable=True)
    with Session(engine, expire_on_commit=False) as session, session.begin():
        yield session


@contextmanager
def reading(engine: sa.Engine) -> Iterator[Session]:
    """A session that only reads, and so never waits for a writer."""
    with Session(engine.execution_options(read_only=True), expire_on_commit=False) as session:
        yield session
