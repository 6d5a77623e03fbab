"""Database URLs of the settings: which can be used, and those of the databases beside one. Connects to none."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlalchemy as sa

LONGEST_NAME = 63 - len("_dagster")
"""Bytes of the name of a database: PostgreSQL cuts what is longer than 63, and ours get an ending."""


def usable(url: str) -> str:
    """The URL with the driver everything here speaks through.

    A bare `postgresql://` means psycopg2: SQLAlchemy 2.1 would take psycopg 3, with which dagster-postgres
    fails.

    Raises:
        ValueError: another database or driver, or PostgreSQL without the name of a database.
    """
    import sqlalchemy as sa

    url = url.strip()  # a secret that was written into a file ends with a line break
    kind = re.match(r"(?:(sqlite(?:\+pysqlite)?)|postgresql(?:\+psycopg2)?)://", url)
    if kind is None:
        raise ValueError("unknown database")
    try:
        parsed = sa.make_url(url)
    except sa.exc.ArgumentError as error:
        raise ValueError("no URL of a database") from error
    if kind[1]:
        return url
    if not parsed.database or len(parsed.database.encode()) > LONGEST_NAME:
        raise ValueError("no usable name of a database")
    return parsed.set(drivername="postgresql+psycopg2").render_as_string(hide_password=False)


def without_password(url: sa.URL) -> sa.URL:
    """The URL with no password in it, nor among its options. (`URL.set(password=None)` would leave the one there is.)"""
    return url._replace(password=None).difference_update_query(["password"])


def password_of(url: sa.URL) -> str | None:
    """Its password, wherever it stands: libpq also takes one among the options, and that one goes first."""
    found = url.query.get("password", url.password)
    return found if found is None else str(found)


def beside(url: str, name: str) -> str:
    """The URL of the database called as the one of `url`, then `_name`."""
    import sqlalchemy as sa

    parsed = sa.make_url(url)
    return parsed.set(database=f"{parsed.database}_{name}").render_as_string(hide_password=False)
