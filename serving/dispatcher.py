"""Looks after requests that Dagster runs serve: launches their runs, stops cancelled ones, and settles those that ended.

The sensors `requests` and `reconciler` do the same every 15 seconds; here it is done within a second while there is work, and
nothing is looked at while there is none.
"""

from __future__ import annotations

import logging
import threading
from datetime import datetime

import dagster as dg

from resources.clock import Clock
from resources.database import Database
from sensors.reconciler import look_after
from serving.launching import Launcher
from work_requests import request_queue

LOOK_SECONDS = 1.0
_LOG = logging.getLogger(__name__)


class Dispatcher:
    """A thread that works after each `wake`, and then every second until no request is under way."""

    def __init__(
        self, launcher: Launcher, instance: dg.DagsterInstance, database: Database, clock: Clock
    ) -> None:
        self._launcher = launcher
        self._instance = instance
        self._database = database
        self._clock = clock
        self._news = threading.Event()
        self._thread = threading.Thread(target=self._work, name="dispatcher", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def wake(self) -> None:
        """Look at the queue now."""
        self._news.set()

    def _work(self) -> None:
        busy = True  # at the start: what a process before this one left
        while True:
            self._news.wait(LOOK_SECONDS if busy else None)
            self._news.clear()
            try:
                busy = self.look()
            except Exception:  # noqa: BLE001 - the thread must live on
                _LOG.exception("the queue could not be looked at; at the next call again")
                busy = False

    def look(self) -> bool:
        """Launch and settle what is due; whether any request is under way."""
        self._launcher.launch_waiting()
        with self._database.reading() as session:
            under_way = list(request_queue.under_way(session))
        settled = look_after(self._instance, self._database, under_way, self._now, on_error=_LOG.exception)
        if settled:
            self._launcher.launch_waiting()
        return bool(under_way)

    def _now(self) -> datetime:
        return self._clock.now()
