"""What two readings of one crop say together: amounts whose separators they see differently, and Hangul that only one can write."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ocr_lib.recognition.reading import BOTH, Character, Reading, is_hangul

GROUPED = re.compile(r"(?<![\d.,])\d{1,3}(?:,\d{3})+(?:\.\d{1,2})?(?!\d|[.,]\d)")
"""An amount with its thousands parted by commas."""
NUMBER = re.compile(r"\d[\d.,]*\d|\d")
ALIKE = 0.6
"""Similarity of the second recogniser's reading and the custom one's without its Hangul, from which the first has only left out the Hangul."""
FEWEST = 3
"""Characters of a reading that is compared so."""


def with_grouped_amounts(own: Reading, answer: Reading) -> Reading | None:
    """Of two readings that differ only in the separators of their amounts, the one in which commas part thousands.

    A worn comma reads as a point, or not at all; between groups of three digits it is never added by chance.

    Returns:
        None where they differ in more, or where neither or both have their amounts grouped.
    """
    own, answer = _tightened(own), _tightened(answer)
    if own.text == answer.text or _bare(own.text) != _bare(answer.text):
        return None
    grouped = [reading for reading in (own, answer) if _is_grouped(reading.text)]
    return grouped[0] if len(grouped) == 1 else None


def with_hangul_kept(own: Reading, answer: Reading) -> Reading | None:
    """The second recogniser's reading with the custom one's Hangul where the second only left it out.

    Returns:
        None where the answer says something else than the custom network's reading without its Hangul.
    """
    from rapidfuzz.distance import Levenshtein

    rest = "".join(c.text for c in own.characters if not is_hangul(c.text) and c.text != " ")
    tight = answer.text.replace(" ", "")
    if len(tight) > 1 and tight == rest and not any(c.isalnum() for c in tight):
        return own  # (주)한국콜마 as its brackets alone
    if len(tight) < FEWEST or Levenshtein.normalized_similarity(rest, tight) < ALIKE:
        return None
    characters: list[Character] = []
    for block in Levenshtein.opcodes(
        "".join(c.text for c in own.characters), "".join(c.text for c in answer.characters)
    ):
        mine = own.characters[block.src_start : block.src_end]
        theirs = answer.characters[block.dest_start : block.dest_end]
        left_out = sum(is_hangul(c.text) for c in mine) > len(theirs)
        only_spaces = all(c.text == " " for c in mine)
        characters += mine if left_out or (only_spaces and not theirs) else theirs
    text = "".join(c.text for c in characters)
    return replace(own, text=text, characters=tuple(characters), recogniser=BOTH)


def with_rivals(characters: Sequence[Character], others: Sequence[Character]) -> tuple[Character, ...]:
    """The characters of a reading, each with the one that another reading of the same crop has in its place as an alternative."""
    from rapidfuzz.distance import Levenshtein

    found = list(characters)
    for edit in Levenshtein.editops([c.text for c in characters], [c.text for c in others]):
        if edit.tag == "replace":
            found[edit.src_pos] = found[edit.src_pos].with_alternative(others[edit.dest_pos].text)
    return tuple(found)


def _tightened(reading: Reading) -> Reading:
    """Without spaces behind the commas of amounts, which wide print has."""
    gaps = {found.end() - 1 for found in re.finditer(r"(?<=\d), (?=\d{3}(?!\d))", reading.text)}
    if not gaps or len(reading.characters) != len(reading.text):
        return reading
    characters = tuple(c for n, c in enumerate(reading.characters) if n not in gaps)
    return replace(reading, text="".join(c.text for c in characters), characters=characters)


def _bare(text: str) -> str:
    return re.sub(r"(?<=\d)[.,](?=\d)|\s", "", text)


def _is_grouped(text: str) -> bool:
    """Whether a text holds amounts, and every number of more than three digits in it is one with commas."""
    numbers = NUMBER.findall(GROUPED.sub("", text))
    return bool(GROUPED.search(text)) and all(len(number) <= 3 and number.isdigit() for number in numbers)
