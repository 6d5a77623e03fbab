"""A restored home is the one that was backed up; whatever isn't quite so is refused."""

from __future__ import annotations

import json
import os
import re
import shutil
from datetime import timedelta

import pytest
import sqlalchemy as sa

from intake.destinations import NewTable
from intake.inbox import Inbox
from intake.take import ORDER, Intake
from orchestration.operations.backup import restoring
from orchestration.operations.backup.making import make_backup
from orchestration.operations.backup.restoring import restore_backup
from orchestration.operations.doctor import examine
from orchestration.operations.errors import OperationFailed, OperationRefused
from orchestration.runtime.errors import NotReady
from orchestration.runtime.ownership import claim_database
from orchestration.runtime.readiness import RESTORING, refuse_unready
from orchestration.settings import load_settings
from records.engine import open_engine
from records.tables import Document
from resources.networks import read_pointer
from store.files import Store
from store.listing import lying
from tests.orchestration.household import DOC, NET, NETWORK, NOW, furnished, word_in


def never(_: float) -> None:
    raise AssertionError("nothing had to be taken again")


@pytest.fixture
def made(household, tmp_path):
    return make_backup(household.settings, tmp_path / "out", NOW, never)


def refused_in_words(made, home, words):
    with pytest.raises((OperationFailed, OperationRefused), match=words):
        restore_backup(made.folder, home)
    assert not home.exists() or list(home.iterdir()) == []
    assert not list(home.parent.glob(".*.restoring"))


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


def test_not_into_a_home_that_holds_anything(made, tmp_path):
    home = tmp_path / "again"
    home.mkdir()
    (home / "mine").write_text("x", encoding="utf-8")
    with pytest.raises(OperationRefused, match="not empty"):
        restore_backup(made.folder, home)
    assert [path.name for path in home.iterdir()] == ["mine"]


def test_a_changed_byte_of_any_file_is_found_before_anything_is_written(made, tmp_path):
    for name in made.manifest.files:
        path = made.folder / name
        whole = path.read_bytes()
        path.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
        refused_in_words(made, tmp_path / "again", f"changed: {re.escape(name)}")
        path.write_bytes(whole)


def test_a_missing_file_is_found(made, tmp_path):
    (made.folder / "mlflow/mlflow.db").unlink()
    refused_in_words(made, tmp_path / "again", r"missing or were changed: mlflow/mlflow\.db")


def change_manifest(made, **changes):
    path = made.folder / "manifest.json"
    said = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps({**said, **changes}), encoding="utf-8")
    return said


def test_other_counts_than_the_backup_said_are_refused(made, tmp_path):
    change_manifest(made, counts={**made.manifest.counts, "TB_AUTOML_MASTER": 2})
    refused_in_words(made, tmp_path / "again", "TB_AUTOML_MASTER")


def test_a_backup_of_a_newer_version_is_refused(made, tmp_path):
    change_manifest(made, schema="9999")
    refused_in_words(made, tmp_path / "again", "newer")


def test_a_list_that_points_outside_is_refused(made, tmp_path):
    files = {"../stolen": {"bytes": 1, "sha256": "0" * 64}}
    change_manifest(made, files=files)
    refused_in_words(made, tmp_path / "again", "outside")


def test_a_folder_that_is_no_backup_is_refused(tmp_path):
    (tmp_path / "out").mkdir()
    with pytest.raises(OperationRefused, match=r"manifest\.json"):
        restore_backup(tmp_path / "out", tmp_path / "again")


def test_an_unfinished_backup_is_no_backup(made, tmp_path):
    (made.folder / "manifest.json").unlink()
    refused_in_words(made, tmp_path / "again", r"manifest\.json")


def test_not_over_a_store_that_holds_something(made, tmp_path, monkeypatch):
    Store(str(tmp_path / "elsewhere")).put_bytes(b"x", "a/b")
    monkeypatch.setenv("SAEBYEOK_STORE_URL", str(tmp_path / "elsewhere"))
    refused_in_words(made, tmp_path / "again", "store .* is not empty")


def test_a_restore_that_fails_leaves_nothing_elsewhere_and_can_be_run_again(made, tmp_path, monkeypatch):
    """The store, the inbox and the database may lie outside of the home, and were empty before."""
    places = {name: tmp_path / "elsewhere" / name for name in ("store", "inbox", "records.db")}
    monkeypatch.setenv("SAEBYEOK_STORE_URL", str(places["store"]))
    monkeypatch.setenv("SAEBYEOK_INBOX", str(places["inbox"]))
    monkeypatch.setenv("SAEBYEOK_DATABASE_URL", f"sqlite:///{places['records.db']}")
    said = change_manifest(made, counts={**made.manifest.counts, "TB_AUTOML_MASTER": 2})
    refused_in_words(made, tmp_path / "again", "TB_AUTOML_MASTER")
    assert not [path for path in (tmp_path / "elsewhere").rglob("*") if path.is_file()]
    change_manifest(made, counts=said["counts"])
    settings, _ = restore_backup(made.folder, tmp_path / "again")
    assert Store(settings.effective_store_url).path(f"{NETWORK}/custom.pth").exists()
    assert (places["inbox"] / "refused/가짜.csv").exists()


