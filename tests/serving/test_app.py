"""The socket's application: its token, how long a call waits, and what the client makes of no answer."""

from __future__ import annotations

from pathlib import Path

import pytest
from starlette.testclient import TestClient

from domain.messages import Message, message_from_json
from domain.what_if import Reason, WhatIf, WhatIfAnswer
from records.errors import DecisionRefused
from serving.address import LONGEST_SOCKET_PATH, Address, address_of
from serving.app import create_app
from serving.client import ServingClient


class Lane:
    """A lane that does nothing."""

    is_stuck = False

    def wake(self):
        return 1

    def wait(self, asked, seconds):
        return True


ANSWER = WhatIfAnswer(
    "예", 0.7, "예", 0.5, {"아니오": 0.3, "예": 0.7}, None, 0.4, (Reason("나이", "45", 0.3),)
)


def answer_or_refuse(question):
    if question.doc_id == "1":
        return ANSWER
    raise DecisionRefused(Message("document {name} has no confirmed model; confirm one first", name="고객"))


@pytest.fixture
def lane():
    return Lane()


@pytest.fixture
def woken():
    return []


@pytest.fixture
def expected():
    return []


@pytest.fixture
def over():
    """Requests that have ended."""
    return set()


@pytest.fixture
def waiting():
    """Requests that wait, oldest first."""
    return [7]


@pytest.fixture
def http(lane, woken, over, waiting, expected):
    app = create_app(
        [lane],
        lane,
        "right",
        newest=lambda: waiting[-1] if waiting else None,
        is_over=over.__contains__,
        on_wake=lambda: woken.append(None),
        on_tables=lambda: expected.append(None),
        answer=answer_or_refuse,
    )
    return TestClient(app, headers={"authorization": "Bearer right"})


def test_a_call_without_the_token_is_refused(http, woken):
    assert http.post("/wake", headers={"authorization": "Bearer wrong"}).status_code == 401
    assert http.get("/health", headers={"authorization": ""}).status_code == 401
    assert woken == []


def test_a_call_says_whether_the_newest_request_was_served_in_time(http, over, woken):
    assert http.post("/wake", params={"wait": 0}).json() == {"served": False}
    over.add(7)
    assert http.post("/wake", params={"wait": 3}).json() == {"served": True}
    assert len(woken) == 2


def test_a_call_says_that_a_table_is_about_to_be_worked_on(http, woken, expected):
    assert http.post("/tables").status_code == 200
    assert (len(expected), woken) == (1, [])
    assert http.post("/tables", headers={"authorization": "Bearer wrong"}).status_code == 401
    assert len(expected) == 1


def test_a_call_waits_for_fields_that_are_read_again(http, lane, waiting, monkeypatch):
    waiting.clear()
    waited = []
    monkeypatch.setattr(lane, "wait", lambda asked, seconds: waited.append((asked, seconds)))
    http.post("/wake", params={"wait": 3})
    assert waited == [(1, 3.0)]


def test_a_call_after_which_nothing_waits_returns_at_once(http, waiting):
    waiting.clear()
    assert http.post("/wake", params={"wait": 3}).json() == {"served": True}


@pytest.mark.parametrize("wait", ["soon", "1,5"])
def test_a_wait_that_is_no_number_is_refused(http, wait):
    assert http.post("/wake", params={"wait": wait}).status_code == 422


def test_a_question_is_answered_or_refused_in_words(http):
    asked = WhatIf("1", {"나이": "45"})
    answer = http.post("/what-if", json=asked.to_json()).json()
    assert WhatIfAnswer.from_json(answer["answer"]) == ANSWER
    refused = http.post("/what-if", json=WhatIf("2", {}).to_json()).json()
    assert "고객" in message_from_json(refused["refused"]).ko


@pytest.mark.parametrize(
    "body", ["", "[]", "{}", '{"doc_id": "1", "cells": 3, "changeable": null, "goal": {}}']
)
def test_what_is_no_question_is_refused(http, body):
    assert http.post("/what-if", content=body).status_code == 422


def test_a_question_needs_the_token(http):
    sent = WhatIf("1", {}).to_json()
    assert http.post("/what-if", json=sent, headers={"authorization": ""}).status_code == 401


def test_health_says_when_a_request_takes_too_long(http, lane):
    assert http.get("/health").status_code == 200
    lane.is_stuck = True
    assert http.get("/health").status_code == 503


def test_the_client_says_that_no_process_answers(tmp_path):
    client = ServingClient(Address(tmp_path / "serving.sock", "token"))
    assert client.wake() is False
    assert client.what_if(WhatIf("1", {})) is None


def test_the_socket_of_a_home_with_a_long_path_is_elsewhere():
    short, long = Path("/home/kim/.saebyeok"), Path("/home") / ("가" * 60)
    assert address_of(short, "s").socket == short / "serving.sock"
    assert len(str(address_of(long, "s").socket).encode()) <= LONGEST_SOCKET_PATH
    assert address_of(long, "s").socket != address_of(long / "b", "s").socket


def test_tokens_of_two_homes_differ(tmp_path):
    assert address_of(tmp_path, "one").token != address_of(tmp_path, "two").token
