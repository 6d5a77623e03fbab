"""The mark of the home that owns a store."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass

from store.errors import StoreError
from store.files import Store

OWNER = "owner.json"


@dataclass(frozen=True)
class Owner:
    """The home whose rows name the files: its id, and where it was when it was started last."""

    home_id: str
    place: str
    host: str


def read_owner(store: Store) -> Owner | None:
    """None if there is no mark, or none that can be read.

    Raises:
        OSError: the store can't be reached.
    """
    try:
        with store.local(OWNER) as path:
            return Owner(**json.loads(path.read_text(encoding="utf-8")))
    except (StoreError, ValueError, TypeError):
        return None


def write_owner(store: Store, owner: Owner) -> None:
    """Mark the store. Raises OSError where that can't be done."""
    store.put_bytes(json.dumps(asdict(owner), ensure_ascii=False).encode() + b"\n", OWNER)
