"""What kind of character it is: a Hangul syllable and its jamo, or one that is two columns wide."""

from __future__ import annotations

import unicodedata

FIRST_SYLLABLE, LAST_SYLLABLE = ord("가"), ord("힣")
INITIALS, VOWELS, FINALS = 19, 21, 28
"""How many there are; no final counts as one."""


def is_syllable(character: str) -> bool:
    """Whether a character is a precomposed Hangul syllable."""
    return FIRST_SYLLABLE <= ord(character) <= LAST_SYLLABLE


def jamo_of(syllable: str) -> tuple[int, int, int]:
    """The numbers of a syllable's initial, vowel and final, as Unicode counts them from 0."""
    rest, final = divmod(ord(syllable) - FIRST_SYLLABLE, FINALS)
    return *divmod(rest, VOWELS), final


def syllable_of(initial: int, vowel: int, final: int) -> str:
    """The syllable of these jamo; the inverse of `jamo_of`."""
    return chr(FIRST_SYLLABLE + (initial * VOWELS + vowel) * FINALS + final)


def is_wide(character: str) -> bool:
    """Whether a character is as wide as two Latin ones (UAX #11)."""
    return unicodedata.east_asian_width(character) in "WF"


def columns_wide(text: str) -> int:
    """Width of a text in columns of a Latin character."""
    return sum(2 if is_wide(character) else 1 for character in text)
