"""What the outcome of a run means for its request: pure decisions."""

from __future__ import annotations

import pytest

from domain.messages import Sentences
from domain.requests import RequestKind, RequestStatus
from records.tables import Request, Training
from work_requests.lifecycle import CRASH_ATTEMPTS
from work_requests.outcomes import Action, Ending, RunOutcome, Verdict, action_on, ending_of

WAITING, RUNNING = RequestStatus.WAITING, RequestStatus.RUNNING


@pytest.mark.parametrize(
    ("outcome", "status", "attempt", "action"),
    [
        (RunOutcome.LOST, WAITING, CRASH_ATTEMPTS, Action.SUBMIT_AGAIN),
        (RunOutcome.LOST, RUNNING, 1, Action.BEGIN_AGAIN),
        (RunOutcome.LOST, RUNNING, CRASH_ATTEMPTS, Action.END),
        (RunOutcome.CRASHED, RUNNING, CRASH_ATTEMPTS - 1, Action.BEGIN_AGAIN),
        (RunOutcome.CRASHED, RUNNING, CRASH_ATTEMPTS, Action.END),
        (RunOutcome.CRASHED, WAITING, 1, Action.BEGIN_AGAIN),
        (RunOutcome.FAILED, RUNNING, 1, Action.END),
        (RunOutcome.CANCELLED, RUNNING, 1, Action.END),
        (RunOutcome.SUCCEEDED, RUNNING, 1, Action.END),
    ],
)
def test_only_runs_that_died_without_a_reason_are_started_again(outcome, status, attempt, action):
    assert action_on(outcome, status, attempt) is action


def request_of(kind=RequestKind.TRAIN):
    return Request(request_id=7, kind=kind, attempt=3)


def test_a_request_ends_as_its_run_did():
    assert ending_of(request_of(), Verdict(RunOutcome.SUCCEEDED), []) == Ending(RequestStatus.DONE)
    assert ending_of(request_of(), Verdict(RunOutcome.CANCELLED), []).status is RequestStatus.CANCELLED
    memory = Sentences("메모리가 부족합니다", "no memory")
    failed = ending_of(request_of(), Verdict(RunOutcome.FAILED, memory), [])
    assert failed == Ending(RequestStatus.FAILED, memory)


def test_a_failed_training_fails_the_request_of_a_run_that_went_well():
    training = Training(model_code="svm", failure_ko="메모리가 부족합니다", failure_en="no memory")
    ending = ending_of(request_of(), Verdict(RunOutcome.SUCCEEDED), [training])
    assert (ending.status, ending.reason.both) == (
        RequestStatus.FAILED,
        ("svm: 메모리가 부족합니다", "svm: no memory"),
    )


@pytest.mark.parametrize(("kind", "half"), [(RequestKind.TRAIN, "automl"), (RequestKind.OCR_READ, "ocr")])
def test_a_run_that_died_too_often_names_the_command_for_another_attempt(kind, half):
    ending = ending_of(request_of(kind), Verdict(RunOutcome.CRASHED), [])
    assert ending.status is RequestStatus.FAILED
    assert ending.reason is not None
    for sentence in ending.reason.both:
        assert f"saebyeok {half} retry 7" in sentence
