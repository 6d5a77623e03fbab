"""What the console does after a change: it wakes the process that works at once, and says where nothing answers."""

from __future__ import annotations

import dataclasses

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import Response
from starlette.routing import Route
from starlette.testclient import TestClient

from console.wake import WAIT_SECONDS, WakeAfterChanges
from domain.access import Role
from work_requests import automl_decisions


class Waker:
    """Keeps how long it was asked to wait; `answers` what it returns."""

    def __init__(self):
        self.waits = []
        self.answers = True
        self.expected = 0

    def __call__(self, wait):
        self.waits.append(wait)
        return self.answers

    def expect_tables(self):
        self.expected += 1


@pytest.fixture
def waker():
    return Waker()


@pytest.fixture
def context(context, waker):
    return dataclasses.replace(context, wake=waker, expect_tables=waker.expect_tables)


def answering(context, status, headers):
    """A client of an application that answers everything so."""

    async def answer(_):
        return Response(status_code=status, headers=headers)

    routes = [Route("/", answer, methods=["GET", "POST"])]
    return TestClient(Starlette(routes=routes, middleware=[Middleware(WakeAfterChanges, context=context)]))


@pytest.mark.parametrize("header", ["HX-Trigger", "HX-Redirect"])
def test_a_decision_after_which_the_page_looks_again_waits_for_its_result(context, waker, header):
    answering(context, 204, {header: "x"}).post("/")
    assert waker.waits == [WAIT_SECONDS]


def test_any_other_change_does_not_wait(context, waker):
    answering(context, 200, {}).post("/")
    assert waker.waits == [0.0]


def test_looking_and_refused_changes_wake_nothing(context, waker):
    answering(context, 200, {"HX-Trigger": "x"}).get("/")
    answering(context, 422, {"HX-Trigger": "x"}).post("/")
    assert waker.waits == []


def test_a_waiting_request_says_that_nothing_does_it_at_once(visit, context, waker, table, now):
    browser = visit(Role.EDITOR)
    waker.answers = False
    browser.post(f"/automl/{table}/confirm-data")
    with context.transaction() as session:
        automl_decisions.set_target(session, table, label="y", positive_class=None, by="kim", now=now)
    assert 'data-testid="not-at-once"' in browser.get(f"/automl/{table}/work").text
    waker.answers = True
    browser.post(f"/automl/{table}/target", data={"column": "2"})
    assert 'data-testid="not-at-once"' not in browser.get(f"/automl/{table}/work").text


def test_opening_a_table_says_that_it_may_be_worked_on(visit, waker, table):
    browser = visit(Role.VIEWER)
    browser.get("/automl")
    assert waker.expected == 0
    assert browser.get(f"/automl/{table}/data").status_code == 200
    assert waker.expected == 1
