"""Networks as rows and files: the shipped one taken into the store, and the files of any, checked."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from records.ocr import networks
from records.ocr.tables import Network
from resources.clock import Clock
from resources.database import Database
from store.files import Store

if TYPE_CHECKING:
    from ocr_lib.networks.files import NetworkFiles


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
        row = networks.deployed(session)
        return row or networks.add_shipped(
            session,
            folder=folder,
            sha256=shipped.sha256,
            characters=len(shipped.charset.characters),
            now=clock.now(),
        )


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
                "other_network",
                ko=f"{row.folder}의 파일이 네트워크 {row.network_id}의 기록과 다릅니다. 백업에서 되돌리세요.",
                en=f"the files in {row.folder} are not those recorded for network {row.network_id}; "
                "bring them back from a backup",
            )
        yield files
