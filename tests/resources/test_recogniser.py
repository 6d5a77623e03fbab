"""A reader takes the network that was deployed meanwhile, and keeps its own if that one is broken."""

from __future__ import annotations

import pytest

from ocr_lib.errors import NetworkRefused
from ocr_lib.networks.files import WEIGHTS, shipped_network
from records.engine import reading, transaction
from records.ocr.learning import networks
from resources.clock import Clock
from resources.database import Database
from resources.recogniser import Recogniser
from store.files import Store

SECOND = "991231000000001"
FOLDER = f"ocr/networks/{SECOND}/network"


class Pages:
    """Stands for the reader of pages: which network it has, and how often its detector was loaded."""

    loaded = 0

    def __init__(self, network):
        self.recognizer = network

    def with_recognizer(self, network):
        return Pages(network)


@pytest.fixture
def store(tmp_path):
    return Store(str(tmp_path / "store"))


@pytest.fixture
def serving(sqlite_engine, store, monkeypatch):
    def page_reader(self, files, *, second):
        Pages.loaded += 1
        return Pages(str(files.folder))

    monkeypatch.setattr(Pages, "loaded", 0)
    monkeypatch.setattr(Recogniser, "crop_reader", lambda self, files, *, second: str(files.folder))
    monkeypatch.setattr(Recogniser, "page_reader", page_reader)
    recogniser = Recogniser(
        detector="ppocr", recogniser="custom+ppocr", decoder="greedy", cache="", threads=1
    )
    url = sqlite_engine.url.render_as_string(hide_password=False)
    return recogniser.serving(Database(url=url), store, Clock(zone="UTC"))


def deploy(engine, store, now):
    shipped = shipped_network()
    store.put_folder(shipped.folder, FOLDER)
    with transaction(engine) as session:
        row = networks.add_adopted(
            session, SECOND, folder=FOLDER, sha256=shipped.sha256, characters=9, now=now
        )
        networks.mark_deployed(session, row, now)


def test_a_network_deployed_meanwhile_reads_from_the_next_page_on(serving, sqlite_engine, store, now):
    first, reader = serving.current()
    assert serving.current() == (first, reader)  # nothing is loaded for each page
    deploy(sqlite_engine, store, now)
    network_id, reader = serving.current()
    assert (network_id, reader.recognizer) == (SECOND, str(store.path(FOLDER)))
    assert Pages.loaded == 1


def test_one_whose_weights_were_cut_leaves_the_old_one_reading(serving, sqlite_engine, store, now):
    before = serving.current()
    deploy(sqlite_engine, store, now)
    weights = store.path(f"{FOLDER}/{WEIGHTS}")
    weights.write_bytes(weights.read_bytes()[:1000])
    assert serving.current() == before
    with reading(sqlite_engine) as session:
        assert networks.deployed(session).network_id == SECOND


def test_where_none_was_loaded_before_it_is_a_sentence(serving, sqlite_engine, store, now):
    deploy(sqlite_engine, store, now)
    weights = store.path(f"{FOLDER}/{WEIGHTS}")
    weights.write_bytes(weights.read_bytes()[:1000])
    with pytest.raises(NetworkRefused) as refused:
        serving.current()
    assert "백업" in refused.value.ko
