"""How a run ended, as Dagster and its process tell."""

from __future__ import annotations

import os

from dagster import DagsterRunStatus

from sensors.run_outcomes import judge
from tests.sensors.started_runs import claimed, dead_pid, instance, request_id, run_with, started_by
from work_requests.outcomes import RunOutcome

__all__ = ["dead_pid", "instance", "request_id"]


def test_the_process_of_a_started_run_is_looked_for(sqlite_engine, instance, request_id, now, dead_pid):
    run = run_with(instance, DagsterRunStatus.STARTED)
    request = claimed(sqlite_engine, request_id, run, now)
    for pid, fate in ((os.getpid(), RunOutcome.GOING_ON), (dead_pid, RunOutcome.CRASHED)):
        started_by(instance, run, pid)
        assert judge(instance, run, request, now).outcome is fate


def test_a_run_that_ends_while_it_is_looked_for_is_not_ended_again(
    sqlite_engine, instance, request_id, now, monkeypatch, dead_pid
):
    run = run_with(instance, DagsterRunStatus.STARTED)
    request = claimed(sqlite_engine, request_id, run, now)
    started_by(instance, run, dead_pid)
    ended = run_with(instance, DagsterRunStatus.SUCCESS)
    monkeypatch.setattr(instance, "get_run_by_id", lambda _: ended)
    assert judge(instance, run, request, now).outcome is RunOutcome.GOING_ON


def test_a_pid_of_another_machine_says_nothing_of_a_run(
    sqlite_engine, instance, request_id, now, monkeypatch, dead_pid
):
    """A pod's run would be taken for dead, or a signal meant for it reach a process of this machine."""
    run = run_with(instance, DagsterRunStatus.STARTED)
    request = claimed(sqlite_engine, request_id, run, now)
    started_by(instance, run, dead_pid)
    launcher = type(instance.run_launcher)
    monkeypatch.setattr(launcher, "supports_check_run_worker_health", property(lambda _: True))
    assert judge(instance, run, request, now).outcome is RunOutcome.GOING_ON
