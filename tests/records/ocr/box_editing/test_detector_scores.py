"""The detector's recall and precision, by the boxes that people left on checked documents."""

from __future__ import annotations

import pytest

from records.ocr import decisions, texts
from records.ocr.box_editing import box_undo, boxes, detector_scores
from tests.records.ocr.conftest import BETWEEN, DOC, FIRST, SECOND, THIRD


@pytest.fixture
def session(three_texts):
    return three_texts


def scored(session, now):
    for text in texts.of_document(session, DOC):
        decisions.correct(session, text.text_id, text.label or "글자", by="kim", now=now)
    ((_, score),) = detector_scores.of_checked(session)
    return score.found, score.right, score.matched


def test_a_document_that_was_not_checked_says_nothing(session):
    assert detector_scores.of_checked(session) == []


def test_boxes_that_people_left_as_they_were_are_all_found(session, now):
    assert scored(session, now) == (3, 3, 3)


def test_a_drawn_box_was_missed_and_a_removed_one_was_none(session, now):
    boxes.draw(session, DOC, 1, BETWEEN, by="kim", now=now)
    boxes.remove(session, [FIRST], by="kim", now=now)
    assert scored(session, now) == (3, 3, 2)


def test_a_box_that_was_moved_a_little_was_found_and_one_that_was_merged_was_not(session, now):
    boxes.reshape(session, FIRST, [[12, 1], [211, 1], [211, 31], [12, 31]], by="kim", now=now)
    boxes.merge(session, [SECOND, THIRD], by="kim", now=now)
    assert scored(session, now) == (3, 2, 1)


def test_a_change_that_was_undone_counts_for_nothing(session, now):
    edited = boxes.remove(session, [FIRST], by="kim", now=now)
    box_undo.undo(session, edited.edit_id, by="kim", now=now)
    assert scored(session, now) == (3, 3, 3)


def test_another_order_counts_for_nothing(session, now):
    boxes.reorder(session, THIRD, ahead_of=FIRST, by="kim", now=now)
    assert scored(session, now) == (3, 3, 3)


def test_the_score_over_several_documents_is_over_their_boxes():
    score = detector_scores.together(
        [detector_scores.DetectorScore(4, 5, 4), detector_scores.DetectorScore(6, 5, 5)]
    )
    assert (score.recall, score.precision) == (0.9, 0.9)
