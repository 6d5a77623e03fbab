"""Whether a process may start on a home: its databases are there and whole, an object store answers. Ports and locks are the starter's own matter."""

from __future__ import annotations

from orchestration.settings import Settings
from store.errors import StoreError
from store.files import Store
from store.reaching import refuse_unusable


class NotReady(Exception):
    """Why nothing may start yet, in Korean and in English."""

    def __init__(self, *, ko: str, en: str) -> None:
        super().__init__(en)
        self.ko, self.en = ko, en


def refuse_unready(settings: Settings) -> None:
    """Raises NotReady where a database is missing or out of reach, a move to it was cut off, or an object store can't be used."""
    store = Store(settings.effective_store_url)
    if not store.is_local:
        try:
            refuse_unusable(store)
        except StoreError as trouble:
            raise NotReady(ko=trouble.ko, en=trouble.en) from trouble
    if not settings.on_postgresql:
        return
    from orchestration.databases import DatabaseTrouble, refuse_missing
    from orchestration.moving.copying import MoveRefused
    from orchestration.moving.move import refuse_half_moved

    try:
        refuse_missing(settings.effective_database_url)
        refuse_half_moved(settings.effective_database_url)
    except (DatabaseTrouble, MoveRefused) as trouble:
        raise NotReady(ko=trouble.ko, en=trouble.en) from trouble
