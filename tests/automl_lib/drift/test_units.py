"""Units in numbers as people write them, and numbers that have none."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from automl_lib.drift.units import BARE_NUMBER
from automl_lib.drift.written import units_in

NUMBERS = st.one_of(
    st.integers(-(10**12), 10**12).map(lambda n: f"{n:,}"),
    st.decimals(-(10**6), 10**6, places=2).map(str),
    st.integers(0, 10**6).map(lambda n: f"△{n}"),
)


@given(NUMBERS)
def test_a_number_alone_has_no_unit(number):
    assert re.match(BARE_NUMBER, number)
    assert units_in([number]) == set()


@given(NUMBERS, st.sampled_from(["kg", "g", "원", "달러", "명", "개월", "km/h"]), st.sampled_from(["", " "]))
def test_what_stands_beside_a_number_is_its_unit(number, unit, between):
    assert not re.match(BARE_NUMBER, f"{number}{between}{unit}")
    assert units_in([f"{number}{between}{unit}"]) == {unit}


@pytest.mark.parametrize(
    ("cells", "units"),
    [
        (["₩1,000", "1000원", "KRW 1000", "￦1,000"], {"원"}),
        (["$19.9", "19.9달러", "usd 19.9"], {"달러"}),
        (["3천원", "4만 원", "원"], {"원"}),
        (["12%", "3.5％", "5"], set()),
        (["3㎏", "3KG"], {"kg"}),
    ],
)
def test_spellings_of_one_unit_are_one(cells, units):
    assert units_in(cells) == units


@given(st.text(max_size=30))
def test_any_text_is_looked_at(cell):
    assert "" not in units_in([cell])
