"""When a document is checked of which pages have no text: once a person looked at them, not by itself."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from domain.access import Role
from domain.document_fields import FieldState, FieldType
from domain.ocr import OcrStatus
from records.access import users
from records.engine import transaction
from records.ocr import decisions, documents, texts
from records.ocr.box_editing import box_undo, boxes
from records.ocr.document_fields import fields
from records.ocr.document_fields.fields import ReadField
from records.ocr.proofreading import assignments, checking_queue, completion
from records.ocr.proofreading.checking_queue import CheckKind
from records.ocr.proofreading.progress import progress
from records.ocr.tables import OcrPage
from tests.records.ocr.conftest import BETWEEN, DOC, FIRST


@pytest.fixture
def empty(engine, make_page):
    """A session on a document whose only page was read without any text."""
    with transaction(engine) as session:
        make_page(session)
        yield session


def read_fields(session: Session, now, *read: ReadField) -> str:
    fields.replace_read(session, documents.get(session, DOC), read, [], now=now)
    return documents.get(session, DOC).status


def test_a_document_without_texts_is_read_and_not_checked_by_itself(empty, now):
    assert read_fields(empty, now) == OcrStatus.EXTRACTED
    assert list(completion.pages_left(empty, DOC)) == [1]


def test_it_is_checked_once_a_person_looked_at_its_page(empty, now):
    read_fields(empty, now)
    checking_queue.set_looked_at(empty, DOC, 1, by="kim", now=now)
    assert documents.get(empty, DOC).status == OcrStatus.CHECKED
    assert list(completion.pages_left(empty, DOC)) == []


def test_a_required_field_that_is_missing_keeps_it_open_until_a_person_confirms_that(empty, now):
    total = ReadField("total_amount", FieldType.WON, 0, FieldState.UNREAD, required=True)
    read_fields(empty, now, total)
    checking_queue.set_looked_at(empty, DOC, 1, by="kim", now=now)
    assert documents.get(empty, DOC).status == OcrStatus.EXTRACTED
    assert [one.key for one in completion.blocking_fields(empty, DOC)] == ["total_amount"]


def test_the_page_is_given_to_a_person_whatever_its_remarks_say(empty, now):
    found = checking_queue.most_valuable(empty, by="kim", now=now)
    assert (found.kind, found.doc_id, found.page_no) == (CheckKind.PAGE, DOC, 1)


def test_another_page_without_texts_keeps_a_document_open_whose_texts_are_checked(engine, make_page, now):
    with transaction(engine) as session:
        make_page(session, "합계")
        picture = {"image_path": "q.png", "image_sha256": "2" * 64, "width": 400, "height": 600}
        second = OcrPage(doc_id=DOC, page_no=2, **picture)
        session.add(second)
        session.flush()
        texts.replace_read(session, second, [], first=1, network_id="", now=now)
        decisions.confirm(session, [FIRST], by="kim", now=now)
        assert documents.get(session, DOC).status == OcrStatus.EXTRACTED
        checking_queue.set_looked_at(session, DOC, 2, by="kim", now=now)
        assert documents.get(session, DOC).status == OcrStatus.CHECKED


def test_a_page_whose_last_box_a_person_removed_was_looked_at(engine, make_page, now):
    with transaction(engine) as session:
        make_page(session, "얼룩")
        edit = boxes.remove(session, [FIRST], by="kim", now=now)
        assert documents.get(session, DOC).status == OcrStatus.CHECKED
        box_undo.undo(session, edit.edit_id, by="kim", now=now)
        assert documents.get(session, DOC).status == OcrStatus.EXTRACTED


def test_a_box_that_was_drawn_and_taken_back_leaves_the_page_to_be_looked_at(empty, now):
    edit = boxes.draw(empty, DOC, 1, BETWEEN, by="kim", now=now)
    assert list(completion.pages_left(empty, DOC)) == []
    box_undo.undo(empty, edit.edit_id, by="kim", now=now)
    assert list(completion.pages_left(empty, DOC)) == [1]


def test_an_assigned_document_without_texts_is_left_to_do(empty, now):
    users.add(empty, "kim", Role.EDITOR, password_hash=None, now=now)
    assignments.assign(empty, DOC, "kim", by="admin", now=now)
    (kim,) = progress(empty, today=now, week=now)
    assert (kim.person, kim.assigned) == ("kim", 1)


def test_a_page_that_was_not_read_yet_is_not_looked_at(empty, now):
    empty.execute(sa.update(OcrPage).values(read_at=None))
    assert list(completion.pages_left(empty, DOC)) == []
