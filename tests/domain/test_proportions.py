"""Confidence bounds of shares."""

from __future__ import annotations

import pytest
from scipy.stats import beta

from domain.proportions import percent, upper_bound


@pytest.mark.parametrize(("found", "sample"), [(0, 20), (1, 20), (3, 300), (19, 20), (40, 5000)])
def test_the_bound_is_that_of_clopper_and_pearson(found, sample):
    assert upper_bound(found, sample) == pytest.approx(beta.ppf(0.95, found + 1, sample - found), abs=1e-9)


def test_without_a_sample_everything_is_possible():
    assert upper_bound(0, 0) == 1.0
    assert upper_bound(5, 5) == 1.0


def test_more_errors_than_texts_are_refused():
    with pytest.raises(ValueError, match="6 of 5"):
        upper_bound(6, 5)


@pytest.mark.parametrize(
    ("share", "text"),
    [
        (0.925, "92.5%"),
        (0.9994, "99.9%"),
        (0.9996, "99.96%"),
        (0.99999, "99.999%"),
        (1.0, "100%"),
        (0.0, "0%"),
    ],
)
def test_nearly_all_is_not_shown_as_all(share, text):
    assert percent(share) == text
