"""Decisions on OCR documents: into the trash and back, and what they are called."""

from __future__ import annotations

import pytest

from domain.ocr import OcrStatus
from domain.requests import RequestKind, RequestStatus
from records.engine import reading, transaction
from records.errors import DecisionRefused, NotFound
from records.ocr import documents
from tests.factories import ocr_document
from work_requests import ocr_decisions, request_lists

DOC = "261122000000010"


@pytest.fixture
def with_document(sqlite_engine, now):
    def make(status: OcrStatus):
        with transaction(sqlite_engine) as session:
            session.add(ocr_document(DOC, now, status=status))
        return sqlite_engine

    return make


def requests(engine):
    with reading(engine) as session:
        return [
            (RequestKind(r.kind), RequestStatus(r.status)) for r in request_lists.of_document(session, DOC)
        ]


def test_a_restored_document_is_as_it_was_and_both_decisions_are_on_record(with_document, now):
    engine = with_document(OcrStatus.CHECKED)
    with transaction(engine) as session:
        ocr_decisions.delete(session, DOC, by="kim", now=now)
    with transaction(engine) as session:
        ocr_decisions.restore(session, DOC, by="lee", now=now)
    with reading(engine) as session:
        assert documents.get(session, DOC).status == OcrStatus.CHECKED
    assert sorted(requests(engine)) == [
        (RequestKind.OCR_DELETE, RequestStatus.DONE),
        (RequestKind.OCR_RESTORE, RequestStatus.DONE),
    ]


def test_a_document_that_was_deleted_before_it_was_read_is_read_after_it_is_restored(with_document, now):
    engine = with_document(OcrStatus.RECEIVED)
    with transaction(engine) as session:
        ocr_decisions.read_again(session, DOC, by="kim", now=now)
        ocr_decisions.delete(session, DOC, by="kim", now=now)
        ocr_decisions.restore(session, DOC, by="kim", now=now)
    reads = [status for kind, status in requests(engine) if kind is RequestKind.OCR_READ]
    assert sorted(reads) == [RequestStatus.CANCELLED, RequestStatus.WAITING]


def test_only_what_is_in_the_trash_is_restored(with_document, now):
    engine = with_document(OcrStatus.CHECKED)
    for doc_id in (DOC, "261122000000099"):
        with pytest.raises(NotFound), transaction(engine) as session:
            ocr_decisions.restore(session, doc_id, by="kim", now=now)


def test_name_and_company_are_kept_as_one_line_and_an_empty_name_is_refused(with_document, now):
    engine = with_document(OcrStatus.CHECKED)
    with transaction(engine) as session:
        ocr_decisions.rename(
            session, DOC, file_name=" 11월\n거래\u200b명세서 ", company=" 새벽\u202e상사", by="kim", now=now
        )
    with transaction(engine) as session:
        ocr_decisions.rename(session, DOC, company="", by="kim", now=now)
        with pytest.raises(DecisionRefused):
            ocr_decisions.rename(session, DOC, file_name="\u200b ", by="kim", now=now)
    with reading(engine) as session:
        document = documents.get(session, DOC)
        assert (document.file_name, document.company) == ("11월 거래명세서", "")
        first, second = request_lists.of_document(session, DOC)
        assert first.params["company"] == "새벽상사"
        assert second.params["before"]["company"] == "새벽상사"
