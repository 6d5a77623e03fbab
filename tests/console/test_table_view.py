"""The tables of a page on the screen: texts in their cells, empty cells, and texts of boxes drawn since."""

from __future__ import annotations

import re

import pytest

from domain.access import Role
from records.engine import reading, transaction
from records.ocr import texts
from records.ocr.box_editing import boxes
from records.ocr.table_editing import page_tables
from records.ocr.table_editing.page_tables import FoundCell, FoundTable
from records.ocr.tables import OcrPage
from tests.console.conftest import DOC


def quad(left, top, right, bottom):
    return [[left, top], [right, top], [right, bottom], [left, bottom]]


@pytest.fixture
def ids(page_of, context, now):
    """A table of two columns over three texts in rows of 40 pixels; the second column is empty."""
    ids = page_of(("품명", 0.9), ("볼트", 0.5), ("합계", 0.9))
    cells = [
        FoundCell(
            row, column, 1, 1, quad(210 * column, 40 * row, 210 * column + 190, 40 * row + 38), [], row == 0
        )
        for row in range(3)
        for column in range(2)
    ]
    cells = [
        FoundCell(**{**vars(cell), "texts": [(ids[cell.row], 0, 2)] if cell.column == 0 else []})
        for cell in cells
    ]
    table = FoundTable(3, 2, quad(0, 0, 400, 120), "ruled", cells)
    with transaction(context.engine) as session:
        page = session.get_one(OcrPage, (DOC, 1))
        page_tables.replace(session, page, [table], limits=[], now=now)
    return ids


def cells_of(page):
    found = re.findall(r'<(t[dh]) data-row="(\d+)" data-column="(\d+)".*?>(.*?)</\1>', page, re.DOTALL)
    return {
        (int(row), int(column)): (tag, re.findall(r'data-saved="([^"]*)"', inner))
        for tag, row, column, inner in found
    }


def test_each_text_is_in_its_cell_and_an_empty_one_can_be_read(visit, ids):
    page = visit(Role.EDITOR).get(f"/ocr/{DOC}/tables").text
    assert cells_of(page) == {
        (0, 0): ("th", ["품명"]),
        (0, 1): ("th", []),
        (1, 0): ("td", ["볼트"]),
        (1, 1): ("td", []),
        (2, 0): ("td", ["합계"]),
        (2, 1): ("td", []),
    }
    assert page.count("empty-cell") == 3
    assert "empty-cell" not in visit(Role.VIEWER).get(f"/ocr/{DOC}/tables").text


def test_a_text_that_was_drawn_since_is_in_the_cell_around_it(visit, context, ids, now):
    with transaction(context.engine) as session:
        (drawn,) = boxes.draw(session, DOC, 1, quad(220, 45, 380, 70), by="kim", now=now).texts
        drawn.text = "12"
    page = visit(Role.EDITOR).get(f"/ocr/{DOC}/tables").text
    assert cells_of(page)[1, 1] == ("td", ["12"])
    with reading(context.engine) as session:
        assert texts.get(session, drawn.text_id).label == "12"


def test_a_page_without_tables_says_so(visit, page_of):
    page_of(("글자", 0.9))
    client = visit(Role.VIEWER)
    assert "이 쪽에서 표를 찾지 못했습니다" in client.get(f"/ocr/{DOC}/tables").text
    assert client.get(f"/ocr/{DOC}/tables?page=7").status_code == 404


@pytest.fixture
def amounts(page_of, context, now):
    """A table of one column: a heading and two amounts, one with a point where the other has a comma."""
    ids = page_of(("금액", 0.9), ("15,000", 0.9), ("392.000", 0.9))
    cells = [
        FoundCell(row, 0, 1, 1, quad(0, 40 * row, 190, 40 * row + 38), [(ids[row], 0, 7)], row == 0)
        for row in range(3)
    ]
    with transaction(context.engine) as session:
        page = session.get_one(OcrPage, (DOC, 1))
        table = FoundTable(3, 1, quad(0, 0, 200, 120), "ruled", cells)
        page_tables.replace(session, page, [table], limits=[], now=now)
    return ids


def test_an_amount_whose_comma_was_read_as_a_point_is_marked_with_what_is_offered(visit, amounts):
    page = visit(Role.EDITOR).get(f"/ocr/{DOC}/tables").text
    assert page.count('data-testid="doubt"') == 1
    assert page.count('data-offer="392,000"') == 1
    assert "A comma was probably read as a point" in page or "쉼표를 마침표로" in page


def test_a_corrected_amount_is_not_doubtful(visit, amounts):
    editor = visit(Role.EDITOR)
    sent = {"text": "392,000", "version": 1}
    assert editor.post(f"/ocr/texts/{amounts[2]}/correct", json=sent).status_code == 200
    assert 'data-testid="doubt"' not in editor.get(f"/ocr/{DOC}/tables").text


def test_numbers_are_shown_at_the_right_and_codes_are_not(visit, amounts):
    editor = visit(Role.EDITOR)
    page = editor.get(f"/ocr/{DOC}/tables").text
    assert page.count(" amount") == 2
    for typed in ("010-1234-5678", "M8x40", "2026-03-01", "2026.03.01"):
        version = int(re.search(rf'data-id="{amounts[2]}"[^>]*data-version="(\d+)"', page)[1])
        editor.post(f"/ocr/texts/{amounts[2]}/correct", json={"text": typed, "version": version})
        page = editor.get(f"/ocr/{DOC}/tables").text
        assert page.count(" amount") == 1, typed
