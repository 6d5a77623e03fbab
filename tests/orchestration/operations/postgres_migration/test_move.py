"""A SQLite home is on PostgreSQL after the move, whole; and what can't be moved is told before anything is lost."""

from __future__ import annotations

import fcntl
import json
import tomllib

import dagster as dg
import pytest
import sqlalchemy as sa
from click.testing import CliRunner

from domain.requests import RequestKind
from orchestration.cli import main
from orchestration.operations.postgres_migration import move
from orchestration.operations.postgres_migration.move import move_home
from orchestration.runtime.errors import NotReady
from orchestration.runtime.home import STORAGE_VARIABLE, dagster_environment, prepare_home
from orchestration.runtime.migration_marks import refuse_half_moved
from orchestration.runtime.ports import free_port
from orchestration.runtime.readiness import refuse_unready
from orchestration.settings import load_settings
from orchestration.settings.database_urls import beside
from records import documents, text_rows
from records.engine import open_engine, reading, transaction
from records.ids import next_id
from records.ocr.searching.search import search
from records.tables import TableRow
from tests.factories import ocr_document
from tests.orchestration.operations.postgres_migration.conftest import CELLS, DOC, NOW
from work_requests import lifecycle

PAGES = "261122000000010"


def type_move(settings, url, *words, **options):
    return CliRunner().invoke(main, ["--home", str(settings.home), "migrate-to", url, *words], **options)


def test_a_home_is_moved_whole_and_goes_on(settings, worked, three_databases, monkeypatch):
    from mlflow import MlflowClient

    tracking = MlflowClient(settings.mlflow_database_url)
    run_id = tracking.create_run(tracking.create_experiment("실험"), tags={"문서": DOC}).info.run_id
    tracking.log_metric(run_id, "f1", 0.1)
    with dg.DagsterInstance.from_config(str(settings.dagster_home)) as instance:
        before = worked(instance)
    source = open_engine(settings.effective_database_url)
    with transaction(source) as session:
        session.add(ocr_document(PAGES, NOW, company="한빛상사"))
    source.dispose()
    (settings.home / "saebyeok.toml").write_text("# mine\nmax_rows = 5\n")
    sqlite_files = {path: path.read_bytes() for path in settings.home.rglob("*.db")}

    done = type_move(settings, "-", "--format", "json", input=f"{three_databases}\n")

    assert done.exit_code == 0, done.stderr
    told = {(one["database"], one["table"]): one["rows"] for one in json.loads(done.stdout)["tables"]}
    assert told["records", "TB_AUTOML_TEXT"] == 2501
    assert told["dagster", "runs"] == 2
    assert told["dagster", "dynamic_partitions"] == 2
    assert told["mlflow", "metrics"] == 1
    assert {path: path.read_bytes() for path in sqlite_files} == sqlite_files
    written = settings.home / "saebyeok.toml"
    assert tomllib.loads(written.read_text()) == {"database_url": three_databases, "max_rows": 5}
    assert "# mine" in written.read_text()
    assert written.stat().st_mode & 0o077 == 0

    there = load_settings(settings.home)
    assert there.on_postgresql
    engine = open_engine(there.effective_database_url)
    with reading(engine) as session:
        document = documents.get(session, DOC)
        assert (document.name, document.note, document.registered_at) == (
            "문서 😀",
            {"값": [1, 0.1, None, True]},
            NOW,
        )
        assert session.scalar(sa.text('SELECT "READ_REPORT" IS NULL FROM "TB_AUTOML_MASTER"'))
        assert session.scalar(sa.select(TableRow.text).where(TableRow.row_no == 2500)) == CELLS
        assert text_rows.read_rows(session, DOC, count=1) == [["번호"]]
        assert [found.doc_id for found in search(session, "빛상사").documents] == [PAGES]
    with transaction(engine) as session:
        assert next_id(session, "document", NOW.date()) == "261122000000002"
        asked = lifecycle.ask(session, RequestKind.UPLOAD, doc_id=DOC, params={}, by="me", now=NOW)
        assert asked.request_id == 3
    engine.dispose()

    monkeypatch.setenv(STORAGE_VARIABLE, dagster_environment(there)[STORAGE_VARIABLE])
    prepare_home(there, code_port=free_port())
    with dg.DagsterInstance.from_config(str(there.dagster_home)) as instance:
        assert worked(instance) == before
        instance.add_dynamic_partitions("automl_documents", ["261122000000003"])

    tracking = MlflowClient(there.mlflow_database_url)
    assert tracking.get_run(run_id).data.metrics == {"f1": 0.1}
    assert tracking.get_experiment(tracking.create_experiment("다음")).name == "다음"


