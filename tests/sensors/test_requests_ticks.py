"""Ticks of the requests sensor against rows and a Dagster instance: a heap is asked for bit by bit, a person at once."""

from __future__ import annotations

from datetime import timedelta

import dagster as dg
import pytest

from domain.automl import DocumentStatus
from domain.requests import RequestKind
from records.engine import reading, transaction
from resources.clock import Clock
from resources.database import Database
from sensors.requests import GRACE, build_requests_sensor
from tests.factories import document
from work_requests import lifecycle, request_queue

AHEAD = 4


@pytest.fixture
def ask(sqlite_engine, now):
    def upload(doc_id, by):
        with transaction(sqlite_engine) as session:
            session.add(
                document(doc_id, now, file_name="a.csv", status=DocumentStatus.RECEIVED, registered_by=by)
            )
            return lifecycle.ask(
                session, RequestKind.UPLOAD, doc_id=doc_id, params={}, by=by, now=now
            ).request_id

    return upload


@pytest.fixture
def tick(sqlite_engine):
    """What one tick asks Dagster for: the requests' numbers, in order."""
    sensor = build_requests_sensor(
        lambda: Database(url=str(sqlite_engine.url)), Clock(zone="UTC").now, runs_ahead=AHEAD
    )

    def run():
        with (
            dg.DagsterInstance.ephemeral() as instance,
            dg.build_sensor_context(instance=instance) as context,
        ):
            found = sensor(context)
        if isinstance(found, dg.SkipReason):
            return []
        return [int(run.tags["saebyeok/request"]) for run in found.run_requests]

    return run


def test_a_heap_is_asked_for_as_its_runs_begin_and_a_person_at_once(ask, tick, sqlite_engine, now):
    heap = [ask(f"26112200000{n:04d}", "inbox") for n in range(AHEAD + request_queue.FEW)]
    assert tick() == heap[:AHEAD]
    assert tick() == []
    mine = ask("261122000009999", "kim")
    assert tick() == [mine]
    with transaction(sqlite_engine) as session:
        for request_id in heap[:2]:
            lifecycle.get(session, request_id).status = "running"
    assert tick() == heap[AHEAD : AHEAD + 1], "one place was taken by the person's run"
    with reading(sqlite_engine) as session:
        assert request_queue.runs_asked_for(session) == AHEAD


def test_a_request_is_left_to_the_serving_process_for_its_first_seconds(ask, tick, sqlite_engine):
    clock = Clock(zone="UTC")
    request_id = ask("261122000000001", "kim")
    with transaction(sqlite_engine) as session:
        lifecycle.get(session, request_id).requested_at = clock.now()
    assert tick() == []
    with transaction(sqlite_engine) as session:
        lifecycle.get(session, request_id).requested_at = clock.now() - GRACE
    assert tick() == [request_id]


def test_a_request_made_before_the_clock_was_set_back_is_not_kept_waiting(ask, tick, sqlite_engine):
    request_id = ask("261122000000001", "kim")
    with transaction(sqlite_engine) as session:
        lifecycle.get(session, request_id).requested_at = Clock(zone="UTC").now() + timedelta(days=1)
    assert tick() == [request_id]
