"""What doctor finds in a home, and that each check can fail."""

from __future__ import annotations

import socket

import pytest

from orchestration import doctor
from orchestration.home import prepare_home
from orchestration.ports import free_port
from orchestration.settings import Settings


@pytest.fixture
def settings(tmp_path):
    settings = Settings(home=tmp_path / "home", dagster_port=free_port(), mlflow_port=free_port())
    prepare_home(settings, code_port=free_port())
    return settings


def finding(settings, check):
    return next(f for f in doctor.examine(settings) if f.check == check)


def test_a_fresh_home_is_well(settings):
    assert [f for f in doctor.examine(settings) if not f.ok and f.check != "disk"] == []


def test_a_home_that_was_never_started_says_what_to_run(tmp_path):
    found = finding(Settings(home=tmp_path / "none"), "home")
    assert not found.ok
    assert "saebyeok up" in found.remedy


def test_a_file_beside_the_watched_folders_is_named(settings):
    (settings.effective_inbox / "매출.csv").write_text("x")
    found = finding(settings, "inbox")
    assert not found.ok
    assert "매출.csv" in found.detail


def test_a_taken_port_is_named(settings):
    with socket.create_server(("127.0.0.1", settings.dagster_port)):
        found = finding(settings, "ports")
    assert not found.ok
    assert str(settings.dagster_port) in found.detail


def test_little_disk_is_said(settings, monkeypatch):
    monkeypatch.setattr(doctor, "MIN_FREE_GB", 1e9)
    assert not finding(settings, "disk").ok


@pytest.fixture
def deployed(settings):
    """A home whose shipped network has been taken in, with its row and files."""
    from datetime import UTC, datetime

    from ocr_lib.networks.files import shipped_network
    from records.engine import open_engine, transaction
    from records.ocr import networks
    from store.files import Store

    shipped = shipped_network()
    store = Store(settings.effective_store_url)
    store.put_folder(shipped.folder, "ocr/networks/shipped")
    with transaction(open_engine(settings.effective_database_url)) as session:
        networks.add_shipped(
            session,
            folder="ocr/networks/shipped",
            sha256=shipped.sha256,
            characters=len(shipped.charset.characters),
            now=datetime(2026, 11, 24, tzinfo=UTC),
        )
    return store


def test_the_network_that_reads_is_named(settings, deployed):
    found = finding(settings, "network")
    assert found.ok
    assert "reads" in found.detail


def test_a_cut_network_is_told_with_a_way_back(settings, deployed):
    weights = deployed.path("ocr/networks/shipped/custom.pth")
    weights.write_bytes(weights.read_bytes()[:1000])
    found = finding(settings, "network")
    assert not found.ok
    assert "rollback" in found.remedy


def test_a_pointer_to_another_network_is_told(settings, deployed):
    deployed.put_bytes(b'{"network_id": "000000000000000"}', "ocr/networks/deployed.json")
    found = finding(settings, "network")
    assert not found.ok
    assert "000000000000000" in found.detail
