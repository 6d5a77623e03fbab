"""Look-alikes are settled where the word leaves no doubt, and nowhere else."""

from __future__ import annotations

import pytest

from ocr_lib.recognition.reading import Character, Reading
from ocr_lib.recognition.token_kinds import settled


def read(text):
    width = 1 / len(text)
    characters = tuple(Character(c, 0.5, n * width, (n + 1) * width) for n, c in enumerate(text))
    return Reading(text, 0.5, characters)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("W3,954", "₩3,954"),
        ("합계 W 12,516,130원", "합계 ₩ 12,516,130원"),
        ("(W1,000) W2,000", "(₩1,000) ₩2,000"),
        ("3OOO FIRST UNION", "3000 FIRST UNION"),
        ("1O,0oO원", "10,000원"),
        ("RM 5O.25", "RM 50.25"),
        ("2O26-11-28", "2026-11-28"),
    ],
)
def test_within_amounts_and_numbers(text, meant):
    found = settled(read(text))
    assert found.text == meant
    assert "".join(c.text for c in found.characters) == meant


@pytest.mark.parametrize(
    "text",
    [
        "W250",
        "W2,50",
        "W2,5000",
        "KW1,200",
        "100W 1,2",
        "W1,200A",
        "AB-3OO",
        "3OO-A",
        "1OOA",
        "5O",
        "OO",
        "O2 100",
        "H2O 100",
        "10 OO",
        "No.100",
        "0.5o",
        "BOO7",
        "7oo1l",
    ],
)
def test_codes_units_and_words_stay(text):
    assert settled(read(text)).text == text


def test_a_text_without_characters_is_settled_too():
    assert settled(Reading("W1,000", 0.5)).text == "₩1,000"


def test_places_and_probabilities_stay():
    before = read("W1,000")
    after = settled(before)
    assert [(c.probability, c.start, c.end) for c in after.characters] == [
        (c.probability, c.start, c.end) for c in before.characters
    ]


def test_the_sign_that_was_read_stays_an_alternative():
    assert [c.alternatives for c in settled(read("W3,954")).characters] == ["W", *[""] * 5]
