"""Amounts in Hangul and Hanja numerals."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocr_lib.fields.numerals import amount_in_words, number_in_words


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("일백이십만", 1_200_000),
        ("백이십만", 1_200_000),
        ("壹百貳拾萬", 1_200_000),
        ("일억이천삼백사만오천육백칠십팔", 123_045_678),
        ("만", 10_000),
        ("120만", 1_200_000),
        ("3억5천만", 350_000_000),
        ("영", 0),
    ],
)
def test_numerals_are_read(text, number):
    assert number_in_words(text) == number


@pytest.mark.parametrize("text", ["", "일이", "십백", "만억", "백백", "영십", "가나", "천만만"])
def test_numerals_in_an_impossible_order_are_no_number(text):
    assert number_in_words(text) is None


@pytest.mark.parametrize(
    ("text", "won"),
    [
        ("일금 일백이십만원정 (₩1,200,000)", 1_200_000),
        ("일금일백이십만 원정", 1_200_000),
        ("金 壹百貳拾萬원整", 1_200_000),
        ("금 이십만원정", 200_000),
    ],
)
def test_an_amount_in_words_is_found_in_a_text(text, won):
    assert amount_in_words(text) == won


@pytest.mark.parametrize(
    "text", ["작성일자 2026년 1월 1일", "삼성전자", "일시불", "1,200,000원정", "천안시 만남로"]
)
def test_letters_that_are_numerals_too_are_no_amount(text):
    assert amount_in_words(text) is None


def spelled(number: int) -> str:
    """Written by groups of four digits, every digit named."""
    digits, units, myriads = "영일이삼사오육칠팔구", ["", "십", "백", "천"], ["", "만", "억", "조"]
    groups = []
    for place in range(4):
        group = number // 10_000**place % 10_000
        if group:
            written = "".join(
                digits[int(digit)] + units[len(str(group)) - 1 - n]
                for n, digit in enumerate(str(group))
                if digit != "0"
            )
            groups.insert(0, written + myriads[place])
    return "".join(groups)


@given(st.integers(1, 10**16 - 1))
def test_every_number_is_read_as_it_is_spelled(number):
    assert number_in_words(spelled(number)) == number


@given(st.text(max_size=80))
def test_any_text_is_a_number_or_none(text):
    found = number_in_words(text)
    assert found is None or found >= 0
