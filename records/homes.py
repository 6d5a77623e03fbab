"""TB_HOME: which home the rows belong to. What a home is, and what is said to another one, is elsewhere."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from records.engine import advisory_lock
from records.tables import Home

_MARK = "Y"


def owner(session: Session) -> Home | None:
    """The home the rows belong to; None where none was ever started on them, by a version that knows homes."""
    if not sa.inspect(session.connection()).has_table(Home.__tablename__):
        return None
    return session.get(Home, _MARK)


def claim(
    session: Session, home_id: str, *, place: str, host: str, now: datetime, take_over: bool = False
) -> Home:
    """Have the rows belong to a home, where they belong to none yet; whose they are then.

    Args:
        take_over: also where they belong to another one.
    """
    advisory_lock(session, "home")
    home = session.get(Home, _MARK)
    if home is not None and home.home_id != home_id and not take_over:
        return home
    if home is None:
        home = Home(mark=_MARK, home_id=home_id, claimed_at=now)
        session.add(home)
    elif home.home_id != home_id:
        home.home_id, home.claimed_at = home_id, now
    # A home that was moved keeps its id; people are to be told where it is now.
    home.place, home.host = place, host
    session.flush()
    return home
