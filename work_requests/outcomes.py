"""What the outcome of a run means for the request that it was to serve: another attempt, or an end with its reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto

from sqlalchemy.orm import Session

from domain.automl import TrainingStatus
from domain.messages import Joined, Message, verbatim
from domain.requests import RequestKind, RequestStatus
from records import trainings
from records.tables import Request, Training
from work_requests import failures, lifecycle, request_queue

NOT_FINISHED = Message("the run did not finish")


class RunOutcome(Enum):
    """What is known of the run behind a request."""

    GOING_ON = auto()
    SUCCEEDED = auto()
    FAILED = auto()
    CRASHED = auto()
    CANCELLED = auto()
    LOST = auto()


@dataclass(frozen=True)
class Verdict:
    """An outcome, with the reason a failed run gave."""

    outcome: RunOutcome
    reason: Message | None = None


class Action(Enum):
    """What is done with the request of a run that no longer goes on."""

    SUBMIT_AGAIN = auto()
    BEGIN_AGAIN = auto()
    END = auto()


@dataclass(frozen=True)
class Ending:
    """How a request ends, with the reason where it did not go well."""

    status: RequestStatus
    reason: Message | None = None


def action_on(outcome: RunOutcome, status: RequestStatus, attempt: int) -> Action:
    """What to do with a request in this state and attempt.

    A run that is unknown to Dagster is submitted again. One that died without a reason is repeated, up to
    `CRASH_ATTEMPTS` attempts.
    """
    if outcome is RunOutcome.LOST and status is RequestStatus.WAITING:
        return Action.SUBMIT_AGAIN
    if outcome in (RunOutcome.CRASHED, RunOutcome.LOST) and attempt < lifecycle.CRASH_ATTEMPTS:
        return Action.BEGIN_AGAIN
    return Action.END


def ending_of(request: Request, verdict: Verdict, failed: Sequence[Training]) -> Ending:
    """How a request ends; failed trainings count more than the outcome of their run.

    Args:
        request: only read.
        failed: the trainings of the request that failed.
    """
    if failed:
        return Ending(
            RequestStatus.FAILED,
            Joined([Joined([verbatim(t.model_code), t.failure or NOT_FINISHED], ": ") for t in failed], "; "),
        )
    if verdict.outcome is RunOutcome.SUCCEEDED:
        return Ending(RequestStatus.DONE)
    if verdict.outcome is RunOutcome.CANCELLED:
        return Ending(RequestStatus.CANCELLED, lifecycle.reason_of_cancellation(request))
    if verdict.outcome is RunOutcome.FAILED and verdict.reason:
        return Ending(RequestStatus.FAILED, verdict.reason)
    half = "ocr" if RequestKind(request.kind).value.startswith("ocr_") else "automl"
    return Ending(
        RequestStatus.FAILED,
        Message(
            "the run died {attempts} times; check memory and disk, then 'saebyeok {half} retry {request_id}'",
            attempts=request.attempt,
            half=half,
            request_id=request.request_id,
        ),
    )


def settle(session: Session, request: Request, verdict: Verdict, now: datetime) -> None:
    """Bring the request, its document and its trainings to where the run's outcome leaves them."""
    action = action_on(verdict.outcome, RequestStatus(request.status), request.attempt)
    if action is not Action.END and lifecycle.end_if_cancelled(request, now=now):
        return
    if action is Action.SUBMIT_AGAIN:
        request_queue.unsubmit(request)
        return
    if action is Action.BEGIN_AGAIN:
        lifecycle.begin_again(request)
        return
    made = trainings.of_request(session, request.request_id)
    ending = ending_of(request, verdict, [t for t in made if t.status == TrainingStatus.FAILED])
    if verdict.outcome is not RunOutcome.SUCCEEDED:  # a run by hand may well have trained and not evaluated
        for training in made:
            if TrainingStatus(training.status).is_final:
                continue
            if verdict.outcome is RunOutcome.CANCELLED:
                trainings.set_cancelled(training)
            else:
                trainings.set_failed(training, ending.reason or NOT_FINISHED)
    lifecycle.settle(request, ending.status, now=now, reason=ending.reason)
    if ending.reason is not None:
        failures.write(session, request, ending.reason, now)
