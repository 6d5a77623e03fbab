"""What the outcome of a run means for the request that it was to serve: another attempt, or an end with its reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto

from sqlalchemy.orm import Session

from domain.automl import TrainingStatus
from domain.requests import RequestKind, RequestStatus
from records import trainings
from records.tables import Request, Training
from work_requests import failures, lifecycle, request_queue


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
    reason: str | None = None


class Action(Enum):
    """What is done with the request of a run that no longer goes on."""

    SUBMIT_AGAIN = auto()
    BEGIN_AGAIN = auto()
    END = auto()


@dataclass(frozen=True)
class Ending:
    """How a request ends, with the reason where it did not go well."""

    status: RequestStatus
    ko: str | None = None
    en: str | None = None


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
            "; ".join(f"{t.model_code}: {t.failure_ko}" for t in failed),
            "; ".join(f"{t.model_code}: {t.failure_en}" for t in failed),
        )
    if verdict.outcome is RunOutcome.SUCCEEDED:
        return Ending(RequestStatus.DONE)
    if verdict.outcome is RunOutcome.CANCELLED:
        return Ending(RequestStatus.CANCELLED, "실행이 취소되었습니다.", "the run was cancelled")
    if verdict.outcome is RunOutcome.FAILED and verdict.reason:
        return Ending(RequestStatus.FAILED, verdict.reason, verdict.reason)
    half = "ocr" if RequestKind(request.kind).value.startswith("ocr_") else "automl"
    return Ending(
        RequestStatus.FAILED,
        f"실행이 {request.attempt}번 갑자기 끝났습니다. 메모리와 디스크를 확인하고 "
        f"'saebyeok {half} retry {request.request_id}'로 다시 시도하세요.",
        f"the run died {request.attempt} times; check memory and disk, then "
        f"'saebyeok {half} retry {request.request_id}'",
    )


def settle(session: Session, request: Request, verdict: Verdict, now: datetime) -> None:
    """Bring the request, its document and its trainings to where the run's outcome leaves them."""
    action = action_on(verdict.outcome, RequestStatus(request.status), request.attempt)
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
            if training.status in (TrainingStatus.TRAINING, TrainingStatus.TRAINED):
                trainings.set_failed(
                    training,
                    ko=ending.ko or "실행이 끝까지 가지 못했습니다.",
                    en=ending.en or "the run did not finish",
                )
    lifecycle.settle(request, ending.status, now=now, ko=ending.ko, en=ending.en)
    if ending.status is not RequestStatus.DONE:
        failures.write(session, request, ko=ending.ko or "", en=ending.en or "", now=now)
