"""Two homes never share a database by mistake: the second one is told whose it is, and does nothing."""

from __future__ import annotations

import shutil
import time
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
from click.testing import CliRunner
from dagster._daemon.types import DaemonHeartbeat

from orchestration.cli import main
from orchestration.cli.session import CliContext
from orchestration.operations import doctor
from orchestration.runtime.errors import NotReady
from orchestration.runtime.ownership import (
    ID_FILE,
    claim_database,
    refuse_another_homes_rows,
    refuse_taking_over_what_lives,
)
from orchestration.runtime.ports import free_port
from orchestration.runtime.readiness import refuse_unready
from orchestration.runtime.up import run_up
from orchestration.settings import load_settings
from records import homes, migrate
from records.engine import open_engine, reading


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request, tmp_path, monkeypatch):
    """A migrated database outside of both homes, which the environment names."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'shared.db'}"
        shutil.copyfile(request.getfixturevalue("migrated_file"), tmp_path / "shared.db")
    else:
        url = request.getfixturevalue("three_databases")
        engine = open_engine(url)
        migrate.upgrade(engine)
        engine.dispose()
    monkeypatch.setenv("SAEBYEOK_DATABASE_URL", url)
    for name in ("CONSOLE", "DAGSTER", "MLFLOW"):
        monkeypatch.setenv(f"SAEBYEOK_{name}_PORT", str(free_port()))
    return url


def home(tmp_path, name):
    (tmp_path / name).mkdir(exist_ok=True)
    return load_settings(tmp_path / name)


@pytest.fixture
def first(url, tmp_path):
    """The home that was started first."""
    settings = home(tmp_path, "first")
    claim_database(settings)
    return settings


def owner(url):
    engine = open_engine(url)
    with reading(engine) as session:
        found = homes.owner(session)
    engine.dispose()
    return found


def typed(settings, *words):
    return CliRunner().invoke(main, ["--home", str(settings.home), *words])


def test_up_of_another_home_says_whose_the_database_is_and_makes_nothing(first, tmp_path):
    second = home(tmp_path, "second")
    with pytest.raises(NotReady, match=r"belongs to another home.*/first on .*--take-over") as refusal:
        run_up(second, print)
    assert str(first.home) in refusal.value.ko
    assert {path.name for path in second.home.iterdir()} <= {"up.lock"}
    refuse_unready(first)


@pytest.mark.parametrize("words", [["prepare"], ["run", "daemon"], ["automl", "list"], ["backup", "out"]])
def test_so_do_commands(first, tmp_path, words):
    said = typed(home(tmp_path, "second"), *words)
    assert said.exit_code == 1
    assert str(first.home) in said.stderr
    assert not (tmp_path / "second" / "inbox").exists()


def test_so_does_doctor(first, tmp_path):
    found = {f.check: f for f in doctor.examine(home(tmp_path, "second"))}
    assert not found["databases"].ok
    assert str(first.home) in found["databases"].detail
    assert "schema" not in found


def test_a_home_of_its_own_that_has_worked_elsewhere_is_refused_too(first, tmp_path, url, monkeypatch):
    monkeypatch.setenv("SAEBYEOK_DATABASE_URL", f"sqlite:///{tmp_path / 'own.db'}")
    second = home(tmp_path, "second")
    migrate.upgrade(open_engine(second.effective_database_url))
    claim_database(second)
    monkeypatch.setenv("SAEBYEOK_DATABASE_URL", url)
    with pytest.raises(NotReady):
        claim_database(home(tmp_path, "second"))
    assert owner(url).place == str(first.home)


def test_a_home_that_was_moved_is_the_same(first, tmp_path, url):
    first.home.rename(tmp_path / "moved")
    moved = home(tmp_path, "moved")
    refuse_unready(moved)
    claim_database(moved)
    assert owner(url).place == str(tmp_path / "moved")


def test_what_nobody_uses_any_more_is_taken_over_by_who_says_so(first, tmp_path):
    second = home(tmp_path, "second")
    refuse_unready(second, take_over=True)
    claim_database(second, take_over=True)
    refuse_unready(second)
    with pytest.raises(NotReady):
        refuse_unready(first)


def test_it_is_not_taken_over_while_its_daemon_lives(first, tmp_path, url):
    if not url.startswith("postgresql"):
        pytest.skip("Dagster's signs of life are in PostgreSQL then alone")
    from dagster_postgres import DagsterPostgresStorage

    second = home(tmp_path, "second")
    refuse_unready(second, take_over=True)
    storage = DagsterPostgresStorage(second.dagster_database_url).run_storage
    storage.add_daemon_heartbeat(DaemonHeartbeat(time.time() - 5, "SENSOR", "a", []))
    with pytest.raises(NotReady, match=r"sign of life ([5-9]|[1-5][0-9]) seconds ago"):
        refuse_unready(second, take_over=True)
    refuse_unready(first, take_over=True)
    refuse_taking_over_what_lives(second, datetime.now(UTC) + timedelta(minutes=2))


def test_a_workers_host_shares_the_store_and_is_no_home(first, tmp_path, monkeypatch):
    monkeypatch.setenv("SAEBYEOK_STORE_URL", str(tmp_path / "store"))
    host = home(tmp_path, "host")
    with CliContext(host).reading() as session:
        assert homes.owner(session) is not None
    with pytest.raises(NotReady):
        refuse_another_homes_rows(host, starting=True)


def test_a_worker_without_the_shared_store_is_refused(first, tmp_path, url, monkeypatch):
    """It would look for every file in a store of its own."""
    if not url.startswith("postgresql"):
        pytest.skip("workers need PostgreSQL")
    monkeypatch.setenv("SAEBYEOK_EXECUTOR", "celery")
    monkeypatch.setenv("SAEBYEOK_CELERY_BROKER", "amqp://unknown@127.0.0.1:9/")
    said = typed(home(tmp_path, "host"), "worker")
    assert said.exit_code == 1
    assert "store_url" in said.stderr


def test_a_database_in_the_home_is_its_own(tmp_path, monkeypatch):
    monkeypatch.delenv("SAEBYEOK_DATABASE_URL", raising=False)
    settings = home(tmp_path, "home")
    refuse_unready(settings)
    claim_database(settings)
    assert not (settings.home / ID_FILE).exists()


def test_looking_makes_no_database(tmp_path, monkeypatch):
    monkeypatch.setenv("SAEBYEOK_DATABASE_URL", f"sqlite:///{tmp_path / 'none.db'}")
    refuse_unready(home(tmp_path, "home"))
    assert not (tmp_path / "none.db").exists()


def test_the_sentence_holds_no_password(first, tmp_path, url, monkeypatch):
    if not url.startswith("postgresql"):
        pytest.skip("files have no password")
    with_password = sa.make_url(url).set(password="s3cret").render_as_string(hide_password=False)
    monkeypatch.setenv("SAEBYEOK_DATABASE_URL", with_password)
    with pytest.raises(NotReady) as refusal:
        refuse_unready(home(tmp_path, "second"))
    assert "s3cret" not in refusal.value.ko + refusal.value.en
