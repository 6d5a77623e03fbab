"""The serving process: `python -m orchestration.runtime.serving_server`, as the Procfile starts it."""

from __future__ import annotations

import logging
import os
import resource
import threading
from collections.abc import Sequence
from importlib import import_module
from importlib.metadata import version
from pathlib import Path

import dagster as dg
import uvicorn

from orchestration.runtime.reading_resources import build_files, build_recogniser
from orchestration.runtime.serving_address import serving_address
from orchestration.settings import load_settings
from orchestration.settings.addresses import reachable
from resources.clock import Clock
from resources.database import Database
from resources.limits import MIB
from serving.app import create_app
from serving.dispatcher import Dispatcher
from serving.lane import Lane
from serving.launching import Launcher
from serving.materializations import Materializations
from serving.tables import TableCache
from serving.warm_steps import PAGE_STEPS, TABLE_STEPS, Loaded, SmallWork

STUCK = 75
"""Exit code of a process that ended itself because a request took too long."""
LOOK_SECONDS = 1.0
_LOG = logging.getLogger(__name__)


def main() -> None:
    settings = load_settings()
    resource.setrlimit(resource.RLIMIT_DATA, (settings.serving_memory_mb * MIB,) * 2)
    database = Database(url=settings.effective_database_url)
    clock = Clock(zone=settings.time_zone)
    files = build_files(settings)
    loaded = Loaded(
        files,
        TableCache(settings.serving_tables_mb * MIB).load,
        build_recogniser(settings).serving(database, files.store, clock),
        SmallWork(cells=settings.serving_cells),
    )
    with dg.DagsterInstance.get() as instance:
        url = f"http://{reachable(settings.host)}:{settings.dagster_port}"
        launcher = Launcher(url, instance, database, clock, loaded, settings.pages_a_run)
        made = Materializations(instance, version("saebyeok"))
        dispatcher = Dispatcher(launcher, instance, database, clock)
        dispatcher.start()
        lanes = [
            Lane(name, steps, database, clock, loaded, on_made=made.report, on_left=dispatcher.wake)
            for name, steps in (("tables", TABLE_STEPS), ("pages", PAGE_STEPS))
        ]
        for lane in lanes:
            lane.start()
        threading.Thread(target=_warm_up, daemon=True).start()
        threading.Thread(target=_end_when_stuck, args=(lanes,), daemon=True).start()
        address = serving_address(settings)
        _make_place(address.socket)
        app = create_app(lanes, address.token, on_wake=dispatcher.wake)
        os.umask(0o177)
        uvicorn.run(app, uds=str(address.socket), log_level="warning")


LIBRARIES = (
    "pandas",
    "polars",
    "pyarrow.parquet",
    "sklearn.model_selection",
    "sklearn.pipeline",
    "sklearn.tree",
    "automl_lib.pictures.boxplot",
    "automl_lib.plan",
    "automl_lib.profile",
    "automl_lib.scoring",
)
"""What the step functions of tables import when they are first called."""


def _warm_up() -> None:
    for name in LIBRARIES:
        import_module(name)


def _end_when_stuck(lanes: Sequence[Lane]) -> None:
    """End this process once a request takes too long: threads can't be stopped. The supervisor starts it again."""
    while not any(lane.is_stuck for lane in lanes):
        threading.Event().wait(LOOK_SECONDS)
    _LOG.error("a request takes too long; a run does it, and this process starts again")
    os._exit(STUCK)


def _make_place(socket: Path) -> None:
    socket.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    socket.unlink(missing_ok=True)


if __name__ == "__main__":
    main()
