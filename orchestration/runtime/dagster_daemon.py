"""`dagster-daemon` that looks less often at what does not change: `python -m orchestration.runtime.dagster_daemon run …`.

Dagster fetches all definitions from the code server once a minute and asks for the server's id once a second, for deployments whose
code changes behind an address: a third of what an idle `saebyeok up` costs. Here the code changes with the process: a code server that
was started again has another id, and its definitions are fetched then. SQLite databases are opened by one engine each, where Dagster
makes one for every question, and the queue of runs is asked only after something was written (`queue_look`).
"""

from __future__ import annotations

from functools import cache

from dagster._core.storage.runs.sqlite import sqlite_run_storage
from dagster._core.storage.schedules.sqlite import sqlite_schedule_storage
from dagster._daemon import controller
from dagster._daemon.cli import main
from dagster._daemon.run_coordinator.queued_run_coordinator_daemon import QueuedRunCoordinatorDaemon
from dagster._grpc import server_watcher

from orchestration.runtime.dagster_names import set_known
from orchestration.runtime.queue_look import looking_after_changes

FETCH_SECONDS = 3600
LOOK_SECONDS = 5


def look_less_often() -> None:
    """Change what this process looks at, before the daemon starts."""
    set_known(controller, "RELOAD_WORKSPACE_INTERVAL", FETCH_SECONDS)
    set_known(server_watcher, "WATCH_INTERVAL", LOOK_SECONDS)
    for storage in (sqlite_run_storage, sqlite_schedule_storage):
        set_known(storage, "create_engine", cache(storage.create_engine))
    find = QueuedRunCoordinatorDaemon._get_runs_to_dequeue
    set_known(QueuedRunCoordinatorDaemon, "_get_runs_to_dequeue", looking_after_changes(find))


if __name__ == "__main__":
    look_less_often()
    main()
