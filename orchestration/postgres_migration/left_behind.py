"""A note in a migrated home: its SQLite files are obsolete from then on.

They stay as the way back. Without the note, a command that isn't told of the new database (one of cron's, say, which
lacks the service's environment) would work on them, or back them up, as if nothing had happened since.
"""

from __future__ import annotations

from datetime import UTC, datetime

import sqlalchemy as sa

from domain.messages import Message
from orchestration.database_urls import without_password
from orchestration.not_ready import NotReady
from orchestration.settings import Settings

FILE_NAME = "moved-to-postgresql.txt"


def note(settings: Settings, url: str) -> None:
    """Write down where the rows went, without the password."""
    place = without_password(sa.make_url(url)).render_as_string()
    line = f"{place} {datetime.now(UTC):%Y-%m-%d %H:%M} UTC\n"
    (settings.home / FILE_NAME).write_text(line, encoding="utf-8")


def refuse_left_behind(settings: Settings) -> None:
    """Raises NotReady where the settings name the SQLite files that a move left behind."""
    path = settings.home / FILE_NAME
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
