"""What a worker does with a message: begin it, leave it, or end it with a sentence."""

from __future__ import annotations

from collections import Counter

import dagster as dg
import pytest
from celery.exceptions import Ignore, Reject
from dagster import DagsterEventType
from dagster._core.definitions.reconstruct import reconstructable
from dagster._core.execution.retries import RetryMode
from dagster._grpc.types import ExecuteStepArgs
from dagster._serdes import pack_value
from pydantic import SecretStr

from orchestration.workers import task as tasks
from orchestration.workers.app import LONGEST_STEP, QUEUE, build_app
from orchestration.workers.handler import priority
from orchestration.workers.task import MOST_STARTS, is_stale, step_task, takes_workers_down

BROKER = SecretStr("amqp://user:geheim@127.0.0.1:1//")


@dg.op
def note(context):
    context.log.info("done")


@dg.op
def broken():
    raise KeyboardInterrupt  # what no step catches: as if the process were gone


@dg.job
def noting():
    note()


@dg.job
def breaking():
    broken()


def happened(**numbers):
    return Counter({DagsterEventType[name]: number for name, number in numbers.items()})


def test_a_message_is_stale_once_its_step_is_over_or_was_sent_again():
    assert not is_stale(happened(), 0)
    assert not is_stale(happened(STEP_START=1), 0), "its worker died: it is to be done"
    assert is_stale(happened(STEP_START=1, STEP_SUCCESS=1), 0)
    assert is_stale(happened(STEP_START=1, STEP_FAILURE=1), 0)
    assert is_stale(happened(STEP_START=1, STEP_UP_FOR_RETRY=1), 0)
    assert not is_stale(happened(STEP_START=1, STEP_UP_FOR_RETRY=1), 1), "the retry's own message"


def test_a_step_takes_workers_down_when_it_was_begun_too_often_without_an_end():
    assert not takes_workers_down(happened(STEP_START=MOST_STARTS - 1))
    assert takes_workers_down(happened(STEP_START=MOST_STARTS))
    retried = happened(STEP_START=1, STEP_RESTARTED=MOST_STARTS - 1, STEP_UP_FOR_RETRY=MOST_STARTS - 1)
    assert not takes_workers_down(retried), "ends that the retry policy answers are no deaths"


@pytest.fixture
def instance(tmp_path):
    with dg.DagsterInstance.local_temp(str(tmp_path)) as instance:
        yield instance


@pytest.fixture
def deliver(instance):
    """Give a worker the message of a step of a run, as RabbitMQ does."""
    do = step_task(build_app(BROKER))

    def deliver(run, job, step):
        arguments = ExecuteStepArgs(
            job_origin=reconstructable(job).get_python_origin(),
            run_id=run.run_id,
            instance_ref=instance.get_ref(),
            step_keys_to_execute=[step],
            retry_mode=RetryMode.DEFERRED,
        )
        do(pack_value(arguments), reconstructable(job).to_dict())

    return deliver


def run_of(instance, job, status=dg.DagsterRunStatus.STARTED):
    return instance.create_run_for_job(job, status=status)


def kinds(instance, run):
    return [e.dagster_event.event_type for e in instance.all_logs(run.run_id) if e.is_dagster_event]


def failure(instance, run):
    (record,) = instance.get_records_for_run(run.run_id, of_type=DagsterEventType.STEP_FAILURE).records
    return record.event_log_entry.dagster_event.step_failure_data


def test_a_step_is_done_once_however_often_its_message_comes(instance, deliver):
    run = run_of(instance, noting)
    deliver(run, noting, "note")
    with pytest.raises(Ignore):
        deliver(run, noting, "note")
    assert kinds(instance, run).count(DagsterEventType.STEP_SUCCESS) == 1


@pytest.mark.parametrize(
    "status", [dg.DagsterRunStatus.FAILURE, dg.DagsterRunStatus.CANCELED, dg.DagsterRunStatus.CANCELING]
)
def test_a_step_of_a_run_that_is_over_is_not_begun(instance, deliver, status):
    run = run_of(instance, noting, status)
    with pytest.raises(Ignore):
        deliver(run, noting, "note")
    assert DagsterEventType.STEP_START not in kinds(instance, run)


def test_what_breaks_before_dagster_writes_it_ends_the_step_with_its_error(instance, deliver, monkeypatch):
    run = run_of(instance, noting)
    monkeypatch.setattr("dagster_celery.tasks.create_execution_plan", lambda *a, **k: 1 / 0, raising=True)
    deliver(run, noting, "note")
    assert "division by zero" in failure(instance, run).error.message


def test_a_message_goes_back_while_its_databases_are_away(instance, deliver, monkeypatch):
    run = run_of(instance, noting)
    monkeypatch.setattr(tasks, "PAUSE_SECONDS", 0)
    monkeypatch.setattr(tasks, "_happened", lambda *a: 1 / 0)
    with pytest.raises(Reject) as refused:
        deliver(run, noting, "note")
    assert refused.value.requeue


def test_a_step_that_takes_its_workers_down_ends_with_a_sentence(instance, deliver):
    run = run_of(instance, breaking)
    for _ in range(MOST_STARTS):
        with pytest.raises(BaseException):  # noqa: B017 - whatever a dying process raises
            deliver(run, breaking, "broken")
        _forget_the_end(instance, run)
    with pytest.raises(Ignore):
        deliver(run, breaking, "broken")
    assert "작업자" in failure(instance, run).user_failure_data.description
    assert kinds(instance, run).count(DagsterEventType.STEP_START) == MOST_STARTS


def _forget_the_end(instance, run):
    """A process that is killed writes none."""
    import sqlalchemy as sa

    with instance.event_log_storage.run_connection(run.run_id) as connection:
        connection.execute(sa.text("DELETE FROM event_logs WHERE dagster_event_type = 'STEP_FAILURE'"))


def test_the_queue_keeps_what_workers_rely_on():
    app = build_app(BROKER)
    (queue,) = app.conf.task_queues
    assert queue.name == QUEUE
    assert queue.durable
    assert queue.queue_arguments["x-consumer-timeout"] == LONGEST_STEP.total_seconds() * 1000
    assert app.conf.task_acks_late
    assert app.conf.task_reject_on_worker_lost
    assert app.conf.accept_content == ["json"]
    assert app.conf.worker_prefetch_multiplier * app.conf.worker_concurrency == 1


def test_steps_stand_in_the_queue_as_their_runs_do():
    assert priority({}) == 5
    assert priority({"dagster/priority": "1"}) > priority({}) > priority({"dagster/priority": "-1"})
    assert priority({"dagster/priority": "1000"}) == 10


def test_the_longest_step_is_longer_than_a_run_may_take():
    from importlib.resources import files

    import yaml

    template = yaml.safe_load((files("orchestration.runtime") / "dagster.yaml").read_text(encoding="utf-8"))
    assert LONGEST_STEP.total_seconds() > template["run_monitoring"]["max_runtime_seconds"]
