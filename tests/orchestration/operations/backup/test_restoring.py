"""A restored home is the one that was backed up; whatever isn't quite so is refused."""

from __future__ import annotations

import os
from datetime import timedelta

import pytest
import sqlalchemy as sa

from intake.destinations import NewTable
from intake.inbox import Inbox
from intake.take import ORDER, Intake
from orchestration.operations.backup import restoring
from orchestration.operations.backup.making import make_backup
from orchestration.operations.backup.restoring import restore_backup
from orchestration.operations.errors import OperationRefused
from orchestration.runtime.errors import NotReady
from orchestration.runtime.readiness import RESTORING, refuse_unready
from orchestration.settings import load_settings
from records.engine import open_engine
from records.tables import Document
from resources.networks import read_pointer
from store.files import Store
from tests.orchestration.household import DOC, NET, NETWORK, NOW, word_in
from tests.orchestration.operations.backup.backups import made, never

__all__ = ["made"]


def test_a_restored_home_holds_the_same(household, made, tmp_path):
    settings, _ = restore_backup(made.folder, tmp_path / "again")
    assert settings.home == tmp_path / "again"
    assert settings.time_zone == "UTC"
    engine = sa.create_engine(settings.effective_database_url)
    with engine.connect() as connection:
        assert connection.execute(sa.select(Document.name)).scalar_one() == "문서"
    engine.dispose()
    store = Store(settings.effective_store_url)
    for key in (f"automl/{DOC}/{DOC}.original", f"{NETWORK}/custom.pth"):
        assert store.path(key).read_bytes() == household.store.path(key).read_bytes()
    assert word_in(settings.home / "dagster/storage/history/runs.db") == "dagster"
    assert word_in(settings.home / "mlflow/mlflow.db") == "mlflow"
    assert (settings.home / "mlflow/artifacts/1/run/artifacts/보고서.json").exists()
    assert (settings.effective_inbox / "refused/가짜.csv").exists()


@pytest.fixture
def held(household):
    """A table that was being taken in when the backup was made: its row comes after the backup's."""
    inbox = Inbox(household.settings.effective_inbox)
    inbox.create()
    brought = household.settings.home / "새.csv"
    brought.write_text("a,b\n1,2\n", encoding="utf-8")
    intake = Intake(household.engine, household.store, inbox, 2**20)
    with pytest.raises(KeyboardInterrupt), pytest.MonkeyPatch.context() as patch:
        patch.setattr(NewTable, "stage", killed)
        intake.take(brought, NewTable(), by="me", now=NOW + timedelta(days=1))
    return household


def killed(*_: object) -> None:
    raise KeyboardInterrupt


def test_a_file_that_was_being_taken_in_becomes_a_document_of_the_restored_home(held, tmp_path):
    made = make_backup(held.settings, tmp_path / "out", NOW, never)
    settings, _ = restore_backup(made.folder, tmp_path / "again")
    engine = open_engine(settings.effective_database_url)
    intake = Intake(engine, Store(settings.effective_store_url), Inbox(settings.effective_inbox), 2**20)
    (taken,) = intake.resume(now=NOW)
    with engine.connect() as connection:
        names = sa.select(Document.file_name).where(Document.doc_id == taken.id)
        assert connection.execute(names).scalar_one() == "새.csv"
    engine.dispose()


def test_one_without_its_order_is_left_out(held, tmp_path):
    (folder,) = Inbox(held.settings.effective_inbox).processing.iterdir()
    (folder / ORDER).unlink()
    made = make_backup(held.settings, tmp_path / "out", NOW, never)
    assert not [name for name in made.manifest.files if ".processing" in name]


def test_a_file_whose_name_is_no_utf8_comes_back_under_its_name(household, tmp_path):
    name = os.fsdecode("표".encode("cp949") + b".csv")
    refused = household.settings.effective_inbox / "refused" / name
    refused.write_bytes(b"x")
    os.utime(refused, (1_700_000_000, 1_700_000_000))
    made = make_backup(household.settings, tmp_path / "out", NOW, never)
    settings, _ = restore_backup(made.folder, tmp_path / "again")
    assert (settings.effective_inbox / "refused" / name).read_bytes() == b"x"


def test_the_pointer_of_one_shot_reads_follows_the_rows(household, made, tmp_path):
    assert read_pointer(household.store) is None
    settings, _ = restore_backup(made.folder, tmp_path / "again")
    pointer = read_pointer(Store(settings.effective_store_url))
    assert pointer is not None
    assert pointer["network_id"] == NET


def test_into_an_empty_folder(made, tmp_path):
    (tmp_path / "again").mkdir()
    restore_backup(made.folder, tmp_path / "again")
    assert (tmp_path / "again/saebyeok.db").exists()


def test_an_empty_folder_stays_the_one_it_was_as_it_may_be_a_volume(made, tmp_path):
    home = tmp_path / "again"
    (home / "lost+found").mkdir(parents=True)
    before = home.stat().st_ino
    settings, _ = restore_backup(made.folder, home)
    assert home.stat().st_ino == before
    assert (home.stat().st_mode & 0o777) == 0o700
    assert word_in(settings.home / "mlflow/mlflow.db") == "mlflow"
    assert not (home / RESTORING).exists()


def test_nothing_starts_on_half_a_home_and_the_restore_is_run_again(made, tmp_path):
    home = tmp_path / "again"
    half = home / RESTORING / "store" / "automl"
    half.mkdir(parents=True)
    with pytest.raises(NotReady, match="saebyeok restore"):
        refuse_unready(load_settings(home))
    restore_backup(made.folder, home)
    refuse_unready(load_settings(home))


@pytest.mark.parametrize("inside", [False, True])
def test_a_restore_leaves_alone_what_another_one_is_building(made, tmp_path, monkeypatch, inside):
    home = tmp_path / "again"
    if inside:
        home.mkdir()
    fill = restoring._fill

    def second_comes(*args, **more):
        monkeypatch.setattr(restoring, "_fill", fill)
        with pytest.raises(OperationRefused, match="another 'saebyeok restore' is at work"):
            restore_backup(made.folder, home)
        fill(*args, **more)

    monkeypatch.setattr(restoring, "_fill", second_comes)
    settings, _ = restore_backup(made.folder, home)
    refuse_unready(settings)
    assert (home / "saebyeok.db").exists()


def test_what_lies_beyond_what_was_backed_up_is_not_brought_back(made, tmp_path):
    (made.folder / "store" / "mine.txt").write_text("x", encoding="utf-8")
    settings, _ = restore_backup(made.folder, tmp_path / "again")
    assert not (settings.home / "store" / "mine.txt").exists()
