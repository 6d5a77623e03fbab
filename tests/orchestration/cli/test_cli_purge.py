"""`saebyeok purge` and `upgrade` as they are typed."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
import sqlalchemy as sa
from click.testing import CliRunner

from orchestration.cli import main
from orchestration.operations.backup import making
from orchestration.runtime.home import prepare_home
from orchestration.settings import Settings, load_settings
from records import migrate
from records.engine import open_engine
from records.tables import Document, Request
from store.listing import lying
from tests.orchestration.household import DOC


def typed(home, *words, **options):
    return CliRunner().invoke(main, ["--home", str(home), *map(str, words)], **options)


@pytest.fixture
def deleted(household):
    with household.write() as session:
        session.get_one(Document, DOC).deleted = True
    return household


def documents(household):
    with household.write() as session:
        return session.scalars(sa.select(Document.doc_id)).all()


def test_a_dry_run_tells_what_would_go_and_takes_nothing(deleted):
    done = typed(deleted.settings.home, "purge", "--dry-run", "--format", "json")
    assert done.exit_code == 0, done.output
    said = json.loads(done.stdout)
    assert [d["doc_id"] for d in said["documents"]] == [DOC]
    assert said["files"] == 3
    assert said["bytes"] == sum(f.bytes for f in lying(deleted.store, f"automl/{DOC}"))
    assert not said["removed"]
    assert documents(deleted) == [DOC]


def test_it_asks_first(deleted):
    done = typed(deleted.settings.home, "purge", input="n\n")
    assert done.exit_code == 1
    assert "아무것도 없애지 않았습니다" in done.stderr
    assert documents(deleted) == [DOC]


def test_rows_and_files_are_gone_and_other_files_are_not(deleted):
    done = typed(deleted.settings.home, "purge", "--yes")
    assert done.exit_code == 0, done.output
    assert documents(deleted) == []
    assert list(lying(deleted.store, "automl")) == []
    assert len(list(lying(deleted.store, "ocr/networks"))) == 1
    with deleted.write() as session:
        assert session.scalars(sa.select(Request.params)).all() == [{}]


def test_what_was_deleted_of_late_stays(deleted):
    with deleted.write() as session:
        document = session.get_one(Document, DOC)
        document.updated_at = deleted.clock() - timedelta(days=10)
    assert typed(deleted.settings.home, "purge", "--yes").exit_code == 0
    assert documents(deleted) == [DOC]
    assert typed(deleted.settings.home, "purge", "--yes", "--days", "9").exit_code == 0
    assert documents(deleted) == []


def test_json_does_not_ask(deleted):
    done = typed(deleted.settings.home, "purge", "--format", "json")
    assert done.exit_code == 2
    assert documents(deleted) == [DOC]


def test_no_upgrade_while_it_runs(counter):
    with counter.up():
        done = typed(counter.home, "upgrade")
    assert done.exit_code == 2
    assert "이미 실행 중" in done.stderr
    assert not (counter.home / "backups").exists()


def test_an_upgrade_backs_up_the_old_schema_first(tmp_path):
    settings = load_settings(tmp_path)
    engine = open_engine(settings.effective_database_url)
    migrate.upgrade(engine, "0003")
    done = typed(tmp_path, "upgrade")
    assert done.exit_code == 0, done.output
    assert migrate.current_revision(engine) == migrate.newest_revision()
    engine.dispose()
    (manifest,) = (tmp_path / "backups").glob("saebyeok-*/manifest.json")
    assert json.loads(manifest.read_text(encoding="utf-8"))["schema"] == "0003"


def test_what_the_backup_before_an_upgrade_lacks_is_said(counter, monkeypatch):
    monkeypatch.setattr(making, "PAUSES", ())
    done = typed(counter.home, "upgrade")
    assert done.exit_code == 0, done.output
    assert f"{counter.doc}.original" in done.stderr


def test_no_backup_where_none_is_wanted(counter):
    assert typed(counter.home, "upgrade", "--no-backup").exit_code == 0
    assert not (counter.home / "backups").exists()


def test_a_home_of_a_newer_version_is_refused_in_a_sentence(counter):
    with counter.cli.transaction() as session:
        session.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    done = typed(counter.home, "upgrade", "--no-backup")
    assert done.exit_code == 1
    assert "더 새 버전" in done.stderr


@pytest.mark.slow
def test_dagster_and_mlflow_are_migrated_too(tmp_path):
    home = tmp_path / "home"
    settings = Settings(home=home)
    prepare_home(settings, code_port=1)
    from mlflow.store.tracking.sqlalchemy_store import SqlAlchemyStore

    SqlAlchemyStore(settings.mlflow_database_url, str(settings.mlflow_home / "artifacts"))
    engine = sa.create_engine(settings.mlflow_database_url)
    with engine.connect() as connection:
        newest = connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar_one()
    done = typed(home, "upgrade")
    assert done.exit_code == 0, done.output
    assert "Dagster: 새 구조입니다" in done.stdout
    assert "MLflow: 새 구조입니다" in done.stdout
    with engine.begin() as connection:
        found = connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar_one()
        assert found == newest
        connection.execute(sa.text("UPDATE alembic_version SET version_num = 'unknown'"))
    engine.dispose()
    broken = typed(home, "upgrade", "--no-backup")
    assert broken.exit_code == 1
    assert "MLflow" in broken.stderr
