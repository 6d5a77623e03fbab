"""What the weekly housekeeping may take away beside requests (`work_requests.upkeep`): files of old networks."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from domain.ocr import NetworkStatus
from records.ocr.learning import networks
from records.ocr.tables import Network
from records.stored_files import UNDER_WAY
from records.tables import Document


def database_bytes(session: Session, names: Sequence[str]) -> int:
    """How large the databases of these names on the session's server are; on SQLite its own file, whatever is named."""
    if session.get_bind().dialect.name == "sqlite":
        pages, size = (session.scalar(sa.text(f"PRAGMA {what}")) for what in ("page_count", "page_size"))
        return int(pages or 0) * int(size or 0)
    sizes = sa.text("SELECT sum(pg_database_size(datname)) FROM pg_database WHERE datname = ANY(:names)")
    return int(session.scalar(sizes, {"names": list(names)}) or 0)


def forget_old_networks(session: Session, keep: int) -> list[str]:
    """Have old networks' rows name no files any more; which they are. The files are then no row's.

    Kept are the files of the `keep` newest, of the one that reads and the one before it, of those whose parent
    or maker is still at work, of those MLflow has yet to be told of, and of those that no night made.
    """
    with_files = session.scalars(
        sa.select(Network).where(Network.folder.is_not(None)).order_by(Network.network_id.desc())
    ).all()
    reading = networks.deployed(session)
    at_work = session.scalars(sa.select(Network.parent_id).where(Network.status.in_(UNDER_WAY)))
    needed = {*at_work, reading.network_id if reading else None, reading.parent_id if reading else None}
    nights = [network for network in with_files if network.request_id is not None]
    forgotten = []
    for network in nights[keep:]:
        untold = NetworkStatus(network.status).is_judged and not network.mlflow_told
        if network.network_id in needed or network.status in UNDER_WAY or untold:
            continue
        network.folder = None
        forgotten.append(network.network_id)
    return forgotten


def table_ids(session: Session) -> set[str]:
    """Ids of all AutoML documents, deleted ones too."""
    return set(session.scalars(sa.select(Document.doc_id)))
