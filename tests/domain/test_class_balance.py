"""Which classes are rare, and what is said about them."""

from __future__ import annotations

import pytest

from domain.class_balance import imbalance_sentence, rare_class


@pytest.mark.parametrize(
    ("classes", "rarest"),
    [
        ({"유지": 968, "이탈": 32}, "이탈"),
        ({"이탈": 95, "유지": 905}, "이탈"),
        ({"no": 90, "yes": 10}, None),
        ({"no": 50, "yes": 50}, None),
        ({"a": 50, "b": 47, "c": 3}, "c"),
        ({"a": 30, "b": 30, "c": 40}, None),
        ({"a": 10}, None),
        ({}, None),
        ({"a": 0, "b": 0}, None),
    ],
)
def test_a_class_is_rare_below_a_tenth_of_two(classes, rarest):
    assert rare_class(classes) == rarest
    assert (imbalance_sentence(classes) is None) == (rarest is None)


def test_the_share_of_the_rare_class_and_of_always_answering_the_other_are_said():
    said = imbalance_sentence({"유지": 968, "이탈": 32})
    for sentence in (said.ko, said.en):
        assert "'이탈'" in sentence
        assert "3.2%" in sentence
        assert "96.8%" in sentence
