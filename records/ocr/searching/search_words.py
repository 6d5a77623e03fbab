"""How texts are compared when people search: normal form, tokens of the index, matches with one misread jamo. Pure."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise
from unicodedata import category, normalize

from domain.characters import FINALS, INITIALS, VOWELS, is_syllable, jamo_of, syllable_of

FEWEST = 2
"""Characters of a search, and of a text that can be found: a token is a pair of characters."""
MOST = 100
"""Characters of a search that are used."""
BY_POSITION = 12
"""Up to this length a search lists the misreadings of each syllable; the halves of a longer one are selective enough."""
BOTH_SIDES = 6
"""Up to this length both pairs with the misread syllable have to match; a longer search has enough intact pairs."""

AnyOf = list[int]
"""Tokens of which a text has at least one."""
AllOf = list[AnyOf]
"""Conditions that all hold."""


class Field(StrEnum):
    """What is searched: texts of pages and values of fields, or names. It is part of each token, so that one index serves all."""

    TEXT = "t"
    FILE_NAME = "f"
    COMPANY = "c"


@dataclass(frozen=True)
class Normal:
    """A text in normal form.

    Attributes:
        shown: the text in NFC, as it is shown.
        words: NFKC, case folded, without spaces, commas and control characters.
        places: for each character of `words` the index in `shown` that it comes from.
    """

    shown: str
    words: str
    places: list[int]


def normal(text: str) -> Normal:
    """The text as it is compared."""
    shown = normalize("NFC", text)
    words: list[str] = []
    places: list[int] = []
    for place, character in enumerate(shown):
        for one in _folded(character):
            words.append(one)
            places.append(place)
    return Normal(shown, "".join(words), places)


@lru_cache(maxsize=20_000)
def _folded(character: str) -> str:
    folded = normalize("NFKC", character).casefold()
    return "".join(c for c in folded if c != "," and not c.isspace() and category(c)[0] != "C")


def words_of(text: str) -> str:
    """The normal form alone."""
    return normal(text).words


def tokens(words: str, field: Field) -> AnyOf:
    """The distinct tokens of a normal form: a signed 32-bit number per pair of neighbouring characters."""
    return list(dict.fromkeys(_token(pair, field) for pair in _pairs(words)))


def misread_tokens(words: str, field: Field) -> list[AllOf]:
    """The conditions, any of which holds for a text with `words` in which one jamo is another.

    They also hold for some other texts: `find` decides.
    """
    if len(words) > BY_POSITION:
        middle = len(words) // 2
        return [[[one] for one in tokens(half, field)] for half in (words[:middle], words[middle:])]
    return [
        _misread_at(words, position, field)
        for position, character in enumerate(words)
        if is_syllable(character)
    ]


def find(words: str, wanted: str) -> tuple[int, bool] | None:
    """Where `wanted` is in `words`: the index, and whether each jamo is the same; None where it isn't.

    At most one jamo of one syllable may differ, and an exact match comes first.
    """
    exact = words.find(wanted)
    if exact >= 0:
        return exact, True
    for start in range(len(words) - len(wanted) + 1):
        if _is_near(words[start : start + len(wanted)], wanted):
            return start, False
    return None


def marked(text: str, wanted: str) -> list[tuple[str, bool]]:
    """The text in pieces, each with whether it is what was searched.

    Args:
        wanted: normal form of a search.
    """
    form = normal(text)
    pieces: list[tuple[str, bool]] = []
    done = 0
    for start in _starts(form.words, wanted):
        begin, end = form.places[start], form.places[start + len(wanted) - 1] + 1
        if begin < done:
            continue
        pieces += [(form.shown[done:begin], False), (form.shown[begin:end], True)]
        done = end
    pieces.append((form.shown[done:], False))
    return [piece for piece in pieces if piece[0]]


def misreadings(syllable: str) -> list[str]:
    """The 65 syllables that differ from it in the initial, the vowel or the final."""
    initial, vowel, final = jamo_of(syllable)
    others = [(other, vowel, final) for other in range(INITIALS) if other != initial]
    others += [(initial, other, final) for other in range(VOWELS) if other != vowel]
    others += [(initial, vowel, other) for other in range(FINALS) if other != final]
    return [syllable_of(*jamo) for jamo in others]


def _misread_at(words: str, position: int, field: Field) -> AllOf:
    instead = misreadings(words[position])
    conditions: AllOf = []
    for at, pair in enumerate(_pairs(words)):
        if position not in (at, at + 1):
            conditions.append([_token(pair, field)])
        elif at == position - 1:
            conditions.append([_token(pair[0] + one, field) for one in instead])
        elif position == 0 or len(words) <= BOTH_SIDES:
            conditions.append([_token(one + pair[1], field) for one in instead])
    return conditions


def _pairs(words: str) -> Iterator[str]:
    return (first + second for first, second in pairwise(words))


def _token(pair: str, field: Field) -> int:
    # A checksum: any pair of characters fits an integer column, and is a word that FTS5 doesn't take apart.
    return zlib.crc32(f"{field}{pair}".encode()) - 2**31


def _starts(words: str, wanted: str) -> Iterator[int]:
    found = find(words, wanted)
    if found is None:
        return
    at, is_exact = found
    if not is_exact:
        yield at
        return
    while at >= 0:
        yield at
        at = words.find(wanted, at + 1)


def _is_near(part: str, wanted: str) -> bool:
    different = [(one, other) for one, other in zip(part, wanted, strict=True) if one != other]
    if len(different) != 1 or not all(map(is_syllable, different[0])):
        return False
    one, other = map(jamo_of, different[0])
    return sum(mine != its for mine, its in zip(one, other, strict=True)) == 1