def test_a_move_that_was_cut_off_is_begun_again_and_up_waits_for_it(settings, three_databases):
    class CutOff(Exception):
        pass

    def cut(line):
        if "TB_AUTOML_TEXT" in line:
            raise CutOff

    with pytest.raises(CutOff):
        move_home(settings, three_databases, cut)
    assert not (settings.home / "saebyeok.toml").exists()
    with pytest.raises(NotReady, match="cut off"):
        refuse_half_moved(three_databases)
    outcome = move_home(settings, three_databases, lambda _: None)
    assert {m.table: m.rows for m in outcome.tables}["TB_AUTOML_TEXT"] == 2501
    refuse_half_moved(three_databases)


def test_what_was_checked_is_not_copied_again(settings, three_databases, monkeypatch):
    def full_disk(*_):
        raise OSError("no space left")

    with monkeypatch.context() as patched, pytest.raises(OSError, match="no space"):
        patched.setattr(move, "set_in_file", full_disk)
        move_home(settings, three_databases, lambda _: None)
    assert move_home(settings, three_databases, lambda _: None).tables == []
    assert load_settings(settings.home).on_postgresql


@pytest.mark.parametrize("ending", ["", "dagster", "mlflow"])
def test_a_database_with_rows_is_left_alone(settings, three_databases, ending):
    url = beside(three_databases, ending) if ending else three_databases
    engine = sa.create_engine(url)
    with engine.begin() as connection:
        connection.execute(sa.text("CREATE TABLE theirs AS SELECT 1 AS one"))
    done = type_move(settings, three_databases)
    assert done.exit_code == 2
    assert "theirs" in done.stderr
    with engine.connect() as connection:
        assert sa.inspect(connection).get_table_names() == ["theirs"]
    engine.dispose()


def test_nothing_is_moved_while_up_runs(settings, three_databases):
    with (settings.home / "up.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        done = type_move(settings, three_databases)
    assert done.exit_code == 2
    assert "이미 실행 중" in done.stderr


@pytest.mark.parametrize("field", ["name", "company"])
def test_a_text_postgresql_cannot_keep_is_named_by_its_row(settings, three_databases, field):
    too_much = {"name": "a\x00b", "company": "x" * 81}[field]
    column = {"name": "DOC_NM", "company": "REG_ID"}[field]
    engine = open_engine(settings.effective_database_url)
    with engine.begin() as connection:
        connection.execute(sa.text(f'UPDATE "TB_AUTOML_MASTER" SET "{column}" = :text'), {"text": too_much})
    done = type_move(settings, three_databases)
    assert done.exit_code == 2
    assert f"DOC_ID='{DOC}'" in done.stderr
    assert ("DOC_NM" in done.stderr) == (field == "name")


def test_a_setting_of_the_environment_is_left_to_whoever_set_it(settings, three_databases, monkeypatch):
    monkeypatch.setenv("SAEBYEOK_DATABASE_URL", settings.effective_database_url)
    done = type_move(load_settings(settings.home), three_databases, "--format", "json")
    assert json.loads(done.stdout)["set_yourself"] == "SAEBYEOK_DATABASE_URL"
    with pytest.raises(NotReady, match="moved to PostgreSQL"):
        refuse_unready(load_settings(settings.home))
    assert not (settings.home / "saebyeok.toml").exists()


@pytest.mark.parametrize("url", ["sqlite:///other.db", "nonsense", "postgresql://me@127.0.0.1"])
def test_only_postgresql_is_a_target(settings, url):
    done = type_move(settings, url)
    assert done.exit_code == 2
    assert "postgresql+psycopg2://" in done.stderr


def test_a_home_that_is_not_there_is_not_moved(tmp_path, three_databases):
    done = CliRunner().invoke(main, ["--home", str(tmp_path / "none"), "migrate-to", three_databases])
    assert done.exit_code == 2
    assert not (tmp_path / "none").exists()
