"""Tables that go on over pages."""

from __future__ import annotations

from ocr_lib.tables import FoundTables, PageTable, Ruling, TableCell, TextPart
from ocr_lib.tables.continuation import join_over_pages

HEIGHT = 1000
WORDS = ("품목", "수량", "볼트", "12", "너트", "7", "비고", "패킹", "40", "3")


def table(rows, top, bottom, edges=(100, 300, 500), headers=1):
    """A table whose cells hold the texts of these numbers."""
    high = (bottom - top) / len(rows)
    cells = []
    for row, numbers in enumerate(rows):
        for column, number in enumerate(numbers):
            left, right = edges[column], edges[column + 1]
            y0, y1 = top + row * high, top + (row + 1) * high
            quad = ((left, y0), (right, y0), (right, y1), (left, y1))
            parts = (TextPart(number, 0, len(WORDS[number])),)
            cells.append(TableCell(row, column, 1, 1, quad, parts, is_header=row < headers))
    whole = ((edges[0], top), (edges[-1], top), (edges[-1], bottom), (edges[0], bottom))
    return PageTable(len(rows), len(rows[0]), tuple(cells), whole, Ruling.RULED)


def joined(*pages):
    found = [FoundTables(tuple(page)) for page in pages]
    return join_over_pages(
        found,
        [HEIGHT] * len(pages),
        lambda _page, parts: " ".join(WORDS[part.text] for part in parts),
    )


FIRST = table([(0, 1), (2, 3), (4, 5)], 500, 950)


def written(document):
    return [(c.page, c.row, c.cell.column, WORDS[c.cell.texts[0].text]) for c in document.cells]


def test_a_repeated_header_is_left_out():
    (document,) = joined([FIRST], [table([(0, 1), (7, 8)], 60, 300)])
    assert (document.rows, document.columns) == (4, 2)
    assert written(document)[-2:] == [(1, 3, 0, "패킹"), (1, 3, 1, "40")]
    assert [page for page, _ in document.parts] == [0, 1]


def test_a_part_without_a_header_is_joined_whole():
    (document,) = joined([FIRST], [table([(4, 5), (7, 8)], 60, 300, headers=0)])
    assert document.rows == 5


def test_a_table_goes_on_over_three_pages():
    middle = table([(0, 1), (7, 8)], 60, 950)
    (document,) = joined([FIRST], [middle], [table([(0, 1), (7, 9)], 60, 200)])
    assert document.rows == 5
    assert written(document)[-1] == (2, 4, 1, "3")


def test_another_header_begins_another_table():
    assert len(joined([FIRST], [table([(6, 1), (7, 8)], 60, 300)])) == 2


def test_columns_at_other_places_begin_another_table():
    assert len(joined([FIRST], [table([(0, 1), (7, 8)], 60, 300, edges=(100, 220, 500))])) == 2


def test_a_table_of_the_same_columns_that_is_wider_in_a_skewed_scan_goes_on():
    assert len(joined([FIRST], [table([(0, 1), (7, 8)], 60, 300, edges=(90, 300, 510))])) == 1


def test_a_table_that_ends_in_the_upper_half_does_not_go_on():
    ended = table([(0, 1), (2, 3)], 60, 300)
    assert len(joined([ended], [table([(0, 1), (7, 8)], 60, 300)])) == 2


def test_a_table_below_the_middle_of_its_page_continues_none():
    assert len(joined([FIRST], [table([(0, 1), (7, 8)], 600, 900)])) == 2


def test_only_the_last_table_of_a_page_goes_on_and_only_to_the_next_page():
    other = table([(6, 1), (7, 8)], 60, 200)
    documents = joined([other, FIRST], [], [table([(0, 1), (7, 8)], 60, 300)])
    assert len(documents) == 3


def test_pages_without_tables_have_none():
    assert joined([], []) == []
