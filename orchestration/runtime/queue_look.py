"""A look at Dagster's run queue that costs nothing while nothing was written.

`QueuedRunCoordinatorDaemon` asks the runs' database twice each time it looks, a fifth of what an idle `saebyeok up` costs at one look a
second. SQLite's files tell whether anything was written since the last look.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from dagster import DagsterInstance, DagsterRun, DagsterRunStatus, RunsFilter
from dagster._core.storage.runs.sqlite import SqliteRunStorage

Find = Callable[..., list[DagsterRun]]
State = tuple[tuple[int, int], ...]
STEP_NS = 100_000_000
"""File systems give times in steps of up to some 10 ms: another write within a step leaves the time as it is."""


def state_of(database: Path) -> State:
    """Time and size of a SQLite database and its write-ahead log; equal states mean that nothing was written between."""

    def of(file: Path) -> tuple[int, int]:
        try:
            found = file.stat()
        except FileNotFoundError:
            return (0, 0)
        # Readers make and remove an empty log.
        return (found.st_mtime_ns, found.st_size) if found.st_size else (0, 0)

    return of(database), of(database.with_name(f"{database.name}-wal"))


def looking_after_changes(find: Find, *, clock: Callable[[], int] = time.time_ns) -> Find:
    """`QueuedRunCoordinatorDaemon._get_runs_to_dequeue`, asked only after the queue may have changed.

    Skipped are looks at a queue that was empty and whose database was not written to since. On other databases than SQLite, all looks are
    done.

    Args:
        clock: the time in nanoseconds since 1970, as of files.
    """
    empty: State | None = None

    def find_if_changed(
        daemon: Any, instance: DagsterInstance, *args: Any, **options: Any
    ) -> list[DagsterRun]:
        nonlocal empty
        storage = instance.run_storage
        if not isinstance(storage, SqliteRunStorage):
            return find(daemon, instance, *args, **options)
        database = sa.make_url(storage._conn_string).database
        now, before = clock(), state_of(Path(database or ""))
        if empty == before:
            return []
        found = find(daemon, instance, *args, **options)
        is_settled = all(written + STEP_NS < now for written, _ in before)
        # Runs that wait for a free place are in the queue as well.
        if is_settled and instance.get_runs_count(RunsFilter(statuses=[DagsterRunStatus.QUEUED])) == 0:
            empty = before
        return found

    return find_if_changed
