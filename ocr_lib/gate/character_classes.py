"""How well each class of characters is read: syllables by how often they occur, digits, Latin letters, signs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache
from pathlib import Path

from ocr_lib.networks.office_characters import SIGNS, ks_syllables, modern_syllables

_WORDS = Path(__file__).parent.parent / "synthetic" / "words"
CLASSES = ("frequent syllables", "KS X 1001 syllables", "further syllables", "digits", "Latin", "signs")
"""Frequent syllables occur in the library's own words, of which a business paper consists; the others don't."""


@dataclass(frozen=True)
class Accuracy:
    """How often a character, or one of a class, was read.

    Attributes:
        shown: how often it stood in the truth.
        read: how often it was read there.
    """

    shown: int
    read: int

    @property
    def share(self) -> float:
        """The share read, 0 to 1; 1 where none was shown."""
        return self.read / self.shown if self.shown else 1.0


@cache
def office_characters() -> str:
    """Every character of an office: space and ASCII, syllables, signs; each once."""
    ascii_ones = "".join(map(chr, range(32, 127)))
    return "".join(dict.fromkeys(ascii_ones + "".join(sorted(modern_syllables())) + SIGNS))


@cache
def frequent_syllables() -> frozenset[str]:
    """KS X 1001's syllables in the library's own words and sentences."""
    names = [*_WORDS.glob("*_ko.txt"), _WORDS / "korean.txt", _WORDS / "endings.txt"]
    return ks_syllables() & frozenset("".join(path.read_text(encoding="utf-8") for path in names))


def class_of(character: str) -> str:
    """One of `CLASSES`."""
    if "가" <= character <= "힣":
        if character in frequent_syllables():
            return CLASSES[0]
        return CLASSES[1] if character in ks_syllables() else CLASSES[2]
    if character.isascii() and character.isalnum():
        return CLASSES[3] if character.isdigit() else CLASSES[4]
    return CLASSES[5]


def accuracy_of_characters(truth: Sequence[str], read: Sequence[str]) -> dict[str, Accuracy]:
    """How often each character of the truth was read, by aligning each text with what was read. Spaces don't count."""
    shown: Counter[str] = Counter()
    found: Counter[str] = Counter()
    for true, said in zip(truth, read, strict=True):
        true, said = true.replace(" ", ""), said.replace(" ", "")
        shown.update(true)
        for block in SequenceMatcher(None, true, said, autojunk=False).get_matching_blocks():
            found.update(true[block.a : block.a + block.size])
    return {character: Accuracy(count, found[character]) for character, count in sorted(shown.items())}
