"""To what a failure belongs, and its acknowledgement."""

from __future__ import annotations

import pytest

from domain.automl import DocumentStatus
from domain.messages import Sentences
from domain.requests import RequestKind, RequestStatus
from records.engine import transaction
from records.errors import DecisionRefused
from records.tables import Document
from work_requests import failures, lifecycle, request_lists

REASON = Sentences("'Milk' 칼럼이 없습니다", "there is no column 'Milk'")


@pytest.fixture
def failed(engine, now, make_document):
    """Fails a request of a document; the ids of both."""

    def make(kind, *, status=DocumentStatus.MODEL_CONFIRMED):
        with transaction(engine) as session:
            document = make_document(session, status=status)
            request = lifecycle.ask(session, kind, doc_id=document.doc_id, params={}, by="kim", now=now)
            lifecycle.settle(request, RequestStatus.FAILED, now=now, reason=REASON)
            failures.write(session, request, REASON, now)
            return document.doc_id, request.request_id

    return make


def failure_of(engine, doc_id):
    with transaction(engine) as session:
        return session.get_one(Document, doc_id).failure_ko


def test_a_file_that_can_not_be_predicted_leaves_the_document_as_it_was(engine, failed):
    doc_id, _ = failed(RequestKind.PREDICT)
    assert failure_of(engine, doc_id) is None


def test_a_plan_that_can_not_be_applied_is_a_failure_of_its_document(engine, failed):
    doc_id, _ = failed(RequestKind.PREPARE)
    assert failure_of(engine, doc_id) == REASON.ko


def test_an_acknowledged_failure_leaves_the_lists_and_the_document(engine, failed, now):
    doc_id, request_id = failed(RequestKind.PREPARE)
    with transaction(engine) as session:
        failures.acknowledge(session, request_id, by="lee", now=now)
    with transaction(engine) as session:
        request = lifecycle.get(session, request_id)
        assert (request.acknowledged_by, request.status) == ("lee", RequestStatus.FAILED)
        assert request_lists.newest(session, [RequestStatus.FAILED], limit=9) == []
        assert request_lists.counts(session)[RequestStatus.FAILED] == 0
    assert failure_of(engine, doc_id) is None


def test_the_reason_of_a_later_failure_stays(engine, failed, now):
    doc_id, request_id = failed(RequestKind.PREPARE)
    with transaction(engine) as session:
        session.get_one(Document, doc_id).failure = Sentences("디스크가 찼습니다", "the disk is full")
        failures.acknowledge(session, request_id, by="lee", now=now)
    assert failure_of(engine, doc_id) == "디스크가 찼습니다"


def test_an_unreadable_document_keeps_its_reason(engine, failed, now):
    doc_id, request_id = failed(RequestKind.UPLOAD, status=DocumentStatus.FAILED)
    with transaction(engine) as session:
        failures.acknowledge(session, request_id, by="lee", now=now)
    assert failure_of(engine, doc_id) == REASON.ko


def test_a_retry_takes_the_acknowledgement_back(engine, failed, now):
    _, request_id = failed(RequestKind.PREPARE)
    with transaction(engine) as session:
        failures.acknowledge(session, request_id, by="lee", now=now)
        request = lifecycle.retry(session, request_id)
        assert (request.acknowledged_by, request.acknowledged_at) == (None, None)


def test_only_what_went_wrong_can_be_acknowledged(engine, now):
    with transaction(engine) as session:
        request = lifecycle.ask(session, RequestKind.MIRROR, doc_id=None, params={}, by="kim", now=now)
        with pytest.raises(DecisionRefused, match=f"{request.request_id}"):
            failures.acknowledge(session, request.request_id, by="lee", now=now)
