"""Checks that a store outside of the home belongs to this home.

Two homes on one store, each with rows of its own, would write files under the same ids, and each week's
housekeeping would remove the other's files, as no row of its own names them. So the first home marks the store.
"""

from __future__ import annotations

import socket
from contextlib import suppress

from domain.messages import Message
from orchestration.home_identity import home_id, made_id
from orchestration.not_ready import NotReady
from orchestration.settings import Settings
from store.files import Store
from store.ownership import Owner, read_owner, write_owner


def claim_store(settings: Settings, *, take_over: bool = False) -> None:
    """Have the files belong to this home from now on. Nothing to do where they lie in it.

    Args:
        take_over: even if they belong to another home, which is no longer used.

    Raises:
        NotReady: they belong to another home, or the store can't be written.
        OSError: it can't be reached.
    """
    if not settings.store_url:
        return
    store = Store(settings.effective_store_url)
    own = Owner(made_id(settings.home), str(settings.home), socket.gethostname())
    owner = read_owner(store)
    if owner is not None and owner.home_id != own.home_id and not take_over:
        raise _another_homes(settings, owner)
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
            raise _another_homes(settings, owner)


def _another_homes(settings: Settings, owner: Owner) -> NotReady:
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
