"""Normal forms of amounts, dates and numbers."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocr_lib.fields.normal_forms import (
    account_number,
    iso_date,
    masked,
    name,
    normal_form,
    phone,
    quantity,
    won,
)
from ocr_lib.fields.vocabulary import FieldType


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("1,200,000", 1_200_000),
        ("₩1,200,000", 1_200_000),
        ("1,200,000원", 1_200_000),
        ("1.200.000", 1_200_000),
        ("1, 200,000", 1_200_000),
        ("1,200,000.-", 1_200_000),
        ("금 1,200,000 원정", 1_200_000),
        ("일금 일백이십만원정", 1_200_000),
        ("5,000 (VAT 포함)", 5_000),
        ("-1,200", -1_200),
        ("△1,200", -1_200),
        ("0", 0),
        ("3500", 3_500),
    ],
)
def test_an_amount_is_read_in_won(text, amount):
    assert won(text) == amount


@pytest.mark.parametrize("text", ["", "합계", "12,00", "1,2000", "1,000 2,000", "10%", "2026-11-28", "1,2,3"])
def test_a_text_without_one_whole_amount_has_none(text):
    assert won(text) is None


@given(st.integers(-(10**12), 10**12), st.sampled_from(["{:,}", "{:,}원", "₩{:,}", "{}", "{:,} 원정"]))
def test_every_printed_amount_is_read(amount, form):
    text = form.format(abs(amount))
    assert won("-" + text if amount < 0 else text) == amount


@pytest.mark.parametrize(
    "text",
    [
        "2026.11.28", "2026-11-28", "26-11-28", "'26.11.28", "2026년 11월 28일", "2026년11월28일", "2026. 11. 28.",
        "20261128", "2026/11/28 14:03:22", "2026 년  11 월  28 일", "26.11.28(토)",
    ],
)  # fmt: skip
def test_a_date_is_read(text):
    assert iso_date(text) == "2026-11-28"


@pytest.mark.parametrize(
    "text", ["2026.13.01", "2026-02-30", "11:28", "02-123-4567", "2026.1.1 ~ 2026.2.1", ""]
)
def test_a_text_without_one_possible_date_has_none(text):
    assert iso_date(text) is None


def test_two_digit_years_from_70_are_of_the_last_century():
    assert (iso_date("70.01.02"), iso_date("69.01.02")) == ("1970-01-02", "2069-01-02")


@given(
    st.dates(date(1900, 1, 1), date(2099, 12, 31)),
    st.sampled_from(["{:%Y-%m-%d}", "{:%Y.%m.%d}", "{:%Y%m%d}"]),
)
def test_every_printed_date_is_read(day, form):
    assert iso_date(form.format(day)) == day.isoformat()


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("02-123-4567", "02-123-4567"),
        ("(031) 123-4567", "031-123-4567"),
        ("010.1234.5678", "010-1234-5678"),
        ("0212345678", "02-1234-5678"),
        ("1588-1234", "1588-1234"),
    ],
)
def test_a_phone_number_is_read(text, number):
    assert phone(text) == number


def test_an_account_number_keeps_its_hyphens():
    assert account_number("국민 123 - 45 - 678901 홍길동") == "123-45-678901"
    assert account_number("123-45") is None


@pytest.mark.parametrize(
    ("text", "value"), [("김도현 (인)", "김도현"), ("한빛정밀(주) 귀하", "한빛정밀(주)"), ("김 도 현", "김도현"), ("---", None)]
)  # fmt: skip
def test_a_name_is_without_what_is_printed_after_it(text, value):
    assert name(text) == value


@pytest.mark.parametrize(
    ("text", "count"), [("12", Decimal(12)), ("2.5", Decimal("2.5")), ("1,000 EA", Decimal(1000))]
)
def test_a_quantity_may_be_decimal(text, count):
    assert quantity(text) == count


@given(st.sampled_from(list(FieldType)), st.text(max_size=60))
def test_any_text_has_a_normal_form_or_none(kind, text):
    value = normal_form(kind, text)
    assert value is None or isinstance(value, int if kind is FieldType.WON else str)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("900101-1234568", "900101-1******"),
        # Its date is possible too; the check digit says what it is.
        ("110111-0004179", "110111-0004179"),
    ],
    ids=["resident", "corporate"],
)
def test_a_resident_number_in_place_of_a_corporate_one_is_masked(text, value):
    read = normal_form(FieldType.CORPORATE_NUMBER, text)
    assert masked(FieldType.CORPORATE_NUMBER, text, read) == (value, value)
