"""TB_OCR_NETWORK: all networks, and which one is deployed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from domain.messages import Message
from domain.ocr import SECOND_RECOGNISER, NetworkStatus
from records.engine import advisory_lock, for_update, row_lock
from records.errors import DecisionRefused, NotFound
from records.ids import next_id
from records.ocr.tables import Network

_MARK = "Y"
WANTED = "wanted"
"""Where TB_OCR_NETWORK.ITEMS keeps the digest of what a night was to learn from (`tonight.digest_of_wanted`)."""


def keeps_second_recogniser(network: Network) -> bool:
    """Whether the second recogniser answers beside a network; so it does unless the gate found it worse."""
    return bool((network.scores or {}).get(SECOND_RECOGNISER, {}).get("kept", True))


def get(session: Session, network_id: str) -> Network:
    """Raises NotFound."""
    network = session.get(Network, network_id, with_for_update=row_lock(session))
    if network is None:
        raise NotFound(
            Message("there is no network {network_id}; see the list of networks", network_id=network_id)
        )
    return network


def deployed(session: Session) -> Network | None:
    """The network that reads; None before the first start."""
    return session.scalar(sa.select(Network).where(Network.deployed == _MARK))


def of_request(session: Session, request_id: int) -> Network | None:
    """The network a training request made or is making."""
    return session.scalar(sa.select(Network).where(Network.request_id == request_id))


def with_files(session: Session) -> Sequence[Network]:
    """The networks whose training is over and whose files are kept."""
    return session.scalars(
        sa.select(Network).where(Network.folder.is_not(None)).order_by(Network.network_id)
    ).all()


def newest(
    session: Session, *, before: str | None = None, after: str | None = None, limit: int = 50
) -> Sequence[Network]:
    """Networks, newest first; only those made earlier than `before`, or those made next `after` that one."""
    query = sa.select(Network)
    if after:
        later = query.where(Network.network_id > after).order_by(Network.network_id).limit(limit)
        return session.scalars(later).all()[::-1]
    if before:
        query = query.where(Network.network_id < before)
    return session.scalars(query.order_by(Network.network_id.desc()).limit(limit)).all()


def judged(session: Session, *, limit: int) -> Sequence[Network]:
    """The last networks that were judged, oldest first."""
    statuses = [status for status in NetworkStatus if status.is_judged]
    found = session.scalars(
        sa.select(Network)
        .where(Network.request_id.is_not(None), Network.status.in_(statuses))
        .order_by(Network.network_id.desc())
        .limit(limit)
    ).all()
    return found[::-1]


def tried(session: Session, digest: str, seconds: float) -> Network | None:
    """The network that was made, to its end, from exactly this (`TRIED_SHA256`).

    Args:
        seconds: the time there is now; a training that ran out of less says nothing of what more would give.
    """
    over = (NetworkStatus.KEPT_BACK, NetworkStatus.DEPLOYED, NetworkStatus.RETIRED)
    found = session.scalars(
        sa.select(Network)
        .where(Network.tried == digest, Network.status.in_(over))
        .order_by(Network.network_id.desc())
    )
    return next((network for network in found if not ran_out_of_less(network, seconds)), None)


def ran_out_of_less(network: Network, seconds: float) -> bool:
    """Whether its training was stopped by time, and there are more `seconds` now."""
    training = network.training or {}
    had = (training.get("settings") or {}).get("seconds")
    return bool(training.get("stopped_by_time")) and had is not None and had < seconds


def not_mirrored(session: Session, *, limit: int) -> Sequence[Network]:
    """Judged networks MLflow has no whole run of, or, of the one that reads, no version; oldest first."""
    judged = [status for status in NetworkStatus if status.is_judged]
    unregistered = sa.and_(Network.deployed == _MARK, Network.mlflow_version.is_(None))
    return session.scalars(
        sa.select(Network)
        .where(Network.request_id.is_not(None), Network.status.in_(judged))
        .where(sa.or_(Network.mlflow_told.is_(False), unregistered))
        .order_by(Network.network_id)
        .limit(limit)
    ).all()


def begin(session: Session, *, request_id: int, parent_id: str, now: datetime) -> Network:
    """The row of the network a request is to make; when the request is tried again, the same row.

    One whose training was over is left as it is.
    """
    network = of_request(session, request_id)
    if network is not None and NetworkStatus(network.status).is_trained:
        return network
    if network is None:
        network = Network(
            network_id=next_id(session, "network", now.date()),
            parent_id=parent_id,
            request_id=request_id,
            status=NetworkStatus.TRAINING,
            created_at=now,
        )
        session.add(network)
    network.parent_id = parent_id
    network.status = NetworkStatus.TRAINING
    network.reason = None
    session.flush()
    return network


def add_shipped(session: Session, *, folder: str, sha256: str, characters: int, now: datetime) -> Network:
    """The network that comes with the project, marked as the one that reads; the one that does, where there is one."""
    take_turns_deploying(session)
    if (there := deployed(session)) is not None:
        return there
    network = Network(
        network_id=next_id(session, "network", now.date()),
        status=NetworkStatus.DEPLOYED,
        deployed=_MARK,
        folder=folder,
        sha256=sha256,
        characters=characters,
        created_at=now,
        deployed_at=now,
        reason=Message("the network the project comes with"),
    )
    session.add(network)
    session.flush()
    return network


def add_adopted(
    session: Session, network_id: str, *, folder: str, sha256: str, characters: int, now: datetime
) -> Network:
    """A network that was made elsewhere, ready to be put into use by going "back" to it."""
    network = Network(
        network_id=network_id,
        status=NetworkStatus.RETIRED,
        folder=folder,
        sha256=sha256,
        characters=characters,
        created_at=now,
        reason=Message("brought from elsewhere"),
    )
    session.add(network)
    session.flush()
    return network


def mark_deployed(session: Session, network: Network, now: datetime) -> None:
    """Make `network` the one that reads: the truth that files and MLflow follow."""
    take_turns_deploying(session)
    current = session.scalar(for_update(session, sa.select(Network).where(Network.deployed == _MARK)))
    if current is not None and current.network_id != network.network_id:
        current.deployed = None
        current.status = NetworkStatus.RETIRED
        session.flush()  # the unique mark is given up before it is taken
    network.deployed = _MARK
    network.status = NetworkStatus.DEPLOYED
    network.deployed_at = now
    session.flush()


def deploy_approved(session: Session, network: Network, now: datetime) -> None:
    """Make a network the gate let through the one that reads, unless people put another into use meanwhile.

    It was judged against its base network alone, and going back to the other was a decision.
    """
    take_turns_deploying(session)
    reading = deployed(session)
    if reading is None or reading.network_id in (network.parent_id, network.network_id):
        mark_deployed(session, network, now)
        return
    network.status = NetworkStatus.KEPT_BACK
    # Nothing was found against it: the same may be tried again.
    network.tried = None
    network.items = {name: value for name, value in (network.items or {}).items() if name != WANTED}
    network.mlflow_told = False
    network.reason = Message(
        "network {reading} was put into use while this one was trained, which was only found better than {parent}; "
        "not deployed, and the next training begins from the network in use",
        reading=reading.network_id,
        parent=network.parent_id,
    )


def take_back(session: Session, *, before: str | None, now: datetime) -> None:
    """The network people chose can't read: the one that did before is marked again, where there is one."""
    take_turns_deploying(session)
    network = session.get(Network, before) if before else None
    if network is not None and network.status == NetworkStatus.RETIRED and network.folder is not None:
        mark_deployed(session, network, now)


