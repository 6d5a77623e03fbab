"""What doctor finds in a home, and that each check can fail."""

from __future__ import annotations

import json
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
    from orchestration.definitions import build_files
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
    assert "rollback" in found.remedy


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
    assert "saebyeok up" in found.remedy
