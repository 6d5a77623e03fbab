"""Absurd pages end with tables or a reason, and cells that fill their grid."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.reading_limits import TableLimit
from ocr_lib.tables import find_tables
from tests.ocr_lib.tables.drawing import Page, Text


def assert_sound(result, texts):
    for table in result.tables:
        units = [
            (row, column)
            for c in table.cells
            for row in range(c.row, c.row + c.row_span)
            for column in range(c.column, c.column + c.column_span)
        ]
        assert len(units) == len(set(units)) == table.rows * table.columns
        assert np.isfinite([p for c in table.cells for p in c.quad]).all()
        numbers = [(p.text, p.start) for c in table.cells for p in c.texts]
        assert len(numbers) == len(set(numbers))
        assert all(0 <= number < len(texts) for number, _ in numbers)


def test_ten_thousand_cells_are_refused():
    page = Page(np.full((2200, 2200), 255, np.uint8))
    page.grid(range(50, 2151, 21), range(50, 2151, 21))
    quads = [
        ((x, y), (x + 12, y), (x + 12, y + 14), (x, y + 14))
        for y in range(54, 2140, 21)
        for x in range(54, 2140, 21)
    ]
    page.texts = [Text("1", q) for q in quads[:4900]]
    result = find_tables(page.picture, page.texts)
    assert TableLimit.TOO_MANY_CELLS in result.limits_reached
    assert_sound(result, page.texts)


def test_ten_thousand_texts_are_refused():
    texts = [Text("1", ((0, 0), (9, 0), (9, 9), (0, 9)))] * 10_000
    result = find_tables(np.full((90, 90), 255, np.uint8), texts)
    assert result.limits_reached == (TableLimit.TOO_MANY_TEXTS,)


def test_thousands_of_overlapping_boxes_at_one_place():
    texts = [Text("가나", ((50, 50), (90, 50), (90, 70), (50, 70)))] * 4000
    result = find_tables(np.full((200, 200), 255, np.uint8), texts)
    assert_sound(result, texts)


def test_noise_for_a_picture():
    noise = np.random.default_rng(0).integers(0, 256, (800, 800)).astype(np.uint8)
    texts = [
        Text("a", ((x, y), (x + 30, y), (x + 30, y + 20), (x, y + 20)))
        for x in range(0, 700, 90)
        for y in range(0, 700, 40)
    ]
    assert_sound(find_tables(noise, texts), texts)


@pytest.mark.parametrize("value", [0, 255])
def test_a_picture_of_one_colour(value):
    texts = [Text("a", ((10, 10), (40, 10), (40, 30), (10, 30)))]
    assert find_tables(np.full((100, 100), value, np.uint8), texts).tables == ()


coordinates = st.floats(-500, 1500, allow_nan=False)
quads = st.tuples(*[st.tuples(coordinates, coordinates)] * 4)


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(st.text(max_size=8), quads), max_size=30))
def test_any_quads_even_outside_the_page(drawn):
    texts = [Text(text, quad) for text, quad in drawn]
    assert_sound(find_tables(np.full((300, 200), 255, np.uint8), texts), texts)


boxes = st.tuples(st.integers(0, 12), st.integers(0, 12), st.integers(1, 6))


@settings(deadline=None, max_examples=60)
@given(st.lists(boxes, max_size=40))
def test_any_upright_boxes(drawn):
    texts = [
        Text(
            "가" * w,
            tuple(
                (float(a), float(b))
                for a, b in (
                    (x * 50, y * 28),
                    (x * 50 + w * 18, y * 28),
                    (x * 50 + w * 18, y * 28 + 20),
                    (x * 50, y * 28 + 20),
                )
            ),
        )
        for x, y, w in drawn
    ]
    assert_sound(find_tables(np.full((400, 800), 255, np.uint8), texts), texts)
