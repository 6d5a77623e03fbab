"""Rows of goods from the cells of tables, where headings and numbers are at different sides of wide columns."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from domain.document_fields import FieldKey, FieldState
from ocr_lib.fields import ItemCell, PageText, read_fields
from tests.ocr_lib.fields.made_texts import placed

LEFT, RIGHT = (60, 560, 710, 900), (0, 700, 890, 1080)
"""Where headings begin, and where numbers end."""
ROWS = (
    ("품명", "수량", "단가", "금액"),
    ("볼펜", "85", "51,000", "4,335,000"),
    ("공책", "69", "18,700", "1,290,300"),
)


def page(*extra: PageText) -> tuple[list[PageText], list[list[ItemCell]]]:
    """The texts of a statement and the cells of its table."""
    texts = [placed("거래명세서", 400, 40, height=40)]
    cells = []
    for row, words in enumerate(ROWS):
        for column, text in enumerate(words):
            x = RIGHT[column] - 14 * len(text) if row and column else LEFT[column]
            cells.append(ItemCell(row, column, text, (len(texts),)))
            texts.append(placed(text, x, 120 + 40 * row))
    texts += [placed("합계", 60, 240), placed("5,625,300", 954, 240), *extra]
    cells += [ItemCell(3, 0, "합계", (len(texts) - 2,)), ItemCell(3, 3, "5,625,300", (len(texts) - 1,))]
    return texts, [cells]


def amounts(found):
    return [
        tuple(int(one.value) if one is not None else None for one in (item.quantity, item.price, item.amount))
        for item in found.items
    ]


def test_cells_say_which_column_a_number_is_in():
    texts, tables = page()
    found = read_fields(texts, today=date(2026, 11, 30), tables=tables)
    assert amounts(found) == [(85, 51_000, 4_335_000), (69, 18_700, 1_290_300)]
    assert [item.name for item in found.items] == ["볼펜", "공책"]
    assert found.get(FieldKey.TOTAL_AMOUNT).state is FieldState.PROVEN


def test_rows_of_the_texts_are_kept_where_a_table_does_not_agree_better():
    texts, tables = page()
    broken = [[ItemCell(c.row, c.column, c.text if c.row == 0 else "?", c.indexes) for c in tables[0]]]
    as_texts = amounts(read_fields(texts, today=date(2026, 11, 30)))
    assert amounts(read_fields(texts, today=date(2026, 11, 30), tables=broken)) == as_texts


def test_tables_without_a_header_of_goods_are_passed_over():
    texts, _ = page()
    other = [[ItemCell(0, 0, "담당", (0,)), ItemCell(0, 1, "확인", (0,)), ItemCell(1, 0, "", ())], []]
    found = read_fields(texts, today=date(2026, 11, 30), tables=other)
    assert amounts(found) == amounts(read_fields(texts, today=date(2026, 11, 30)))


def test_the_values_of_a_row_have_their_states_in_json():
    texts, tables = page()
    wrong = [[ItemCell(c.row, c.column, c.text.replace("4,335", "4,835"), c.indexes) for c in tables[0]]]
    texts = [replace(one, text=one.text.replace("4,335", "4,835")) for one in texts]
    first, second = read_fields(texts, today=date(2026, 11, 30), tables=wrong).to_json()["items"]
    assert (first["state"], first["states"]["amount"]["state"]) == ("contradicted", "contradicted")
    assert "product_differs" in [one["kind"] for one in first["states"]["amount"]["reasons"]]
    assert (second["state"], second["states"]["name"]["state"]) == ("unchecked", "unchecked")
