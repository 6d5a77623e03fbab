"""The databases and stores outside of a home that are its own.

Two homes on one database would each look in their own store for files that lie in the other's, and take each
other's runs for dead. Two homes on one store would write files under the same ids, and each week's housekeeping would
remove the other's files, as no row of its own names them. So a home has an id, which is kept in its database and store
from its first start on.
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
from orchestration.runtime.errors import NotReady
from orchestration.settings import Settings
from records import homes
from records.engine import open_engine, reading, transaction
from records.tables import Home
from store.files import Store
from store.ownership import Owner as StoreOwner
from store.ownership import read_owner, write_owner

ID_FILE = "home.id"
# Seconds after its last sign for which a daemon may live: it signs every half a minute.
SIGNS_FOR = 90.0
_SHOWN = "%Y-%m-%d %H:%M"


def home_id(home: Path) -> str | None:
    """The id of a home; None before its first start on a database outside of it."""
    try:
        return (home / ID_FILE).read_text(encoding="ascii").strip() or None
    except FileNotFoundError:
        return None


def claim_database(
    settings: Settings, *, place: Path | None = None, take_over: bool = False, now: datetime | None = None
) -> None:
    """Record this home as the owner of its database. A database inside of the home needs no owner.

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
        raise _another_homes_rows(settings, owner)


def refuse_another_homes_rows(settings: Settings, *, starting: bool) -> None:
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
        raise _another_homes_rows(settings, owner)


def refuse_taking_over_what_lives(settings: Settings, now: datetime | None = None) -> None:
    """Raises NotReady where the rows are another home's whose daemon works: both would serve them then."""
    if not settings.on_postgresql:
        return  # a file is on one machine, where people see what runs
    with suppress(NotReady):
        refuse_another_homes_rows(settings, starting=True)
        return
    signed = _last_sign(settings.dagster_database_url)
    ago = (now or datetime.now(UTC)).timestamp() - signed
    if 0 <= ago < SIGNS_FOR:
        raise NotReady(
            Message(
                "the other home's daemon gave a sign of life {ago:.0f} seconds ago; stop 'saebyeok up' "
                "there, and try again {seconds:.0f} seconds later",
                ago=ago,
                seconds=SIGNS_FOR,
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
    with suppress(FileExistsError), (home / ID_FILE).open("x", encoding="ascii") as file:
        file.write(uuid.uuid4().hex + "\n")
    made = home_id(home)
    if made is None:
        raise NotReady(Message("{home} is empty; delete it and start again", home=home / ID_FILE))
    return made


def claim_store(settings: Settings, *, take_over: bool = False) -> None:
    """Record this home as the owner of its store. A store inside of the home needs no owner.

    Args:
        take_over: even if they belong to another home, which is no longer used.

    Raises:
        NotReady: they belong to another home, or the store can't be written.
        OSError: it can't be reached.
    """
    if not settings.store_url:
        return
    store = Store(settings.effective_store_url)
    own = StoreOwner(made_id(settings.home), str(settings.home), socket.gethostname())
    owner = read_owner(store)
    if owner is not None and owner.home_id != own.home_id and not take_over:
        raise _another_homes_files(settings, owner)
    if owner != own:
        try:
            write_owner(store, own)
        except OSError as error:
            raise NotReady(
                Message(
                    "the store at {root} can't be written ({error}); see to its space and rights, then start "
                    "again",
                    root=store.root,
                    error=error,
                )
            ) from error


def refuse_another_homes_store(settings: Settings, *, starting: bool) -> None:
    """Raises NotReady where the files belong to another home.

    Args:
        starting: whether servers are to be started. Commands are also typed on the hosts of workers, which have
            no id and share the home's store; and one that doesn't need the store shall not wait for it.
    """
    own = home_id(settings.home)
    if not settings.store_url or (own is None and not starting):
        return
    with suppress(OSError, ImportError):  # reported where the store is needed
        owner = read_owner(Store(settings.effective_store_url))
        if owner is not None and owner.home_id != own:
            raise _another_homes_files(settings, owner)


def _another_homes_rows(settings: Settings, owner: Home) -> NotReady:
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


def _another_homes_files(settings: Settings, owner: StoreOwner) -> NotReady:
    store = Store(settings.effective_store_url).root
    return NotReady(
        Message(
            "the store at {store} belongs to another home: {place} on {host}; the two would overwrite "
            "each other's files, and the weekly housekeeping would remove them. Choose another place in "
            "the setting store_url; or, if that home is no longer used and its rows are this home's now, "
            "take it over with 'saebyeok up --take-over'",
            store=store,
            place=owner.place,
            host=owner.host,
        )
    )
