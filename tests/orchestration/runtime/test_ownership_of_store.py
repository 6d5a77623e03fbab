"""Two homes never share a store by mistake: the housekeeping of one would remove the files of the other."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from orchestration.cli import main
from orchestration.operations import doctor
from orchestration.runtime.errors import NotReady
from orchestration.runtime.home import prepare_home
from orchestration.runtime.ownership import claim_store
from orchestration.runtime.ports import free_port
from orchestration.runtime.readiness import refuse_unready, refuse_wrong_places
from orchestration.settings import load_settings
from store.files import Store
from store.ownership import OWNER, read_owner


@pytest.fixture(autouse=True)
def environment(tmp_path, monkeypatch):
    """One store for both homes; their rows are in each one's own SQLite."""
    monkeypatch.delenv("SAEBYEOK_DATABASE_URL", raising=False)
    monkeypatch.setenv("SAEBYEOK_STORE_URL", str(tmp_path / "store"))
    for name in ("CONSOLE", "DAGSTER", "MLFLOW"):
        monkeypatch.setenv(f"SAEBYEOK_{name}_PORT", str(free_port()))


def home(tmp_path, name):
    (tmp_path / name).mkdir(exist_ok=True)
    return load_settings(tmp_path / name)


@pytest.fixture
def first(tmp_path):
    """The home that was started first."""
    settings = home(tmp_path, "first")
    claim_store(settings)
    refuse_unready(settings)
    return settings


@pytest.mark.parametrize("words", [["up"], ["prepare"], ["run", "daemon"]])
def test_another_home_starts_nothing_and_says_whose_it_is(first, tmp_path, words):
    second = home(tmp_path, "second")
    said = CliRunner().invoke(main, ["--home", str(second.home), *words])
    assert said.exit_code == 1
    assert str(first.home) in said.stderr
    assert "--take-over" in said.stderr
    assert read_owner(Store(first.effective_store_url)).place == str(first.home)


def test_one_that_worked_elsewhere_is_refused_in_commands_and_by_doctor_too(first, tmp_path, monkeypatch):
    second = home(tmp_path, "second")
    monkeypatch.setenv("SAEBYEOK_STORE_URL", str(tmp_path / "own"))
    prepare_home(load_settings(second.home), code_port=free_port())
    monkeypatch.setenv("SAEBYEOK_STORE_URL", str(tmp_path / "store"))
    said = CliRunner().invoke(main, ["--home", str(second.home), "automl", "list"])
    assert said.exit_code == 1
    assert str(first.home) in said.stderr
    found = {f.check: f for f in doctor.examine(load_settings(second.home))}
    assert not found["databases"].ok
    assert str(first.home) in found["databases"].detail


def test_it_is_taken_over_by_who_says_so(first, tmp_path):
    second = home(tmp_path, "second")
    claim_store(second, take_over=True)
    refuse_unready(second)
    with pytest.raises(NotReady, match="the weekly housekeeping would remove them"):
        refuse_unready(first)


def test_a_workers_host_has_no_id_and_uses_it(first, tmp_path):
    refuse_wrong_places(home(tmp_path, "host"))


def test_a_store_in_the_home_needs_no_mark(tmp_path, monkeypatch):
    monkeypatch.delenv("SAEBYEOK_STORE_URL")
    settings = home(tmp_path, "home")
    claim_store(settings)
    assert not Store(settings.effective_store_url).path(OWNER).exists()


def test_an_unreadable_mark_is_nobodys(first, tmp_path):
    Store(first.effective_store_url).put_bytes(b"{", OWNER)
    second = home(tmp_path, "second")
    claim_store(second)
    refuse_unready(second)
