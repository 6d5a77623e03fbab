"""What the housekeeping may take of the records, and what it may not."""

from __future__ import annotations

from datetime import timedelta

import pytest

from domain.ocr import NetworkStatus
from domain.requests import RequestKind
from records import upkeep
from records.engine import reading, transaction
from records.errors import DecisionRefused
from records.ocr.learning import networks
from records.ocr.tables import Network
from tests.work_requests.conftest import settled
from work_requests import lifecycle

YEAR = timedelta(days=365)


def network(session, number, status=NetworkStatus.KEPT_BACK, *, now, by_night=True, **more):
    request_id = settled(session, RequestKind.OCR_RETRAIN, now) if by_night else None
    row = Network(
        network_id=f"n{number:03d}",
        request_id=request_id,
        status=status,
        folder=f"ocr/networks/n{number:03d}/network",
        sha256="0" * 64,
        created_at=now,
        mlflow_told=True,
    )
    for name, value in more.items():
        setattr(row, name, value)
    session.add(row)
    session.flush()


@pytest.fixture
def nights(engine, now):
    """The shipped network and ten nights; that of night 3 reads, after that of night 2."""
    with transaction(engine) as session:
        network(session, 0, NetworkStatus.RETIRED, now=now, by_night=False)
        for number in range(1, 11):
            network(session, number, now=now)
        for number, status in ((1, NetworkStatus.RETIRED), (2, NetworkStatus.RETIRED)):
            session.get_one(Network, f"n{number:03d}").status = status
        reader = session.get_one(Network, "n003")
        reader.status, reader.deployed, reader.parent_id = NetworkStatus.DEPLOYED, "Y", "n002"
        session.get_one(Network, "n004").mlflow_told = False
        learner = session.get_one(Network, "n010")
        learner.status, learner.folder, learner.parent_id = NetworkStatus.TRAINING, None, "n005"
    return engine


def test_old_networks_let_their_files_go_and_keep_their_scores(nights):
    with transaction(nights) as session:
        assert upkeep.forget_old_networks(session, 3) == ["n006", "n001"]
        # n009, n008, n007 are the newest; n005 is being learnt from; n004 untold; n003 reads, after n002; n000 shipped.
    with transaction(nights) as session:
        assert upkeep.forget_old_networks(session, 3) == []
        assert session.get_one(Network, "n001").sha256 == "0" * 64


def test_one_without_files_is_not_gone_back_to(nights, now):
    with transaction(nights) as session:
        upkeep.forget_old_networks(session, 3)
    with reading(nights) as session:
        with pytest.raises(DecisionRefused, match="housekeeping removed them") as refusal:
            networks.to_roll_back_to(session, "n001")
        assert "정리" in refusal.value.ko
        assert networks.to_roll_back_to(session, None).network_id == "n002"


def test_the_size_of_the_databases_is_told(engine, now):
    with reading(engine) as session:
        names = [] if engine.dialect.name == "sqlite" else [engine.url.database]
        before = upkeep.database_bytes(session, names)
        assert before > 0
        if names:  # those of the same server that are not ours are not counted, nor those that are not there
            assert upkeep.database_bytes(session, [*names, "nobodys"]) == before
            assert upkeep.database_bytes(session, []) == 0
    with transaction(engine) as session:
        for _ in range(500):
            lifecycle.ask(
                session, RequestKind.MIRROR, doc_id=None, params={"why": "x" * 4000}, by="me", now=now
            )
    with reading(engine) as session:
        assert upkeep.database_bytes(session, names) > before
