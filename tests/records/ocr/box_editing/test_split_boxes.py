"""Boxes are split at a caret or a line, and merged with their neighbours."""

from __future__ import annotations

import pytest

from domain.ocr import TextState
from records.errors import DecisionRefused
from records.ocr import decisions, documents
from records.ocr.box_editing import boxes
from records.ocr.tables import OcrPage
from tests.records.ocr.box_editing.edited_boxes import labels, session, undo
from tests.records.ocr.conftest import BETWEEN, DOC, FIRST, SECOND, THIRD

__all__ = ["labels", "session", "undo"]


def test_a_written_text_is_split_at_the_caret(session, labels, undo, now):
    decisions.correct(session, SECOND, "수량 13", by="kim", now=now)
    edited = boxes.split(session, SECOND, caret=3, by="kim", now=now)
    assert labels() == ["품명", "수량", "13", "합계"]
    left, right = edited.texts
    assert (left.state, left.box[0], right.box[2]) == (TextState.CORRECTED, 10, 210)
    # Two wide characters, and five narrow ones as wide as half of one each: 5 of 7 shares are in front of the caret.
    assert left.box[2] == pytest.approx(10 + 200 * 5 / 7, abs=1)
    undo(edited)
    assert labels() == ["품명", "수량 13", "합계"]


def test_a_machine_text_is_split_at_a_line_and_both_parts_are_to_be_read(session, undo, labels, now):
    edited = boxes.split(session, SECOND, share=0.25, by="kim", now=now)
    left, right = edited.texts
    assert (left.box, right.box) == ([10, 40, 60, 70], [60, 40, 210, 70])
    assert edited.unread == [left.text_id, right.text_id]
    undo(edited)
    assert labels() == ["품명", "수량 12", "합계"]


@pytest.mark.parametrize(("caret", "share"), [(0, None), (5, None), (None, 0.001), (None, 7.0), (99, None)])
def test_a_split_that_leaves_nothing_on_one_side_is_refused(session, labels, now, caret, share):
    with pytest.raises(DecisionRefused):
        boxes.split(session, SECOND, caret=caret, share=share, by="kim", now=now)
    session.rollback()


def test_neighbours_are_merged_in_their_reading_order(session, labels, undo, now):
    decisions.correct(session, FIRST, "품 명", by="kim", now=now)
    edited = boxes.merge(session, [SECOND, FIRST], by="kim", now=now)
    (whole,) = edited.texts
    assert labels() == ["품 명 수량 12", "합계"]
    assert (whole.box, whole.state) == ([10, 0, 210, 70], TextState.CORRECTED)
    undo(edited)
    assert labels() == ["품 명", "수량 12", "합계"]


def test_a_text_is_moved_and_merged_by_its_place_on_the_page(session, labels, now):
    boxes.move_in_order(session, FIRST, 1, by="kim", now=now)
    assert labels() == ["수량 12", "품명", "합계"]
    boxes.move_in_order(session, FIRST, 9, by="kim", now=now)
    boxes.move_in_order(session, FIRST, -9, by="kim", now=now)
    assert labels() == ["품명", "수량 12", "합계"]
    (whole,) = boxes.merge_with_next(session, FIRST, by="kim", now=now).texts
    assert whole.box == [10, 0, 210, 70]
    with pytest.raises(DecisionRefused, match="two or more"):
        boxes.merge_with_next(session, THIRD, by="kim", now=now)


def test_boxes_of_two_pages_are_not_changed_together(session, now):
    document = documents.get(session, DOC)
    more = OcrPage(doc_id=DOC, page_no=2, image_path="p2", image_sha256="2" * 64, width=400, height=600)
    one = session.get_one(OcrPage, (DOC, 1))
    documents.replace_pages(session, document, [one, more], dpi=None, now=now)
    session.flush()
    (other,) = boxes.draw(session, DOC, 2, BETWEEN, by="kim", now=now).texts
    for change in (boxes.merge, boxes.remove):
        with pytest.raises(DecisionRefused, match="one page"):
            change(session, [FIRST, other.text_id], by="kim", now=now)
