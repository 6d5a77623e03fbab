"""The mark of a migration in progress, in the target database; removed at its end.

With it a move that was cut off can be begun again, and nothing else is taken for one.
"""

from __future__ import annotations

import sqlalchemy as sa

_MARK = sa.Table(
    "SAEBYEOK_MOVE",
    sa.MetaData(),
    sa.Column("HOME_PATH", sa.Text, primary_key=True),
    sa.Column("CHECKED_YN", sa.Boolean, nullable=False),
)
NAME = _MARK.name


def of(engine: sa.Engine) -> tuple[str, bool] | None:
    """The home that is being moved here, and whether all of it was copied and checked; None without a move."""
    with engine.connect() as connection:
        if not sa.inspect(connection).has_table(NAME):
            return None
        row = connection.execute(sa.select(_MARK)).one_or_none()
    return (row.HOME_PATH, row.CHECKED_YN) if row is not None else None


def begin(engine: sa.Engine, home: str) -> None:
    """Remember that rows of `home` are being moved here."""
    with engine.begin() as connection:
        _MARK.create(connection, checkfirst=True)
        connection.execute(sa.delete(_MARK))
        connection.execute(sa.insert(_MARK).values(HOME_PATH=home, CHECKED_YN=False))


def set_checked(engine: sa.Engine) -> None:
    """Everything is here, and is what it was."""
    with engine.begin() as connection:
        connection.execute(sa.update(_MARK).values(CHECKED_YN=True))


def remove(engine: sa.Engine) -> None:
    """The move is over."""
    with engine.begin() as connection:
        _MARK.drop(connection, checkfirst=True)
