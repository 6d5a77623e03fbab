"""Decisions on texts taken back one after the other, from their history alone."""

from __future__ import annotations

from datetime import timedelta

import pytest

from domain.ocr import TextAction, TextState
from records.errors import DecisionRefused
from records.ocr import decisions, text_undo, texts, undoing
from records.ocr.box_editing import boxes
from records.ocr.table_editing import table_edits
from records.ocr.undoing import What
from tests.records.ocr.conftest import BETWEEN, DOC, FIRST, SECOND


@pytest.fixture
def session(three_texts):
    return three_texts


@pytest.fixture
def tick(now):
    """A later moment each time."""
    moments = (now + timedelta(seconds=n) for n in range(1, 1000))
    return lambda: next(moments)


@pytest.fixture
def back(session, tick):
    return lambda by="kim", page_no=1: undoing.undo_last(session, DOC, page_no=page_no, by=by, now=tick())


def state(session, text_id=FIRST):
    text = texts.get(session, text_id)
    return TextState(text.state), text.label, text.selected


def test_each_decision_is_taken_back_in_turn(session, tick):
    steps = [
        lambda: decisions.select(session, [FIRST], by="kim", now=tick()),
        lambda: decisions.correct(session, FIRST, "품목", by="kim", now=tick()),
        lambda: decisions.correct(session, FIRST, "품번", by="kim", now=tick()),
        lambda: decisions.mark_unreadable(session, [FIRST], by="kim", now=tick()),
        lambda: decisions.confirm(session, [FIRST], by="kim", now=tick()),
        lambda: decisions.reopen(session, [FIRST], keep_ticks=True, by="kim", now=tick()),
    ]
    states = []
    for step in steps:
        step()
        states.append(state(session))
    for before in reversed(states[:-1]):
        text_undo.undo(session, FIRST, by="kim", now=tick())
        assert state(session)[:2] == before[:2]
    assert state(session) == (TextState.MACHINE, "품명", True)
    with pytest.raises(DecisionRefused):
        text_undo.undo(session, FIRST, by="kim", now=tick())


def test_a_text_that_was_ticked_is_ticked_again_once_it_is_no_longer_unreadable(session, tick):
    decisions.select(session, [FIRST], by="kim", now=tick())
    decisions.mark_unreadable(session, [FIRST], by="kim", now=tick())
    assert text_undo.undo(session, FIRST, by="kim", now=tick()).selected


def test_taking_back_is_in_the_history(session, tick):
    decisions.correct(session, FIRST, "품목", by="kim", now=tick())
    text_undo.undo(session, FIRST, by="kim", now=tick())
    line = texts.history(session, FIRST)[-1]
    assert (line.action, line.before, line.after, line.by) == (TextAction.UNDO, "품목", "품명", "kim")


def test_the_decision_of_another_person_is_not_taken_back(session, tick):
    decisions.correct(session, FIRST, "품목", by="kim", now=tick())
    decisions.correct(session, FIRST, "품번", by="lee", now=tick())
    with pytest.raises(DecisionRefused, match="lee"):
        text_undo.undo(session, FIRST, by="kim", now=tick())
    assert state(session)[:2] == (TextState.CORRECTED, "품번")


def test_the_words_that_a_divided_box_got_are_kept_when_a_later_correction_is_taken_back(session, tick):
    decisions.correct(session, SECOND, "수량 13", by="kim", now=tick())
    first, _ = boxes.split(session, SECOND, caret=3, by="kim", now=tick()).texts
    decisions.correct(session, first.text_id, "수 량", by="kim", now=tick())
    text_undo.undo(session, first.text_id, by="kim", now=tick())
    assert state(session, first.text_id)[:2] == (TextState.CORRECTED, "수량")


def test_the_last_thing_is_taken_back_whatever_it_was(session, tick, back):
    decisions.correct(session, FIRST, "품목", by="kim", now=tick())
    boxes.draw(session, DOC, 1, BETWEEN, by="kim", now=tick())
    table_edits.draw(session, DOC, 1, [[0, 0], [400, 0], [400, 120], [0, 120]], by="kim", now=tick())
    decisions.correct(session, SECOND, "수량 13", by="kim", now=tick())
    assert [back().what for _ in range(4)] == [What.TEXT, What.TABLE, What.BOXES, What.TEXT]
    assert state(session)[:2] == (TextState.MACHINE, "품명")
    with pytest.raises(DecisionRefused):
        back()


def test_tables_are_not_taken_back_where_they_are_not_shown(session, tick, back):
    table_edits.draw(session, DOC, 1, [[0, 0], [400, 0], [400, 120], [0, 120]], by="kim", now=tick())
    with pytest.raises(DecisionRefused):
        back(page_no=None)


def test_a_person_takes_back_only_what_nobody_else_changed_since(session, tick, back):
    decisions.correct(session, FIRST, "품목", by="kim", now=tick())
    decisions.correct(session, SECOND, "수량 13", by="kim", now=tick())
    decisions.correct(session, SECOND, "수량 14", by="lee", now=tick())
    assert back().text.text_id == FIRST
    with pytest.raises(DecisionRefused):
        back()
    assert state(session, SECOND)[1] == "수량 14"


def test_what_was_done_on_an_earlier_day_is_not_taken_back(session, now, back):
    decisions.correct(session, FIRST, "품목", by="kim", now=now - timedelta(hours=13))
    with pytest.raises(DecisionRefused):
        back()
