"""Requests that runs serve, looked after while there are any: launched, stopped, settled, and what they held up."""

from __future__ import annotations

import dagster as dg
import pytest

from domain.requests import RequestKind, RequestStatus
from records.engine import transaction
from serving.dispatcher import Dispatcher
from work_requests import claims, lifecycle


class Launcher:
    """Counts how often it was to launch what waits."""

    times = 0

    def launch_waiting(self):
        self.times += 1


@pytest.fixture
def launcher():
    return Launcher()


@pytest.fixture
def freed():
    return []


@pytest.fixture
def dispatcher(workshop, serving, launcher, freed):
    return Dispatcher(
        launcher,
        workshop.instance,
        serving.database,
        serving.clock,
        on_free=lambda: freed.append(None),
    )


@pytest.fixture
def running(workshop):
    """A request that a run in this state serves; returns the request's number and the run."""

    def make(status):
        run = workshop.instance.create_run_for_job(
            workshop.repository.get_job("mlflow_mirror"), status=status
        )
        with transaction(workshop.engine) as session:
            request = lifecycle.ask(
                session, RequestKind.MIRROR, doc_id=None, params={}, by="me", now=workshop.now()
            )
            claims.claim(session, request.request_id, attempt=1, run_id=run.run_id, now=workshop.now())
        return request.request_id

    return make


def test_a_request_is_settled_when_its_run_has_ended(dispatcher, workshop, running, launcher, freed):
    request_id = running(dg.DagsterRunStatus.SUCCESS)
    assert dispatcher.look() is True
    assert workshop.request(request_id).status == RequestStatus.DONE
    assert launcher.times == 1
    assert len(freed) == 1


def test_a_request_whose_run_goes_on_is_left_alone(dispatcher, workshop, running):
    request_id = running(dg.DagsterRunStatus.STARTED)
    assert dispatcher.look() is True
    assert workshop.request(request_id).status == RequestStatus.RUNNING


def test_what_waited_is_freed_where_a_run_settled_its_request_itself_between_two_looks(
    dispatcher, workshop, running, freed
):
    request_id = running(dg.DagsterRunStatus.STARTED)
    dispatcher.look()
    freed.clear()
    with transaction(workshop.engine) as session:
        lifecycle.settle(lifecycle.get(session, request_id), RequestStatus.DONE, now=workshop.now())
    assert dispatcher.look() is False
    assert len(freed) == 1
    dispatcher.look()
    assert len(freed) == 1


def test_a_cancelled_run_settles_its_request_as_cancelled(dispatcher, workshop, running):
    request_id = running(dg.DagsterRunStatus.CANCELED)
    with transaction(workshop.engine) as session:
        lifecycle.cancel(session, request_id, by="kim", now=workshop.now())
    dispatcher.look()
    request = workshop.request(request_id)
    assert request.status == RequestStatus.CANCELLED
    assert request.reason.en == "cancelled by kim"  # as of one that had not begun


def test_what_was_launched_in_a_look_is_looked_after_in_the_next(dispatcher, workshop, running, launcher):
    launcher.launch_waiting = lambda: running(dg.DagsterRunStatus.STARTED)
    assert dispatcher.look() is True


def test_nothing_is_looked_after_while_nothing_is_under_way(dispatcher, freed, launcher):
    assert dispatcher.look() is False
    assert freed == []
    assert launcher.times == 1
