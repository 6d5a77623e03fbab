"""Empty, absurd and very large pages end with a result."""

from __future__ import annotations

import math
from datetime import date
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.reading_limits import FieldLimit
from ocr_lib.fields import DocumentKind, FieldLimits, ItemCell, PageText, read_fields
from tests.ocr_lib.fields.made_texts import placed

TODAY = date(2026, 11, 29)


def test_an_empty_page_has_no_fields():
    found = read_fields([], today=TODAY)
    assert (found.kind.kind, found.fields) == (DocumentKind.OTHER, ())


@pytest.mark.parametrize(
    "quad",
    [
        [[0, 0], [0, 0], [0, 0], [0, 0]],
        [[math.nan, 0], [1, 0], [1, 1], [0, 1]],
        [[math.inf, 0], [1, 0], [1, 1], [0, 1]],
        [[-1e300, 0], [1e300, 0], [1, 1], [0, 1]],
        [[0, 0], [1, 0]],
        [],
    ],
)
def test_impossible_corners_cost_no_other_text(quad):
    texts = [placed("영수증", 100, 50, height=40), placed("합계", 50, 120), placed("12,000", 300, 120)]
    found = read_fields([PageText("합계", quad), *texts], today=TODAY)
    assert [field.value for field in found.fields] == [12_000]


def test_ten_thousand_texts_of_labels_and_amounts_in_one_place_end():
    rng = Random(1)
    words = (
        "합계",
        "공급가액",
        "1,000",
        "등록번호",
        "220-81-62517",
        "상",
        "호",
        "공급자",
        "귀하",
        "2026-11-28",
        "번호",
    )
    texts = [placed(rng.choice(words), rng.uniform(0, 50), rng.uniform(0, 50)) for _ in range(10_000)]
    texts.append(placed("거래명세서", 0, 0, height=60))
    found = read_fields(texts, today=TODAY)
    assert len(found.fields) <= 20


def test_ten_thousand_texts_in_a_grid_end():
    words = ("품목", "수량", "단가", "공급가액", "세액", "1,000", "12")
    texts = [placed(words[n % 7], 90 * (n % 100), 25 * (n // 100)) for n in range(10_000)]
    found = read_fields([placed("견적서", 0, -100, height=60), *texts], today=TODAY)
    assert found.kind.kind is DocumentKind.QUOTATION


def test_texts_beyond_the_limit_are_left_out_and_said_to_be():
    texts = [placed("가", 0, 30 * n) for n in range(10)] + [placed("영수증", 0, 0, height=60)]
    found = read_fields(texts, today=TODAY, limits=FieldLimits(max_texts=10))
    assert (found.kind.kind, found.limits_reached) == (DocumentKind.OTHER, (FieldLimit.TOO_MANY_TEXTS,))
    found = read_fields(texts, today=TODAY, limits=FieldLimits(max_texts=11))
    assert (found.kind.kind, found.limits_reached) == (DocumentKind.RECEIPT, ())
    assert found.to_json()["limits_reached"] == []


HEADINGS = ("품목", "수량", "단가", "공급가액")


def _rows(count):
    rows = [HEADINGS, *((f"볼펜 {n}", "2", "1,000", "2,000") for n in range(count))]
    return [
        (row, column, text, placed(text, 60 + 200 * column, 200 + 40 * row))
        for row, texts in enumerate(rows)
        for column, text in enumerate(texts)
    ]


@pytest.mark.parametrize("in_tables", [False, True])
@pytest.mark.parametrize(("rows", "read", "limits"), [(3, 3, ()), (4, 3, (FieldLimit.TOO_MANY_ITEM_ROWS,))])
def test_line_items_beyond_the_limit_are_left_out_and_said_to_be(in_tables, rows, read, limits):
    cells = _rows(rows)
    # Without their own lines, so that the table alone has the rows.
    texts = [placed("견적서", 60, 0, height=60), *(text for *_, text in cells)]
    tables = [[ItemCell(row, column, text, ()) for row, column, text, _ in cells]]
    found = read_fields(
        texts[:1] if in_tables else texts,
        today=TODAY,
        tables=tables if in_tables else (),
        limits=FieldLimits(max_item_rows=3),
    )
    assert (len(found.items), found.limits_reached) == (read, limits)


def test_a_total_below_as_many_rows_as_the_limit_cuts_nothing_off():
    cells = _rows(3)
    texts = [placed("견적서", 60, 0, height=60), *(text for *_, text in cells), placed("합계", 60, 400)]
    found = read_fields(texts, today=TODAY, limits=FieldLimits(max_item_rows=3))
    assert (len(found.items), found.limits_reached) == (3, ())


def test_a_very_long_text_ends():
    texts = [placed("영수증", 0, 0, height=60), placed("합계 " * 50_000, 0, 50), placed("1" * 100_000, 0, 80)]
    assert read_fields(texts, today=TODAY).kind.kind is DocumentKind.RECEIPT


coordinate = st.floats(-1e6, 1e6)
points = st.tuples(coordinate, coordinate)
words = st.sampled_from(
    ["합계", "영수증", "1,000", "등록번호:", "공급자", "세액", "일금 일만원정", "품목", "수량", "금액", "년"]
)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(words | st.text(max_size=12), st.tuples(points, points, points, points)), max_size=25)
)
def test_any_texts_at_any_places_have_a_result(texts):
    found = read_fields([PageText(text, quad) for text, quad in texts], today=TODAY)
    assert all(0 <= n < len(texts) for field in found.fields for n in field.indexes)
