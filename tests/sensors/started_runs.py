"""Requests and their runs in a Dagster instance, for tests of what becomes of them."""

from __future__ import annotations

import subprocess
import sys

import dagster as dg
import pytest
from dagster._core.events import EngineEventData
from dagster._core.test_utils import create_run_for_test

from domain.automl import DocumentStatus
from domain.requests import RequestKind
from records.engine import transaction
from tests import factories
from work_requests import claims, lifecycle

DOC = "261122000000001"


@pytest.fixture
def instance():
    with dg.DagsterInstance.ephemeral() as instance:
        yield instance


@pytest.fixture
def request_id(sqlite_engine, now):
    with transaction(sqlite_engine) as session:
        session.add(factories.document(DOC, now, file_name="a.csv", status=DocumentStatus.RECEIVED))
        return lifecycle.ask(session, RequestKind.UPLOAD, doc_id=DOC, params={}, by="me", now=now).request_id


@pytest.fixture
def dead_pid():
    """The number of a process that ended."""
    dead = subprocess.Popen([sys.executable, "-c", "pass"])
    dead.wait()
    return dead.pid


def run_with(instance, status, request_id=1, attempt=1):
    tags = {"saebyeok/request": str(request_id), ".dagster/saebyeok_attempt": str(attempt)}
    return create_run_for_test(instance, job_name="automl_upload", status=status, tags=tags)


def claimed(engine, request_id, run, now):
    with transaction(engine) as session:
        return claims.claim(session, request_id, attempt=1, run_id=run.run_id, now=now)


def started_by(instance, run, pid):
    data = EngineEventData(metadata={"pid": dg.MetadataValue.text(str(pid))})
    instance.report_engine_event("Started process for run", run, data)
