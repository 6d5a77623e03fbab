"""A request as a step serves it: its end and its sentence, and that only the run that holds it may write."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assets.step import Step
from domain.automl import DocumentStatus
from domain.messages import Sentences
from domain.requests import RequestKind, RequestStatus
from records import documents
from records.engine import reading, transaction
from records.errors import DecisionRefused, Superseded
from resources.clock import Clock
from resources.database import Database
from tests import factories
from work_requests import claims, lifecycle

DOC = "261122000000001"
NO = DecisionRefused(Sentences("안 됩니다", "it can't be"))


@pytest.fixture
def served(sqlite_engine, now):
    class Fixed(Clock):
        def now(self):
            return now

    with transaction(sqlite_engine) as session:
        session.add(factories.document(DOC, now, status=DocumentStatus.DATA_CONFIRMED))
        asked = lifecycle.ask(session, RequestKind.TRAIN, doc_id=DOC, params={}, by="me", now=now).request_id
    with transaction(sqlite_engine) as session:
        request = claims.claim(session, asked, attempt=1, run_id="first", now=now)
    return Step("a_step", "first", Database(url=str(sqlite_engine.url)), Fixed(zone="Asia/Seoul"), request)


def ended(served):
    with reading(served.database.engine) as session:
        request, document = lifecycle.get(session, served.request_id), documents.get(session, DOC)
        return request.status, request.reason_en, document.failure_en, request.result


def test_a_refusal_ends_the_request_and_stands_at_its_document(served):
    served.refuse(NO)
    assert ended(served) == (RequestStatus.FAILED, NO.en, NO.en, None)


def test_the_refusal_of_one_step_of_several_leaves_the_request_to_the_reconciler(served):
    served.refuse(NO, settles=False)
    assert ended(served) == (RequestStatus.RUNNING, None, NO.en, None)


def test_a_good_end_takes_an_earlier_reason_away(served):
    served.refuse(NO, settles=False)
    served.finish({"rows": 3})
    assert ended(served) == (RequestStatus.DONE, None, None, {"rows": 3})


def test_a_run_that_no_longer_holds_the_request_writes_nothing(served):
    late = replace(served, run_id="second")
    for write in (late.finish, lambda: late.refuse(NO)):
        with pytest.raises(Superseded):
            write()
    assert ended(served) == (RequestStatus.RUNNING, None, None, None)
