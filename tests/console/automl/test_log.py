"""What a training said: line by line, in both languages, of one model alone; asked again until it is over."""

from __future__ import annotations

import re

import pytest

from console import i18n
from console.pages import automl_log
from domain.access import Role
from domain.messages import Sentences
from domain.requests import RequestKind, RequestStatus
from records.engine import transaction
from tests.console.automl.conftest import DOC
from work_requests import lifecycle, progress


@pytest.fixture
def asked(prepared, context, now):
    with transaction(context.engine) as session:
        number = lifecycle.ask(
            session, RequestKind.TRAIN, doc_id=DOC, params={"models": ["svm", "k_means"]}, by="kim", now=now
        ).request_id
        for step, done in (("svm_model", 1), ("svm_model", 2), ("k_means_model", 1)):
            ko, en = f"교차 검증 {done}/16", f"cross-validation {done}/16"
            progress.report(session, number, step, Sentences(ko, en), done=done, total=16, now=now)
        progress.log_line(session, number, "svm_evaluation", Sentences("평가 <끝>", "evaluated"), now)
    return number


def place(number, code="svm"):
    return f"/automl/{DOC}/log/{number}/{code}"


def test_lines_are_kept_in_order_and_of_one_model(visit, asked):
    page = visit(Role.VIEWER).get(place(asked)).text
    assert re.findall(r"</time> (.*?)</li>", page) == ["교차 검증 1/16", "교차 검증 2/16", "평가 &lt;끝&gt;"]


def test_they_are_there_in_english_too(visit, asked):
    client = visit(Role.VIEWER)
    client.cookies.set(i18n.COOKIE, "en")
    page = client.get(place(asked, "k_means")).text
    assert "cross-validation 1/16" in page
    assert "K-means · Log" in page


def test_it_asks_again_until_the_request_is_over(visit, asked, context, now):
    client = visit(Role.VIEWER)
    again = re.search(r'hx-get="([^"]+)"', client.get(place(asked)).text)[1]
    assert client.get(again).status_code == 204
    with transaction(context.engine) as session:
        lifecycle.settle(lifecycle.get(session, asked), RequestStatus.DONE, now=now)
    over = client.get(again)
    assert over.status_code == 200
    assert "hx-get" not in over.text


def test_of_many_lines_the_last_are_shown_and_that_is_said(visit, asked, monkeypatch):
    monkeypatch.setattr(automl_log, "MOST_LINES", 2)
    page = visit(Role.VIEWER).get(place(asked)).text
    assert "교차 검증 1/16" not in page
    assert "평가 &lt;끝&gt;" in page
    assert "마지막 줄만 보입니다" in page


def test_the_log_of_another_document_or_model_is_refused(visit, asked):
    client = visit(Role.VIEWER)
    assert client.get(place(asked, "no_such")).status_code == 404
    assert client.get(f"/automl/261122000000099/log/{asked}/svm").status_code == 404
