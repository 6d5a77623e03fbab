"""Looks after requests that Dagster runs serve: launches their runs, stops cancelled ones, and settles those that ended.

The sensors `requests` and `reconciler` do the same every half a minute; here it is done within a second while there is work, and
nothing is looked at while there is none.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from datetime import datetime

import dagster as dg

from records.tables import Request
from resources.clock import Clock
from resources.database import Database
from sensors.reconciler import look_after
from serving.launching import Launcher
from serving.woken_thread import WokenThread
from work_requests import request_queue

LOOK_SECONDS = 1.0
ENDED = [dg.DagsterRunStatus.SUCCESS, dg.DagsterRunStatus.FAILURE, dg.DagsterRunStatus.CANCELED]
_LOG = logging.getLogger(__name__)


class Dispatcher(WokenThread):
    """A thread that works after each `wake`, and then every second until no request is under way."""

    def __init__(
        self,
        launcher: Launcher,
        instance: dg.DagsterInstance,
        database: Database,
        clock: Clock,
        *,
        on_free: Callable[[], None],
    ) -> None:
        """Args:
        on_free: called while requests are under way, and once after the last has ended: what waited for one of them may be
            free now.
        """
        self._on_free = on_free
        self._may_free = False
        self._launcher = launcher
        self._instance = instance
        self._database = database
        self._clock = clock
        # The first look is for what a process before this one left.
        super().__init__("dispatcher", first=LOOK_SECONDS, again=LOOK_SECONDS)

    def look(self) -> bool:
        """Settle and launch what is due; whether any request is under way."""
        with self._database.reading() as session:
            under_way = list(request_queue.under_way(session))
        due = self._due(under_way)
        look_after(self._instance, self._database, due, self._now, on_error=_LOG.exception)
        self._launcher.launch_waiting()
        # A run settles its own request at its end, mostly between two looks: nothing is under way at the second.
        if under_way or self._may_free:
            self._on_free()
        with self._database.reading() as session:  # what was launched just now is looked after too
            self._may_free = bool(under_way or request_queue.under_way(session))
        return self._may_free

    def _look(self) -> float | None:
        return LOOK_SECONDS if self.look() else None

    def _due(self, under_way: Sequence[Request]) -> list[Request]:
        """Requests that were cancelled, or whose run has ended: one look at Dagster's storage for all of them.

        Runs that died or were lost are left to the reconciler.
        """
        runs = sorted({request.dagster_run_id for request in under_way if request.dagster_run_id})
        ended = set()
        if runs:
            statuses = dg.RunsFilter(run_ids=runs, statuses=ENDED)
            ended = {run.run_id for run in self._instance.get_runs(statuses)}
        return [one for one in under_way if one.cancel_asked or one.run_id in ended]

    def _now(self) -> datetime:
        return self._clock.now()
