"""Amounts in which a comma was read as a point, by the other cells of their column and its heading."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.misread_commas import misread_commas


@pytest.mark.parametrize(
    ("texts", "offered"),
    [
        (["1,048,000", "392.000", "646,200"], {1: "392,000"}),
        (["15,000", "1.234.000", "7"], {1: "1,234,000"}),
        (["15,000", "1,234.000"], {1: "1,234,000"}),
        (["15,000원", "-₩3. 500원"], {1: "-₩3,500원"}),
        (["15,000", "(2.500)", "합계"], {1: "(2,500)"}),
    ],
)
def test_points_among_amounts_with_commas_are_misread(texts, offered):
    assert misread_commas(texts) == offered


@pytest.mark.parametrize(
    "texts",
    [
        ["392.000", "451.000"],  # nothing says that they are won
        ["1,200", "3.125", "0.250"],  # kilograms
        ["1,200.50", "3.125"],
        ["1,200", "12.5"],
        ["1,200", "2026.03.01"],
        ["1,200", "1.2345"],
        ["", "1,200"],
        [],
    ],
)
def test_other_columns_have_none(texts):
    assert misread_commas(texts) == {}


@pytest.mark.parametrize(
    ("heading", "offered"),
    [("금 액", {0: "392,000"}), ("공급가액(원)", {0: "392,000"}), ("수량", {}), ("금액(USD)", {}), ("", {})],
)
def test_a_heading_of_amounts_in_won_says_so_as_well(heading, offered):
    assert misread_commas(["392.000"], heading) == offered


@given(st.lists(st.text()), st.text())
def test_any_column_can_be_asked(texts, heading):
    assert all("." in texts[place] for place in misread_commas(texts, heading))


@given(st.integers(1000, 10**12))
def test_the_offered_amount_is_the_printed_one(amount):
    printed = f"{amount:,}"
    assert misread_commas([printed, printed.replace(",", ".")])[1] == printed
