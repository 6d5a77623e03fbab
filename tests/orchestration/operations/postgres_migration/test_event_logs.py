"""Events of many files become one table in the order of time, and keep what refers to them."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from orchestration.operations.postgres_migration.event_logs import merge


def write(path, events):
    """Events as (run, text, second)."""
    with closing(sqlite3.connect(path)) as file:
        file.execute(
            "CREATE TABLE event_logs (id INTEGER PRIMARY KEY, run_id, event, dagster_event_type, timestamp, "
            "step_key, asset_key, partition)"
        )
        file.executemany(
            "INSERT INTO event_logs (run_id, event, timestamp) VALUES (?, ?, ?)",
            [(run, text, f"2026-11-22 03:00:{second:02d}.000000") for run, text, second in events],
        )
        file.commit()


@pytest.fixture
def merged(tmp_path):
    folder = tmp_path / "runs"
    folder.mkdir()
    # The clock went back within run a; both runs overlap; x belongs to a run whose file is gone.
    write(folder / "a.db", [("a", "start", 1), ("a", "made", 9), ("a", "made", 8), ("a", "end", 9)])
    write(folder / "b.db", [("b", "start", 2), ("b", "made", 5)])
    write(
        folder / "index.db",
        [("x", "lost", 3), ("b", "made", 5), ("a", "made", 9), ("a", "made", 8), ("a", "only here", 7)],
    )
    numbers = merge(folder, tmp_path / "merged.db")
    with closing(sqlite3.connect(tmp_path / "merged.db")) as file:
        return numbers, dict(file.execute("SELECT id, run_id || ' ' || event FROM event_logs ORDER BY id"))


def test_every_event_is_there_once_in_the_order_of_time_and_of_its_run(merged):
    assert list(merged[1].values()) == [
        "a start",
        "b start",
        "x lost",
        "b made",
        "a only here",
        "a made",
        "a made",
        "a end",
    ]


def test_numbers_of_the_index_lead_to_the_same_events(merged):
    numbers, events = merged
    assert [events[numbers[old]] for old in range(1, 6)] == [
        "x lost",
        "b made",
        "a made",
        "a made",
        "a only here",
    ]
    assert numbers[3] < numbers[4]
