"""What every step does around its own work: claim the request, stay fenced, report, fail in words.

No step's own logic lives here.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import dagster as dg
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from assets.automl.partitions import ATTEMPT_TAG, REQUEST_TAG
from automl_lib.errors import AutomlError
from records import documents, progress, requests
from records.enums import RequestKind, RequestStatus
from records.errors import RecordsError
from records.tables import Request
from resources.clock import Clock
from resources.database import Database


@dataclass(frozen=True)
class Step:
    """One step of one run, serving one request."""

    name: str
    request: Request
    run_id: str
    database: Database
    clock: Clock

    @property
    def doc_id(self) -> str:
        if self.request.doc_id is None:
            raise ValueError(f"request {self.request.request_id} is of no document")
        return self.request.doc_id

    def guard(self, session: Session) -> None:
        """Raise Superseded where the request belongs to another run by now."""
        requests.fence(session, self.request.request_id, self.run_id)

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """A fenced writing transaction."""
        with self.database.transaction() as session:
            self.guard(session)
            yield session

    def report(self, done: int, total: int, message: str) -> None:
        """Set TB_PROGRESS of this step."""
        with self.database.transaction() as session:
            progress.report(
                session,
                self.request.request_id,
                self.name,
                done=done,
                total=total,
                message=message,
                now=self.clock.now(),
            )

    def finish_request(self, result: dict[str, Any] | None = None) -> None:
        """Settle the request as done; for the last step of a job."""
        with self.transaction() as session:
            request = requests.get(session, self.request.request_id)
            request.result = result
            requests.settle(request, RequestStatus.DONE, now=self.clock.now())
            if request.doc_id:
                document = documents.get(session, request.doc_id)
                documents.set_failure(document, ko=None, en=None, now=self.clock.now())


@contextmanager
def open_step(
    context: dg.AssetExecutionContext,
    database: Database,
    clock: Clock,
    *,
    by_hand: RequestKind,
    params: dict[str, Any] | None = None,
    settles: bool = True,
) -> Iterator[Step]:
    """Claim the run's request (or write one, for a run launched by hand) and run the step's body.

    A refusal in the body is written to the document and, where the step `settles`, ends the request;
    then the step fails with the sentence. Only trouble with files and databases is left to the step's
    retry policy; any other error fails it at once, and the reconciler ends the request.
    """
    step = _claim(context, database, clock, by_hand, params or {})
    try:
        yield step
    except (AutomlError, RecordsError) as refusal:
        _write_refusal(step, refusal, settles=settles)
        raise dg.Failure(description=f"{refusal.ko}\n{refusal.en}", allow_retries=False) from refusal
    except (OSError, OperationalError):
        raise  # a full disk, a locked database: worth the retry policy's waiting
    except Exception as error:
        raise dg.Failure(
            description=f"{step.name}: {type(error).__name__}: {error}", allow_retries=False
        ) from error


def _claim(
    context: dg.AssetExecutionContext,
    database: Database,
    clock: Clock,
    by_hand: RequestKind,
    params: dict[str, Any],
) -> Step:
    tags = context.run.tags
    now = clock.now()
    try:
        with database.transaction() as session:
            if REQUEST_TAG in tags:
                request = requests.claim(
                    session,
                    int(tags[REQUEST_TAG]),
                    attempt=int(tags[ATTEMPT_TAG]),
                    run_id=context.run.run_id,
                    now=now,
                )
            else:
                doc_id = context.partition_key if context.has_partition_key else None
                if doc_id is not None:
                    documents.get(session, doc_id)
                request = requests.claim_by_hand(
                    session,
                    by_hand,
                    doc_id=doc_id,
                    params=params,
                    run_id=context.run.run_id,
                    by="dagster",
                    now=now,
                )
    except (RecordsError, requests.Superseded) as refusal:
        raise dg.Failure(description=str(refusal), allow_retries=False) from refusal
    return Step(context.asset_key.to_user_string(), request, context.run.run_id, database, clock)


def _write_refusal(step: Step, refusal: AutomlError | RecordsError, *, settles: bool) -> None:
    now = step.clock.now()
    with step.transaction() as session:
        if step.request.doc_id is not None:
            document = documents.get(session, step.request.doc_id)
            documents.set_failure(document, ko=refusal.ko, en=refusal.en, now=now)
        if settles:
            request = requests.get(session, step.request.request_id)
            requests.settle(request, RequestStatus.FAILED, now=now, ko=refusal.ko, en=refusal.en)
