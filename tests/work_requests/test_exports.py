"""A file is made once for what the texts are, and anew after they change."""

from __future__ import annotations

from datetime import timedelta

import pytest

from domain.messages import Sentences
from domain.ocr import OcrStatus
from domain.requests import RequestKind, RequestStatus
from records.engine import transaction
from records.errors import DecisionRefused, NotFound
from records.ocr import decisions, documents, texts
from records.ocr.document_fields import fields
from records.ocr.tables import OcrPage
from tests.records.ocr.conftest import DOC
from work_requests import exports, failures, lifecycle, ocr_decisions


@pytest.fixture
def session(engine):
    with transaction(engine) as session:
        yield session


@pytest.fixture
def text_ids(session, make_page):
    make_page(session, "하나", "둘")
    return [text.text_id for text in texts.of_document(session, DOC)]


def asked(session, now, form="txt"):
    return exports.ask(session, DOC, form, by="kim", now=now)


def finish(session, request, now, edition=None):
    request.result = {
        "path": f"ocr/{DOC}/exports/{request.request_id}.txt",
        "sha256": "a" * 64,
        "bytes": 10,
        "file_name": "영수증.txt",
        "edition": edition or exports.edition_of(session, DOC),
    }
    lifecycle.settle(request, RequestStatus.DONE, now=now)
    session.flush()


def test_a_second_click_is_the_same_request_and_another_format_another(session, text_ids, now):
    first = asked(session, now)
    assert asked(session, now).request_id == first.request_id
    assert asked(session, now, "pdf").request_id != first.request_id


def test_what_is_being_made_of_older_texts_is_asked_for_again(session, text_ids, now):
    first = asked(session, now)
    first.status, first.run_id = RequestStatus.RUNNING, "r"
    assert asked(session, now).request_id == first.request_id
    decisions.correct(session, text_ids[0], "하나요", by="kim", now=now)
    assert asked(session, now).request_id != first.request_id


def test_what_still_waits_will_hold_the_newest_texts(session, text_ids, now):
    first = asked(session, now)
    decisions.correct(session, text_ids[0], "하나요", by="kim", now=now)
    assert asked(session, now).request_id == first.request_id


def test_a_finished_file_is_there_until_a_text_changes(session, text_ids, now):
    request = asked(session, now)
    assert exports.finished(session, DOC) == []
    finish(session, request, now)
    (file,) = exports.finished(session, DOC)
    assert (file.request_id, file.form, file.file_name) == (request.request_id, "txt", "영수증.txt")
    decisions.correct(session, text_ids[1], "두울", by="kim", now=now)
    assert exports.finished(session, DOC) == []
    decisions.reopen(session, [text_ids[1]], by="kim", now=now)  # back as it was, and still another edition
    assert exports.finished(session, DOC) == []


def test_reading_again_makes_another_edition_though_as_many_texts_come_out(session, text_ids, read_text, now):
    before = exports.edition_of(session, DOC)
    page = session.get_one(OcrPage, (DOC, 1))
    later = now.replace(minute=1)
    texts.replace_read(
        session,
        page,
        [read_text("셋", 0), read_text("넷", 1)],
        first=3,
        network_id="261122000000001",
        now=later,
    )
    session.flush()
    assert exports.edition_of(session, DOC) != before


def test_earlier_files_of_the_same_format_alone_are_those_made_before(session, text_ids, now):
    old, other = asked(session, now), asked(session, now, "pdf")
    finish(session, old, now)
    finish(session, other, now)
    decisions.correct(session, text_ids[0], "하나요", by="kim", now=now)
    new = asked(session, now)
    assert [file.request_id for file in exports.made_before(session, new)] == [old.request_id]


def test_an_unknown_format_and_an_unread_document_are_refused(session, make_page, now):
    document = make_page(session, "하나")
    with pytest.raises(DecisionRefused, match="txt, json"):
        asked(session, now, "exe")
    document.pages = None
    with pytest.raises(DecisionRefused, match="has not been read"):
        asked(session, now)


def test_only_an_export_of_that_document_is_found(session, text_ids, now):
    request = asked(session, now)
    assert exports.of_request(session, request.request_id, doc_id=DOC) is request
    with pytest.raises(NotFound):
        exports.of_request(session, request.request_id, doc_id="261122000000099")
    other = lifecycle.ask(session, RequestKind.OCR_READ, doc_id=DOC, params={}, by="kim", now=now)
    with pytest.raises(NotFound):
        exports.of_request(session, other.request_id)
    ocr_decisions.delete(session, DOC, by="kim", now=now)
    with pytest.raises(NotFound):
        exports.of_request(session, request.request_id)


def test_a_file_that_could_not_be_made_says_nothing_about_the_document(session, text_ids, now):
    documents.set_failure(documents.get(session, DOC), Sentences("먼저 것", "the earlier one"), now)
    request = asked(session, now)
    failures.write(session, request, Sentences("디스크가 찼습니다", "the disk is full"), now)
    failures.clear(session, request, now)
    document = documents.get(session, DOC)
    assert (document.failure_ko, document.status) == ("먼저 것", OcrStatus.EXTRACTED)


def test_fields_that_were_read_again_make_another_edition(session, text_ids, now):
    before = exports.edition_of(session, DOC)
    document = documents.get(session, DOC)
    fields.replace_read(session, document, [], [], now=now + timedelta(minutes=1))
    assert exports.edition_of(session, DOC) != before


def test_files_with_masked_and_with_whole_numbers_are_not_given_for_each_other(session, text_ids, now):
    decisions.correct(session, text_ids[0], "900101-1234567", by="kim", now=now)
    session.flush()
    masked = asked(session, now)
    whole = exports.ask(session, DOC, "txt", sees_numbers=True, by="boss", now=now)
    assert whole.request_id != masked.request_id
    for request in (masked, whole):
        finish(session, request, now)
    (file,) = exports.finished(session, DOC)
    assert (file.request_id, file.is_whole) == (masked.request_id, False)
    (file,) = exports.finished(session, DOC, sees_numbers=True)
    assert (file.request_id, file.is_whole) == (whole.request_id, True)
    assert exports.made_before(session, whole) == []


def test_a_file_without_numbers_is_the_same_for_all(session, text_ids, now):
    request = asked(session, now)
    assert exports.ask(session, DOC, "txt", sees_numbers=True, by="boss", now=now) is request


def test_a_file_of_an_earlier_version_counts_as_one_with_whole_numbers_and_is_replaced(
    session, text_ids, now
):
    request = asked(session, now)
    request.params = {"format": "txt", "edition": request.params["edition"]}
    finish(session, request, now)
    assert exports.finished(session, DOC) == []
    assert exports.file_of(request).is_whole
    new = asked(session, now)
    assert [file.request_id for file in exports.made_before(session, new)] == [request.request_id]
