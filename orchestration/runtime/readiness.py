"""Whether a process may start on a home: its databases exist, are complete and its own, and an object store answers.

Ports and locks are the starter's own matter.
"""

from __future__ import annotations

from domain.messages import Message
from orchestration.runtime.errors import NotReady
from orchestration.runtime.migration_marks import refuse_half_moved, refuse_left_behind
from orchestration.runtime.ownership import (
    refuse_another_homes_rows,
    refuse_another_homes_store,
    refuse_taking_over_what_lives,
)
from orchestration.settings import Settings
from store.errors import StoreError
from store.files import Store
from store.reaching import refuse_unusable

# In a home that a restore puts together, where its folder was there before: no home yet.
RESTORING = ".restoring"


def refuse_unready(settings: Settings, *, take_over: bool = False) -> None:
    """Look whether anything may start.

    Args:
        take_over: another home's database will be taken over.

    Raises:
        NotReady: it is half a home, an object store can't be used, or a database is missing, out of reach, half moved
            or wrong.
    """
    if (cut_off := half_restored(settings)) is not None:
        raise cut_off
    _refuse_unusable_store(settings)
    if settings.on_postgresql:
        _refuse_missing(settings)
    refuse_wrong_places(settings, starting=True, take_over=take_over)


def half_restored(settings: Settings) -> NotReady | None:
    """What is said of half a home; None of a whole one."""
    if not (settings.home / RESTORING).exists():
        return None
    return NotReady(
        Message(
            "a restore into the home {home} was cut off; empty the folder and run 'saebyeok restore' again",
            home=settings.home,
        )
    )


def refuse_wrong_places(settings: Settings, *, starting: bool = False, take_over: bool = False) -> None:
    """Raises NotReady where rows or files are another home's, or the home's own went to another database, or half way.

    What is written to databases that are half moved to is taken out again by the move that goes on.

    Args:
        starting: whether servers are to be started, not only a command.
        take_over: another home's will be taken over.
    """
    refuse_left_behind(settings)
    if settings.on_postgresql:
        refuse_half_moved(settings.effective_database_url)
    if take_over:
        refuse_taking_over_what_lives(settings)
    else:
        refuse_another_homes_rows(settings, starting=starting)
        refuse_another_homes_store(settings, starting=starting)


def _refuse_unusable_store(settings: Settings) -> None:
    store = Store(settings.effective_store_url)
    if store.is_local:
        return
    try:
        refuse_unusable(store)
    except StoreError as trouble:
        raise NotReady(trouble.message) from trouble


def _refuse_missing(settings: Settings) -> None:
    from orchestration.runtime.databases import DatabaseTrouble, refuse_missing

    try:
        refuse_missing(settings.effective_database_url)
    except DatabaseTrouble as trouble:
        raise NotReady(trouble.message) from trouble
