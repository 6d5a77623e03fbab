"""Which cells of a grid name others: rows of the details of parties do not."""

from __future__ import annotations

from ocr_lib.tables.grid import Grid, GridCell
from ocr_lib.tables.headers import header_cells
from ocr_lib.tables.structure import TextPart

GOODS = (("품목", 1), ("규격", 1), ("수량", 1), ("금액", 1))
BOLT = (("볼트", 1), ("M8", 1), ("2", 1), ("3,000", 1))


def headers(*rows):
    """The texts of the header cells by row; each cell as its text and how many columns it spans."""
    cells, texts, members = [], [], {}
    for number, row in enumerate(rows):
        column = 0
        for text, span in row:
            cell = GridCell(number, column, 1, span)
            cells.append(cell)
            column += span
            if text:
                members[cell] = (TextPart(len(texts), 0, len(text)),)
                texts.append(text)
    grid = Grid(tuple(range(len(rows) + 1)), tuple(range(1 + sum(span for _, span in rows[0]))), tuple(cells))
    found = header_cells(grid, members, texts)
    written = {cell: texts[parts[0].text] for cell, parts in members.items()}
    return [
        [written[cell] for cell in cells if cell.row == row and cell in found] for row in range(len(rows))
    ]


def test_numbers_of_parties_below_a_title_over_each_are_values():
    found = headers(
        (("공급자", 2), ("공급받는자", 2)),
        (("등록번호", 1), ("997-81-00135", 1), ("등록번호", 1), ("998-86-00259", 1)),
        (("상호", 1), ("새벽상사", 1), ("상호", 1), ("늘봄식품", 1)),
    )
    assert found == [["공급자", "공급받는자"], ["등록번호", "등록번호"], ["상호", "상호"]]


def test_of_details_above_goods_in_one_grid_the_labels_are_headers():
    found = headers(
        (("상호", 1), ("새벽상사", 1), ("대표자", 1), ("한가람", 1)),
        (("주소", 1), ("대전광역시 유성구 문화로 15", 3)),
        GOODS,
        BOLT,
    )
    assert found == [["상호", "대표자"], ["주소"], ["품목", "규격", "수량", "금액"], []]


def test_a_title_above_the_headings_is_of_the_header():
    assert headers((("납품 내역", 4),), GOODS, BOLT) == [["납품 내역"], ["품목", "규격", "수량", "금액"], []]


def test_labels_of_an_english_form_are_headers_and_its_first_value_is_none():
    found = headers(
        (("Company", 1), ("Hanbit Trading Co., Ltd.", 1)),
        (("Tax No.", 1), ("12-34", 1)),
        (("Due date", 1), ("soon", 1)),
    )
    assert found == [["Company"], ["Tax No."], ["Due date"]]
