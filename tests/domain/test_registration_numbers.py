"""Business, corporate and resident registration numbers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.registration_numbers import (
    business_check_digit,
    business_number,
    has_valid_check_digit,
    has_valid_corporate_check_digit,
    mask_resident_numbers,
    masked_resident_number,
)

# Public numbers of large companies.
PUBLISHED = ("124-81-00998", "220-81-62517", "120-81-47521")


@pytest.mark.parametrize("number", PUBLISHED)
def test_published_business_numbers_have_a_right_check_digit(number):
    assert has_valid_check_digit(number)


@pytest.mark.parametrize("number", PUBLISHED)
@pytest.mark.parametrize("place", [n for n in range(12) if n not in (3, 6)])
def test_every_misread_digit_of_a_business_number_is_noticed(number, place):
    for digit in set("0123456789") - {number[place]}:
        assert not has_valid_check_digit(number[:place] + digit + number[place + 1 :])


@given(st.lists(st.integers(0, 9), min_size=9, max_size=9))
def test_a_check_digit_is_one_digit(digits):
    assert 0 <= business_check_digit(digits) <= 9


@pytest.mark.parametrize("text", ["등록번호 220-81-62517", "220 - 81 - 62517", "2208162517", "220–81–62517", "２２０-81-62517"])  # fmt: skip
def test_a_business_number_is_read_in_its_usual_form(text):
    assert business_number(text) == "220-81-62517"


@pytest.mark.parametrize("text", ["220-81-6251", "220-81-625171", "220-81-62517 120-81-47521", ""])
def test_a_text_without_one_business_number_has_none(text):
    assert business_number(text) is None


def test_the_check_digit_of_a_corporate_number():
    assert has_valid_corporate_check_digit("130111-0006246")
    assert not has_valid_corporate_check_digit("130111-0006247")


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("홍길동 900101-1234567", "홍길동 900101-1******"),
        ("9001011234567", "9001011******"),
        ("900101 - 2234567 외", "900101 - 2****** 외"),
        ("010101-3******", "010101-3******"),
    ],
)
def test_resident_numbers_are_masked(text, masked):
    assert mask_resident_numbers(text) == masked


@pytest.mark.parametrize("text", ["901301-1234567", "1234567890123", "220-81-62517", "2026-11-28"])
def test_other_numbers_are_not_masked(text):
    assert mask_resident_numbers(text) == text


def test_a_resident_number_is_only_given_with_its_mask():
    assert masked_resident_number("주민등록번호 900101-1234567") == "900101-1******"


@given(st.text(max_size=100))
def test_masked_texts_have_nothing_more_to_mask(text):
    once = mask_resident_numbers(text)
    assert mask_resident_numbers(once) == once
