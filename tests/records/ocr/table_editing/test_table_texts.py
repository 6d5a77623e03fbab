"""Texts in the cells that they are in: divided between words at lines, in reading order."""

from __future__ import annotations

from dataclasses import dataclass

from records.ocr.table_editing.table_shapes import Axis, Span, grid
from records.ocr.table_editing.table_texts import (
    cuts_of,
    guessed_lines,
    texts_of_cells,
    white_between,
    widest_white,
)

QUAD = [[0.0, 0.0], [400.0, 0.0], [400.0, 100.0], [0.0, 100.0]]
TABLE = grid(QUAD, [0, 0.5, 1], [0, 0.5, 1])


@dataclass(frozen=True)
class Text:
    text_id: str
    text: str
    box: tuple[float, float, float, float]

    @property
    def quad(self):
        x0, y0, x1, y1 = self.box
        return [[x0, y0], [x1, y0], [x1, y1], [x0, y1]]


def placed(*texts, shape=TABLE, cuts=None):
    found = texts_of_cells(shape, [Text(*text) for text in texts], cuts)
    return {(cell.row, cell.column): parts for cell, parts in found.items()}


def test_a_text_is_in_the_cell_around_its_middle():
    assert placed(("a", "볼트", (10, 10, 90, 30)), ("b", "3", (300, 60, 320, 90))) == {
        (0, 0): [("a", 0, 2)],
        (1, 1): [("b", 0, 1)],
    }


def test_a_text_outside_the_table_is_in_no_cell():
    assert placed(("a", "볼트", (10, 210, 90, 230))) == {}


def test_a_text_across_a_line_is_divided_between_its_words():
    assert placed(("a", "볼트 3,000", (150, 10, 260, 30))) == {(0, 0): [("a", 0, 2)], (0, 1): [("a", 3, 8)]}


def test_a_word_across_a_line_stays_whole_unless_it_was_divided_before():
    across = ("a", "볼트3000", (150, 10, 250, 30))
    assert placed(across) == {(0, 1): [("a", 0, 6)]}
    assert placed(across, cuts={"a": [2]}) == {(0, 0): [("a", 0, 2)], (0, 1): [("a", 2, 6)]}


def test_words_in_one_cell_stay_one_text():
    assert placed(("a", "육각 볼트 M8", (10, 10, 190, 30))) == {(0, 0): [("a", 0, 8)]}


def test_texts_of_a_cell_are_in_reading_order():
    found = placed(
        ("c", "아래", (10, 30, 60, 45)), ("b", "오른쪽", (100, 6, 160, 20)), ("a", "왼쪽", (10, 5, 60, 20))
    )
    assert found == {(0, 0): [("a", 0, 2), ("b", 0, 3), ("c", 0, 2)]}


def test_a_table_on_its_side_has_its_texts_in_its_own_rows():
    # A quarter turn clockwise puts the page upright: the table's top left is the picture's bottom left.
    turned = grid([[0.0, 400.0], [0.0, 0.0], [100.0, 0.0], [100.0, 400.0]], [0, 0.5, 1], [0, 0.5, 1])
    found = texts_of_cells(turned, [_Turned()])
    assert found == {Span(0, 1): [("a", 0, 2)]}


class _Turned:
    text_id, text = "a", "수량"
    quad = [[10, 150], [10, 50], [30, 50], [30, 150]]


def test_a_box_that_was_not_read_yet_is_in_its_cell():
    assert placed(("a", "", (210, 60, 390, 90))) == {(1, 1): [("a", 0, 0)]}


def test_where_texts_were_divided_is_known_from_the_cells():
    assert cuts_of([[("a", 0, 2)], [("a", 2, 6), ("b", 0, 3)]]) == {"a": [2]}


def test_lines_of_a_drawn_table_go_between_its_texts():
    frame = grid(QUAD, [0, 1], [0, 1])
    texts = [
        Text(f"{row}{column}", "글자", (200 * column + 20, 50 * row + 10, 200 * column + 100, 50 * row + 40))
        for row in range(2)
        for column in range(2)
    ]
    assert guessed_lines(frame, Axis.ROW, texts) == [0, 0.5, 1]
    assert guessed_lines(frame, Axis.COLUMN, texts) == [0, 0.4, 1]
    assert guessed_lines(frame, Axis.ROW, []) == [0, 1]


def test_white_is_what_no_extent_covers():
    assert white_between([(6, 9), (0, 2), (1, 4)]) == [5]
    assert white_between([]) == []


def test_the_widest_white_divides_a_row_and_without_texts_its_middle_does():
    assert widest_white([(0, 1), (2, 3), (6, 7), (90, 99)], 0, 10) == 4.5
    assert widest_white([], 0, 10) == 5
    assert widest_white([(0, 4)], 0, 10) == 5
