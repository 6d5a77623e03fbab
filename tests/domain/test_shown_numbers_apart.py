"""Different numbers get as many decimals as they need to look different."""

from __future__ import annotations

import pytest

from domain.shown_numbers import decimals_apart


@pytest.mark.parametrize(
    ("values", "decimals"),
    [([10.1032, 10.1042], 3), ([10.1, 55.0], 1), ([10.1, 10.1], 1), ([1.0, 1.0 + 1e-9], 6), ([], 1)],
)
def test_a_probability_just_below_the_threshold_does_not_look_like_it(values, decimals):
    assert decimals_apart(values, least=1) == decimals
