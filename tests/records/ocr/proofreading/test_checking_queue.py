"""The queue over all documents: what comes first, to whom, and never to two people at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlalchemy as sa

from domain.access import Role
from domain.document_fields import FieldState, FieldType
from domain.ocr import TextState
from domain.requests import RequestKind
from records.access import users
from records.engine import reading, transaction
from records.errors import DecisionRefused, NotFound
from records.ocr import decisions, document_lists, documents
from records.ocr.document_fields import field_decisions, fields
from records.ocr.document_fields.fields import ReadField
from records.ocr.document_lists import ListFilter
from records.ocr.learning import learning_queue
from records.ocr.proofreading import assignments, checking, checking_queue, page_claims
from records.ocr.proofreading.checking_queue import CheckKind
from records.ocr.tables import OcrPage, OcrText
from records.purge import Purgeable, purge_document
from work_requests import ocr_decisions, request_lists

DOC = "261122000000010"
OTHER = "261122000000011"


@pytest.fixture
def filled(engine, make_page, now):
    with transaction(engine) as session:
        make_page(session, "비고", "합계 1,234,500 원", "주식회사 새벽")
        make_page(session, "단가 9,000", "품목", doc_id=OTHER)
        for name in ("kim", "lee"):
            users.add(session, name, Role.EDITOR, password_hash=None, now=now)
        _set(session, f"{DOC}_01_2", 5.0)
        _set(session, f"{OTHER}_01_1", 4.0)
    return engine


def _set(session, text_id, value):
    session.execute(sa.update(OcrText).where(OcrText.text_id == text_id).values(check_value=value))


def _next(engine, by, at):
    with transaction(engine) as session:
        found = checking_queue.claim_next(session, by=by, now=at)
        return found and found.item_id


def test_the_text_with_the_greatest_value_of_all_documents_comes_first(filled, now):
    assert _next(filled, "kim", now) == f"{DOC}_01_2"
    with transaction(filled) as session:
        decisions.confirm(session, [f"{DOC}_01_2"], by="kim", now=now)
    assert _next(filled, "kim", now) == f"{OTHER}_01_1"


def test_a_doubtful_amount_comes_before_words_that_are_as_doubtful(engine, make_page, now):
    with transaction(engine) as session:
        make_page(session, "주식회사 새벽", "1,234,500", "비고")
    assert _next(engine, "kim", now) == f"{DOC}_01_2"


def test_a_page_that_another_person_checks_is_left_out_until_the_claim_expires(filled, now):
    assert _next(filled, "kim", now) == f"{DOC}_01_2"
    assert _next(filled, "lee", now) == f"{OTHER}_01_1"
    assert _next(filled, "lee", now + page_claims.HELD_FOR) == f"{DOC}_01_2"


def test_assigned_documents_come_first_to_their_person_and_to_no_other(filled, now):
    with transaction(filled) as session:
        ocr_decisions.assign(session, OTHER, "lee", by="kim", now=now)
    assert _next(filled, "lee", now) == f"{OTHER}_01_1"
    with transaction(filled) as session:
        ocr_decisions.assign(session, DOC, "lee", by="kim", now=now)
    assert _next(filled, "kim", now) is None
    with transaction(filled) as session:
        ocr_decisions.assign(session, DOC, None, by="kim", now=now)
    assert _next(filled, "kim", now) == f"{DOC}_01_2"


def test_the_way_from_document_to_document_leaves_out_those_of_others(filled, now):
    with transaction(filled) as session:
        ocr_decisions.assign(session, OTHER, "lee", by="kim", now=now)
        decisions.mark_unreadable(session, [f"{DOC}_01_{n}" for n in (1, 2, 3)], by="kim", now=now)
    with reading(filled) as session:
        assert checking.next_unchecked(session, DOC, after=None, by="kim", now=now) is None
        assert checking.next_unchecked(session, DOC, after=None, by="lee", now=now).doc_id == OTHER


@pytest.mark.parametrize("leave", ["closed", "viewer"])
def test_documents_of_a_person_who_can_not_check_them_any_more_are_anyones(filled, now, leave):
    with transaction(filled) as session:
        for doc_id in (DOC, OTHER):
            ocr_decisions.assign(session, doc_id, "lee", by="kim", now=now)
        if leave == "closed":
            users.disable(session, "lee")
        else:
            users.get(session, "lee").role = Role.VIEWER
    assert _next(filled, "kim", now) == f"{DOC}_01_2"
    with transaction(filled) as session, pytest.raises(DecisionRefused, match="lee"):
        ocr_decisions.assign(session, DOC, "lee", by="kim", now=now)


def test_documents_in_the_trash_have_nothing_to_check(filled, now):
    with transaction(filled) as session:
        for doc_id in (DOC, OTHER):
            ocr_decisions.delete(session, doc_id, by="kim", now=now)
    assert _next(filled, "kim", now) is None


def test_people_who_ask_at_once_are_given_different_pages(engine, make_page, now):
    people = [f"p{n}" for n in range(6)]
    with transaction(engine) as session:
        for n in range(len(people)):
            make_page(session, "합계 1,000", doc_id=f"2611220000001{n:02}")
    with ThreadPoolExecutor(len(people)) as pool:
        given = list(pool.map(lambda by: _next(engine, by, now), people))
    assert None not in given
    assert len(set(given)) == len(people)
    assert _next(engine, "late", now) is None


def test_an_assignment_is_on_record_with_whom_it_was_before(filled, now):
    with transaction(filled) as session:
        ocr_decisions.assign(session, DOC, "lee", by="kim", now=now)
        ocr_decisions.assign(session, DOC, "kim", by="lee", now=now)
        with pytest.raises(NotFound):
            ocr_decisions.assign(session, DOC, "unknown", by="kim", now=now)
    with reading(filled) as session:
        (second, first) = request_lists.of_document(session, DOC)[-2:][::-1]
        assert (first.kind, first.requested_by) == (RequestKind.OCR_ASSIGN, "kim")
        assert first.params == {"before": None, "assignee": "lee"}
        assert second.params == {"before": "lee", "assignee": "kim"}
        assert assignments.assignees(session, [DOC, OTHER]) == {DOC: "kim"}
        found, total = document_lists.page_of_list(session, ListFilter(assignee="kim"))
        assert ([row.doc_id for row in found], total) == ([DOC], 1)


def test_an_assigned_document_can_be_purged(filled, now):
    with transaction(filled) as session:
        ocr_decisions.assign(session, DOC, "lee", by="kim", now=now)
        ocr_decisions.delete(session, DOC, by="kim", now=now)
        purge_document(session, Purgeable("ocr", DOC, "영수증.png", now))
    with reading(filled) as session:
        assert assignments.assignees(session, [DOC]) == {}


def test_the_value_follows_another_reading_of_the_text(filled):
    with transaction(filled) as session:
        text = session.get_one(OcrText, f"{DOC}_01_1")
        before = text.check_value
        text.text, text.score, text.characters = "12,000", 0.2, None
        session.flush()
        assert (text.state, text.check_value > before) == (TextState.MACHINE, True)


def test_the_text_that_teaches_most_is_on_a_page_that_no_one_else_checks(filled, now):
    with transaction(filled) as session:
        for text_id, doubt in ((f"{DOC}_01_3", 0.4), (f"{OTHER}_01_2", 0.6)):
            session.get_one(OcrText, text_id).characters = [["새", 1 - doubt]]
    for by, expected in (("kim", f"{OTHER}_01_2"), ("lee", f"{DOC}_01_3"), ("park", None)):
        with transaction(filled) as session:
            found = learning_queue.claim_next(session, by=by, now=now)
            assert (found and found.text_id) == expected


TOTAL = ReadField(
    "total_amount",
    FieldType.WON,
    0,
    FieldState.CONTRADICTED,
    required=True,
    machine="84650",
    text_ids=(f"{DOC}_01_2",),
    page_no=1,
)
NUMBER = ReadField("supplier_number", FieldType.BUSINESS_NUMBER, 1, FieldState.UNREAD, required=True)
PHONE = ReadField("supplier_phone", FieldType.PHONE, 2, FieldState.UNREAD)


def _read_fields(engine, now, *read, doc_id=DOC, is_stale=False):
    with transaction(engine) as session:
        document = documents.get(session, doc_id)
        fields.replace_read(session, document, read, [], now=now, is_stale=is_stale)


def _claim(engine, by, at):
    with transaction(engine) as session:
        return checking_queue.claim_next(session, by=by, now=at)


def test_a_contradicted_amount_comes_first_then_a_required_number_that_was_not_read(engine, make_page, now):
    with transaction(engine) as session:
        make_page(session, "비고", "합계 84,650", "주식회사 새벽")
    _read_fields(engine, now, TOTAL, NUMBER, PHONE)
    found = _claim(engine, "kim", now)
    assert (found.kind, found.item_id) == (CheckKind.FIELD, f"{DOC}:0:total_amount")
    with transaction(engine) as session:
        field_decisions.confirm(session, found.item_id, by="kim", now=now)
        decisions.confirm(session, [f"{DOC}_01_2"], by="kim", now=now)
        documents.get(session, DOC).fields_stale = False
    found = _claim(engine, "kim", now)
    assert (found.kind, found.item_id, found.page_no) == (CheckKind.FIELD, f"{DOC}:0:supplier_number", 1)
    with transaction(engine) as session:
        field_decisions.confirm(session, found.item_id, by="kim", now=now)
        documents.get(session, DOC).fields_stale = False
    # A phone that is not on the paper is no one's work.
    assert _claim(engine, "kim", now).kind is CheckKind.TEXT


def test_fields_that_are_being_read_again_are_given_to_no_one(engine, make_page, now):
    with transaction(engine) as session:
        make_page(session, "비고")
    _read_fields(engine, now, NUMBER, is_stale=True)
    assert _claim(engine, "kim", now).kind is CheckKind.TEXT


def test_a_field_and_the_texts_of_its_page_are_one_persons_work(engine, make_page, now):
    with transaction(engine) as session:
        make_page(session, "비고", "합계 84,650")
    _read_fields(engine, now, TOTAL)
    assert _claim(engine, "kim", now).kind is CheckKind.FIELD
    assert _claim(engine, "lee", now) is None
    assert _claim(engine, "kim", now).kind is CheckKind.FIELD


def test_a_page_on_which_nothing_was_read_is_looked_at_once(engine, make_page, now):
    with transaction(engine) as session:
        make_page(session, "비고")
        session.get_one(OcrPage, (DOC, 1)).remarks = [{"kind": "nothing_read", "ko": "가", "en": "a"}]
    found = _claim(engine, "kim", now)
    assert (found.kind, found.doc_id, found.page_no) == (CheckKind.PAGE, DOC, 1)
    with transaction(engine) as session:
        checking_queue.set_looked_at(session, DOC, 1, by="kim", now=now)
    assert _claim(engine, "kim", now).kind is CheckKind.TEXT
    with transaction(engine) as session:
        page = session.get_one(OcrPage, (DOC, 1))
        assert (page.looked_by, page.looked_at) == ("kim", now)
        page.remarks = [{"kind": "little_read", "ko": "가", "en": "a"}]  # it was read again
    assert _claim(engine, "kim", now).kind is CheckKind.PAGE


@pytest.mark.parametrize("remarks", [[], [{"kind": "rotated", "ko": "가", "en": "a"}]])
def test_a_page_whose_texts_were_found_is_no_work_by_itself(engine, make_page, now, remarks):
    with transaction(engine) as session:
        make_page(session, "비고")
        session.get_one(OcrPage, (DOC, 1)).remarks = remarks
    assert _claim(engine, "kim", now).kind is CheckKind.TEXT


def test_a_page_that_is_not_there_is_not_looked_at(filled, now):
    with transaction(filled) as session, pytest.raises(NotFound):
        checking_queue.set_looked_at(session, DOC, 7, by="kim", now=now)
