"""Repairs by proof: exactly one likely reading, or none."""

from __future__ import annotations

from decimal import Decimal

import pytest

from ocr_lib.fields.equations import Figure, equations, item_id
from ocr_lib.fields.repair import Reach, reachable, repairs
from ocr_lib.fields.texts import CharacterReading


def figures(**values: int) -> dict[str, Figure]:
    return {
        name: Figure(name, Decimal(value), f"{value:,}", (n,), ())
        for n, (name, value) in enumerate(values.items())
    }


def offered(found: dict[str, Figure], rows: int = 0, **options) -> dict[str, int]:
    return {one.figure: int(one.value) for one in repairs(found, equations(found, range(rows)), **options)}


def row(quantity: int, price: int, amount: int, n: int = 0) -> dict[str, Figure]:
    values = {"quantity": quantity, "price": price, "amount": amount}
    return {
        item_id(n, column): Figure(
            item_id(n, column), Decimal(value), f"{value:,}", (100 + 10 * n + place,), ()
        )
        for place, (column, value) in enumerate(values.items())
    }


def test_a_total_is_repaired_where_tax_and_supply_amount_confirm_each_other():
    assert offered(figures(supply_amount=31_000, tax_amount=3_100, total_amount=84_100)) == {
        "total_amount": 34_100
    }


def test_figures_that_agree_need_no_repair():
    assert offered(figures(supply_amount=31_000, tax_amount=3_100, total_amount=34_100)) == {}


def test_two_possible_repairs_are_none():
    # 100,000 + 60,000 = 160,000 or 170,000 - 10,000: no tenth tells them apart.
    assert offered(figures(supply_amount=100_000, tax_amount=10_500, total_amount=170_500)) == {}


def test_a_digit_that_is_not_mixed_up_is_not_repaired():
    # 34,100 read as 24,100: recognisers do not take 3 for 2.
    assert offered(figures(supply_amount=31_000, tax_amount=3_100, total_amount=24_100)) == {}


def test_a_price_is_repaired_where_the_amount_is_confirmed_by_the_sum():
    # 7 x 1,500 = 10,500, read as 7 x 1,600.
    found = {**figures(supply_amount=10_500, tax_amount=1_050, total_amount=11_550), **row(7, 1_600, 10_500)}
    assert offered(found, 1) == {item_id(0, "price"): 1_500}


def test_a_price_is_not_repaired_where_the_quantity_may_be_the_misread_one():
    # 4 x 6,000 = 24,000 read as 3 x 6,000: 3 x 8,000 would satisfy it too.
    found = {**figures(supply_amount=24_000, tax_amount=2_400, total_amount=26_400), **row(3, 6_000, 24_000)}
    assert offered(found, 1) == {}


def test_a_row_alone_is_not_repaired():
    assert offered(row(7, 1_600, 10_500), 1) == {}


def test_a_missing_row_is_no_reason_to_change_a_figure():
    # Two rows of 50,000 were printed, and one of 30,000 that was not found.
    found = {**figures(supply_amount=130_000, tax_amount=13_000, total_amount=143_000)}
    found |= row(5, 10_000, 50_000, 0) | row(5, 10_000, 50_000, 1)
    assert offered(found, 2) == {}


def test_characters_that_were_read_with_certainty_are_not_taken_for_misread():
    found = figures(supply_amount=31_000, tax_amount=3_100, total_amount=84_100)
    sure = [CharacterReading(character, 0.9999) for character in "84,100"]
    doubtful = [CharacterReading("8", 0.6), *sure[1:]]
    assert offered(found, characters={"total_amount": sure}) == {}
    assert offered(found, characters={"total_amount": doubtful}) == {"total_amount": 34_100}


def test_the_alternatives_of_the_recogniser_replace_the_table_of_confusions():
    found = figures(supply_amount=31_000, tax_amount=3_100, total_amount=24_100)
    characters = [CharacterReading("2", 0.5, "3"), *(CharacterReading(c, 0.99) for c in "4,100")]
    assert offered(found, characters={"total_amount": characters}) == {"total_amount": 34_100}


@pytest.mark.parametrize(
    ("text", "needed", "reach"),
    [
        ("1,000", 1_800, Reach.LIKELY),
        ("1,000", 1_880, Reach.LIKELY),
        ("1,000", 1_888, Reach.NONE),
        ("1,000", 1_400, Reach.POSSIBLE),
        ("1,000", 100, Reach.POSSIBLE),
        ("1,000", 10_000, Reach.POSSIBLE),
        ("1,000", 25_000, Reach.NONE),
        ("1,000", 1_000, Reach.NONE),
    ],
)
def test_how_far_a_reading_may_be_from_the_print(text, needed, reach):
    assert reachable(text, Decimal(text.replace(",", "")), Decimal(needed)) is reach


def test_a_comma_read_as_a_point_is_a_likely_misreading():
    assert reachable("1.000", Decimal(1), Decimal(1000)) is Reach.LIKELY
