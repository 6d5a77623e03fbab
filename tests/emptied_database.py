"""One migrated PostgreSQL database for many tests: what a test left is taken away instead of the database."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa

from records import migrate
from records.engine import open_engine

NAME = "emptied"
SHAPE = sa.text(
    "SELECT (SELECT (count(*), max(oid))::text FROM pg_class WHERE relkind <> 't'), "
    "(SELECT (count(*), max(oid))::text FROM pg_constraint), (SELECT (count(*), max(oid))::text FROM pg_trigger), "
    "(SELECT (count(*), max(oid))::text FROM pg_proc), (SELECT count(*) FROM pg_attribute WHERE NOT attisdropped)"
)
"""What another schema would change; emptying a table doesn't."""
OTHERS = sa.text(
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
)
RESTARTED = sa.text("SELECT setval(seqrelid::regclass, seqstart, false) FROM pg_sequence")
VERSION = "alembic_version"


class EmptiedDatabase:
    """The database `NAME` of a cluster, created on first use, and again after a test that changed its schema.

    Making a database takes a second, and emptying one a few milliseconds.
    """

    def __init__(self, server: str) -> None:
        self._server = sa.make_url(server)
        self._admin = sa.create_engine(server, isolation_level="AUTOCOMMIT", poolclass=sa.NullPool)
        self._shape: Any = None
        self._filled = ""

    @contextmanager
    def opened(self) -> Iterator[sa.Engine]:
        """An engine of the database, whose tables are empty."""
        if self._shape is None:
            self._make()
        engine = self._engine()
        try:
            yield engine
        finally:
            engine.dispose()
            self._empty()

    def _make(self) -> None:
        with self._admin.connect() as connection:
            connection.execute(sa.text(f'DROP DATABASE IF EXISTS "{NAME}" WITH (FORCE)'))
            connection.execute(sa.text(f'CREATE DATABASE "{NAME}"'))
        engine = self._engine()
        migrate.upgrade(engine)
        tables = set(sa.inspect(engine).get_table_names()) - {VERSION}
        self._filled = " UNION ALL ".join(
            f"SELECT '{name}' WHERE EXISTS (SELECT FROM \"{name}\")" for name in tables
        )
        with engine.connect() as connection:
            assert not connection.execute(sa.text(self._filled)).all(), (
                "rows of migrations would be gone after a test"
            )
            self._shape = connection.execute(SHAPE).one()
        engine.dispose()

    def _empty(self) -> None:
        engine = self._engine()
        with engine.begin() as connection:
            connection.execute(OTHERS)
            if connection.execute(SHAPE).one() != self._shape:
                self._shape = None
            elif names := connection.execute(sa.text(self._filled)).scalars().all():
                listed = ", ".join(f'"{name}"' for name in names)
                connection.execute(sa.text(f"TRUNCATE {listed} CASCADE"))
            connection.execute(RESTARTED)
        engine.dispose()

    def _engine(self) -> sa.Engine:
        return open_engine(self._server.set(database=NAME).render_as_string(hide_password=False))
