"""Syllables and their jamo, and the width of characters."""

from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from domain.characters import columns_wide, is_syllable, jamo_of, syllable_of


@given(st.characters(min_codepoint=ord("가"), max_codepoint=ord("힣")))
def test_a_syllable_is_that_of_its_jamo(syllable):
    assert is_syllable(syllable)
    initial, vowel, final = jamo_of(syllable)
    assert syllable_of(initial, vowel, final) == syllable
    # Unicode's decomposition (NFD) has the same letters.
    letters = [chr(0x1100 + initial), chr(0x1161 + vowel), *([chr(0x11A7 + final)] if final else [])]
    assert unicodedata.normalize("NFD", syllable) == "".join(letters)


def test_letters_and_jamo_alone_are_no_syllables():
    assert not any(map(is_syllable, "aㄱ\u1100漢"))


def test_hangul_and_hanja_are_two_columns_wide():
    assert columns_wide("가 漢a1") == 7
