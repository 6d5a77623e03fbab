"""What neighbours have of a resident registration number is kept with each text, as the page is now."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from domain.registration_numbers import mask_resident_numbers
from records.engine import transaction
from records.ocr import decisions, parted_numbers, resident_numbers, texts
from records.ocr.box_editing import box_undo, boxes
from records.ocr.searching.search import search
from records.ocr.tables import OcrText
from records.ocr.texts import ReadText
from tests.factories import read_document
from tests.records.ocr.conftest import DOC, FIRST, SECOND, THIRD


def beside_each_other(*words: str) -> list[ReadText]:
    """Texts of one line, half a height apart."""
    read, x = [], 10
    for number, text in enumerate(words):
        x1 = x + 12 * len(text)
        quad = [[x, 40], [x1, 40], [x1, 64], [x, 64]]
        read.append(ReadText(text, 0.9, (x, 40, x1, 64), quad, f"{number}.png", "0" * 64))
        x = x1 + 12
    return read


@pytest.fixture
def session(engine, now):
    with transaction(engine) as session:
        read_document(session, DOC, now, beside_each_other("900101-", "1234567", "합계"))
        yield session


def shown(session):
    return [mask_resident_numbers(one.label, one.beside) for one in texts.of_document(session, DOC)]


def test_a_number_that_was_read_as_two_texts_is_known(session):
    assert shown(session) == ["900101-", "1******", "합계"]
    assert resident_numbers.in_document(session, DOC) == [SECOND]
    assert resident_numbers.with_numbers(texts.of_document(session, DOC)) == [SECOND]


def test_what_people_correct_and_take_back_counts(session, now):
    decisions.correct(session, FIRST, "품번", by="kim", now=now)
    assert shown(session) == ["품번", "1234567", "합계"]
    decisions.correct(session, FIRST, "850505-", by="kim", now=now)
    decisions.correct(session, SECOND, "2345678", by="kim", now=now)
    assert shown(session) == ["850505-", "2******", "합계"]


def test_boxes_that_are_split_merged_and_removed_count(session, now):
    edit = boxes.merge(session, [FIRST, SECOND], by="kim", now=now)
    assert all(one.beside is None for one in texts.of_document(session, DOC))
    box_undo.undo(session, edit.edit_id, by="kim", now=now)
    assert shown(session) == ["900101-", "1******", "합계"]
    boxes.remove(session, [FIRST], by="kim", now=now)
    assert shown(session) == ["1234567", "합계"]


def test_hidden_digits_stay_when_the_rest_is_corrected(session):
    text = texts.get(session, SECOND)
    assert resident_numbers.as_meant("1****** 외", text.label, beside=text.beside) == "1234567 외"


def test_hidden_parts_find_nothing_for_those_who_do_not_see_them(session):
    found = [one.text_id for one, _ in search(session, "1234567").texts]
    assert found == [SECOND]
    assert not search(session, "1234567", sees_numbers=False).texts
    assert [one.text_id for one, _ in search(session, "900101", sees_numbers=False).texts] == [FIRST]


def test_all_pages_are_looked_at_again(session):
    session.execute(sa.update(OcrText).values(beside=None))
    session.expire_all()
    parted_numbers.rebuild(session.connection())
    session.expire_all()
    assert shown(session) == ["900101-", "1******", "합계"]
    assert set(parted_numbers.of_texts(session, [FIRST, SECOND, THIRD])) == {FIRST, SECOND}
