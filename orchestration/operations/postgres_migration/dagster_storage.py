"""Dagster's storage: runs with their keys and tags, events, dynamic partitions, the states of sensors and schedules.

What a start makes anew stays behind: heartbeats of daemons, places taken in pools, and which of Dagster's own
data migrations were done.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import sqlalchemy as sa

from orchestration.operations.postgres_migration import event_logs
from orchestration.operations.postgres_migration.copying import Moved, Row, move_table, read
from orchestration.operations.sqlite_files import reading_engine

DATABASE = "dagster"
LEFT_BEHIND = frozenset(
    {"secondary_indexes", "instance_info", "daemon_heartbeats", "concurrency_slots", "pending_steps"}
)


def move(storage: Path, target_url: str, on_progress: Callable[[str], None]) -> Iterator[Moved]:
    """Copy what lies in the `storage` folder of a SQLite instance, if there is one."""
    from dagster._core.storage.event_log.schema import SqlEventLogStorageMetadata
    from dagster._core.storage.runs.schema import RunStorageSqlMetadata
    from dagster._core.storage.schedules.schema import ScheduleStorageSqlMetadata
    from dagster_postgres import DagsterPostgresStorage

    DagsterPostgresStorage(target_url)  # makes the tables
    runs = storage / "history" / "runs.db"
    if not runs.exists():
        return
    target = sa.create_engine(target_url)
    yield from _move_file(runs, RunStorageSqlMetadata, target, on_progress)
    yield from _move_file(
        storage / "schedules" / "schedules.db", ScheduleStorageSqlMetadata, target, on_progress
    )
    yield from _move_events(storage / "history" / "runs", SqlEventLogStorageMetadata, target, on_progress)
    target.dispose()


def _move_file(
    path: Path, metadata: sa.MetaData, target: sa.Engine, on_progress: Callable[[str], None]
) -> Iterator[Moved]:
    with _reading(path) as connection:
        for table in _moved(metadata):
            yield move_table(DATABASE, table, _read(connection, table), target, on_progress=on_progress)


def _move_events(
    folder: Path, metadata: sa.MetaData, target: sa.Engine, on_progress: Callable[[str], None]
) -> Iterator[Moved]:
    with TemporaryDirectory(dir=folder.parent.parent) as name:
        merged = Path(name) / "events.db"
        numbers = event_logs.merge(folder, merged)
        with _reading(merged) as events, _reading(folder / event_logs.INDEX) as index:
            for table in _moved(metadata):
                place = events if table.name == "event_logs" else index
                rows = _renumbered(table.name, _read(place, table), numbers)
                yield move_table(DATABASE, table, rows, target, on_progress=on_progress)


def _moved(metadata: sa.MetaData) -> list[sa.Table]:
    return [table for table in metadata.sorted_tables if table.name not in LEFT_BEHIND]


def _reading(path: Path) -> sa.Connection:
    return reading_engine(path).connect()


def _read(connection: sa.Connection, table: sa.Table) -> Iterable[Row]:
    """The rows, of an earlier version's tables too."""
    inspector = sa.inspect(connection)
    if not inspector.has_table(table.name):
        return []
    return read(connection, table, only={column["name"] for column in inspector.get_columns(table.name)})


def _renumbered(name: str, rows: Iterable[Row], numbers: dict[int, int]) -> Iterator[Row]:
    """The rows, speaking of events by their new numbers."""
    for row in rows:
        if name == "asset_event_tags":
            row["event_id"] = numbers.get(row["event_id"])
        elif name == "asset_check_executions":
            for column in ("evaluation_event_storage_id", "materialization_event_storage_id"):
                row[column] = numbers.get(row[column])
        elif name == "asset_keys":
            row["last_materialization"] = _renumbered_record(row["last_materialization"], numbers)
            row["cached_status_data"] = None  # rebuilt from the events
        yield row


def _renumbered_record(text: str | None, numbers: dict[int, int]) -> str | None:
    record = json.loads(text) if text else None
    if not isinstance(record, dict) or record.get("__class__") != "EventLogRecord":
        return text
    return json.dumps({**record, "storage_id": numbers.get(record["storage_id"], record["storage_id"])})
