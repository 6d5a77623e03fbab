"""Serves requests of some kinds one after the other, in a thread of its own.

The queue is TB_REQUEST: nothing is remembered here, so a process that is killed loses nothing. A request it had is then given
to a run by the reconciler, since Dagster knows no run of that id.
"""

from __future__ import annotations

import logging
import time
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import dagster as dg

from assets.step import Step
from domain.messages import Message
from domain.refusal import Refusal
from domain.requests import SERVING, RequestKind, RequestStatus
from records.errors import Superseded
from records.tables import Request
from resources.clock import Clock
from resources.database import Database
from sensors.planned_runs import with_documents
from sensors.work import WORK, WithDocument
from serving.warm_steps import LeftToRun, Loaded, WarmStep, is_served_here
from serving.woken_thread import WokenThread
from work_requests import claims, lifecycle, progress, request_queue

LOOKED_AT = 50
AGAIN_SECONDS = 2.0
"""Between two looks while a request can't be served yet."""
LONGEST_SECONDS = 25.0
"""A request that takes longer ends the process. Less than after what time the reconciler gives it to a run.

What is loaded once is not counted: `keeps_waiting` holds the request back until it is there (`serving.reader_loading`).
"""
_LOG = logging.getLogger(__name__)


@dataclass(frozen=True)
class Made:
    """What one step of a request made."""

    step: WarmStep
    partition: str
    result: dg.MaterializeResult


class Lane(WokenThread):
    """One thread that serves requests of the kinds in `steps`."""

    def __init__(
        self,
        name: str,
        steps: Mapping[RequestKind, Sequence[WarmStep]],
        database: Database,
        clock: Clock,
        loaded: Loaded,
        *,
        on_made: Callable[[Made], object],
        on_left: Callable[[], object],
        keeps_waiting: Callable[[str], Message | None] = lambda _: None,
    ) -> None:
        """Args:
        keeps_waiting: why requests of a kind can't be served yet, shown as their progress; None where they can.
        on_made: called after each step that succeeded, in this thread.
        on_left: called after a request was given back, for a run to do.
        """
        self._steps = steps
        self._database = database
        self._clock = clock
        self._loaded = loaded
        self._on_made = on_made
        self._on_left = on_left
        self._keeps_waiting = keeps_waiting
        self._left_over = False
        self._began: float | None = None
        self.has_served = False
        super().__init__(name, first=None, again=AGAIN_SECONDS)

    @property
    def is_busy(self) -> bool:
        """Whether a request is being served."""
        return self._began is not None

    @property
    def is_stuck(self) -> bool:
        """Whether the present request takes longer than `LONGEST_SECONDS`."""
        began = self._began
        return began is not None and time.monotonic() - began > LONGEST_SECONDS

    def _look(self) -> float | None:
        self._left_over = False
        while self._serve_next():
            pass
        return AGAIN_SECONDS if self._left_over else None

    def _serve_next(self) -> bool:
        """Serve the first request that can be; False where there is none."""
        for asked in self._waiting():
            if (why := self._keeps_waiting(asked.request.kind)) is not None:
                if not self._left_over:  # the first is enough
                    self._say(asked.request, why)
                self._left_over = True
                continue
            run_id = f"{SERVING}{uuid.uuid4().hex}"
            if (request := self._claim(asked.request, run_id)) is not None:
                self._began = time.monotonic()
                try:
                    self._serve(WithDocument(request, asked.document), run_id)
                finally:
                    self.has_served, self._began = True, None
                return True
        return False

    def _say(self, request: Request, why: Message) -> None:
        last = self._steps[RequestKind(request.kind)][-1]
        with self._database.transaction() as session:
            now = self._clock.now()
            progress.report(session, request.request_id, last.name, why, done=0, total=0, now=now)

    def _waiting(self) -> Iterator[WithDocument]:
        """What may be served here now, by priority; of a heap only the first is looked at closely."""
        loaded = self._loaded
        with self._database.reading() as session:
            free = request_queue.launchable(session, limit=LOOKED_AT)
        for request in free:
            if request.kind not in self._steps:
                continue
            with self._database.reading() as session:
                (asked,) = with_documents(session, [request])
                is_mine = is_served_here(session, asked, loaded.files, loaded.small)
            if is_mine:
                yield asked

    def _claim(self, asked: Request, run_id: str) -> Request | None:
        """The request, now this process's; None where the sensor, another process or a person was faster."""
        with self._database.transaction() as session:
            request = lifecycle.get(session, asked.request_id)
            if request.submitted_at is not None or request.status != RequestStatus.WAITING:
                return None
            return claims.claim(
                session, request.request_id, attempt=asked.attempt, run_id=run_id, now=self._clock.now()
            )

    def _serve(self, asked: WithDocument, run_id: str) -> None:
        work = WORK[RequestKind(asked.request.kind)]
        configs = work.config((asked,))
        partition = work.partition(asked) or ""
        for warm in self._steps[RequestKind(asked.request.kind)]:
            step = Step(warm.name, run_id, self._database, self._clock, asked.request)
            if warm.is_after:
                self._follow_up(warm, step, partition)
                continue
            if self._is_cancelled(step):
                return
            try:
                result = warm.run(step, self._loaded, configs.get(warm.name, {}))
            except Refusal as refusal:
                step.refuse(refusal)
                return
            except Superseded as superseded:
                _LOG.warning("%s", superseded)
                return
            except Exception as error:  # noqa: BLE001 - whatever it is, a run tries again
                if not isinstance(error, LeftToRun):
                    _LOG.exception("request %s is given to a run", step.request_id)
                self._give_back(step, error)
                return
            self._on_made(Made(warm, partition, result))

    def _follow_up(self, warm: WarmStep, step: Step, partition: str) -> None:
        try:
            result = warm.run(step, self._loaded, {})
        except Exception:  # noqa: BLE001 - the request is done; what people asked for is there
            _LOG.exception("%s failed after request %s", warm.name, step.request_id)
            return
        self._on_made(Made(warm, partition, result))

    def _is_cancelled(self, step: Step) -> bool:
        """Whether a person cancelled the request meanwhile; then it is settled so."""
        with step.transaction() as session:
            request = lifecycle.get(session, step.request_id)
            return lifecycle.end_if_cancelled(request, now=self._clock.now())

    def _give_back(self, step: Step, error: Exception) -> None:
        why = error.why if isinstance(error, LeftToRun) else Message("it could not be done at once")
        with step.transaction() as session:
            request = lifecycle.get(session, step.request_id)
            if lifecycle.end_if_cancelled(request, now=self._clock.now()):
                return
            lifecycle.begin_again(request)
            message = Message("{why}; a run does it", why=why)
            progress.log_line(session, step.request_id, step.name, message, self._clock.now())
        self._on_left()
