"""The queue of runs is asked for only after its database was written to."""

from __future__ import annotations

import time

import dagster as dg
import pytest
from dagster import DagsterInstance, DagsterRunStatus, instance_for_test
from dagster._core.remote_origin import (
    RegisteredCodeLocationOrigin,
    RemoteJobOrigin,
    RemoteRepositoryOrigin,
)
from dagster._core.test_utils import create_run_for_test
from dagster._daemon.run_coordinator.queued_run_coordinator_daemon import QueuedRunCoordinatorDaemon

from orchestration.runtime.queue_look import looking_after_changes


@dg.job
def some_job():
    pass


@pytest.fixture(scope="module")
def storage(tmp_path_factory):
    with instance_for_test(temp_dir=str(tmp_path_factory.mktemp("dagster"))) as instance:
        yield instance


@pytest.fixture
def instance(storage):
    """Without runs."""
    for run in storage.get_runs():
        storage.delete_run(run.run_id)
    return storage


@pytest.fixture
def looks():
    return []


@pytest.fixture
def passed():
    """Hours since the last write, as the daemon sees it."""
    return [1]


@pytest.fixture
def look(instance, looks, passed):
    """One look of the daemon; `looks` has what each question to the database found."""

    def find(daemon, instance, *args, **options):
        looks.append([run.run_id for run in instance.get_runs(filters=QUEUED)])
        return looks[-1]

    def clock():
        return time.time_ns() + passed[0] * 3_600_000_000_000

    daemon = QueuedRunCoordinatorDaemon(interval_seconds=1)
    patched = looking_after_changes(find, clock=clock)
    return lambda: patched(daemon, instance)


QUEUED = dg.RunsFilter(statuses=[DagsterRunStatus.QUEUED])


LOCATION = RegisteredCodeLocationOrigin("a location")
JOB = RemoteJobOrigin(RemoteRepositoryOrigin(LOCATION, "a repository"), "some_job")


def put_into_queue(instance):
    return create_run_for_test(
        instance, job_name="some_job", status=DagsterRunStatus.QUEUED, remote_job_origin=JOB
    )


def test_an_empty_queue_is_asked_once(look, looks):
    assert look() == []
    assert look() == []
    assert len(looks) == 1


def test_a_queue_that_was_written_to_a_moment_ago_is_asked_again(look, looks, passed):
    passed[0] = -1
    look()
    look()
    assert len(looks) == 2


def test_a_run_queued_by_another_process_is_found_at_the_next_look(look, instance):
    look()
    with DagsterInstance.from_ref(instance.get_ref()) as another:
        run = put_into_queue(another)
    assert look() == [run.run_id]


def test_a_run_that_waits_for_a_free_place_is_looked_at_each_time(look, looks, instance):
    run = put_into_queue(instance)
    assert look() == look() == [run.run_id]
    assert len(looks) == 2


def test_the_queue_is_asked_again_after_any_run_changed(look, looks, instance):
    look()
    create_run_for_test(instance, job_name="some_job", status=DagsterRunStatus.STARTED)
    look()
    assert len(looks) == 2
