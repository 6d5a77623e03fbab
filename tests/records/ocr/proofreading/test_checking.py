"""Which text is to be checked next."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from records.engine import reading, transaction
from records.ocr import decisions, documents
from records.ocr.proofreading import checking, page_claims
from records.ocr.texts import ReadText
from tests.factories import read_document

OLD, NEW = "261122000000010", "261122000000011"


def add(session: Session, doc_id: str, count: int, now: datetime) -> None:
    read = [
        ReadText("x", 0.5, (n, 0, n + 1, 1), [[n, 0], [n + 1, 0]], "c", "0" * 64)
        for n in range(0, 2 * count, 2)
    ]
    read_document(session, doc_id, now, read)


@pytest.fixture
def engine(sqlite_engine, now):
    with transaction(sqlite_engine) as session:
        add(session, OLD, 2, now)
        add(session, NEW, 3, now)
    return sqlite_engine


@pytest.fixture
def next_of(now):
    def find(engine, doc_id, after=None, by="kim", at=now):
        with reading(engine) as session:
            found = checking.next_unchecked(session, doc_id, after=after, by=by, now=at)
            return found and found.text_id

    return find


def confirm(engine, now, *ids):
    with transaction(engine) as session:
        decisions.confirm(session, ids, by="kim", now=now)


def test_it_is_behind_the_text_one_is_at_then_in_front_of_it(engine, now, next_of):
    assert next_of(engine, NEW) == f"{NEW}_01_1"
    assert next_of(engine, NEW, f"{NEW}_01_1") == f"{NEW}_01_2"
    confirm(engine, now, f"{NEW}_01_2", f"{NEW}_01_3")
    assert next_of(engine, NEW, f"{NEW}_01_2") == f"{NEW}_01_1"


def test_it_is_of_an_older_document_then_of_the_newest_then_none(engine, now, next_of):
    confirm(engine, now, *(f"{NEW}_01_{n}" for n in (1, 2, 3)))
    assert next_of(engine, NEW, f"{NEW}_01_3") == f"{OLD}_01_1"
    assert next_of(engine, OLD, f"{OLD}_01_2") == f"{OLD}_01_1"
    confirm(engine, now, f"{OLD}_01_1", f"{OLD}_01_2")
    assert next_of(engine, OLD) is None


def test_a_document_in_the_trash_has_nothing_to_check(engine, now, next_of):
    confirm(engine, now, f"{OLD}_01_1", f"{OLD}_01_2")
    assert next_of(engine, OLD) == f"{NEW}_01_1"
    with transaction(engine) as session:
        documents.get(session, NEW).deleted = True
    assert next_of(engine, OLD) is None


def test_a_page_that_another_person_checks_is_left_out_until_they_stop(engine, now, next_of):
    with transaction(engine) as session:
        page_claims.claim(session, NEW, 1, by="lee", now=now)
    assert next_of(engine, NEW, by="lee") == f"{NEW}_01_1"
    assert next_of(engine, NEW, by="kim") == f"{OLD}_01_1"
    later = now + page_claims.HELD_FOR
    with transaction(engine) as session:
        page_claims.keep(session, NEW, 1, by="lee", now=now + timedelta(minutes=1))
        page_claims.keep(session, NEW, 1, by="kim", now=later)  # it is not theirs
    assert next_of(engine, NEW, by="kim", at=later) == f"{OLD}_01_1"
    assert next_of(engine, NEW, by="kim", at=later + timedelta(minutes=1)) == f"{NEW}_01_1"


def test_the_boxes_of_a_page_are_its_own(engine):
    with reading(engine) as session:
        assert checking.boxes(session, OLD, 1) == [
            (f"{OLD}_01_1", "machine", [[0, 0], [1, 0]]),
            (f"{OLD}_01_2", "machine", [[2, 0], [3, 0]]),
        ]
        assert checking.boxes(session, OLD, 2) == []
