"""Rows of goods whose texts are not below their headings."""

from __future__ import annotations

from datetime import date

import pytest

from ocr_lib.fields import ItemCell, PageText, read_fields
from tests.ocr_lib.fields.made_texts import placed

HEADINGS = (("No", 94, 33), ("품목", 286, 50), ("규격", 531, 46), ("수량", 661, 48), ("단가", 787, 47), ("공급가액", 912, 86), ("세액", 1071, 47))  # fmt: skip
"""In the middle of their columns, with their left edges and widths."""


def row(y: float, *cells: tuple[str, float, float]) -> list[PageText]:
    return [placed(text, left, y, width=width, height=26) for text, left, width in cells]


def statement(*rows: list[PageText]) -> list[PageText]:
    title = placed("거래명세서", 475, 60, width=230, height=56)
    return [title, *row(470, *HEADINGS), *(text for one in rows for text in one)]


def goods(y: float, name: str, width: float, spec: str = "B-1", number: str = "1") -> list[PageText]:
    first = row(y, (number, 103, 14)) if number else []
    of_spec = row(y, (spec, 536, 36)) if spec else []
    numbers = row(y, ("12", 706, 29), ("35,000", 798, 77), ("420,000", 935, 90), ("42,000", 1079, 76))
    return [*first, *row(y, (name, 144, width)), *of_spec, *numbers]


def names(texts: list[PageText], **options) -> list[str]:
    return [item.name for item in read_fields(texts, today=date(2026, 11, 30), **options).items]


def test_names_at_the_left_of_a_wide_column_are_not_of_the_narrow_one_beside():
    texts = statement(goods(518, "볼트 세트", 94), goods(562, "나사못", 66, number="2"))
    assert names(texts) == ["볼트 세트", "나사못"]


@pytest.mark.parametrize(("number", "spec"), [("", "B-1"), ("1", ""), ("", "")])
def test_names_are_found_in_rows_with_empty_cells(number, spec):
    assert names(statement(goods(518, "자", 22, spec, number))) == ["자"]


def test_a_name_of_two_texts_is_one_name():
    first, *rest = goods(518, "볼트", 44)
    assert names(statement([first, *rest[:1], *row(518, ("세트", 196, 44)), *rest[1:]])) == ["볼트 세트"]


def test_a_name_that_is_one_text_with_the_number_of_its_row_is_without_it():
    texts = statement([*row(518, ("75자 A", 98, 100)), *goods(518, "", 0, number="")[1:]])
    assert names(texts) == ["자 A"]


def test_a_name_that_begins_with_a_number_keeps_it():
    assert names(statement(goods(518, "3M 테이프", 110))) == ["3M 테이프"]


def test_rows_of_the_texts_without_names_give_way_to_those_of_a_table_with_names():
    texts = statement([one for one in goods(518, "볼트", 44) if one.text != "볼트"])
    header = [ItemCell(0, n, text, (n + 1,)) for n, (text, *_) in enumerate(HEADINGS)]
    cells = ("1", "볼트", "B-1", "12", "35,000", "420,000", "42,000")
    table = [*header, *(ItemCell(1, n, text, (8,)) for n, text in enumerate(cells))]
    assert names(texts) == [""]
    assert names(texts, tables=[table]) == ["볼트"]


def test_a_cell_of_a_table_with_number_and_name_gives_the_name():
    header = [ItemCell(0, n, text, (n + 1,)) for n, (text, *_) in enumerate(HEADINGS)]
    cells = ("75자 A", "", "B-1", "12", "35,000", "420,000", "42,000")
    table = [*header, *(ItemCell(1, n, text, (1,)) for n, text in enumerate(cells))]
    assert names(statement(), tables=[table]) == ["자 A"]


def test_signs_of_won_at_the_left_of_their_cells_belong_to_their_amounts():
    texts = statement(
        [*goods(518, "볼트", 44)[:4], *row(518, ("₩", 745, 14), ("35,000", 798, 77), ("₩", 890, 14), ("420,000", 935, 90))]
    )  # fmt: skip
    (item,) = read_fields(texts, today=date(2026, 11, 30)).items
    assert item.price is not None
    assert item.amount is not None
    assert (int(item.price.value), int(item.amount.value)) == (35_000, 420_000)


def specs(texts: list[PageText], **options) -> list[tuple[str, str]]:
    found = read_fields(texts, today=date(2026, 11, 30), **options)
    of_cells = [(one.row, one.value) for one in found.cells if one.column.value == "spec"]
    assert of_cells == [(row, item.spec) for row, item in enumerate(found.items) if item.spec]
    return [(item.name, item.spec) for item in found.items]


def test_the_specification_of_goods_is_read_by_its_heading():
    texts = statement(goods(518, "볼트 세트", 94, "10kg"), goods(562, "나사못", 66, "", "2"))
    assert specs(texts) == [("볼트 세트", "10kg"), ("나사못", "")]


def test_a_specification_of_two_texts_is_one():
    first, *rest = goods(518, "복사지", 60, "A4")
    assert specs(statement([first, *rest, *row(518, ("80g", 576, 36))])) == [("복사지", "A4 80g")]


def test_a_specification_in_a_cell_of_a_table_is_that_of_its_row():
    header = [ItemCell(0, n, text, (n + 1,)) for n, (text, *_) in enumerate(HEADINGS)]
    cells = ("1", "복사지", "A4  80g", "12", "35,000", "420,000", "42,000")
    table = [*header, *(ItemCell(1, n, text, (1,)) for n, text in enumerate(cells))]
    assert specs(statement(), tables=[table]) == [("복사지", "A4 80g")]


def test_a_resident_number_in_a_specification_is_masked():
    texts = statement(goods(518, "볼트", 44, "900101-1234568"))
    found = read_fields(texts, today=date(2026, 11, 30))
    assert [one["spec"] for one in found.to_json()["items"]] == ["900101-1******"]
    assert [one.value for one in found.cells if one.column.value == "spec"] == ["900101-1******"]
