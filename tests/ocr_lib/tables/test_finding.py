"""Tables of small pages: ruled, half-ruled, unruled, tilted, photographed, several, none."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from domain.reading_limits import TableLimit
from ocr_lib.tables import Ruling, TableLimits, find_tables
from tests.ocr_lib.tables.drawing import ROWS, Page, filled, shape, words

XS, YS = (60, 200, 320, 460), (100, 135, 170, 205, 240, 275)


def found(page, **limits):
    return find_tables(page.picture, page.texts, limits=TableLimits(**limits))


def ruled():
    page = Page()
    page.grid(XS, YS)
    return filled(page, XS, YS)


def half_ruled():
    page = filled(Page(), XS, YS)
    for y in (YS[0], YS[1], YS[-1]):
        page.rule(XS[0], y, XS[-1], y)
    return page


def unruled():
    return filled(Page(), XS, YS)


KINDS = {Ruling.RULED: ruled, Ruling.HALF_RULED: half_ruled, Ruling.UNRULED: unruled}


@pytest.mark.parametrize("ruling", KINDS)
def test_rows_columns_and_texts_of_a_table(ruling):
    page = KINDS[ruling]()
    (table,) = found(page).tables
    assert table.ruling is ruling
    assert words(page, table) == [list(row) for row in ROWS]
    assert table.header_rows == 1
    assert [cell.is_header for cell in table.cells] == [True] * 3 + [False] * 12


@pytest.mark.parametrize("ruling", KINDS)
@pytest.mark.parametrize("degrees", [-1.5, 1.0, 2.0])
def test_a_tilted_page_has_the_same_table(ruling, degrees):
    page = KINDS[ruling]().turned(degrees)
    (table,) = found(page).tables
    assert words(page, table) == [list(row) for row in ROWS]


@pytest.mark.parametrize("ruling", KINDS)
def test_a_photographed_page_has_the_same_table(ruling):
    corners = np.array([(0, 0), (700, 0), (700, 900), (0, 900)], np.float32)
    moved = np.array([(20, 10), (665, 40), (690, 880), (5, 860)], np.float32)
    page = KINDS[ruling]().warped(cv2.getPerspectiveTransform(corners, moved))
    (table,) = found(page).tables
    assert words(page, table) == [list(row) for row in ROWS]


@pytest.mark.parametrize("turns", [1, 2, 3])
def test_cells_of_a_page_on_its_side_are_where_they_are_in_the_picture(turns):
    upright = ruled()
    (expected,) = found(upright).tables
    height, width = upright.picture.shape
    page = Page(np.ascontiguousarray(np.rot90(upright.picture, turns)))

    def turn(point):
        x, y = point
        return {1: (y, width - x), 2: (width - x, height - y), 3: (height - y, x)}[turns]

    page.texts = [type(t)(t.text, tuple(turn(p) for p in t.quad)) for t in upright.texts]
    (table,) = found(page).tables
    assert words(page, table) == [list(row) for row in ROWS]
    for cell, same in zip(table.cells, expected.cells, strict=True):
        assert np.allclose(cell.quad, [turn(p) for p in same.quad], atol=2)


def test_the_edges_of_cells_are_where_the_rules_are():
    (table,) = found(ruled()).tables
    first, last = table.cells[0], table.cells[-1]
    assert np.allclose(first.box, (XS[0], YS[0], XS[1], YS[1]), atol=2)
    assert np.allclose(last.box, (XS[2], YS[4], XS[3], YS[5]), atol=2)
    assert np.allclose(table.box, (XS[0], YS[0], XS[3], YS[5]), atol=2)


def test_merged_cells_of_a_ruled_table_span():
    page = Page()
    page.grid(XS, YS)
    cv2.rectangle(page.picture, (XS[1] - 3, YS[0] + 3), (XS[1] + 3, YS[1] - 3), 255, -1)
    cv2.rectangle(page.picture, (XS[0] + 3, YS[2] - 3), (XS[1] - 3, YS[2] + 3), 255, -1)
    page.write("품목 수량", 90, 117)
    page.write("단가", 340, 117)
    page.write("볼트", 90, 170)
    (table,) = found(page).tables
    assert shape(table) == (5, 3, [(0, 0, 1, 2), (1, 0, 2, 1)])


def test_names_of_column_groups_span_their_columns_without_rules():
    page = Page()
    xs = (60, 180, 300, 420)
    page.write("금액", 300 - 13, 100)
    page.write("품목", 90, 118)
    page.write("공급가액", 200, 136)
    page.write("세액", 340, 136)
    for n in range(5):
        page.write("볼트", xs[0] + 20, 180 + 40 * n)
        page.write("12,000", xs[1] + 20, 180 + 40 * n)
        page.write("1,200", xs[2] + 30, 180 + 40 * n)
    (table,) = found(page).tables
    assert shape(table) == (7, 3, [(0, 0, 2, 1), (0, 1, 1, 2)])
    assert table.header_rows == 2


@pytest.mark.parametrize("ruling", KINDS)
def test_lines_of_one_cell_are_in_one_cell(ruling):
    page = KINDS[ruling]()
    row = 2
    middle = (YS[row] + YS[row + 1]) / 2
    (blank,) = [n for n, t in enumerate(page.texts) if t.text == "너트"]
    del page.texts[blank]
    cv2.rectangle(page.picture, (XS[0] + 6, YS[row] + 4), (XS[0] + 100, YS[row + 1] - 4), 255, -1)
    page.write("너트", XS[0] + 10, middle - 8)
    page.write("(국산)", XS[0] + 10, middle + 8)
    (table,) = found(page).tables
    assert table.rows == len(ROWS)
    assert words(page, table)[row] == ["너트 (국산)", "7", "900"]


@pytest.mark.parametrize("ruling", KINDS)
def test_paragraphs_above_and_below_belong_to_no_table(ruling):
    page = KINDS[ruling]()
    prose = "아래와 같이 견적하오니 검토하여 주시기 바랍니다 견적의 유효"
    for y in (40, 64, 320, 344):
        page.write(prose, 60, y)
    (table,) = found(page).tables
    assert words(page, table) == [list(row) for row in ROWS]


def test_a_paragraph_beside_a_table_belongs_to_none():
    page = unruled()
    for n in range(7):
        page.write("아래와 같이 견적하오니 검토하여 주", 490, 105 + 26 * n)
    (table,) = found(page).tables
    assert words(page, table) == [list(row) for row in ROWS]


def test_prose_in_two_columns_is_no_table():
    page = Page()
    for n in range(12):
        page.write("본 점검은 소방시설 설치 및 관리에 관한 법", 40, 60 + 26 * n)
        page.write("그 결과를 이 년 동안 보관합니다 불량으로", 360, 60 + 26 * n)
    assert found(page).tables == ()


def test_a_frame_around_a_paragraph_is_no_table():
    page = Page()
    page.grid((40, 640), (80, 200))
    for n in range(3):
        page.write("본 점검은 소방시설 설치 및 관리에 관한 법률에 따라 매월 한 번 실시", 60, 110 + 26 * n)
    assert found(page).tables == ()


def test_tables_are_found_from_top_to_bottom():
    page = ruled()
    xs, ys = (60, 250, 420), (500, 540, 580, 620)
    page.grid(xs, ys)
    filled(page, xs, ys, [("가", "나"), ("1", "2"), ("3", "4")])
    assert [(t.rows, t.columns) for t in found(page).tables] == [(5, 3), (3, 2)]


def test_a_text_over_a_rule_is_parted_at_its_space():
    page = Page()
    page.grid(XS, YS)
    filled(page, XS, YS, [row for row in ROWS if row[0] != "너트"])
    page.write("너트너트너트너 700000", XS[0] + 26, (YS[4] + YS[5]) / 2, width=170)
    (table,) = found(page).tables
    assert words(page, table)[4][:2] == ["너트너트너트너", "700000"]


def test_a_text_over_a_rule_without_a_space_stays_whole():
    page = Page()
    page.grid(XS, YS)
    filled(page, XS, YS, [row for row in ROWS if row[0] != "너트"])
    page.write("너트너트너트너700000", XS[0] + 80, (YS[4] + YS[5]) / 2, width=170)
    (table,) = found(page).tables
    assert sorted(words(page, table)[4]) == ["", "", "너트너트너트너700000"]


@pytest.mark.parametrize("kind", ["blank", "no_pixels"])
def test_a_page_without_texts_has_no_tables(kind):
    picture = np.full((400, 300) if kind == "blank" else (1, 1), 255, np.uint8)
    assert find_tables(picture, []).tables == ()


def test_a_colour_picture_is_read_like_a_grey_one():
    page = ruled()
    page.picture = cv2.cvtColor(page.picture, cv2.COLOR_GRAY2RGB)
    (table,) = found(page).tables
    assert words(page, table) == [list(row) for row in ROWS]


def test_a_page_of_too_many_texts_is_refused_with_the_reason():
    result = found(ruled(), max_texts=3)
    assert (result.tables, result.limits_reached) == ((), (TableLimit.TOO_MANY_TEXTS,))


@pytest.mark.parametrize("ruling", KINDS)
def test_a_table_of_too_many_cells_is_left_out_with_the_reason(ruling):
    result = found(KINDS[ruling](), max_cells=14)
    assert TableLimit.TOO_MANY_CELLS in result.limits_reached
    assert all(len(table.cells) <= 14 for table in result.tables)


def test_further_tables_than_the_limit_are_left_out_with_the_reason():
    page = Page()
    for n in range(3):
        ys = [60 + 250 * n + 35 * k for k in range(6)]
        page.grid(XS, ys)
        filled(page, XS, ys)
    result = found(page, max_tables=2)
    assert (len(result.tables), result.limits_reached) == (2, (TableLimit.TOO_MANY_TABLES,))


def test_more_rules_than_the_limit_are_named():
    result = found(ruled(), max_rules=3)
    assert TableLimit.TOO_MANY_RULES in result.limits_reached


FORM = [
    ("상 호", "새벽상사", "대표자", "김새벽"),
    ("등록번호", "123-45-67890", "전화번호", "02-123-4567"),
    ("업태", "도매", "종목", "볼트"),
]


def form(rows):
    page, xs, ys = Page(), (40, 170, 340, 470, 640), [100 + 35 * n for n in range(len(rows) + 1)]
    page.grid(xs, ys)
    (table,) = found(filled(page, xs, ys, rows)).tables
    return table, [[cell.is_header for cell in table.cells if cell.row == row] for row in range(table.rows)]


def test_labels_of_a_form_are_headers_and_its_first_row_is_none():
    table, headers = form(FORM)
    assert headers == [[True, False, True, False]] * 3
    assert table.header_rows == 0


def test_a_list_with_names_that_are_labels_has_a_header_row_alone():
    rows = [("품목", "규격", "수량", "금액"), ("볼트", "M8", "3", "1,200"), ("너트", "M10", "5", "3,400")]
    table, headers = form(rows)
    assert headers == [[True] * 4, [False] * 4, [False] * 4]
    assert table.header_rows == 1
