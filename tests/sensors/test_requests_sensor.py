"""Which run serves which request, and how long a tick listens."""

from __future__ import annotations

import pytest

from assets.automl import jobs
from records.enums import RequestKind, RequestStatus
from records.tables import Request
from sensors.requests import LISTEN_SECONDS, listen, run_of, runs_of

PARAMS = {
    RequestKind.UPLOAD: {"file_name": "a.csv"},
    RequestKind.RETYPE: {"types": {"c0001": "text"}},
    RequestKind.TARGET: {"target": "c0002"},
    RequestKind.PREVIEW: {"choices": {"missing": "mean"}},
    RequestKind.PREPARE: {"choices": {"missing": "mean", "outliers": "clip"}},
    RequestKind.TRAIN: {"models": ["svm", "k_means"], "seed": 7, "budget_seconds": 5.0},
    RequestKind.CONFIRM_MODEL: {"training_id": "261122000000001"},
    RequestKind.PREDICT: {"file_name": "new.csv"},
    RequestKind.MIRROR: {},
}


def request_of(kind: RequestKind, attempt: int = 1) -> Request:
    return Request(
        request_id=12,
        kind=kind,
        doc_id=None if kind is RequestKind.MIRROR else "261122000000003",
        params=PARAMS[kind],
        status=RequestStatus.WAITING,
        attempt=attempt,
    )


def test_every_kind_that_needs_a_run_has_a_job_and_no_other():
    without = {RequestKind.CONFIRM_DATA, RequestKind.USE_COLUMNS, RequestKind.DELETE}
    assert set(jobs.JOB_OF_KIND) == set(RequestKind) - without


@pytest.mark.parametrize("kind", list(PARAMS))
def test_a_run_says_which_request_attempt_and_document_it_serves(kind):
    run = run_of(request_of(kind, attempt=2), "매출")
    assert run.run_key == "request:12:2"
    assert run.tags["saebyeok/request"] == "12"
    assert run.tags["saebyeok/attempt"] == "2"
    if kind is not RequestKind.MIRROR:
        assert run.tags["saebyeok/document"] == run.partition_key == "261122000000003"
        assert run.tags["saebyeok/document_name"] == "매출"


def test_training_runs_the_chosen_models_alone_with_their_config():
    run = run_of(request_of(RequestKind.TRAIN), "매출")
    names = {key.to_user_string() for key in run.asset_selection}
    assert names == {"svm_model", "svm_evaluation", "k_means_model", "k_means_evaluation", "model_comparison"}
    assert run.run_config["ops"]["svm_model"] == {"config": {"seed": 7, "budget_seconds": 5.0}}


def test_a_plan_reaches_its_asset_as_config():
    run = run_of(request_of(RequestKind.PREPARE), "매출")
    assert run.run_config["ops"]["preprocessing_plan"]["config"] == {"missing": "mean", "outliers": "clip"}


def test_listening_ends_at_the_first_request_or_when_time_is_up():
    time = [0.0]
    looks = []

    def look():
        looks.append(time[0])
        return ["request"] if time[0] >= 1.0 else []

    def sleep(seconds):
        time[0] += seconds

    assert listen(look, lambda: time[0], sleep) == ["request"]
    assert looks[-1] == 1.0
    time[0] = 0.0
    assert listen(list, lambda: time[0], sleep) == []
    assert time[0] >= LISTEN_SECONDS


def test_a_request_that_makes_no_sense_holds_up_no_other():
    good, bad = request_of(RequestKind.UPLOAD), request_of(RequestKind.TRAIN)
    bad.request_id, bad.params = 13, {"models": ["no such model"]}
    runs, broken = runs_of([bad, good], {})
    assert [run.run_key for run in runs] == ["request:12:1"]
    assert set(broken) == {13}
    assert "no such model" in broken[13]
