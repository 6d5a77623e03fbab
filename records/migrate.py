"""Bringing a database to the newest schema, by Alembic, without an alembic.ini."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa

_SCRIPTS = Path(__file__).parent / "migrations"
_VERSION = sa.table("alembic_version", sa.column("version_num"))
_MIGRATING = 5317
"""Any number of our own: the advisory lock of migrations."""


def upgrade(engine: sa.Engine, revision: str = "head") -> None:
    """Bring the database to the newest revision (or `revision`); does nothing where it already is.

    Raises:
        RuntimeError: the database was written by a newer version of the project.
    """
    current = current_revision(engine)
    if current == newest_revision():
        return
    if not is_known(current):
        raise RuntimeError(
            f"the database is at revision {current}, which this version doesn't know; "
            "run the version that wrote it, or a newer one"
        )
    # Imported here: every command looks at the revision, and few have anything to migrate.
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_SCRIPTS))
    with _without_foreign_keys(engine) as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)


@contextmanager
def _without_foreign_keys(engine: sa.Engine) -> Iterator[sa.Connection]:
    """One transaction; on SQLite, where altering a table means making it anew, with references checked last."""
    if engine.dialect.name != "sqlite":
        with engine.begin() as connection:
            # Several processes start at once; those that waited find nothing left to do.
            connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_MIGRATING)))
            yield connection
        return
    with engine.connect() as connection:
        driver = connection.connection.driver_connection
        if driver is None:
            raise RuntimeError("the connection was closed")
        driver.execute("PRAGMA foreign_keys=OFF")  # takes no effect within a transaction
        try:
            with connection.begin():
                yield connection
                if broken := connection.exec_driver_sql("PRAGMA foreign_key_check").all():
                    raise RuntimeError(f"the migration broke references: {broken[:5]}")
        finally:
            driver.execute("PRAGMA foreign_keys=ON")


def current_revision(engine: sa.Engine) -> str | None:
    """The revision the database is at; None where there is no schema yet."""
    with engine.connect() as connection:
        return revision_of(connection)


def revision_of(connection: sa.Connection) -> str | None:
    """As `current_revision`, of an open connection."""
    if not sa.inspect(connection).has_table(_VERSION.name):
        return None
    revision: str | None = connection.scalars(sa.select(_VERSION.c.version_num)).one_or_none()
    return revision


def is_known(revision: str | None) -> bool:
    """Whether this version can bring a database of that revision to its newest."""
    return revision is None or revision in _revisions()


def newest_revision() -> str:
    """The revision this version of the project works with."""
    return _revisions()[-1]


def _revisions() -> list[str]:
    """All revisions in their order, which the names of the migrations' files begin with."""
    return sorted(file.name[1:5] for file in (_SCRIPTS / "versions").glob("r[0-9]*.py"))
