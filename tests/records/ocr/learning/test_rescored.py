"""The list of a night comes back as it was written."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from records.ocr.learning.rescored import RescoredItem, from_lines, to_lines

rates = st.floats(0, 5)
items = st.builds(
    RescoredItem,
    *[st.text(st.characters(codec="utf-8"), max_size=20)] * 5,
    rates,
    rates,
    rates,
)


@given(st.lists(items, max_size=5))
def test_any_text_survives_line_separators_too(found):
    assert from_lines(to_lines(found)) == found


def test_right_is_without_an_error_and_better_is_fewer():
    item = RescoredItem("t", "0" * 64, "가나", "가다", "가나", 0.9, 0.5, 0.0)
    assert (item.was_right, item.is_right, item.change) == (False, True, -0.5)
