"""A request as served by a step: writes guarded by ownership, progress, completion. Claiming is in `step` and `ocr.batch`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from domain.refusal import Refusal
from domain.requests import RequestStatus
from resources.clock import Clock
from resources.database import Database
from work_requests import claims, failures, lifecycle, progress


@dataclass(frozen=True)
class ServedRequest:
    """One request, served by one step of one run.

    Attributes:
        name: the step's.
    """

    name: str
    request_id: int
    run_id: str
    database: Database
    clock: Clock

    def guard(self, session: Session) -> None:
        """Raise Superseded where the request belongs to another run by now."""
        claims.assert_owner(session, self.request_id, self.run_id)

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """A fenced writing transaction."""
        with self.database.transaction() as session:
            self.guard(session)
            yield session

    def report(self, done: int, total: int, ko: str, en: str) -> None:
        """Set TB_PROGRESS of this step."""
        now = self.clock.now()
        with self.database.transaction() as session:
            progress.report(
                session, self.request_id, self.name, done=done, total=total, ko=ko, en=en, now=now
            )

    def say(self, ko: str, en: str) -> None:
        """Keep a line of what this step does, in TB_PROGRESS_LOG."""
        with self.database.transaction() as session:
            progress.say(session, self.request_id, self.name, ko=ko, en=en, now=self.clock.now())

    def finish(self, result: dict[str, Any] | None = None) -> None:
        """Settle the request as done; for the last step that serves it."""
        now = self.clock.now()
        with self.transaction() as session:
            request = lifecycle.get(session, self.request_id)
            request.result = result
            lifecycle.settle(request, RequestStatus.DONE, now=now)
            failures.clear(session, request, now)

    def refuse(self, refusal: Refusal, *, settles: bool = True) -> None:
        """Write the sentence to what the request is of, and end the request with it if this step `settles` it."""
        now = self.clock.now()
        with self.transaction() as session:
            request = lifecycle.get(session, self.request_id)
            failures.write(session, request, ko=refusal.ko, en=refusal.en, now=now)
            if settles:
                lifecycle.settle(request, RequestStatus.FAILED, now=now, ko=refusal.ko, en=refusal.en)
