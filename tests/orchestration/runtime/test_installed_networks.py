"""What was converted at the installation is in a new home's cache; nothing of the home is replaced by it."""

from __future__ import annotations

from pathlib import Path

import pytest

from orchestration.runtime.installed_networks import begin_with


@pytest.fixture
def installed(tmp_path):
    folder = tmp_path / "installed"
    (folder / "craft-1").mkdir(parents=True)
    (folder / "craft-1" / "model.xml").write_text("a")
    (folder / "general-1.json").write_text("{}")
    (folder / "prepared-1").touch()
    (folder / ".craft-1.lock").touch()
    return folder


def names(folder):
    return sorted(one.name for one in folder.iterdir())


def test_a_new_home_begins_with_everything_but_locks(installed, tmp_path):
    begin_with(tmp_path / "home" / "cache", installed)
    assert names(tmp_path / "home" / "cache") == ["craft-1", "general-1.json", "prepared-1"]
    assert (tmp_path / "home" / "cache" / "craft-1" / "model.xml").read_text() == "a"


def test_what_a_home_has_stays(installed, tmp_path):
    own = tmp_path / "cache" / "craft-1"
    own.mkdir(parents=True)
    (own / "model.xml").write_text("its own")
    begin_with(tmp_path / "cache", installed)
    assert (own / "model.xml").read_text() == "its own"
    assert (tmp_path / "cache" / "prepared-1").exists()


def test_an_installation_without_networks_changes_nothing(tmp_path):
    begin_with(tmp_path / "cache", tmp_path / "none")
    assert not (tmp_path / "cache").exists()


def test_a_home_is_not_prepared_where_a_network_could_not_be_copied(installed, tmp_path, monkeypatch, caplog):
    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "rename", full)
    begin_with(tmp_path / "cache", installed)
    assert not (tmp_path / "cache" / "prepared-1").exists()
    assert "No space left" in caplog.text
