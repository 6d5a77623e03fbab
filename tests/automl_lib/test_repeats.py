"""Equal rows, and how many of them are chance."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from automl_lib.repeats import alike_rows, exceeds_chance


def test_rows_are_alike_where_every_cell_is():
    rows = pd.DataFrame({"a": [0.0, -0.0, np.nan, np.nan, 1.0], "b": ["x", "x", None, None, "x"]})
    numbers = alike_rows(rows)
    assert numbers[0] == numbers[1]
    assert numbers[2] == numbers[3]
    assert len(set(numbers)) == 3


@pytest.mark.parametrize(
    ("repeated", "share", "exceeds"),
    [(1, 0.0, True), (0, 0.0, False), (20, 0.02, False), (300, 0.02, True), (900, 0.9, False)],
)
def test_repeats_are_compared_with_what_chance_makes(repeated, share, exceeds):
    assert exceeds_chance(repeated, 1000, share) is exceeds


def test_samples_of_one_population_do_not_exceed_chance():
    for seed in range(20):
        random = np.random.default_rng(seed)
        known, new = random.integers(0, 2000, 500), random.integers(0, 2000, 300)
        values, counts = np.unique(known, return_counts=True)
        share = 1 - values[counts == 1].size / len(known)
        assert not exceeds_chance(int(np.isin(new, known).sum()), len(new), share)
        with_copies = int(np.isin(new, known).sum()) + 300
        assert exceeds_chance(with_copies, 600, share)
