"""People read columns one after the other, and tables row by row."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ocr_lib.reading_order import reading_order


def line(x0, y0, x1, height=20):
    return (x0, y0, x1, y0 + height)


def test_lines_are_read_from_the_top_and_pieces_of_a_line_from_the_left():
    boxes = [line(200, 52, 380), line(10, 100, 380), line(10, 50, 190)]
    assert reading_order(boxes) == [2, 0, 1]


def test_two_columns_under_a_title_are_read_one_after_the_other():
    title = line(100, 0, 500, 30)
    left = [line(10, 60 + 30 * n, 290) for n in range(6)]
    right = [line(330, 68 + 30 * n, 600) for n in range(6)]
    foot = line(10, 300, 600)
    mixed = [foot, *[box for pair in zip(left, right, strict=True) for box in pair], title]
    assert [mixed[n] for n in reading_order(mixed)] == [title, *left, *right, foot]


def test_a_table_is_read_row_by_row():
    rows = [[line(10, 40 * n, 90), line(200, 40 * n, 230), line(350, 40 * n, 420)] for n in range(6)]
    flat = [cell for row in rows for cell in row]
    order = reading_order(flat)
    assert [flat[n] for n in order] == flat


@given(
    st.lists(
        st.tuples(st.integers(0, 900), st.integers(0, 900), st.integers(1, 300), st.integers(1, 60)),
        max_size=40,
    )
)
def test_every_text_is_read_once(places):
    boxes = [(x, y, x + wide, y + high) for x, y, wide, high in places]
    assert sorted(reading_order(boxes)) == list(range(len(boxes)))
