"""What a document or page is for is given once, and what is foretold is what is given."""

from __future__ import annotations

import pytest

from ocr_lib.datasets.splitting import assign_parts
from records.engine import transaction
from records.ocr import decisions, documents, texts
from records.ocr.learning import data_split
from records.ocr.tables import OcrDocument, OcrPage, OcrText
from work_requests import ocr_decisions

DOCS = [f"26112200000001{number}" for number in range(6)]


@pytest.fixture
def session(sqlite_engine):
    with transaction(sqlite_engine) as session:
        yield session


def tick(session, make_page, doc_ids, now, lines=4):
    for doc_id in doc_ids:
        make_page(session, *[f"글자 {n}" for n in range(lines)], doc_id=doc_id)
        ids = [text.text_id for text in texts.of_document(session, doc_id)]
        decisions.select(session, ids, by="kim", now=now)
    session.flush()


def test_what_is_foretold_is_what_the_night_gives_and_keeps(session, make_page, now):
    tick(session, make_page, DOCS, now)
    foretold = data_split.planned(data_split.shares(session), assign_parts)
    assert set(foretold.values()) == {"train", "validation"}
    assert all(share.given is None for share in data_split.shares(session))
    assert data_split.give(session, assign_parts) == foretold
    session.flush()
    assert {doc: session.get_one(OcrDocument, doc).part for doc in DOCS} == {
        doc: part for (doc, _), part in foretold.items()
    }
    assert all(share.given for share in data_split.shares(session))
    assert data_split.planned(data_split.shares(session), assign_parts) == foretold


def test_few_documents_are_parted_by_page(session, make_page, now):
    tick(session, make_page, DOCS[:2], now)
    given = data_split.give(session, assign_parts)
    session.flush()
    for doc_id in DOCS[:2]:
        assert session.get_one(OcrDocument, doc_id).part is None
        assert session.get_one(OcrPage, (doc_id, 1)).part == given[doc_id, 1]


def test_a_page_learnt_from_is_never_one_that_judges_whatever_its_document_becomes(session, make_page, now):
    tick(session, make_page, DOCS[:1], now)
    given = data_split.give(session, assign_parts)
    other = {"train": "validation", "validation": "train"}[given[DOCS[0], 1]]
    second = OcrPage(doc_id=DOCS[0], page_no=2, image_path="p", image_sha256="1" * 64, width=4, height=4)
    first = session.get_one(OcrPage, (DOCS[0], 1))
    documents.replace_pages(session, documents.get(session, DOCS[0]), [first, second], dpi=None, now=now)
    session.get_one(OcrDocument, DOCS[0]).part = other
    session.flush()
    assert data_split.give(session, assign_parts) == given


def test_unreadable_texts_and_deleted_documents_have_no_share(session, make_page, now):
    tick(session, make_page, DOCS[:2], now, lines=1)
    decisions.mark_unreadable(session, [session.query(OcrText.text_id).first()[0]], by="kim", now=now)
    ocr_decisions.delete(session, DOCS[1], by="kim", now=now)
    session.flush()
    assert data_split.shares(session) == []