def test_a_file_in_an_inbox_elsewhere_is_not_written_over(made, tmp_path, monkeypatch):
    theirs = tmp_path / "inbox" / "refused" / "가짜.csv"
    theirs.parent.mkdir(parents=True)
    theirs.write_text("theirs", encoding="utf-8")
    monkeypatch.setenv("SAEBYEOK_INBOX", str(tmp_path / "inbox"))
    refused_in_words(made, tmp_path / "again", "가짜")
    assert theirs.read_text(encoding="utf-8") == "theirs"


def test_rows_that_say_whose_they_were_are_the_restored_homes(household, tmp_path, monkeypatch):
    monkeypatch.setenv("SAEBYEOK_DATABASE_URL", f"sqlite:///{household.settings.home / 'saebyeok.db'}")
    first = load_settings(household.settings.home)
    claim_database(first)
    made = make_backup(first, tmp_path / "out", NOW, never)
    monkeypatch.setenv("SAEBYEOK_DATABASE_URL", f"sqlite:///{tmp_path / 'other.db'}")
    settings, _ = restore_backup(made.folder, tmp_path / "again")
    refuse_unready(settings)
    with pytest.raises(NotReady, match=f"{tmp_path / 'again'} on "):
        refuse_unready(load_settings(first.home))


def test_a_backup_of_sqlite_is_not_put_into_postgresql(made, tmp_path, monkeypatch):
    monkeypatch.setenv("SAEBYEOK_DATABASE_URL", "postgresql+psycopg2://me@127.0.0.1:9/db")
    refused_in_words(made, tmp_path / "again", "sqlite")


@pytest.fixture
def server(postgresql_url):
    """Makes the three databases of a home, by its name."""
    engine = sa.create_engine(postgresql_url, isolation_level="AUTOCOMMIT")
    names: list[str] = []

    def make(name: str) -> str:
        name = f"{name}_{os.getpid()}"
        with engine.connect() as connection:
            for one in (name, f"{name}_dagster", f"{name}_mlflow"):
                connection.execute(sa.text(f'CREATE DATABASE "{one}"'))
                names.append(one)
        return sa.make_url(postgresql_url).set(database=name).render_as_string(hide_password=False)

    yield make
    with engine.connect() as connection:
        for one in names:
            connection.execute(sa.text(f'DROP DATABASE "{one}" WITH (FORCE)'))
    engine.dispose()


def test_postgresql_goes_into_empty_databases(server, tmp_path, monkeypatch):
    monkeypatch.setenv("SAEBYEOK_DATABASE_URL", server("first"))
    (tmp_path / "home").mkdir()
    household = furnished(tmp_path / "home")
    for url in (household.settings.dagster_database_url, household.settings.mlflow_database_url):
        engine = sa.create_engine(url)
        with engine.begin() as connection:
            connection.execute(sa.text("CREATE TABLE runs (word TEXT)"))
            connection.execute(sa.text("INSERT INTO runs VALUES ('새벽')"))
        engine.dispose()
    made = make_backup(household.settings, tmp_path / "out", NOW, never)
    household.engine.dispose()
    assert {"records.dump", "dagster/storage.dump", "mlflow/mlflow.dump"} <= made.manifest.files.keys()

    with pytest.raises(OperationRefused, match="not empty"):
        restore_backup(made.folder, tmp_path / "again")
    monkeypatch.setenv("SAEBYEOK_DATABASE_URL", server("second"))
    said = change_manifest(made, counts={**made.manifest.counts, "TB_AUTOML_MASTER": 2})
    refused_in_words(made, tmp_path / "again", "TB_AUTOML_MASTER")  # and the databases are empty again
    change_manifest(made, counts=said["counts"])
    settings, _ = restore_backup(made.folder, tmp_path / "again")
    for url, query, value in (
        (settings.effective_database_url, 'SELECT "DOC_NM" FROM "TB_AUTOML_MASTER"', "문서"),
        (settings.dagster_database_url, "SELECT word FROM runs", "새벽"),
        (settings.mlflow_database_url, "SELECT word FROM runs", "새벽"),
    ):
        engine = sa.create_engine(url)
        with engine.connect() as connection:
            assert connection.execute(sa.text(query)).scalar_one() == value
        engine.dispose()
    shutil.rmtree(tmp_path / "home")
    assert load_settings(tmp_path / "again").on_postgresql


@pytest.mark.parametrize("household", ["s3"], indirect=True)
def test_an_object_store_is_backed_up_and_brought_back_to_an_empty_place(
    household, s3, tmp_path, monkeypatch
):
    made = make_backup(household.settings, tmp_path / "out", NOW, lambda _: None)
    assert made.manifest.missing == []
    with pytest.raises(OperationRefused, match=r"the store at s3://.* is not empty"):
        restore_backup(made.folder, tmp_path / "again")
    monkeypatch.setenv("SAEBYEOK_STORE_URL", s3.url(f"{tmp_path.name}-again"))
    settings, _ = restore_backup(made.folder, tmp_path / "again")
    there, here = (
        Store(url) for url in (household.settings.effective_store_url, settings.effective_store_url)
    )
    before = {file.key: file.bytes for file in lying(there)}
    assert {key: size for key, size in ((f.key, f.bytes) for f in lying(here)) if key in before} == before
    assert all(finding.ok for finding in examine(settings) if finding.check in ("store", "files", "orphans"))
