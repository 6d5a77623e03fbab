"""What the picture of a page sends of its boxes, and what is answered."""

from __future__ import annotations

import pytest

from domain.access import Role
from records.engine import reading, transaction
from records.ocr import texts
from records.ocr.box_editing import unread_boxes
from tests.box_reader import SAID, reading_boxes
from tests.console.conftest import DOC
from work_requests.request_lists import of_document

QUAD = [[220, 45], [390, 45], [390, 65], [220, 65]]
OTHER = "261122000000011"


@pytest.fixture
def ids(page_of):
    return page_of(("품명", 0.9), ("수량 12", 0.9))


def labels(context):
    with reading(context.engine) as session:
        return [text.label for text in texts.of_document(session, DOC)]


class TestWithAReader:
    @pytest.fixture
    def context(self, context):
        return reading_boxes(context)

    def test_a_drawn_box_is_answered_with_what_it_says(self, visit, context, ids):
        answer = visit(Role.EDITOR).post(
            f"/ocr/{DOC}/boxes", json={"action": "draw", "page": 1, "quad": QUAD}
        )
        (row,) = answer.json()["rows"]
        assert (row["read"], row["ahead_of"], row["points"]) == (
            True,
            None,
            "220.0,45.0 390.0,45.0 390.0,65.0 220.0,65.0",
        )
        assert f">{SAID}</textarea>" in row["html"]
        assert answer.json()["texts"] == 3
        assert labels(context) == ["품명", "수량 12", SAID]

    def test_each_change_is_taken_back(self, visit, context, ids):
        client = visit(Role.EDITOR)
        for change in (
            {"action": "draw", "page": 1, "quad": QUAD},
            {"action": "reshape", "text": ids[0], "quad": QUAD},
            {"action": "split", "text": ids[1], "share": 0.5},
            {"action": "merge", "texts": ids},
            {"action": "remove", "texts": ids},
            {"action": "reorder", "text": ids[1], "step": -1},
            {"action": "merge_with_next", "text": ids[0]},
        ):
            before = labels(context)
            answer = client.post(f"/ocr/{DOC}/boxes", json=change).json()
            assert labels(context) != before, change
            client.post(f"/ocr/{DOC}/boxes", json={"action": "undo", "edit": answer["edit"]})
            assert labels(context) == before, change


@pytest.mark.parametrize("action", ["remove", "merge_with_next"])
def test_a_text_that_another_person_corrected_meanwhile_is_left_alone(visit, context, ids, action):
    visit(Role.EDITOR, "lee").post(f"/ocr/texts/{ids[0]}/correct", json={"text": "품목", "version": 1})
    change = {
        "remove": {"texts": [ids[0]], "seen": {ids[0]: 1}},
        "merge_with_next": {"text": ids[0], "version": 1},
    }[action]
    refused = visit(Role.EDITOR).post(f"/ocr/{DOC}/boxes", json={"action": action, **change})
    assert refused.status_code == 422
    assert "lee" in refused.json()["refused"]
    assert labels(context) == ["품목", "수량 12"]


def test_without_a_reader_the_row_says_that_it_is_being_read(visit, context, ids):
    client = visit(Role.EDITOR)
    answer = client.post(f"/ocr/{DOC}/boxes", json={"action": "draw", "page": 1, "quad": QUAD}).json()
    (row,) = answer["rows"]
    assert (row["read"], "읽는 중" in row["html"]) == (False, True)
    with reading(context.engine) as session:
        assert [request.kind for request in of_document(session, DOC)] == ["ocr_boxes"]
        (text,) = unread_boxes.unread(session, DOC)
    again = client.get(f"/ocr/{DOC}/texts", params={"ids": [text.text_id, "x_1_1", "abc"]}).json()
    assert [row["id"] for row in again["rows"]] == [text.text_id]
    assert "읽는 중" in client.get(f"/ocr/{DOC}").text


@pytest.mark.parametrize(
    "change",
    [
        {"action": "draw", "page": 1, "quad": [[0, 0], [1, 0], [1, 1], [0, 1]]},
        {"action": "draw", "page": 1, "quad": [[-9e9, 0], [9e9, 0], [9e9, 1], [-9e9, 1]]},
        {"action": "draw", "page": 1, "quad": [[0, 0]]},
        {"action": "split", "text": f"{DOC}_01_1", "share": 2},
        {"action": "split", "text": f"{DOC}_01_1", "caret": 9},
        {"action": "merge", "texts": [f"{DOC}_01_1"]},
        {"action": "merge", "texts": []},
        {"action": "reorder", "text": f"{DOC}_01_1", "step": "up"},
        {"action": "merge_with_next", "text": f"{DOC}_01_2"},
        {"action": "split", "text": f"{DOC}_01_1", "caret": 1, "version": 9},
        {"action": "reshape", "text": f"{DOC}_01_1", "quad": QUAD, "version": 9},
        {"action": "burn"},
    ],
)
def test_what_can_not_be_done_changes_nothing(visit, context, ids, change):
    before = labels(context)
    assert visit(Role.EDITOR).post(f"/ocr/{DOC}/boxes", json=change).status_code == 422
    assert labels(context) == before


@pytest.mark.parametrize(
    "change",
    [
        {"action": "draw", "page": 9, "quad": QUAD},
        {"action": "remove", "texts": [f"{DOC}_01_99"]},
        {"action": "undo", "edit": 99},
    ],
)
def test_what_is_not_there_is_not_found(visit, ids, change):
    assert visit(Role.EDITOR).post(f"/ocr/{DOC}/boxes", json=change).status_code == 404


def test_texts_of_another_document_are_refused(visit, context, ids, page_of):
    others = page_of(("합계", 0.9), doc_id=OTHER)
    answer = visit(Role.EDITOR).post(f"/ocr/{DOC}/boxes", json={"action": "remove", "texts": others})
    assert answer.status_code == 422
    with transaction(context.engine) as session:
        assert texts.get(session, others[0]).label == "합계"


def test_a_viewer_changes_no_box(visit, context, ids):
    client = visit(Role.VIEWER)
    assert client.post(f"/ocr/{DOC}/boxes", json={"action": "remove", "texts": ids}).status_code == 403
    assert "box-bar" not in client.get(f"/ocr/{DOC}").text
    assert labels(context) == ["품명", "수량 12"]
