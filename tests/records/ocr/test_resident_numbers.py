"""Texts with resident registration numbers: what is kept of them, and who saw them whole."""

from __future__ import annotations

from datetime import timedelta

import pytest

from domain.ocr import TextAction
from records.engine import transaction
from records.errors import DecisionRefused
from records.ocr import decisions, resident_numbers, texts
from tests.records.ocr.conftest import DOC, FIRST, SECOND

NUMBER = "900101-1234567"


@pytest.fixture
def session(engine, make_page):
    with transaction(engine) as session:
        make_page(session, f"홍길동 {NUMBER}", "합계 1,200")
        yield session


def lines(session, action=TextAction.SHOW_WHOLE):
    return [(line.by, line.at) for line in texts.history(session, FIRST) if line.action == action]


def test_texts_of_a_document_with_numbers_are_found_also_where_a_correction_has_one(session, now):
    assert resident_numbers.in_document(session, DOC) == [FIRST]
    decisions.correct(session, SECOND, NUMBER, by="kim", now=now)
    session.flush()
    assert sorted(resident_numbers.in_document(session, DOC)) == [FIRST, SECOND]
    assert resident_numbers.with_numbers(texts.of_document(session, DOC)) == [FIRST, SECOND]


def test_a_lost_mask_is_refused_with_who_may_correct_it():
    with pytest.raises(DecisionRefused, match="admin"):
        resident_numbers.as_meant("900102-1******", NUMBER)
    assert resident_numbers.as_meant(" 900101-1****** ", NUMBER) == NUMBER


def test_each_person_is_noted_once_a_day(session, now):
    def show(by, at):
        resident_numbers.note(session, TextAction.SHOW_WHOLE, [FIRST], by=by, now=at)
        session.flush()

    morning = now.replace(hour=1)
    for at in (morning, morning + timedelta(hours=2), morning + timedelta(days=1)):
        show("boss", at)
    show("park", morning)
    assert sorted(lines(session)) == [
        ("boss", morning),
        ("boss", morning + timedelta(days=1)),
        ("park", morning),
    ]


def test_exporting_is_noted_beside_showing(session, now):
    for action in (TextAction.SHOW_WHOLE, TextAction.EXPORT_WHOLE):
        resident_numbers.note(session, action, [FIRST], by="boss", now=now)
    session.flush()
    assert lines(session, TextAction.EXPORT_WHOLE) == [("boss", now)]
