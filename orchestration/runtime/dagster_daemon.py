"""`dagster-daemon` that looks less often at what does not change: `python -m orchestration.runtime.dagster_daemon run …`.

Dagster fetches all definitions from the code server once a minute and asks for the server's id once a second, for deployments whose
code changes behind an address: a third of what an idle `saebyeok up` costs. Here the code changes with the process: a code server that
was started again has another id, and its definitions are fetched then.
"""

from __future__ import annotations

from types import ModuleType

from dagster._daemon import controller
from dagster._daemon.cli import main
from dagster._grpc import server_watcher

FETCH_SECONDS = 3600
LOOK_SECONDS = 5


def set_known(module: ModuleType, name: str, value: int) -> None:
    """Set a constant of `module`.

    Raises:
        AttributeError: this version of Dagster has no such constant; setting it would change nothing.
    """
    getattr(module, name)
    setattr(module, name, value)


if __name__ == "__main__":
    set_known(controller, "RELOAD_WORKSPACE_INTERVAL", FETCH_SECONDS)
    set_known(server_watcher, "WATCH_INTERVAL", LOOK_SECONDS)
    main()