def take_turns_deploying(session: Session) -> None:
    """One decision at a time on which network reads."""
    advisory_lock(session, "deployed network")


def to_roll_back_to(session: Session, network_id: str | None) -> Network:
    """`network_id`, or the one that read before the present one.

    Raises:
        DecisionRefused: there is none, or it never read.
    """
    if network_id is not None:
        network = get(session, network_id)
        _refuse_without_files(network)
        if network.status != NetworkStatus.RETIRED:
            raise DecisionRefused(
                Message(
                    "network {network_id} is {status}; only one that was in use can be brought back",
                    network_id=network_id,
                    status=NetworkStatus(network.status).message,
                )
            )
        return network
    current = deployed(session)
    parent = _before(session, current) if current else None
    if parent is None or parent.status != NetworkStatus.RETIRED:
        raise DecisionRefused(
            Message("there is no earlier network to go back to; choose one from the list of networks")
        )
    _refuse_without_files(parent)
    return parent


def _before(session: Session, network: Network) -> Network | None:
    """The network it was made from; of one that was brought from elsewhere, the one that read when it came."""
    if network.parent_id:
        return session.get(Network, network.parent_id)
    return session.scalar(
        sa.select(Network)
        .where(Network.network_id < network.network_id, Network.deployed_at.is_not(None))
        .where(Network.deployed_at < network.deployed_at)
        .order_by(Network.deployed_at.desc())
        .limit(1)
    )


def _refuse_without_files(network: Network) -> None:
    """One whose training came to its end and that names no files any more can't read."""
    if network.folder is None and NetworkStatus(network.status).is_trained:
        raise DecisionRefused(
            Message(
                "the files of network {network_id} were old and the weekly housekeeping removed them (its "
                "scores stay); choose another from the list of networks, or bring its folder in again from a "
                "backup",
                network_id=network.network_id,
            )
        )


def set_failed(network: Network, reason: Message, *, cancelled: bool = False) -> None:
    """The work on it ended without a verdict, or was `cancelled`. One that was judged keeps its state."""
    if network.status in (NetworkStatus.TRAINING, NetworkStatus.TRAINED, NetworkStatus.APPROVED):
        network.status = NetworkStatus.CANCELLED if cancelled else NetworkStatus.FAILED
        network.reason = reason


def set_nothing_new(network: Network, reason: Message) -> None:
    """There was nothing to learn, so nothing was trained."""
    network.status = NetworkStatus.NOTHING_NEW
    network.reason = reason
