"""What a migration to PostgreSQL leaves for the next start: a mark in the target database, a note in the home.

The mark says that a migration is in progress, so that one that was cut off can be begun again. The note says that the
home's SQLite files are obsolete. They stay as the way back; without the note, a command that isn't told of the new
database (one of cron's, say, which lacks the service's environment) would work on them as if nothing had happened since.
"""

from __future__ import annotations

from datetime import UTC, datetime

import sqlalchemy as sa

from domain.messages import Message
from orchestration.runtime.errors import NotReady
from orchestration.settings import Settings
from orchestration.settings.database_urls import without_password
from records.engine import open_engine

NOTE = "moved-to-postgresql.txt"
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


def refuse_half_moved(url: str) -> None:
    """Raises NotReady where a move to these databases was cut off: some of their rows are missing."""
    engine = open_engine(url)
    mark = of(engine)
    engine.dispose()
    if mark is not None and not mark[1]:
        raise NotReady(
            Message(
                "a move to these databases was cut off; unset database_url for the home {mark} and run "
                "'saebyeok migrate-to' again",
                mark=mark[0],
            )
        )


def note_left_behind(settings: Settings, url: str) -> None:
    """Write down where the rows went, without the password."""
    place = without_password(sa.make_url(url)).render_as_string()
    line = f"{place} {datetime.now(UTC):%Y-%m-%d %H:%M} UTC\n"
    (settings.home / NOTE).write_text(line, encoding="utf-8")


def refuse_left_behind(settings: Settings) -> None:
    """Raises NotReady where the settings name the SQLite files that a move left behind."""
    path = settings.home / NOTE
    if settings.on_postgresql or not path.exists():
        return
    where = path.read_text(encoding="utf-8").strip()
    raise NotReady(
        Message(
            "the records of this home were moved to PostgreSQL ({where}); name that in the setting "
            "database_url or in SAEBYEOK_DATABASE_URL. To go back to SQLite without what was done since, "
            "delete {path}",
            where=where,
            path=path,
        )
    )
