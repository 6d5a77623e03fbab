"""Numbers that have no unit."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from automl_lib.drift.units import BARE_NUMBER

NUMBERS = st.one_of(
    st.integers(-(10**12), 10**12).map(lambda n: f"{n:,}"),
    st.decimals(-(10**6), 10**6, places=2).map(str),
    st.integers(0, 10**6).map(lambda n: f"△{n}"),
)


@given(NUMBERS)
def test_a_number_alone_is_bare(number):
    assert re.match(BARE_NUMBER, number)


@given(NUMBERS, st.sampled_from(["kg", "g", "원", "달러", "명", "개월", "km/h"]), st.sampled_from(["", " "]))
def test_a_number_with_a_unit_is_not(number, unit, between):
    assert not re.match(BARE_NUMBER, f"{number}{between}{unit}")
