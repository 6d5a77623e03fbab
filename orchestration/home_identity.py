"""That a database outside of the home is this home's, and not another one's by mistake.

Two homes on one database would each look in their own store for files that lie in the other's, and take each
other's runs for dead. So a home has an id of its own, which is kept in the database from its first start on.
"""

from __future__ import annotations

import json
import socket
import uuid
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import sqlalchemy as sa

from domain.messages import Message
from orchestration.not_ready import NotReady
from orchestration.settings import Settings
from records import homes
from records.engine import open_engine, reading, transaction
from records.tables import Home

FILE_NAME = "home.id"
SIGNS_FOR = 90.0
"""Seconds after its last sign for which a daemon may live: it signs every half a minute."""
_SHOWN = "%Y-%m-%d %H:%M"


def home_id(home: Path) -> str | None:
    """The id of a home; None before its first start on a database outside of it."""
    try:
        return (home / FILE_NAME).read_text(encoding="ascii").strip() or None
    except FileNotFoundError:
        return None


def claim_database(
    settings: Settings, *, place: Path | None = None, take_over: bool = False, now: datetime | None = None
) -> None:
    """Have the rows belong to this home from now on. Nothing to do where the database lies in the home.

    Args:
        place: where the home will be, if not where it is now.
        take_over: even if they belong to another home, which is no longer used.

    Raises:
        NotReady: they belong to another home.
    """
    if not settings.database_url:
        return
    own = made_id(settings.home)
    engine = open_engine(settings.effective_database_url)
    try:
        with transaction(engine) as session:
            owner = homes.claim(
                session,
                own,
                place=str(place or settings.home),
                host=socket.gethostname(),
                now=now or datetime.now(UTC),
                take_over=take_over,
            )
    finally:
        engine.dispose()
    if owner.home_id != own:
        raise _another_homes(settings, owner)


def refuse_another_homes(settings: Settings, *, starting: bool) -> None:
    """Raises NotReady where the rows belong to another home.

    Args:
        starting: whether servers are to be started. Commands are also typed on the hosts of workers, which have
            no id and share the home's store.
    """
    own = home_id(settings.home)
    if not settings.database_url or (own is None and settings.store_url and not starting):
        return
    file = sa.make_url(settings.database_url).database
    if not settings.on_postgresql and not (file and Path(file).exists()):
        return  # looking must not make it
    engine = open_engine(settings.effective_database_url)
    try:
        with reading(engine) as session:
            owner = homes.owner(session)
    finally:
        engine.dispose()
    if owner is not None and owner.home_id != own:
        raise _another_homes(settings, owner)


def refuse_taking_over_what_lives(settings: Settings, now: datetime | None = None) -> None:
    """Raises NotReady where the rows are another home's whose daemon works: both would serve them then."""
    if not settings.on_postgresql:
        return  # a file is on one machine, where people see what runs
    with suppress(NotReady):
        refuse_another_homes(settings, starting=True)
        return
    signed = _last_sign(settings.dagster_database_url)
    ago = (now or datetime.now(UTC)).timestamp() - signed
    if 0 <= ago < SIGNS_FOR:
        raise NotReady(
            Message(
                "the other home's daemon gave a sign of life {ago:.0f} seconds ago; stop 'saebyeok up' "
                "there, and try again {signs_for:.0f} seconds later",
                ago=ago,
                signs_for=SIGNS_FOR,
            )
        )


def _last_sign(dagster_url: str) -> float:
    """When a daemon signed last, in seconds since 1970; 0 where none ever did."""
    engine = sa.create_engine(dagster_url)
    try:
        with engine.connect() as connection:
            if not sa.inspect(connection).has_table("daemon_heartbeats"):
                return 0.0
            bodies = connection.scalars(sa.text("SELECT body FROM daemon_heartbeats")).all()
    finally:
        engine.dispose()
    return max((float(json.loads(body)["timestamp"]) for body in bodies), default=0.0)


def made_id(home: Path) -> str:
    """The id of a home, made where it has none."""
    with suppress(FileExistsError), (home / FILE_NAME).open("x", encoding="ascii") as file:
        file.write(uuid.uuid4().hex + "\n")
    made = home_id(home)
    if made is None:
        raise NotReady(Message("{home} is empty; delete it and start again", home=home / FILE_NAME))
    return made


def _another_homes(settings: Settings, owner: Home) -> NotReady:
    name = sa.make_url(settings.database_url).database
    since = f"{owner.claimed_at:{_SHOWN}} UTC"
    return NotReady(
        Message(
            "the database '{name}' belongs to another home: {place} on {host} (since {since}); its files "
            "are not in this one ({home}), so the two can't share it. Choose another database in the "
            "setting database_url; on a worker's host, name the shared store in the setting store_url; "
            "or, if that home is no longer used any more and its store is this home's now, take it over "
            "with 'saebyeok up --take-over'",
            name=name,
            place=owner.place,
            host=owner.host,
            since=since,
            home=settings.home,
        )
    )
