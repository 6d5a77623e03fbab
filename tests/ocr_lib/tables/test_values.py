"""What a cell's text means to a spreadsheet."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocr_lib.tables.values import ValueKind, typed_column, typed_value


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1,234,567", "1234567"),
        ("0", "0"),
        ("-12.50", "-12.50"),
        ("△1,000", "-1000"),
        ("▲ 5", "-5"),
        ("(1,200)", "-1200"),
        ("₩3,000", "3000"),
        ("33,000원", "33000"),
        ("4,684, 711", "4684711"),
        ("0.5", "0.5"),
    ],
)
def test_numbers(text, number):
    value = typed_value(text)
    assert (value.kind, value.number) == (ValueKind.NUMBER, Decimal(number))


@pytest.mark.parametrize(("text", "fraction"), [("10%", "0.1"), ("-3.5 %", "-0.035"), ("100%", "1")])
def test_percentages_are_fractions(text, fraction):
    value = typed_value(text)
    assert (value.kind, value.number) == (ValueKind.PERCENT, Decimal(fraction))


@pytest.mark.parametrize("text", ["2026-03-01", "2026.3.1", "2026. 3. 1.", "2026/03/01", "2026년 3월 1일"])
def test_dates(text):
    value = typed_value(text)
    assert (value.kind, value.day) == (ValueKind.DATE, date(2026, 3, 1))


@pytest.mark.parametrize(
    "text",
    [
        "00522",
        "123-45-67890",
        "010-1234-5678",
        "02-123-4567",
        "1234567890123456",
        "12,34",
        "1,2345",
        "(1)",
        "M8x20",
        "2026-02-30",
        "1-2",
        "=1+1",
        "-",
        "1.2.3",
    ],
)
def test_codes_and_everything_else_are_text(text):
    value = typed_value(text)
    assert (value.kind, value.text) == (ValueKind.TEXT, text)


@pytest.mark.parametrize("text", ["", "  ", "\n"])
def test_blanks_are_empty(text):
    assert typed_value(text).kind is ValueKind.EMPTY


@given(st.integers(-(10**14), 10**14))
def test_a_number_printed_with_separators_is_that_number(number):
    assert typed_value(f"{number:,}").number == number


@given(st.text())
def test_any_text_has_a_value(text):
    assert typed_value(text).text == text.strip()


def test_three_places_among_separated_thousands_may_be_a_misread_comma_and_stay_text():
    values = typed_column(["1,048,000", "451.000", "646,200"])
    assert [value.kind for value in values] == [ValueKind.NUMBER, ValueKind.TEXT, ValueKind.NUMBER]


def test_three_places_among_other_decimals_are_decimals():
    assert [v.kind for v in typed_column(["0.125", "12.500", "3.1"])] == [ValueKind.NUMBER] * 3
