"""Lists of OCR documents: filtered, sorted and paged by key; the documents beside one."""

from __future__ import annotations

import pytest

from domain.messages import Message
from domain.ocr import OcrStatus
from records.engine import reading, transaction
from records.ocr import document_lists, documents
from records.ocr.document_lists import ListFilter, SortedBy
from records.ocr.tables import OcrDocument, OcrText
from tests.factories import ocr_document, read_document

ROWS = [
    # name, 상호, state, day, in the trash
    ("다.png", "새벽상사", OcrStatus.EXTRACTED, "2026-11-20", False),
    ("가.png", "디엘", OcrStatus.CHECKED, "2026-11-21", False),
    ("나.pdf", "디엘", OcrStatus.EXTRACTED, "2026-11-22", False),
    ("라.png", "디엘", OcrStatus.EXTRACTED, "2026-11-22", True),
]


@pytest.fixture
def engine(sqlite_engine, now):
    with transaction(sqlite_engine) as session:
        for number, (name, company, status, day, deleted) in enumerate(ROWS):
            document = ocr_document(f"26112200000001{number}", now, file_name=name, status=status)
            document.company, document.day, document.deleted = company, day, deleted
            session.add(document)
    return sqlite_engine


def names(engine, wanted=ListFilter(), **order):  # noqa: B008 - frozen
    with reading(engine) as session:
        found, total = document_lists.page_of_list(session, wanted, **order)
        return [one.file_name for one in found], total


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (ListFilter(), ["나.pdf", "가.png", "다.png"]),
        (ListFilter(name="png"), ["가.png", "다.png"]),
        (ListFilter(name="새벽"), ["다.png"]),
        (ListFilter(company="디엘"), ["나.pdf", "가.png"]),
        (ListFilter(company="png"), []),
        (ListFilter(status=OcrStatus.CHECKED), ["가.png"]),
        (ListFilter(since="2026-11-21"), ["나.pdf", "가.png"]),
        (ListFilter(until="2026-11-21"), ["가.png", "다.png"]),
        (ListFilter(deleted=True), ["라.png"]),
    ],
)
def test_a_filter_leaves_what_it_names(engine, wanted, found):
    assert names(engine, wanted) == (found, len(found))


@pytest.mark.parametrize("sort", list(SortedBy))
@pytest.mark.parametrize("ascending", [True, False])
def test_pages_by_key_have_each_document_once_and_lead_back(engine, sort, ascending):
    with reading(engine) as session:
        order = {"sort": sort, "ascending": ascending}
        whole = [d.doc_id for d in document_lists.page_of_list(session, **order)[0]]
        turned, last = [], None
        while found := document_lists.page_of_list(session, before=last, limit=1, **order)[0]:
            last = found[0].doc_id
            turned.append(last)
        assert turned == whole
        back = document_lists.page_of_list(session, after=whole[2], limit=1, **order)[0]
        assert [d.doc_id for d in back] == [whole[1]]


def test_failures_come_first_by_notices_and_most_chosen_last_by_what_is_to_learn(engine, now, read_text):
    with transaction(engine) as session:
        failed, noted, plain = document_lists.page_of_list(session, sort=SortedBy.NAME, ascending=True)[0]
        documents.set_failure(failed, Message("the disk is full"), now)
        noted.note = Message("uploaded before").to_json()
        with_notices = [failed.file_name, noted.file_name, plain.file_name]
        read_document(session, "261122000000000", now, [read_text("글", 0)], file_name="읽음.png")
        session.get_one(OcrText, "261122000000000_01_1").selected = True
    assert names(engine, sort=SortedBy.NOTICE, ascending=True)[0][:3] == [*with_notices[:2], "읽음.png"]
    assert names(engine, sort=SortedBy.TO_LEARN, ascending=True)[0][-1] == "읽음.png"


def test_the_documents_beside_one_leave_out_the_trash(engine):
    with reading(engine) as session:
        assert documents.neighbours(session, "261122000000011") == ("261122000000012", "261122000000010")
        assert documents.neighbours(session, "261122000000012") == (None, "261122000000011")
        assert documents.neighbours(session, "261122000000010") == ("261122000000011", None)


def test_the_documents_beside_one_that_have_pages(engine, now, read_text):
    with transaction(engine) as session:
        read_document(session, "261122000000000", now, [read_text("글", 0)], file_name="읽음.png")
        session.get_one(OcrDocument, "261122000000000").pages = 1
        beside = documents.neighbours(session, "261122000000012", with_pages=True)
        assert beside == (None, "261122000000000")
