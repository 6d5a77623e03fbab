"""A night killed in any of its steps is finished by the next attempt, and one network reads all along."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, replace
from pathlib import Path

import cv2
import pytest
import sqlalchemy as sa

import ocr_lib.gate.general_set
import ocr_lib.gate.judgement
import ocr_lib.training.fine_tune as fine_tune
from domain.messages import Message
from domain.ocr import NetworkStatus
from domain.requests import RequestStatus
from intake.destinations import NewPages
from ocr_lib.gate.verdict import Verdict
from ocr_lib.synthetic.fonts import package_fonts
from ocr_lib.synthetic.pages import made_page
from orchestration.runtime.reading_resources import build_files
from records.engine import reading, transaction
from records.ocr import decisions, texts
from records.ocr.learning import chosen_texts, networks
from records.ocr.tables import Network
from tests.workshop import create_home, open_workshop, set_environment
from work_requests import lifecycle, ocr_decisions

pytestmark = pytest.mark.slow

POINTS = {
    "training_items": "ocr_lib.datasets.items.check_items",
    "synthetic_images": "assets.ocr.training_data.make_images",
    "lmdb_dataset": "ocr_lib.datasets.lmdb_files.write_lmdb",
    "fine_tuned_network": "ocr_lib.networks.files.write_network",
    "network_gate": "ocr_lib.gate.judgement.judge",
    "deployed_network": "assets.ocr.deployment.follow_deployed",
    "rescored_texts": "records.ocr.learning.chosen_texts.set_rescored",
}


class Killed(BaseException):
    """Stands for kill -9: nothing of ours catches it, nothing is tidied."""


@dataclass(frozen=True)
class ReadHome:
    """A home with a read page of which texts are chosen, and the request to learn them."""

    folder: Path
    request_id: int


@pytest.fixture(scope="module")
def read_home(machine_cache, migrated_file, tmp_path_factory):
    """Made once, and never changed: each test takes a copy."""
    folder = tmp_path_factory.mktemp("read")
    create_home(folder / "home", migrated_file)
    page = made_page(3, fonts=package_fonts()[:1], layout="invoice").picture[:500]
    cv2.imwrite(str(folder / "p.png"), page)
    with pytest.MonkeyPatch.context() as patch:
        set_environment(patch, machine_cache)
        with open_workshop(folder / "home") as workshop:
            intake = build_files(workshop.settings).intake(workshop.engine)
            taken = intake.take(folder / "p.png", NewPages(), by="me", now=workshop.now(), keep=True)
            workshop.run_waiting()
            with transaction(workshop.engine) as session:
                ids = [t.text_id for t in texts.of_document(session, taken.id)][:4]
                decisions.select(session, ids, by="kim", now=workshop.now())
                asked = ocr_decisions.retrain(session, by="kim", now=workshop.now()).request_id
    return ReadHome(folder / "home", asked)


@pytest.fixture
def night(monkeypatch, machine_cache, read_home, tmp_path):
    """A training of two steps, called better, judged on few lines without EasyOCR and let through: only the kills are tried here."""
    monkeypatch.setenv("SAEBYEOK_RETRAIN_ITERATIONS", "2")
    monkeypatch.setenv("SAEBYEOK_RETRAIN_BATCH", "2")
    monkeypatch.setenv("SAEBYEOK_RETRAIN_ENOUGH_ITEMS", "3")
    monkeypatch.setattr(ocr_lib.gate.general_set, "SIZES", {"ko": 3, "en": 3, "digits": 3})
    monkeypatch.setattr(fine_tune, "GENERAL_LINES", 5)
    monkeypatch.setattr(fine_tune, "BLOCK", 4)
    monkeypatch.setattr("ocr_lib.gate.parity.differences", lambda *_: [])
    train = fine_tune.fine_tune
    monkeypatch.setattr(fine_tune, "fine_tune", lambda *a, **k: replace(train(*a, **k), improved=True))
    monkeypatch.setattr(ocr_lib.gate.judgement, "judge", lambda *_: Verdict(True, True, Message("a trial")))
    set_environment(monkeypatch, machine_cache)
    shutil.copytree(read_home.folder, tmp_path / "home")
    with open_workshop(tmp_path / "home") as workshop:
        yield workshop


@pytest.fixture
def asked(read_home):
    """The request to learn, which waits."""
    return read_home.request_id


def reads(workshop):
    with reading(workshop.engine) as session:
        return session.scalars(sa.select(Network.network_id).where(Network.deployed == "Y")).all()


@pytest.mark.parametrize("step", list(POINTS))
def test_the_next_attempt_finishes_it(night, asked, step, monkeypatch):
    (first,) = reads(night)

    def die(*_args, **_options):
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(POINTS[step], die)
        (killed,) = night.run_waiting()
    assert not killed.success
    assert night.request(asked).status == RequestStatus.RUNNING  # nothing of ours settled it
    assert len(reads(night)) == 1
    with transaction(night.engine) as session:
        lifecycle.begin_again(lifecycle.get(session, asked))  # as the reconciler does with runs that died
    (again,) = night.run_waiting()
    assert again.success
    assert night.request(asked).status == RequestStatus.DONE
    with reading(night.engine) as session:
        network = networks.of_request(session, asked)
        learnt = chosen_texts.rescored(session, network.network_id)
    assert reads(night) == [network.network_id] != [first]
    assert network.status == NetworkStatus.DEPLOYED
    assert network.rescored["items"] == len(learnt) == 4
    assert not list((night.settings.work / "checkpoints").glob("*"))


@pytest.mark.parametrize("place", ["ocr_lib.training.loop.save", "store.files.Store.put_folder"])
def test_a_disk_that_is_full_while_training_leaves_the_network_that_reads(night, asked, place, monkeypatch):
    before = reads(night)

    def full(*_args, **_options):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(place, full)
        (failed,) = night.run_waiting()
    assert not failed.success
    assert reads(night) == before
    with transaction(night.engine) as session:
        lifecycle.begin_again(lifecycle.get(session, asked))
    (again,) = night.run_waiting()
    assert again.success
    assert night.request(asked).status == RequestStatus.DONE
    assert len(reads(night)) == 1


def test_a_network_people_put_into_use_meanwhile_is_not_overruled(night, asked, monkeypatch):
    """A network is adopted while the nightly one is judged: the adoption is kept."""

    def judge(*_args):
        with transaction(night.engine) as session:
            there = networks.deployed(session)
            networks.add_adopted(
                session,
                "991231000000001",
                folder=there.folder,
                sha256=there.sha256,
                characters=9,
                now=night.now(),
            )
            ocr_decisions.roll_back(session, network_id="991231000000001", by="kim", now=night.now())
        return Verdict(True, True, Message("a trial"))

    monkeypatch.setattr(ocr_lib.gate.judgement, "judge", judge)
    night.run_waiting()
    assert reads(night) == ["991231000000001"]
    with reading(night.engine) as session:
        network = networks.of_request(session, asked)
        learnt = chosen_texts.rescored(session, network.network_id)
    assert network.status == NetworkStatus.KEPT_BACK
    assert learnt == []
    done = night.request(asked)
    assert (done.status, done.result["deployed"]) == (RequestStatus.DONE, False)
    assert "991231000000001" in done.result["ko"]


def test_a_network_that_easyocr_reads_otherwise_ends_its_run_at_the_gate(night, asked, monkeypatch):
    before = reads(night)
    monkeypatch.setattr("ocr_lib.gate.parity.differences", lambda *_: [(0, "가", "나")])
    (blocked,) = night.run_waiting()
    assert not blocked.success
    assert [event.step_key for event in blocked.get_step_failure_events()] == ["network_gate"]
    failed = {check.check_name for check in blocked.get_asset_check_evaluations() if not check.passed}
    assert failed >= {"network_is_better", "same_as_easyocr"}
    assert "deployed_network" not in {event.step_key for event in blocked.all_events}
    assert reads(night) == before
    settled = night.request(asked)
    assert (settled.status, settled.result["deployed"]) == (RequestStatus.DONE, False)
    with reading(night.engine) as session:
        assert networks.of_request(session, asked).status == NetworkStatus.KEPT_BACK
