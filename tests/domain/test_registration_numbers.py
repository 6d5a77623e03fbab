"""Business, corporate and resident registration numbers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.registration_numbers import (
    birth_date_of_number,
    business_check_digit,
    business_number,
    has_valid_check_digit,
    has_valid_corporate_check_digit,
    mask_resident_numbers,
    masked_numbers,
    masked_resident_number,
    restore_resident_numbers,
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
        ("900101-5234561", "900101-5******"),
        ("９００１０１－１２３４５６７ ㈜새벽", "９００１０１－１****** ㈜새벽"),
        ("900101-1234567, 850505-2345678", "900101-1******, 850505-2******"),
        ("900101-12****7", "900101-1******"),
    ],
)
def test_resident_numbers_are_masked(text, masked):
    assert mask_resident_numbers(text) == masked


@pytest.mark.parametrize(
    "text",
    [
        *("901301-1234567", "1234567890123", "220-81-62517", "2026-11-28"),
        # Of 삼성전자, NAVER and 카카오: dates of birth are possible, the check digits are those of corporations.
        *("130111-0006246", "110111-1707178", "110111-1129497"),
        "8801062636358",  # a bar code
    ],
)
def test_other_numbers_are_not_masked(text):
    assert mask_resident_numbers(text) == text


def test_a_resident_number_is_only_given_with_its_mask():
    assert masked_resident_number("주민등록번호 900101-1234567") == "900101-1******"


@given(st.text(max_size=100))
def test_masked_texts_have_nothing_more_to_mask(text):
    once = mask_resident_numbers(text)
    assert mask_resident_numbers(once) == once


@pytest.mark.parametrize(
    "text",
    [
        "130111-0006247",  # the check digit of no corporation
        "900101-0234567",
        "880106-2636358",  # bar codes have no hyphen
        "8801062636352",  # the check digit of a resident
    ],
)
def test_a_number_that_is_not_known_to_be_another_is_masked(text):
    assert mask_resident_numbers(text) == text[:-6] + "******"


@given(st.text(alphabet="0123456789*-~ ㅡ９①홍", max_size=60))
def test_a_mask_changes_digits_alone_and_their_places_stay(text):
    masked = mask_resident_numbers(text)
    assert len(masked) == len(text)
    assert all(new == old or new == "*" for new, old in zip(masked, text, strict=True))
    assert mask_resident_numbers(masked) == masked


def test_all_strings_of_json_are_masked():
    data = {"900101-1234567": ["900101-1234567", 1, None, {"name": ("850505-2345678", 0.5)}]}
    assert masked_numbers(data) == {
        "900101-1******": ["900101-1******", 1, None, {"name": ["850505-2******", 0.5]}]
    }


@pytest.mark.parametrize(
    ("typed", "stored", "meant"),
    [
        ("홍길동 900101-1******", "홍길동 900101-1234567", "홍길동 900101-1234567"),
        ("홍길동 900101-1******", "홍길둥 900101-1234567", "홍길동 900101-1234567"),
        ("홍길동", "홍길동 900101-1234567", "홍길동"),
        ("900101-1234568", "900101-1234567", "900101-1234568"),
        (
            "김 850505-2******, 이 900101-1******",
            "900101-1234567 850505-2345678",
            "김 850505-2345678, 이 900101-1234567",
        ),
        # Nothing is hidden where the paper itself has asterisks.
        ("900101-1******", "9OO101-1******", "900101-1******"),
        ("* 비고 900101-1******", "비고 900101-1234567", "* 비고 900101-1234567"),
    ],
)
def test_hidden_digits_stay_when_a_masked_text_is_corrected(typed, stored, meant):
    assert restore_resident_numbers(typed, stored) == meant


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("900102-1******", "900101-1234567"),
        ("900101-1*****", "900101-1234567"),
        ("900101-******", "900101-1234567"),
        ("900101-1******", "900101-1234567 900101-1345678"),
        ("900101-1****** 900101-1******", "900101-1234567"),
    ],
    ids=["another day", "a damaged mask", "without its century", "which of two", "one number twice"],
)
def test_a_correction_that_would_lose_hidden_digits_means_nothing(typed, stored):
    assert restore_resident_numbers(typed, stored) is None


def test_what_was_shown_beside_the_text_may_be_put_in_its_place():
    assert restore_resident_numbers("900107-1******", "900101-1234567", "900107-1234561") == "900107-1234561"


@given(st.text(alphabet="0123456789*- 홍", max_size=40))
def test_a_text_that_was_not_changed_means_itself(text):
    assert restore_resident_numbers(mask_resident_numbers(text), text) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("900101-1234568", "1990-01-01"),
        ("030215-4******", "2003-02-15"),
        ("850715-6123451", "1985-07-15"),
        ("850715-0123451", None),
        ("900230-1******", None),
        ("900101-1234568, 850715-2123451", None),
        ("1990-01-01", None),
    ],
)
def test_a_resident_number_says_the_date_of_birth(text, expected):
    assert birth_date_of_number(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "법인등록번호 130111-0006247",
        "법인 등록 번호: 850715-2123459",
        "(법인등록번호) 8507152123459",
        "법인번호：850715-2123459",
    ],
)
def test_a_number_labelled_as_a_corporations_is_not_masked(text):
    assert mask_resident_numbers(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "주민(법인)등록번호 850715-2123459",
        "법인등록번호(생년월일) 850715-2123459",
        "주민등록번호 / 법인등록번호 850715-2123459",
        "법인등록번호 130111-0006246 대표 850715-2123459",
        "법인등록번호 없음 850715-2123459",
    ],
)
def test_a_number_that_may_be_a_persons_beside_such_a_label_is_masked(text):
    assert mask_resident_numbers(text) == text[:-6] + "******"
