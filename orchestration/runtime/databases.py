"""The three databases on PostgreSQL: whether they are there, and making those that are not.

Told in sentences, whatever language the server speaks: nothing here depends on the words of its errors.
"""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa

from domain.messages import Message
from domain.refusal import Refusal
from orchestration.settings.database_urls import beside

CONNECT_SECONDS = 5
MAINTENANCE = ("postgres", "template1")
"""Databases every server has, from which others can be made."""
MAY_NOT = "42501"
EXISTS_ALREADY = ("42P04", "23505")
"""Codes of PostgreSQL: created concurrently, seen before or after the commit."""


class DatabaseTrouble(Refusal):
    """Why the databases can't be used, in Korean and in English."""


def names(url: str) -> list[str]:
    """The databases of the records, of Dagster and of MLflow, by the URL of the first."""
    return [sa.make_url(one).database or "" for one in _urls(url)]


def missing(url: str) -> list[str]:
    """Which of the three there are not yet.

    Raises:
        DatabaseTrouble: the server can't be reached, refuses the login, or a database isn't UTF-8.
    """
    with _server(url) as connection:
        rows = connection.execute(
            sa.text(
                "SELECT datname, pg_encoding_to_char(encoding) AS encoding FROM pg_database WHERE datname = ANY(:all)"
            ),
            {"all": names(url)},
        ).all()
    encodings = {row.datname: row.encoding for row in rows}
    for name, encoding in encodings.items():
        if encoding != "UTF8":
            raise DatabaseTrouble(
                Message(
                    "the database '{name}' is encoded in {encoding}; use another name, or, if it is empty, drop "
                    "it and make it anew with 'saebyeok doctor --create'",
                    name=name,
                    encoding=encoding,
                )
            )
    return [name for name in names(url) if name not in encodings]


def create_missing(url: str) -> list[str]:
    """Make those of the three that are missing, in UTF-8, sorting as SQLite does; which were made.

    Raises:
        DatabaseTrouble: as `missing`, or the role may not make databases.
    """
    made: list[str] = []
    wanted = missing(url)
    with _server(url) as connection:
        for number, name in enumerate(wanted):
            try:
                connection.exec_driver_sql(_creation(connection, name))
            except sa.exc.DBAPIError as error:
                code = getattr(error.orig, "pgcode", None)
                if code in EXISTS_ALREADY:
                    continue
                if code == MAY_NOT:
                    owner = sa.make_url(url).username
                    raise _may_not([_creation(connection, one, owner) for one in wanted[number:]]) from error
                raise _not_made(name, error) from error
            made.append(name)
    return made


def refuse_unwritable(url: str) -> None:
    """Raises DatabaseTrouble if the role may not create tables in one of the three."""
    closed: list[str] = []
    for one in _urls(url):
        with _server(one, others=()) as connection:
            if connection.scalar(sa.text("SHOW transaction_read_only")) == "on":
                raise _only_read(sa.make_url(one))
            # Of PostgreSQL 15 on, a database's owner alone may make tables in it.
            if not connection.scalar(sa.text("SELECT has_schema_privilege(current_schema(), 'CREATE')")):
                quote = connection.dialect.identifier_preparer.quote_identifier
                name, role = connection.execute(sa.text("SELECT current_database(), current_user")).one()
                closed.append(f"ALTER DATABASE {quote(name)} OWNER TO {quote(role)}")
    if closed:
        raise DatabaseTrouble(
            Message(
                "this user may make no tables in the databases; ask the server's administrator for: {closed}",
                closed="; ".join(closed),
            )
        )


def refuse_missing(url: str) -> None:
    """Raises DatabaseTrouble where one of the three is missing, or can't be used."""
    if absent := missing(url):
        listed = ", ".join(absent)
        raise DatabaseTrouble(
            Message(
                "databases are missing: {listed}; make them with 'saebyeok doctor --create'", listed=listed
            )
        )
    refuse_unwritable(url)


def _urls(url: str) -> tuple[str, str, str]:
    return url, beside(url, "dagster"), beside(url, "mlflow")


@contextmanager
def _server(url: str, others: tuple[str, ...] = MAINTENANCE) -> Iterator[sa.Connection]:
    """A connection to the database, or to whichever of `others` on its server lets us in."""
    parsed = sa.make_url(url)
    _knock(parsed)
    refusal: sa.exc.DBAPIError | None = None
    for database in (parsed.database, *others):
        engine = sa.create_engine(
            parsed.set(database=database),
            isolation_level="AUTOCOMMIT",
            poolclass=sa.pool.NullPool,
            connect_args={"connect_timeout": CONNECT_SECONDS},
        )
        try:
            connection = engine.connect()
        except sa.exc.DBAPIError as error:
            refusal = error
            continue
        with connection:
            yield connection
        return
    why = _first_line(refusal)
    raise DatabaseTrouble(
        Message(
            "the PostgreSQL server {place} refused user '{user}' ({why}); check the user and password in the setting "
            "database_url, and the server's pg_hba.conf",
            place=_place(parsed),
            user=parsed.username or "",
            why=why,
        )
    )


def _knock(parsed: sa.URL) -> None:
    """Whether anything listens there, which a refusal in the server's own language would not tell."""
    if not parsed.host or parsed.host.startswith("/") or "," in parsed.host:
        return
    try:
        with socket.create_connection((parsed.host, parsed.port or 5432), CONNECT_SECONDS):
            return
    except OSError as error:
        why = error.strerror or str(error) or type(error).__name__
        raise DatabaseTrouble(
            Message(
                "the PostgreSQL server {place} can't be reached ({why}); see that it runs, and that host and "
                "port in the setting database_url are right",
                place=_place(parsed),
                why=why,
            )
        ) from error


def _creation(connection: sa.Connection, name: str, owner: str | None = None) -> str:
    """One locale everywhere: names sort the same on all hosts, and no update of a C library breaks an index."""
    quote = connection.dialect.identifier_preparer.quote_identifier
    owned = f" OWNER {quote(owner)}" if owner else ""
    return (
        f"CREATE DATABASE {quote(name)} TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C'{owned}"
    )


def _may_not(statements: list[str]) -> DatabaseTrouble:
    listed = "; ".join(statements)
    return DatabaseTrouble(
        Message(
            "this user may not make databases; ask the server's administrator for: {listed}", listed=listed
        )
    )


def _only_read(parsed: sa.URL) -> DatabaseTrouble:
    return DatabaseTrouble(
        Message(
            "'{database}' on the PostgreSQL server {place} can only be read (a standby, say); name a "
            "server that can be written in the setting database_url, or switch off "
            "default_transaction_read_only",
            database=parsed.database,
            place=_place(parsed),
        )
    )


def _not_made(name: str, error: sa.exc.DBAPIError) -> DatabaseTrouble:
    return DatabaseTrouble(
        Message(
            "the database '{name}' could not be made ({first_line}); see the server's log",
            name=name,
            first_line=_first_line(error),
        )
    )


def _place(parsed: sa.URL) -> str:
    return f"{parsed.host or 'localhost'}:{parsed.port or 5432}"


def _first_line(error: sa.exc.DBAPIError | None) -> str:
    """What the server said, without the statement or a link to SQLAlchemy's manual."""
    lines = str(error.orig if error is not None else "").strip().splitlines()
    return lines[0].strip() if lines else ""
