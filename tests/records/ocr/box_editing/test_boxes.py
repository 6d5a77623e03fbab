"""Boxes that people draw, reshape, split, merge, remove and reorder: each can be undone, and another reading keeps them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from domain.ocr import OcrStatus, TextAction, TextState
from records.errors import DecisionRefused, NotFound
from records.ocr import decisions, documents, texts
from records.ocr.box_editing import box_edits, box_undo, boxes, unread_boxes
from records.ocr.learning import chosen_texts
from records.ocr.tables import OcrPage
from tests.records.ocr.box_editing.edited_boxes import labels, session, undo
from tests.records.ocr.conftest import BETWEEN, DOC, FIRST, SECOND, THIRD
from work_requests import exports

__all__ = ["labels", "session", "undo"]


def read_again(session, read_text, now, *lines):
    page = session.get_one(OcrPage, (DOC, 1))
    first = texts.next_number(session, DOC, 1)
    read = [read_text(line, place) for place, line in enumerate(lines)]
    texts.replace_read(session, page, read, first=first, network_id="1", now=now)


def set_read(session, text, read_text, now, said):
    read = replace(read_text(said, 0), crop_path="new.png")
    return unread_boxes.set_read(session, text.text_id, text.quad, read, network_id="1", now=now)


def test_a_drawn_box_takes_its_place_in_the_reading_order_and_waits_to_be_read(session, read_text, now):
    edited = boxes.draw(session, DOC, 1, BETWEEN, by="kim", now=now)
    (drawn,) = edited.texts
    assert [t.text_id for t in texts.of_document(session, DOC)] == [FIRST, SECOND, drawn.text_id, THIRD]
    assert (drawn.box, drawn.box_by, drawn.label) == ([220, 45, 390, 65], "kim", "")
    assert edited.unread == [drawn.text_id] == [t.text_id for t in unread_boxes.unread(session, DOC)]
    assert set_read(session, drawn, read_text, now, "3,000")
    assert (drawn.text, drawn.is_read, unread_boxes.unread(session, DOC)) == ("3,000", True, [])
    assert [line.action for line in texts.history(session, drawn.text_id)] == [
        TextAction.DRAW,
        TextAction.READ,
    ]


def test_a_box_that_was_changed_while_it_was_read_is_read_once_more(session, read_text, now):
    (drawn,) = boxes.draw(session, DOC, 1, BETWEEN, by="kim", now=now).texts
    quad = drawn.quad
    boxes.reshape(session, drawn.text_id, [[230, 45], [390, 45], [390, 65], [230, 65]], by="kim", now=now)
    read = read_text("old", 0)
    assert not unread_boxes.set_read(session, drawn.text_id, quad, read, network_id="1", now=now)
    assert not drawn.is_read


def test_reading_the_document_again_keeps_what_people_did_to_its_boxes(session, read_text, labels, now):
    (drawn,) = boxes.draw(session, DOC, 1, BETWEEN, by="kim", now=now).texts
    set_read(session, drawn, read_text, now, "3,000")
    boxes.remove(session, [FIRST], by="kim", now=now)
    low = [[10, 85], [210, 85], [210, 118], [10, 118]]
    (moved,) = boxes.reshape(session, THIRD, low, by="kim", now=now).texts
    set_read(session, moved, read_text, now, "합계")
    read_again(session, read_text, now, "품명!", "수량 12!", "합계!")
    assert labels() == ["수량 12!", "3,000", "합계"]
    assert texts.get(session, THIRD).quad == low


def test_reading_the_document_again_keeps_the_order_that_people_gave_it(session, read_text, labels, now):
    boxes.reorder(session, THIRD, ahead_of=FIRST, by="kim", now=now)
    read_again(session, read_text, now, "품명", "수량 12", "합계", "비고")
    assert labels() == ["합계", "비고", "품명", "수량 12"]


def test_a_removed_box_comes_back_as_it_was(session, labels, undo, now):
    decisions.correct(session, SECOND, "수량 13", by="kim", now=now)
    decisions.select(session, [SECOND], by="kim", now=now)
    edited = boxes.remove(session, [SECOND], by="kim", now=now)
    assert (labels(), edited.removed) == (["품명", "합계"], [SECOND])
    with pytest.raises(NotFound):
        texts.get(session, SECOND)
    (back,) = undo(edited).texts
    assert labels() == ["품명", "수량 13", "합계"]
    assert (back.selected, back.state, back.is_read) == (True, TextState.CORRECTED, True)
    with pytest.raises(DecisionRefused):
        undo(edited)


def test_the_number_of_a_removed_text_is_not_given_to_another(session, now):
    boxes.remove(session, [THIRD], by="kim", now=now)
    (drawn,) = boxes.draw(session, DOC, 1, BETWEEN, by="kim", now=now).texts
    assert drawn.text_id == f"{DOC}_01_4"


def test_the_reading_order_is_changed_and_taken_back(session, labels, undo, now):
    edited = boxes.reorder(session, THIRD, ahead_of=FIRST, by="kim", now=now)
    assert ([text.text_id for text in edited.texts], edited.removed) == ([THIRD], [])
    assert labels() == ["합계", "품명", "수량 12"]
    last = boxes.reorder(session, FIRST, ahead_of=None, by="kim", now=now)
    assert labels() == ["합계", "수량 12", "품명"]
    undo(last)
    undo(edited)
    assert labels() == ["품명", "수량 12", "합계"]


def test_a_change_is_undone_after_those_that_followed_it(session, undo, now):
    drawn = boxes.draw(session, DOC, 1, BETWEEN, by="kim", now=now)
    removed = boxes.remove(session, [drawn.texts[0].text_id], by="kim", now=now)
    with pytest.raises(DecisionRefused):
        undo(drawn)
    undo(removed)
    assert undo(drawn).removed == [drawn.texts[0].text_id]


def test_what_was_confirmed_stays_when_its_box_is_read_in_another_shape(session, read_text, now):
    decisions.confirm(session, [SECOND], by="kim", now=now)
    (moved,) = boxes.reshape(
        session, SECOND, [[9, 40], [211, 40], [211, 70], [9, 70]], by="lee", now=now
    ).texts
    set_read(session, moved, read_text, now, "수량 1Z")
    assert (moved.label, moved.state) == ("수량 12", TextState.CORRECTED)


def test_a_box_that_was_not_read_is_not_confirmed_unseen(session, now):
    (drawn,) = boxes.draw(session, DOC, 1, BETWEEN, by="kim", now=now).texts
    assert decisions.confirm(session, [drawn.text_id], by="kim", now=now) == []
    assert drawn.state == TextState.MACHINE


def test_undoing_a_shape_keeps_what_was_decided_since(session, read_text, undo, now):
    edited = boxes.reshape(session, SECOND, [[9, 40], [211, 40], [211, 70], [9, 70]], by="kim", now=now)
    set_read(session, edited.texts[0], read_text, now, "수량 1Z")
    decisions.correct(session, SECOND, "수량 13", by="lee", now=now)
    decisions.select(session, [SECOND], by="lee", now=now)
    (text,) = undo(edited).texts
    assert (text.box, text.text, text.label, text.selected) == ([10, 40, 210, 70], "수량 12", "수량 13", True)


def test_what_another_person_wrote_into_a_drawn_box_is_not_undone_away(session, now):
    edited = boxes.draw(session, DOC, 1, BETWEEN, by="kim", now=now)
    (drawn,) = edited.texts
    decisions.correct(session, drawn.text_id, "3,000", by="lee", now=now)
    with pytest.raises(DecisionRefused, match="lee has worked on this text"):
        box_undo.undo(session, edited.edit_id, by="kim", now=now)
    assert box_undo.undo(session, edited.edit_id, by="lee", now=now).removed == [drawn.text_id]


def test_shapes_are_taken_back_in_their_order(session, undo, now):
    first = boxes.reshape(session, SECOND, [[9, 40], [211, 40], [211, 70], [9, 70]], by="kim", now=now)
    second = boxes.reshape(session, SECOND, [[8, 40], [212, 40], [212, 70], [8, 70]], by="kim", now=now)
    with pytest.raises(DecisionRefused, match="later changes"):
        undo(first)
    undo(second)
    assert undo(first).texts[0].box == [10, 40, 210, 70]


def test_an_order_is_taken_back_after_another_reading(session, read_text, undo, labels, now):
    edited = boxes.reorder(session, THIRD, ahead_of=FIRST, by="kim", now=now)
    read_again(session, read_text, now, "품명", "수량 12", "합계")
    undo(edited)
    read_again(session, read_text, now, "품명", "수량 12", "합계")
    assert labels() == ["품명", "수량 12", "합계"]


def test_a_box_drawn_while_its_page_was_read_gets_no_number_twice(session, read_text, labels, now):
    page = session.get_one(OcrPage, (DOC, 1))
    first = texts.next_number(session, DOC, 1)
    boxes.draw(session, DOC, 1, BETWEEN, by="kim", now=now)
    texts.replace_read(session, page, [read_text("합계", 2)], first=first, network_id="1", now=now)
    assert labels() == ["", "합계"]


def test_a_chosen_text_is_not_learnt_while_its_box_is_unread(session, now):
    decisions.correct(session, SECOND, "수량 13", by="kim", now=now)
    decisions.select(session, [SECOND], by="kim", now=now)
    assert [text.text_id for text in chosen_texts.to_learn(session)] == [SECOND]
    boxes.reshape(session, SECOND, [[9, 40], [211, 40], [211, 70], [9, 70]], by="kim", now=now)
    assert chosen_texts.to_learn(session) == []


@pytest.mark.parametrize(
    "quad",
    [
        [[10, 10], [11, 10], [11, 11], [10, 11]],
        [[900, 10], [950, 10], [950, 40], [900, 40]],
        [[10, 10], [100, 10], [10, 40], [100, 40]],
        [[10, 10], [100, 10], [100, 40]],
        [[10, 10], [float("nan"), 10], [100, 40], [10, 40]],
        [[10, 40], [100, 40], [100, 10], [10, 10]],
    ],
    ids=["too small", "outside of the page", "crossed", "three corners", "no number", "counter-clockwise"],
)
def test_what_is_no_box_is_refused(session, quad, now):
    with pytest.raises(DecisionRefused, match="draw it again"):
        boxes.draw(session, DOC, 1, quad, by="kim", now=now)


def test_boxes_of_a_page_that_lies_on_its_side_follow_its_upright_order(session, now):
    page = session.get_one(OcrPage, (DOC, 1))
    page.rotation = 90
    lower = boxes.draw(session, DOC, 1, [[300, 500], [300, 300], [330, 300], [330, 500]], by="kim", now=now)
    upper = boxes.draw(session, DOC, 1, [[220, 500], [220, 300], [250, 300], [250, 500]], by="kim", now=now)
    ids = [t.text_id for t in texts.of_document(session, DOC)]
    assert ids.index(upper.texts[0].text_id) < ids.index(lower.texts[0].text_id)


def test_a_checked_document_with_a_new_box_is_to_be_checked_again(session, undo, now):
    decisions.confirm(session, [FIRST, SECOND, THIRD], by="kim", now=now)
    assert documents.get(session, DOC).status == OcrStatus.CHECKED
    edited = boxes.draw(session, DOC, 1, BETWEEN, by="kim", now=now)
    assert documents.get(session, DOC).status == OcrStatus.EXTRACTED
    undo(edited)
    assert documents.get(session, DOC).status == OcrStatus.CHECKED


def test_each_change_makes_another_edition_to_export(session, undo, now):
    seen = [exports.edition_of(session, DOC)]
    edited = boxes.remove(session, [FIRST], by="kim", now=now)
    seen.append(exports.edition_of(session, DOC))
    undo(edited)
    seen.append(exports.edition_of(session, DOC))
    assert len(set(seen)) == 3


def test_a_page_takes_no_end_of_boxes(session, monkeypatch, now):
    monkeypatch.setattr(boxes, "MOST_BOXES", 3)
    with pytest.raises(DecisionRefused, match="at most 3 boxes"):
        boxes.draw(session, DOC, 1, BETWEEN, by="kim", now=now)


def test_hidden_boxes_are_those_of_changes_that_hold(session, undo, now):
    edited = boxes.remove(session, [FIRST], by="kim", now=now)
    assert box_edits.hidden(session, DOC, 1) == [[10, 0, 210, 30]]
    undo(edited)
    assert box_edits.hidden(session, DOC, 1) == []
