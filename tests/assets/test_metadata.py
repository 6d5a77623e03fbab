"""Numbers in Dagster have the digits that people compare."""

from __future__ import annotations

import pytest

from assets.metadata import rounded


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (0.1 + 0.2, 0.3),
        (1 / 3, 0.333333),
        (8_586_666.666667, 8_586_666.67),
        (1200, 1200),
        ("a", "a"),
        (True, True),
    ],
)
def test_floats_have_six_digits(value, shown):
    assert rounded(value) == shown
