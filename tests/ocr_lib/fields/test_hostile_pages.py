"""Empty, absurd and very large pages end with a result."""

from __future__ import annotations

import math
from datetime import date
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ocr_lib.fields import DocumentKind, PageText, read_fields
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


def test_texts_beyond_the_limit_are_left_out(monkeypatch):
    monkeypatch.setattr("ocr_lib.fields.texts.MAX_TEXTS", 10)
    texts = [placed("가", 0, 30 * n) for n in range(10)] + [placed("영수증", 0, 0, height=60)]
    assert read_fields(texts, today=TODAY).kind.kind is DocumentKind.OTHER


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
