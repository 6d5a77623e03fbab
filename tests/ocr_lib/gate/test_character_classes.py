"""Accuracy is counted for each character, by alignment, and summed by class."""

from __future__ import annotations

import pytest

from ocr_lib.gate.character_classes import (
    Accuracy,
    accuracy_of_characters,
    class_of,
    office_characters,
)


@pytest.mark.parametrize(
    ("character", "name"),
    [
        ("가", "frequent syllables"),
        ("뉨", "KS X 1001 syllables"),
        ("똠", "further syllables"),
        ("7", "digits"),
        ("g", "Latin"),
        ("☑", "signs"),
        ("-", "signs"),
    ],
)
def test_each_character_has_one_class(character, name):
    assert class_of(character) == name


def test_a_wrong_a_missing_and_an_added_character_are_told_apart():
    found = accuracy_of_characters(["가나다 12", "가라"], ["가너다 1", "x가라"])
    assert found["가"] == Accuracy(2, 2)
    assert found["나"] == Accuracy(1, 0)
    assert found["2"] == Accuracy(1, 0)
    assert found["라"] == Accuracy(1, 1)
    assert " " not in found and "x" not in found


def test_the_share_of_what_was_never_shown_is_whole():
    assert Accuracy(4, 3).share == 0.75
    assert Accuracy(0, 0).share == 1.0


def test_an_office_has_each_character_once():
    characters = office_characters()
    assert len(characters) == len(set(characters))
    assert {"갔", "똠", "펲", "~", "☑", "√", "￦", "⑳", "⒇", "Ⅻ"} <= set(characters)
