"""A document is for training or for validation once and for all."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ocr_lib.datasets.splitting import SHARE, TRAIN, VALIDATION, assign_parts

counts = st.dictionaries(
    st.text("0123456789", min_size=3, max_size=9), st.integers(1, 40), min_size=1, max_size=30
)


@given(counts, counts)
def test_what_was_given_stays_and_what_comes_gets_a_part(first, later):
    before = assign_parts(first, {})
    after = assign_parts({**first, **later}, before)
    assert {name: after[name] for name in before} == before
    assert set(after) == {*first, *later}


@given(counts)
def test_something_is_always_learnt_and_about_a_fifth_judges(found):
    parts = assign_parts(found, {})
    held = sum(found[name] for name, part in parts.items() if part == VALIDATION)
    assert TRAIN in parts.values()
    assert held <= SHARE * sum(found.values()) + max(found.values()) / 2


def test_many_alike_are_parted_near_the_share():
    parts = assign_parts({f"{n:015d}": 10 for n in range(100)}, {})
    assert list(parts.values()).count(VALIDATION) == 20
