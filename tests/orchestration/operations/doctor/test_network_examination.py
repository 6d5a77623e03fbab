"""`doctor` names a network that is cut, missing, or not the one that was deployed."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from records.engine import open_engine, transaction
from records.ocr.learning import networks
from tests.orchestration.operations.doctor.findings import finding, settings

__all__ = ["settings"]


@pytest.fixture
def deployed(settings):
    """A home whose shipped network has been taken in, with its row and files."""
    from orchestration.runtime.reading_resources import build_files
    from resources.clock import Clock
    from resources.database import Database
    from resources.networks import ensure_deployed

    store = build_files(settings).store
    row = ensure_deployed(Database(url=settings.effective_database_url), store, Clock(zone="UTC"))
    assert row.folder is not None
    return store


def test_the_network_that_reads_is_named(settings, deployed):
    found = finding(settings, "network")
    assert found.ok
    assert "reads" in found.detail


def test_a_cut_network_is_told_with_a_way_back(settings, deployed):
    (weights,) = deployed.path("ocr/networks").glob("*/custom.pth")
    weights.write_bytes(weights.read_bytes()[:1000])
    found = finding(settings, "network")
    assert not found.ok
    assert "rollback" in found.remedy.ko


def test_a_pointer_to_another_network_is_told(settings, deployed):
    wrong = {"network_id": "000000000000000", "folder": "a", "sha256": "b"}
    deployed.put_bytes(json.dumps(wrong).encode(), "ocr/networks/deployed.json")
    found = finding(settings, "network")
    assert not found.ok
    assert "000000000000000" in found.detail


@pytest.mark.parametrize("content", [None, b"{x"])
def test_a_pointer_that_is_missing_or_broken_is_told(settings, deployed, content):
    if content is None:
        deployed.path("ocr/networks/deployed.json").unlink()
    else:
        deployed.put_bytes(content, "ocr/networks/deployed.json")
    found = finding(settings, "network")
    assert not found.ok
    assert "saebyeok up" in found.remedy.ko


def test_a_cut_network_that_one_could_go_back_to_is_told(settings, deployed):
    (folder,) = deployed.path("ocr/networks").glob("shipped-*")
    deployed.put_folder(folder, "ocr/networks/261122000000009/network")
    engine = open_engine(settings.effective_database_url)
    with transaction(engine) as session:
        row = networks.deployed(session)
        networks.add_adopted(
            session,
            "261122000000009",
            folder="ocr/networks/261122000000009/network",
            sha256=row.sha256,
            characters=row.characters,
            now=datetime.now(UTC),
        )
    engine.dispose()
    assert finding(settings, "network").ok
    weights = deployed.path("ocr/networks/261122000000009/network/custom.pth")
    weights.write_bytes(weights.read_bytes()[:1000])
    found = finding(settings, "network")
    assert not found.ok
    assert "261122000000009" in found.detail


def test_missing_weights_are_told(settings, monkeypatch, tmp_path):
    import easyocr_en_models

    monkeypatch.setattr(easyocr_en_models, "model_dir", lambda: str(tmp_path))
    found = finding(settings, "weights")
    assert not found.ok
    assert "make install" in found.remedy.ko
