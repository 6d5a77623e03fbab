"""A SQLite home in which Dagster and MLflow have worked, small."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import dagster as dg
import pytest

from domain.requests import RequestKind
from orchestration.runtime.home import prepare_home
from orchestration.runtime.ports import free_port
from orchestration.settings import Settings, load_settings
from records import text_rows
from records.engine import open_engine, transaction
from records.ids import next_id
from tests.factories import document
from work_requests import lifecycle

NOW = datetime(2026, 11, 22, 3, 0, 0, 123456, tzinfo=UTC)
DOC = "261122000000001"
CELLS = '["1","\\\\N\\t",null,"가\\u0000"]'


@pytest.fixture
def settings(migrated_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """A home with a document, its rows and two requests; Dagster and MLflow were never started in it."""
    monkeypatch.delenv("SAEBYEOK_DATABASE_URL", raising=False)
    settings = load_settings(tmp_path / "집 home")
    settings.mlflow_home.mkdir(parents=True)
    shutil.copyfile(migrated_file, settings.home / "saebyeok.db")
    engine = open_engine(settings.effective_database_url)
    with transaction(engine) as session:
        session.add(
            document(
                next_id(session, "document", NOW.date()),
                NOW,
                name="문서 😀",
                file_name="표.csv",
                source_bytes=2**40,
                note={"값": [1, 0.1, None, True]},
                registered_by="나",
            )
        )
        for _ in range(2):
            lifecycle.ask(session, RequestKind.UPLOAD, doc_id=DOC, params={}, by="나", now=NOW)
    text_rows.replace_rows(
        engine, DOC, ["번호"], ["\n".join([CELLS] * 2500)], guard=lambda _: None, progress=lambda _: None
    )
    engine.dispose()
    return settings


@pytest.fixture
def worked(settings: Settings) -> Callable[[dg.DagsterInstance], dict[str, object]]:
    """Let Dagster run twice in the home; gives what people and the daemon ask of an instance."""

    @dg.asset(partitions_def=dg.DynamicPartitionsDefinition(name="automl_documents"))
    def table() -> dg.MaterializeResult[None]:
        return dg.MaterializeResult(metadata={"rows": 3}, tags={"kind": "small"})

    @dg.asset_check(asset=table)
    def is_whole() -> dg.AssetCheckResult:
        return dg.AssetCheckResult(passed=True, metadata={"seen": 3})

    prepare_home(settings, code_port=free_port())
    with dg.DagsterInstance.from_config(str(settings.dagster_home)) as instance:
        instance.add_dynamic_partitions("automl_documents", [DOC, "261122000000002"])
        for number, doc in enumerate([DOC, "261122000000002"]):
            dg.materialize(
                [table, is_whole],
                instance=instance,
                partition_key=doc,
                tags={"dagster/run_key": f"request:{number}:1"},
            )

    def asked(instance: dg.DagsterInstance) -> dict[str, object]:
        key = dg.AssetKey("table")
        runs = instance.get_runs()
        latest = instance.get_latest_materialization_event(key)
        assert latest is not None
        (record,) = instance.get_asset_records([key])
        last = record.asset_entry.last_materialization_record
        assert last is not None
        check = instance.event_log_storage.get_latest_asset_check_execution_by_key(
            [dg.AssetCheckKey(key, "is_whole")]
        )
        return {
            "partitions": sorted(instance.get_dynamic_partitions("automl_documents")),
            "runs": [
                (r.run_id, r.status, r.tags["dagster/run_key"], r.tags["dagster/partition"]) for r in runs
            ],
            "events": {r.run_id: [e.to_json() for e in instance.all_logs(r.run_id)] for r in runs},
            "latest": latest.to_json(),
            "last record": last.event_log_entry.to_json(),
            "materialized": sorted(instance.get_materialized_partitions(key)),
            "tagged": sorted(map(str, instance.get_event_tags_for_asset(key, filter_tags={"kind": "small"}))),
            "checks": [one.event.to_json() if one.event else None for one in check.values()],
        }

    return asked
