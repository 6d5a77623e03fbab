"""What the weekly housekeeping may take away: old requests that no row refers to, and files of old networks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from domain.ocr import NetworkStatus
from domain.requests import RequestKind, RequestStatus
from records import requests
from records.ocr import networks
from records.ocr.tables import Network
from records.stored_files import UNDER_WAY
from records.tables import Document, Plan, Prediction, Request, Training

OVER = [status for status in RequestStatus if status.is_final]


def ask(session: Session, *, by: str, now: datetime) -> Request:
    """Ask for the housekeeping. One that waits or runs already is that one."""
    waiting = session.scalar(
        sa.select(Request)
        .where(Request.kind == RequestKind.HOUSEKEEPING, Request.status.not_in(OVER))
        .limit(1)
    )
    if waiting is not None:
        return waiting
    return requests.ask(session, RequestKind.HOUSEKEEPING, doc_id=None, params={}, by=by, now=now)


def database_bytes(session: Session, names: Sequence[str]) -> int:
    """How large the databases of these names on the session's server are; on SQLite its own file, whatever is named."""
    if session.get_bind().dialect.name == "sqlite":
        pages, size = (session.scalar(sa.text(f"PRAGMA {what}")) for what in ("page_count", "page_size"))
        return int(pages or 0) * int(size or 0)
    sizes = sa.text("SELECT sum(pg_database_size(datname)) FROM pg_database WHERE datname = ANY(:names)")
    return int(session.scalar(sizes, {"names": list(names)}) or 0)


def old_requests(session: Session, before: datetime) -> Sequence[int]:
    """Requests that ended before a moment and that nothing refers to, oldest first.

    Kept are those a plan, training, prediction or network came of, and of each document and kind the newest, and
    the newest that went well: screens and exports live by them.
    """
    other = aliased(Request)
    same = (
        sa.func.coalesce(other.doc_id, "") == sa.func.coalesce(Request.doc_id, ""),
        other.kind == Request.kind,
    )
    newer = sa.exists().where(*same, other.request_id > Request.request_id)
    newer_done = sa.exists().where(
        *same, other.request_id > Request.request_id, other.status == RequestStatus.DONE
    )
    referred = [
        sa.exists().where(table.request_id == Request.request_id)
        for table in (Plan, Training, Prediction, Network)
    ]
    return session.scalars(
        sa.select(Request.request_id)
        .where(Request.status.in_(OVER), Request.finished_at < before, newer)
        .where(sa.or_(Request.status != RequestStatus.DONE, newer_done))
        .where(*[~reference for reference in referred])
        .order_by(Request.request_id)
    ).all()


def runs_in_use(session: Session) -> set[str]:
    """Runs of requests that are not settled."""
    found = session.scalars(
        sa.select(Request.run_id).where(Request.status.not_in(OVER), Request.run_id.is_not(None))
    )
    return {run_id for run_id in found if run_id is not None}


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
