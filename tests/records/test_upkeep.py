"""What the housekeeping may take of the records, and what it may not."""

from __future__ import annotations

from datetime import timedelta

import pytest

from domain.ocr import NetworkStatus
from domain.requests import RequestKind, RequestStatus
from records import requests, upkeep
from records.engine import reading, transaction
from records.errors import DecisionRefused
from records.ocr import networks
from records.ocr.tables import Network
from records.purge import remove_requests
from records.tables import Progress, Request

YEAR = timedelta(days=365)


def settled(session, kind, at, *, doc=None, status=RequestStatus.DONE):
    request = requests.ask(session, kind, doc_id=doc, params={}, by="me", now=at)
    requests.settle(request, status, now=at)
    return request.request_id


@pytest.fixture
def old(engine, now):
    """Settled mirrors and previews of long ago, the newest of each a kind of its own; and one of today."""
    at = now - 2 * YEAR
    with transaction(engine) as session:
        ids = {
            "first mirror": settled(session, RequestKind.MIRROR, at),
            "failed mirror": settled(session, RequestKind.MIRROR, at, status=RequestStatus.FAILED),
            "last good mirror": settled(session, RequestKind.MIRROR, at),
            "last mirror": settled(session, RequestKind.MIRROR, at, status=RequestStatus.FAILED),
            "first preview": settled(session, RequestKind.PREVIEW, at, doc="a"),
            "last preview": settled(session, RequestKind.PREVIEW, at, doc="a"),
            "preview of another": settled(session, RequestKind.PREVIEW, at, doc="b"),
            "night": settled(session, RequestKind.OCR_RETRAIN, at),
            "later night": settled(session, RequestKind.OCR_RETRAIN, at),
            "today": settled(session, RequestKind.PREVIEW, now, doc="c"),
        }
        session.add(
            Network(network_id="1", request_id=ids["night"], status=NetworkStatus.NOTHING_NEW, created_at=at)
        )
        for request_id in ids.values():
            session.add(
                Progress(request_id=request_id, step="s", done=1, total=1, message_ko="", updated_at=at)
            )
    return ids


def test_old_requests_go_but_the_newest_of_each_and_those_rows_refer_to(engine, old, now):
    with transaction(engine) as session:
        found = upkeep.old_requests(session, now - YEAR)
        assert {name for name, number in old.items() if number in found} == {
            "first mirror",
            "failed mirror",
            "first preview",
        }
        assert remove_requests(session, found) == 3
    with transaction(engine) as session:
        assert upkeep.old_requests(session, now - YEAR) == []
        assert session.query(Request).count() == session.query(Progress).count() == len(old) - 3


def test_a_request_that_waits_is_never_old(engine, now):
    with transaction(engine) as session:
        for _ in range(2):
            requests.ask(session, RequestKind.MIRROR, doc_id=None, params={}, by="me", now=now - 2 * YEAR)
        assert upkeep.old_requests(session, now) == []


def test_runs_of_unsettled_requests_are_in_use(engine, now):
    with transaction(engine) as session:
        running = requests.ask(session, RequestKind.MIRROR, doc_id=None, params={}, by="me", now=now)
        running.run_id, running.status = "goes on", RequestStatus.RUNNING
        done = session.get_one(Request, settled(session, RequestKind.MIRROR, now))
        done.run_id = "over"
    with reading(engine) as session:
        assert upkeep.runs_in_use(session) == {"goes on"}


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


def test_the_housekeeping_is_asked_for_once(engine, now):
    with transaction(engine) as session:
        first = upkeep.ask(session, by="schedule", now=now)
        assert upkeep.ask(session, by="schedule", now=now).request_id == first.request_id
        requests.settle(first, RequestStatus.DONE, now=now)
        assert upkeep.ask(session, by="schedule", now=now).request_id != first.request_id


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
            requests.ask(
                session, RequestKind.MIRROR, doc_id=None, params={"why": "x" * 4000}, by="me", now=now
            )
    with reading(engine) as session:
        assert upkeep.database_bytes(session, names) > before
