"""Networks as rows and files: the shipped one taken into the store, and the files of any, checked."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

from domain.messages import Message
from records.ocr.learning import networks
from records.ocr.tables import Network
from resources.clock import Clock
from resources.database import Database
from store.errors import StoreError
from store.files import Store

if TYPE_CHECKING:
    from ocr_lib.networks.files import NetworkFiles


POINTER = "ocr/networks/deployed.json"
"""Names the folder of the deployed network, for one-shot reads and stock EasyOCR; replaced in one step."""


def read_pointer(store: Store) -> dict[str, Any] | None:
    """What the pointer says; None where there is none.

    Raises:
        StoreError: it is no pointer of ours.
    """
    path = store.path(POINTER)
    if not path.exists():
        return None
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        return {key: str(found[key]) for key in ("network_id", "folder", "sha256")}
    except (ValueError, KeyError, TypeError) as error:
        raise StoreError(
            Message(
                "{pointer} in the store is broken; delete it and start 'saebyeok up', which makes it anew",
                pointer=POINTER,
            )
        ) from error


def follow_row(store: Store, network: Network) -> bool:
    """Bring the pointer to the deployed row; whether it had to be written."""
    wanted = {
        "network_id": network.network_id,
        "folder": (network.folder or "").removeprefix("ocr/networks/"),
        "sha256": network.sha256 or "",
    }
    with suppress(StoreError):  # a broken one is rebuilt
        if read_pointer(store) == wanted:
            return False
    store.put_bytes(json.dumps(wanted, indent=1).encode() + b"\n", POINTER)
    return True


def ensure_deployed(database: Database, store: Store, clock: Clock) -> Network:
    """The row of the network that reads; the shipped network becomes it where there is none yet."""
    with database.reading() as session:
        row = networks.deployed(session)
    if row is not None:
        return row
    from ocr_lib.networks.files import shipped_network

    shipped = shipped_network()
    folder = f"ocr/networks/shipped-{shipped.sha256[:12]}"
    store.put_folder(shipped.folder, folder)
    with database.transaction() as session:
        row = networks.deployed(session) or networks.add_shipped(
            session,
            folder=folder,
            sha256=shipped.sha256,
            characters=len(shipped.charset.characters),
            now=clock.now(),
        )
    follow_row(store, row)
    return row


@contextmanager
def network_files(store: Store, row: Network) -> Iterator[NetworkFiles]:
    """The files of a network on this machine, checked against the row.

    Raises:
        NetworkRefused: they are not whole, or not those of the row.
        StoreError: they are missing.
    """
    from ocr_lib.errors import NetworkRefused
    from ocr_lib.networks.files import open_network

    with store.local_folder(row.folder or "") as folder:
        files = open_network(folder)
        if files.sha256 != row.sha256:
            raise NetworkRefused(
                Message(
                    "the files in {folder} are not those recorded for network {network_id}; bring them back from "
                    "a backup",
                    folder=row.folder,
                    network_id=row.network_id,
                ),
                code="other_network",
            )
        yield files
