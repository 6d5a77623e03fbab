"""What every step does around its own work: serves its request, or one of the several of its run, and turns failures into sentences.

How a run gets its requests is in `assets.claiming`. No step's own logic is here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import dagster as dg
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from assets.claiming import Context, Decide, claim_by_hand, claim_documents, claim_started, failure_of
from domain.messages import Message
from domain.refusal import Refusal
from domain.requests import RequestKind, RequestStatus
from ocr_lib.errors import OcrError
from records.errors import Superseded
from records.tables import Request
from resources.clock import Clock
from resources.database import Database
from work_requests import claims, failures, lifecycle, progress

RETRYABLE = (OSError, OperationalError)
"""A full disk, a locked database: worth the step's retry policy."""


@dataclass(frozen=True)
class Step:
    """One step of one run, serving one request: writes guarded by ownership, progress, completion.

    Attributes:
        name: the step's.
        request: as it was when it was claimed.
    """

    name: str
    run_id: str
    database: Database
    clock: Clock
    request: Request

    @property
    def request_id(self) -> int:
        return self.request.request_id

    @property
    def doc_id(self) -> str:
        if self.request.doc_id is None:
            raise ValueError(f"request {self.request_id} is of no document")
        return self.request.doc_id

    def guard(self, session: Session) -> None:
        """Raise Superseded where the request belongs to another run by now."""
        claims.assert_owner(session, self.request_id, self.run_id)

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """A fenced writing transaction."""
        with self.database.transaction() as session:
            self.guard(session)
            yield session

    def report(self, done: int, total: int, message: Message) -> None:
        """Set TB_PROGRESS of this step."""
        now = self.clock.now()
        with self.database.transaction() as session:
            progress.report(session, self.request_id, self.name, message, done=done, total=total, now=now)

    def log_line(self, message: Message) -> None:
        """Keep a line of what this step does, in TB_PROGRESS_LOG."""
        with self.database.transaction() as session:
            progress.log_line(session, self.request_id, self.name, message, self.clock.now())

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
            failures.write(session, request, refusal.message, now)
            if settles:
                lifecycle.settle(request, RequestStatus.FAILED, now=now, reason=refusal.message)


@contextmanager
def open_step(
    context: dg.AssetExecutionContext,
    database: Database,
    clock: Clock,
    *,
    by_hand: RequestKind,
    decide: Decide | None = None,
    document: str | None = None,
    settles: bool = True,
) -> Iterator[Step]:
    """Claim the run's request (or write one, for a run launched by hand) and run the step's body.

    A run by hand has one request for each kind of its steps; `decide` writes it with the checks and
    states of a person's decision. Those no step settles are settled by the reconciler.
    `document` is which one such a run is of, where its partition doesn't say.

    A refusal in the body is written to the document and, where the step `settles`, ends the request;
    then the step fails with the sentence. Only trouble with files and databases is left to the step's
    retry policy; any other error fails it at once, and the reconciler ends the request.
    """
    now = clock.now()
    request = claim_started(context, database, now) or claim_by_hand(
        context, database, now, by_hand, decide, document
    )
    with serve(context, _step(context, database, clock, request), settles=settles) as step:
        yield step


def started_step(context: dg.OpExecutionContext, database: Database, clock: Clock) -> Step | None:
    """The step of an op whose run the sensor started; None for a run launched by hand, which serves no request."""
    request = claim_started(context, database, clock.now())
    return None if request is None else _step(context, database, clock, request)


def document_steps(
    context: dg.AssetExecutionContext, database: Database, clock: Clock, doc_ids: Sequence[str]
) -> list[Step]:
    """A step for each document of pages that this run serves and has not settled yet, oldest first.

    Work on each in `with serve(context, step, alone=False)`, so that each request is settled by itself.

    Args:
        doc_ids: as in `claim_documents`.
    """
    requests = claim_documents(context, database, clock.now(), doc_ids)
    return [_step(context, database, clock, request) for request in requests if request.doc_id is not None]


@contextmanager
def serve(
    context: dg.AssetExecutionContext, step: Step, *, settles: bool = True, alone: bool = True
) -> Iterator[Step]:
    """Run the body of a step for one request, and write down a refusal.

    Args:
        settles: whether a refusal ends the request.
        alone: whether the request is the only one of its run, so that its trouble fails the step. Otherwise
            it ends the request, and the run goes on with the next; trouble with disk or database concerns all.
    """
    try:
        yield step
    except Refusal as refusal:
        step.refuse(refusal, settles=settles)
        if alone:
            raise failure_of(refusal) from refusal
        context.log.warning(f"{step.doc_id}: {refusal.en}")
    except RETRYABLE:
        raise
    except Exception as error:
        if alone:
            raise dg.Failure(
                description=f"{step.name}: {type(error).__name__}: {error}", allow_retries=False
            ) from error
        if isinstance(error, Superseded):
            context.log.warning(f"{step.doc_id}: {error}")
            return
        context.log.exception(f"{step.doc_id} could not be read")
        step.refuse(_unexpected(step, error))


def _step(context: Context, database: Database, clock: Clock, request: Request) -> Step:
    if isinstance(context, dg.AssetExecutionContext):
        name = context.asset_key.to_user_string()
    else:
        name = context.op_def.name
    return Step(name, context.run.run_id, database, clock, request)


def _unexpected(step: Step, error: Exception) -> OcrError:
    return OcrError(
        Message(
            "the document could not be read ({error_type}: {error}); try request {request_id} again, and "
            "report it with the file if it stays",
            error_type=type(error).__name__,
            error=error,
            request_id=step.request_id,
        ),
        code="unexpected",
    )
