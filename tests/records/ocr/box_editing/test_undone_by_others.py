"""Changes of boxes taken back where another person has worked in the same place meanwhile: nothing is lost, and it is said."""

from __future__ import annotations

import pytest

from records.errors import DecisionRefused
from records.ocr import decisions, texts
from records.ocr.box_editing import box_undo, boxes
from records.ocr.undoing import undo_last
from tests.records.ocr.box_editing.edited_boxes import labels, session
from tests.records.ocr.conftest import DOC, FIRST, SECOND, THIRD

__all__ = ["labels", "session"]
IN_PLACE = [[20, 42], [200, 42], [200, 68], [20, 68]]
"""About where the second text is."""


def take_back(session, edit, now, by="kim"):
    return box_undo.undo(session, edit.edit_id, by=by, now=now)


def test_a_box_that_another_person_drew_in_its_place_stays(session, labels, now):
    decisions.correct(session, SECOND, "수량 13", by="kim", now=now)
    removed = boxes.remove(session, [SECOND], by="kim", now=now)
    drawn = boxes.draw(session, DOC, 1, IN_PLACE, by="lee", now=now)
    decisions.correct(session, drawn.texts[0].text_id, "수량 12개", by="lee", now=now)
    with pytest.raises(DecisionRefused, match="lee has drawn or changed a box in this place"):
        take_back(session, removed, now)
    assert labels() == ["품명", "수량 12개", "합계"]
    # Once it is gone, what the first person wrote is there again.
    boxes.remove(session, [drawn.texts[0].text_id], by="lee", now=now)
    take_back(session, removed, now)
    assert labels() == ["품명", "수량 13", "합계"]
    assert texts.get(session, SECOND).text == "수량 12"


def test_a_box_that_another_person_moved_there_stays(session, labels, now):
    removed = boxes.remove(session, [SECOND], by="kim", now=now)
    boxes.reshape(session, THIRD, IN_PLACE, by="lee", now=now)
    with pytest.raises(DecisionRefused, match="lee has drawn"):
        take_back(session, removed, now)
    assert labels() == ["품명", "합계"]


@pytest.mark.parametrize(
    "quad",
    [
        [[20, 42], [110, 42], [110, 68], [20, 68]],  # one half of it
        [[0, 36], [390, 36], [390, 74], [0, 74]],  # more than it
    ],
)
def test_boxes_around_a_part_or_more_of_its_print_count(session, now, quad):
    removed = boxes.remove(session, [SECOND], by="kim", now=now)
    boxes.draw(session, DOC, 1, quad, by="lee", now=now)
    with pytest.raises(DecisionRefused, match="lee has drawn"):
        take_back(session, removed, now)


def test_a_reshaped_box_goes_not_back_under_another_one(session, now):
    moved = boxes.reshape(session, SECOND, [[220, 45], [390, 45], [390, 65], [220, 65]], by="kim", now=now)
    boxes.draw(session, DOC, 1, IN_PLACE, by="lee", now=now)
    with pytest.raises(DecisionRefused, match="lee has drawn"):
        take_back(session, moved, now)


def test_a_box_beside_it_or_one_that_was_taken_back_is_in_no_ones_way(session, labels, now):
    removed = boxes.remove(session, [SECOND], by="kim", now=now)
    boxes.draw(session, DOC, 1, [[220, 45], [390, 45], [390, 65], [220, 65]], by="lee", now=now)
    there = boxes.draw(session, DOC, 1, IN_PLACE, by="lee", now=now)
    take_back(session, there, now, by="lee")
    take_back(session, removed, now)
    assert "수량 12" in labels()


def test_ones_own_later_box_is_undone_first(session, labels, now):
    removed = boxes.remove(session, [SECOND], by="kim", now=now)
    boxes.draw(session, DOC, 1, IN_PLACE, by="kim", now=now)
    with pytest.raises(DecisionRefused, match="undo the later changes"):
        take_back(session, removed, now)
    undo_last(session, DOC, page_no=None, by="kim", now=now)
    undo_last(session, DOC, page_no=None, by="kim", now=now)
    assert labels() == ["품명", "수량 12", "합계"]


def test_the_key_that_undoes_goes_on_to_earlier_things_and_says_why_at_the_end(session, labels, now):
    boxes.remove(session, [FIRST], by="kim", now=now)
    boxes.remove(session, [SECOND], by="kim", now=now)
    boxes.draw(session, DOC, 1, IN_PLACE, by="lee", now=now)
    undo_last(session, DOC, page_no=None, by="kim", now=now)
    assert labels() == ["품명", "", "합계"]
    with pytest.raises(DecisionRefused, match="lee has drawn"):
        undo_last(session, DOC, page_no=None, by="kim", now=now)
