"""Going back to a network: what reads with it follows, and one that can't read any more replaces none."""

from __future__ import annotations

import pytest

from domain.requests import RequestStatus
from ocr_lib.networks.files import WEIGHTS, shipped_network
from orchestration.runtime.reading_resources import build_files
from records.engine import reading, transaction
from records.ocr.learning import networks
from resources.clock import Clock
from resources.database import Database
from resources.networks import ensure_deployed, read_pointer
from work_requests import ocr_decisions

pytestmark = pytest.mark.slow

OTHER = "991231000000001"
FOLDER = f"ocr/networks/{OTHER}/network"


@pytest.fixture
def store(workshop):
    return build_files(workshop.settings).store


@pytest.fixture
def first(workshop, store):
    """The network that reads; another, which once did, lies beside it."""
    database = Database(url=workshop.settings.effective_database_url)
    row = ensure_deployed(database, store, Clock(zone="UTC"))
    shipped = shipped_network()
    store.put_folder(shipped.folder, FOLDER)
    with transaction(workshop.engine) as session:
        networks.add_adopted(
            session, OTHER, folder=FOLDER, sha256=shipped.sha256, characters=9, now=workshop.now()
        )
    return row.network_id


def go_back(workshop):
    with transaction(workshop.engine) as session:
        asked = ocr_decisions.roll_back(session, network_id=OTHER, by="kim", now=workshop.now()).request_id
    workshop.run_waiting()
    with reading(workshop.engine) as session:
        return networks.deployed(session).network_id, workshop.request(asked)


def test_the_pointer_follows_the_network_people_went_back_to(workshop, store, first):
    reads, request = go_back(workshop)
    assert (reads, request.status) == (OTHER, RequestStatus.DONE)
    assert read_pointer(store)["network_id"] == OTHER


def test_one_whose_weights_were_cut_leaves_the_network_that_read_before(workshop, store, first):
    weights = store.path(f"{FOLDER}/{WEIGHTS}")
    weights.write_bytes(weights.read_bytes()[:1000])
    reads, request = go_back(workshop)
    assert (reads, request.status) == (first, RequestStatus.FAILED)
    assert "백업" in request.reason_ko
    assert read_pointer(store)["network_id"] == first
