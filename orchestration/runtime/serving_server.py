"""The serving process: `python -m orchestration.runtime.serving_server`, as the Procfile starts it."""

from __future__ import annotations

import logging
import os
import socket
import sys
import threading
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

import dagster as dg
import uvicorn

from domain.messages import Message
from domain.requests import RequestStatus
from orchestration.runtime.reading_resources import build_files, build_recogniser
from orchestration.runtime.serving_address import serving_address
from orchestration.runtime.serving_memory import is_nearly_full, limit_memory
from orchestration.settings import load_settings
from resources.clock import Clock
from resources.database import Database
from resources.files import Files
from resources.limits import MIB
from resources.networks import ensure_deployed
from resources.recogniser import Recogniser
from resources.tracking import Tracking
from serving.app import create_app
from serving.dispatcher import Dispatcher
from serving.field_reading import FieldReading
from serving.inbox_watch import InboxWatch
from serving.lane import Lane
from serving.launching import Launcher
from serving.library_loading import Once, load_first, load_later
from serving.materializations import Materializations
from serving.models import ModelCache
from serving.preparation import Preparation
from serving.reader_loading import ReaderLoading
from serving.tables import TableCache
from serving.warm_steps import PAGE_STEPS, TABLE_STEPS, WARM_KINDS, Loaded, SmallWork
from serving.what_if import WhatIfs
from untrusted_files import SpareChild
from work_requests import claims, lifecycle, request_queue

START_AGAIN = 75
"""Exit code of a process that ended itself for the supervisor to start it again."""
LOOK_SECONDS = 1.0
PREPARE = (sys.executable, "-m", "orchestration.runtime.prepare_reading")
_LOG = logging.getLogger(__name__)


def main() -> None:
    settings = load_settings()
    limit_memory(settings.serving_memory_mb * MIB)
    address = serving_address(settings)
    listening = _listen(address.socket)
    database = Database(url=settings.effective_database_url)
    clock = Clock(zone=settings.time_zone)
    files = build_files(settings)
    recogniser = build_recogniser(settings)
    small = SmallWork(cells=settings.serving_cells)
    loaded = Loaded(
        files,
        TableCache(settings.serving_tables_mb * MIB).load,
        ModelCache().load,
        SpareChild(READING, mapped_bytes=small.file_bytes).run,
        recogniser.serving(database, files.store, clock),
        Tracking(url=settings.effective_mlflow_url),
        small,
    )
    preparation = Preparation(None if _is_prepared(recogniser, database, files, clock) else PREPARE)
    with dg.DagsterInstance.get() as instance:
        launcher = Launcher(
            settings.effective_dagster_url, instance, database, clock, loaded, settings.pages_a_run
        )
        made = Materializations(instance, version("saebyeok"))

        def wake_lanes() -> None:
            for lane in lanes:
                lane.wake()

        expect_tables = Once(load_later)
        dispatcher = Dispatcher(launcher, instance, database, clock, on_free=wake_lanes)
        loading = ReaderLoading(loaded.reader, on_loaded=wake_lanes)

        def keeps_waiting(kind: str) -> Message | None:
            if kind in TABLE_STEPS:  # asked before each request is claimed: the first one that comes
                expect_tables()
            return preparation.keeps_waiting(kind) or loading.keeps_waiting(kind)

        lanes = [
            Lane(
                name,
                steps,
                database,
                clock,
                loaded,
                on_made=made.report,
                on_left=dispatcher.wake,
                keeps_waiting=keeps_waiting,
            )
            for name, steps in (("tables", TABLE_STEPS), ("pages", PAGE_STEPS))
        ]
        with database.transaction() as session:
            claims.release_served_at_once(session, now=clock.now())
        fields = FieldReading(database, files, clock)
        for lane in lanes:
            lane.start()
            lane.wake()
        fields.start()
        fields.wake()
        dispatcher.start()

        def on_taken() -> None:
            wake_lanes()
            dispatcher.wake()

        intake = files.intake(database.engine)
        InboxWatch(intake, clock.now, settings.settle_seconds, on_taken=on_taken).start()
        threading.Thread(target=load_first, daemon=True).start()
        threading.Thread(target=_end_when_needed, args=(lanes,), daemon=True).start()
        app = create_app(
            lanes,
            fields,
            address.token,
            newest=lambda: _newest_waiting(database),
            is_over=lambda request_id: _is_over(database, request_id),
            on_wake=dispatcher.wake,
            on_tables=expect_tables,
            answer=WhatIfs(database, files).answer,
            on_stop=preparation.end,
        )
        uvicorn.Server(uvicorn.Config(app, log_level="warning")).run(sockets=[listening])


def _is_prepared(recogniser: Recogniser, database: Database, files: Files, clock: Clock) -> bool:
    try:
        return recogniser.is_prepared(ensure_deployed(database, files.store, clock).sha256 or "")
    except OSError as error:  # a full disk, say: tables are served all the same
        _LOG.warning("the network that reads pages is not at hand: %s", error)
        return True


def _newest_waiting(database: Database) -> int | None:
    with database.reading() as session:
        return request_queue.newest_waiting(session, sorted(WARM_KINDS))


def _is_over(database: Database, request_id: int) -> bool:
    with database.reading() as session:
        return RequestStatus(lifecycle.get(session, request_id).status).is_final


READING = ("automl_lib.reading.table", "numpy", "polars", "pyarrow.parquet")
"""What the child process imports that reads a table."""


def _end_when_needed(lanes: Sequence[Lane]) -> None:
    """End this process once a request takes too long or memory is nearly used up; the supervisor starts it again.

    Threads can't be stopped. Beyond the limit any allocation may fail, in libraries that don't come back from it, so a process
    that is close to it ends between two requests.
    """
    while True:
        if any(lane.is_stuck for lane in lanes):
            _LOG.error("a request takes too long; a run does it, and this process starts again")
            os._exit(START_AGAIN)
        if (
            any(lane.has_served for lane in lanes)
            and not any(lane.is_busy for lane in lanes)
            and is_nearly_full()
        ):
            _LOG.warning("memory is nearly used up; this process starts again")
            os._exit(START_AGAIN)
        threading.Event().wait(LOOK_SECONDS)


def _listen(path: Path) -> socket.socket:
    """A Unix socket at `path` that only this user can connect to; one that a killed process left is replaced.

    Raises:
        SystemExit: another process listens there, or the folder belongs to another user.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if path.parent.stat().st_uid != os.getuid():
        raise SystemExit(f"{path.parent} belongs to another user; remove it")
    with socket.socket(socket.AF_UNIX) as other:
        if other.connect_ex(str(path)) == 0:
            raise SystemExit(f"a serving process of this home listens at {path} already")
    path.unlink(missing_ok=True)
    listening = socket.socket(socket.AF_UNIX)
    before = os.umask(0o177)  # no other thread runs yet
    try:
        listening.bind(str(path))
    finally:
        os.umask(before)
    return listening


if __name__ == "__main__":
    main()
