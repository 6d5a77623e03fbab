"""Lines and cells of tables changed in the console: what is answered, and what is refused in a sentence."""

from __future__ import annotations

import pytest

from domain.access import Role
from domain.reading_limits import TableLimit
from records.engine import reading, transaction
from records.ocr import texts
from records.ocr.table_editing import page_tables
from records.ocr.tables import OcrPage
from tests.console.conftest import DOC
from tests.console.test_table_view import cells_of, ids  # noqa: F401

MERGE = {"action": "merge", "row": 1, "column": 0, "row_span": 2, "column_span": 1}


@pytest.fixture
def kim(visit, ids):  # noqa: F811
    return visit(Role.EDITOR, "kim")


def send(client, version=1, **change):
    return client.post(f"/ocr/{DOC}/tables", json={"page": 1, "table": 1, "version": version, **change})


def test_a_change_answers_with_the_tables_as_they_are_now(kim):
    answer = send(kim, **MERGE)
    assert answer.status_code == 200
    assert cells_of(answer.json()["html"])[1, 0] == ("td", ["볼트", "합계"])
    assert 'data-version="2"' in answer.json()["html"]


@pytest.mark.parametrize(
    "change",
    [
        {"action": "move_line", "axis": "row", "line": 1, "at": 0.5},
        {"action": "add_line", "axis": "column", "number": 1},
        {"action": "remove_line", "axis": "column", "line": 1},
        MERGE,
        {"action": "remove"},
    ],
)
def test_each_change_can_be_undone(kim, change):
    def shown():
        return cells_of(kim.get(f"/ocr/{DOC}/tables").text)

    before = shown()
    edit = send(kim, **change).json()["edit"]
    assert kim.post(f"/ocr/{DOC}/tables", json={"action": "undo", "page": 1, "edit": edit}).status_code == 200
    assert shown() == before


def test_the_second_of_two_people_gets_a_sentence_and_the_table_of_the_first(visit, kim):
    lee = visit(Role.EDITOR, "lee")
    send(kim, **MERGE)
    refused = send(lee, action="remove_line", axis="row", line=1)
    assert refused.status_code == 422
    assert "kim" in refused.json()["refused"]
    assert cells_of(refused.json()["html"])[1, 0] == ("td", ["볼트", "합계"])


def test_what_was_done_before_a_reload_is_taken_back(kim, clock, context, ids):  # noqa: F811
    kim.post(f"/ocr/texts/{ids[0]}/correct", json={"text": "품목", "version": 1})
    clock.later(seconds=1)
    send(kim, **MERGE)
    clock.later(seconds=1)

    def undo():
        return kim.post(f"/ocr/{DOC}/undo", json={"page": 1})

    assert undo().json()["what"] == "table"
    assert undo().json()["text"]["label"] == "품명"
    assert undo().status_code == 422
    with reading(context.engine) as session:
        assert texts.get(session, ids[0]).state == "machine"
        (table,) = page_tables.of_document(session, DOC)[1]
        assert len(table.cells) == 6


def test_a_table_is_drawn_and_the_page_without_one_has_it(visit, page_of):
    page_of(("품명", 0.9), ("볼트", 0.5))
    client = visit(Role.EDITOR)
    quad = [[0, 0], [400, 0], [400, 80], [0, 80]]
    html = client.post(f"/ocr/{DOC}/tables", json={"action": "draw", "page": 1, "quad": quad}).json()["html"]
    assert cells_of(html) == {(0, 0): ("td", ["품명"]), (1, 0): ("td", ["볼트"])}


def test_a_page_without_tables_is_chosen_among_pages_with_some(kim, context):
    with transaction(context.engine) as session:
        first = session.get_one(OcrPage, (DOC, 1))
        size = {"width": first.width, "height": first.height}
        session.add(
            OcrPage(
                doc_id=DOC, page_no=2, image_path=first.image_path, image_sha256=first.image_sha256, **size
            )
        )
    page = kim.get(f"/ocr/{DOC}/tables?page=2")
    assert page.status_code == 200
    assert "표 1</option>" in page.text


@pytest.mark.parametrize(
    "change",
    [
        {"action": "move_line", "axis": "row", "line": 1, "at": 1e9},
        {"action": "move_line", "axis": "diagonal", "line": 1, "at": 0.5},
        {"action": "add_line", "axis": "row", "number": -1},
        {"action": "merge", "row": 0, "column": 0, "row_span": 10**9, "column_span": 1},
        {"action": "draw", "quad": [[0, 0], [0, 0], [0, 0], [0, 0]]},
        {"action": "explode"},
    ],
)
def test_what_makes_no_sense_is_refused_and_changes_nothing(kim, context, change):
    assert send(kim, **change).status_code == 422
    with reading(context.engine) as session:
        (table,) = page_tables.of_document(session, DOC)[1]
        assert (table.table.version, table.table.by) == (1, None)


def test_the_change_of_another_person_is_not_undone(visit, kim):
    edit = send(kim, **MERGE).json()["edit"]
    refused = visit(Role.EDITOR, "lee").post(
        f"/ocr/{DOC}/tables", json={"action": "undo", "page": 1, "edit": edit}
    )
    assert refused.status_code == 422
    assert "kim" in refused.json()["refused"]


@pytest.mark.parametrize(
    ("path", "sent"),
    [
        ("tables", {"action": "undo", "page": 1, "edit": 10**30}),
        ("tables", {"action": "remove", "page": 10**30, "table": 1, "version": 1}),
        ("boxes", {"action": "undo", "edit": 10**30}),
        ("boxes", {"action": "draw", "page": 10**30, "quad": [[0, 0], [9, 0], [9, 9], [0, 9]]}),
        ("undo", {"page": 10**30}),
    ],
)
def test_numbers_that_no_database_holds_are_refused(kim, path, sent):
    assert kim.post(f"/ocr/{DOC}/{path}", json=sent).status_code == 422


def test_a_viewer_changes_nothing(visit, kim):
    lee = visit(Role.VIEWER, "lee")
    assert send(lee, **MERGE).status_code == 403
    assert "data-table-act" not in lee.get(f"/ocr/{DOC}/tables").text


def test_the_history_names_people_and_what_they_changed(kim):
    edit = send(kim, **MERGE).json()["edit"]
    kim.post(f"/ocr/{DOC}/tables", json={"action": "undo", "page": 1, "edit": edit})
    page = kim.get(f"/ocr/{DOC}/tables/1/history").text
    assert page.count('data-testid="table-history"') == 1
    assert "칸 합치기" in page
    assert "kim" in page
    assert "되돌림" in page


def test_what_a_limit_left_out_is_said_above_the_tables(kim, context):
    assert 'data-testid="limit"' not in kim.get(f"/ocr/{DOC}/tables").text
    with transaction(context.engine) as session:
        session.get_one(OcrPage, (DOC, 1)).tables_limits = [TableLimit.TOO_MANY_CELLS]
    page = kim.get(f"/ocr/{DOC}/tables").text
    assert page.count('data-testid="limit"') == 1
    assert TableLimit.TOO_MANY_CELLS.message.ko in page


def test_the_tables_of_the_documents_beside_are_a_click_away(kim, page_of):
    page_of(("x", 0.1), doc_id="261122000000009")
    assert 'href="/ocr/261122000000009/tables"' in kim.get(f"/ocr/{DOC}/tables").text
    assert f'href="/ocr/{DOC}/tables"' in kim.get("/ocr/261122000000009/tables").text
