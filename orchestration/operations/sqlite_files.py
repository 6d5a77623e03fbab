"""SQLite files that are only looked at: opened by their path, whatever characters are in it, and never changed."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import sqlalchemy as sa


def read_only(path: Path) -> sqlite3.Connection:
    """A connection that changes nothing, and makes no file where there is none."""
    return sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, check_same_thread=False)


def reading_engine(path: Path) -> sa.Engine:
    """As `read_only`. SQLAlchemy never sees the path: in a URL of its own `#`, `%41` and `?` would mean another file."""
    return sa.create_engine("sqlite://", creator=lambda: read_only(path), poolclass=sa.pool.NullPool)
