"""What becomes of requests when their runs end in each possible way, against a real Dagster instance."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path

import dagster as dg
from dagster import DagsterRunStatus
from dagster._core.test_utils import create_run_for_test

from assets.runs import RUN_KEY_TAG
from domain.automl import DocumentStatus, TrainingStatus
from domain.messages import Sentences
from domain.requests import RequestKind, RequestStatus
from orchestration.runtime.reading_resources import build_files
from orchestration.settings import load_settings
from records import trainings
from records.engine import reading, transaction
from records.ocr.learning import networks
from records.tables import Document
from resources.clock import Clock
from resources.database import Database
from resources.networks import POINTER, read_pointer
from resources.tracking import Tracking
from sensors.reconciler import build_reconciler
from sensors.run_outcomes import judge
from tests.factories import evaluation
from tests.sensors.started_runs import DOC, claimed, dead_pid, instance, request_id, run_with, started_by
from work_requests import claims, lifecycle, request_queue
from work_requests.outcomes import RunOutcome, Verdict, settle

__all__ = ["dead_pid", "instance", "request_id"]

UNREACHABLE = "http://127.0.0.1:9"
"""Where no MLflow answers."""


def get(engine, request_id):
    with reading(engine) as session:
        return lifecycle.get(session, request_id), session.get(Document, DOC)


class Answering(Tracking):
    def available(self):
        return True


def reconcile(engine, instance, now, tracking=None):
    class Fixed(Clock):
        def now(self):
            return now

    context = dg.build_sensor_context(instance=instance)
    return build_reconciler()(
        context,
        database=Database(url=str(engine.url)),
        files=build_files(load_settings(Path(engine.url.database).parent)),
        clock=Fixed(zone="UTC"),
        tracking=tracking or Tracking(url=UNREACHABLE),
    )


def test_the_pointer_of_the_deployed_network_is_brought_back(sqlite_engine, instance, request_id, now):
    with transaction(sqlite_engine) as session:
        row = networks.add_shipped(session, folder="ocr/networks/a", sha256="a" * 64, characters=1, now=now)
    store = build_files(load_settings(Path(sqlite_engine.url.database).parent)).store
    reconcile(sqlite_engine, instance, now)
    assert read_pointer(store)["network_id"] == row.network_id
    store.path(POINTER).unlink()
    assert "pointer" in reconcile(sqlite_engine, instance, now).skip_message
    assert read_pointer(store)["network_id"] == row.network_id


def test_a_run_that_succeeded_without_its_last_step_ends_the_request(
    sqlite_engine, instance, request_id, now
):
    claimed(sqlite_engine, request_id, run_with(instance, DagsterRunStatus.SUCCESS), now)
    reconcile(sqlite_engine, instance, now)
    assert get(sqlite_engine, request_id)[0].status == RequestStatus.DONE


def test_a_run_that_died_without_a_reason_is_tried_again_up_to_a_limit(
    sqlite_engine, instance, request_id, now
):
    for attempt in (1, 2):
        run = run_with(instance, DagsterRunStatus.FAILURE, request_id, attempt)
        with transaction(sqlite_engine) as session:
            claims.claim(session, request_id, attempt=attempt, run_id=run.run_id, now=now)
        reconcile(sqlite_engine, instance, now)
        request, _ = get(sqlite_engine, request_id)
        assert (request.status, request.attempt) == (RequestStatus.WAITING, attempt + 1)
    run = run_with(instance, DagsterRunStatus.FAILURE, request_id, 3)
    with transaction(sqlite_engine) as session:
        claims.claim(session, request_id, attempt=3, run_id=run.run_id, now=now)
    reconcile(sqlite_engine, instance, now)
    request, document = get(sqlite_engine, request_id)
    assert request.status == RequestStatus.FAILED
    assert "retry" in request.reason_en
    assert document.failure_ko == request.reason_ko
    assert document.status == DocumentStatus.FAILED


def test_a_run_cancelled_in_dagster_cancels_the_request(sqlite_engine, instance, request_id, now):
    claimed(sqlite_engine, request_id, run_with(instance, DagsterRunStatus.CANCELED), now)
    reconcile(sqlite_engine, instance, now)
    assert get(sqlite_engine, request_id)[0].status == RequestStatus.CANCELLED


def test_a_run_whose_request_was_cancelled_before_it_began_is_stopped(
    sqlite_engine, instance, request_id, now, monkeypatch
):
    stopped = []
    monkeypatch.setattr("sensors.reconciler.stop", lambda _, run: stopped.append(run.run_id))
    tags = {RUN_KEY_TAG: "request:1:1"}
    waiting = create_run_for_test(
        instance, job_name="automl_upload", status=DagsterRunStatus.NOT_STARTED, tags=tags
    )
    with transaction(sqlite_engine) as session:
        request_queue.mark_submitted(session, [request_id], now, run_key="request:1:1")
    reconcile(sqlite_engine, instance, now)
    assert stopped == []
    with transaction(sqlite_engine) as session:
        lifecycle.cancel(session, request_id, by="me", now=now)
    reconcile(sqlite_engine, instance, now)
    assert stopped == [waiting.run_id]


def test_a_run_that_goes_on_is_left_alone(sqlite_engine, instance, request_id, now):
    claimed(sqlite_engine, request_id, run_with(instance, DagsterRunStatus.STARTED), now)
    reconcile(sqlite_engine, instance, now + timedelta(hours=5))
    assert get(sqlite_engine, request_id)[0].status == RequestStatus.RUNNING


def test_a_submission_dagster_never_heard_of_is_put_back(sqlite_engine, instance, request_id, now):
    with transaction(sqlite_engine) as session:
        request_queue.mark_submitted(session, [request_id], now, run_key=f"request:{request_id}:1")
    reconcile(sqlite_engine, instance, now + timedelta(seconds=5))
    assert get(sqlite_engine, request_id)[0].submitted_at == now
    reconcile(sqlite_engine, instance, now + timedelta(minutes=5))
    request, _ = get(sqlite_engine, request_id)
    assert (request.status, request.submitted_at, request.attempt) == (RequestStatus.WAITING, None, 1)


def test_a_run_whose_history_was_deleted_counts_as_lost(sqlite_engine, instance, request_id, now):
    with transaction(sqlite_engine) as session:
        claims.claim(session, request_id, attempt=1, run_id="00000000-0000-0000-0000-000000000000", now=now)
    reconcile(sqlite_engine, instance, now + timedelta(minutes=5))
    request, _ = get(sqlite_engine, request_id)
    assert (request.status, request.attempt) == (RequestStatus.WAITING, 2)


def test_one_failed_model_fails_the_request_and_names_it_while_others_stay(sqlite_engine, request_id, now):
    with transaction(sqlite_engine) as session:
        request = claims.claim(session, request_id, attempt=1, run_id="run", now=now)
        good = trainings.begin(session, DOC, request_id=request_id, model_code="svm", plan_version=1, now=now)
        trainings.set_evaluated(good, evaluation(f1=0.9))
        bad = trainings.begin(
            session, DOC, request_id=request_id, model_code="k_means", plan_version=1, now=now
        )
        trainings.set_failed(bad, Sentences("행이 모자랍니다", "too few rows"))
        settle(session, request, Verdict(RunOutcome.FAILED, "whatever"), now)
    request, _ = get(sqlite_engine, request_id)
    assert request.status == RequestStatus.FAILED
    assert request.reason_ko == "k_means: 행이 모자랍니다"
    with reading(sqlite_engine) as session:
        assert {t.model_code: t.status for t in trainings.of_request(session, request_id)} == {
            "svm": TrainingStatus.EVALUATED,
            "k_means": TrainingStatus.FAILED,
        }


def test_a_run_that_died_after_its_work_was_done_holds_no_place(
    sqlite_engine, instance, request_id, now, dead_pid
):
    """Killed between the last row and its last event: nothing waits for it, and Dagster would for a day."""
    run = run_with(instance, DagsterRunStatus.STARTED)
    claimed(sqlite_engine, request_id, run, now)
    with transaction(sqlite_engine) as session:
        lifecycle.settle(lifecycle.get(session, request_id), RequestStatus.DONE, now=now)
    alive = run_with(instance, DagsterRunStatus.STARTED, request_id=2)
    started_by(instance, run, dead_pid)
    started_by(instance, alive, os.getpid())
    assert run.run_id in reconcile(sqlite_engine, instance, now).skip_message
    assert instance.get_run_by_id(run.run_id).status == DagsterRunStatus.FAILURE
    assert instance.get_run_by_id(alive.run_id).status == DagsterRunStatus.STARTED
    request, _ = get(sqlite_engine, request_id)
    assert request.status == RequestStatus.DONE


def test_a_model_that_died_with_its_process_is_not_left_training(sqlite_engine, request_id, now):
    with transaction(sqlite_engine) as session:
        request = claims.claim(session, request_id, attempt=1, run_id="run", now=now)
        trainings.begin(session, DOC, request_id=request_id, model_code="svm", plan_version=1, now=now)
        died = Sentences("", "svm_model: process ended with code -9")
        settle(session, request, Verdict(RunOutcome.FAILED, died), now)
        assert [t.status for t in trainings.of_request(session, request_id)] == [TrainingStatus.FAILED]


def test_what_mlflow_missed_is_asked_for_once(sqlite_engine, instance, request_id, now):
    with transaction(sqlite_engine) as session:
        training = trainings.begin(
            session, DOC, request_id=request_id, model_code="svm", plan_version=1, now=now
        )
        trainings.set_evaluated(training, evaluation(f1=0.9))
        lifecycle.settle(lifecycle.get(session, request_id), RequestStatus.DONE, now=now)
    reconcile(sqlite_engine, instance, now)
    with reading(sqlite_engine) as session:
        assert request_queue.launchable(session, limit=10) == []  # no server to reach
    for _ in range(2):
        reconcile(sqlite_engine, instance, now, Answering(url=UNREACHABLE))
    with reading(sqlite_engine) as session:
        (request,) = request_queue.launchable(session, limit=10)
        assert request.kind == RequestKind.MIRROR
    # One that could not be told although MLflow was there is tried again, but not every minute.
    with transaction(sqlite_engine) as session:
        mirror = lifecycle.get(session, request.request_id)
        mirror.result = {"left": 1}
        lifecycle.settle(mirror, RequestStatus.DONE, now=now)
    for minutes, expected in ((5, 0), (61, 1)):
        reconcile(sqlite_engine, instance, now + timedelta(minutes=minutes), Answering(url=UNREACHABLE))
        with reading(sqlite_engine) as session:
            assert len(request_queue.launchable(session, limit=10)) == expected


def test_one_request_that_cannot_be_looked_after_holds_up_no_other(
    sqlite_engine, instance, request_id, now, monkeypatch
):
    with transaction(sqlite_engine) as session:
        broken = lifecycle.ask(session, RequestKind.MIRROR, doc_id=None, params={}, by="me", now=now)
        request_queue.mark_submitted(
            session, [broken.request_id], now, run_key=f"request:{broken.request_id}:1"
        )
    claimed(sqlite_engine, request_id, run_with(instance, DagsterRunStatus.SUCCESS), now)

    def judge_or_die(instance, run, request, now):
        if request.request_id == broken.request_id:
            raise OSError("the run's record can't be read")
        return judge(instance, run, request, now)

    monkeypatch.setattr("sensors.reconciler.judge", judge_or_die)
    reconcile(sqlite_engine, instance, now)
    assert get(sqlite_engine, request_id)[0].status == RequestStatus.DONE
