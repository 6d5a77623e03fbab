"""Databases, inboxes and object stores outside the home come back too, and only into empty places."""

from __future__ import annotations

import os
import shutil

import pytest
import sqlalchemy as sa

from orchestration.operations.backup.making import make_backup
from orchestration.operations.backup.restoring import restore_backup
from orchestration.operations.doctor import examine
from orchestration.operations.errors import OperationRefused
from orchestration.runtime.errors import NotReady
from orchestration.runtime.ownership import claim_database
from orchestration.runtime.readiness import refuse_unready
from orchestration.settings import load_settings
from store.files import Store
from store.listing import lying
from tests.orchestration.household import NETWORK, NOW, furnished
from tests.orchestration.operations.backup.backups import change_manifest, made, never, refused_in_words

__all__ = ["made"]


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
