"""Comparing Hangul by letters: a misread syllable differs from the printed one in one or two jamo."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from rapidfuzz.distance import Levenshtein
from rapidfuzz.fuzz import partial_ratio_alignment

_IGNORED = re.compile(r"[\s:：;·∙•‧.,'\"`*_\-–—~|※■□▶◆●○<>\[\]【】]+")


@lru_cache(maxsize=20_000)
def compact(text: str) -> str:
    """A text without spaces and punctuation, compatibility forms resolved, Latin letters in capitals; for comparing."""
    return _IGNORED.sub("", unicodedata.normalize("NFKC", text)).upper()


@lru_cache(maxsize=20_000)
def jamo(text: str) -> str:
    """The text with each Hangul syllable decomposed into its letters."""
    return unicodedata.normalize("NFD", text)


def has_near(text: str, wanted: str) -> bool:
    """Whether a part of a text is `wanted` but for one letter that was misread, inserted or left out."""
    letters = jamo(wanted)
    found = partial_ratio_alignment(letters, jamo(text))
    if found is None:
        return False
    part = jamo(text)[max(0, found.dest_start - 1) : found.dest_end + 1]
    ends = ((start, len(part) - end) for start in range(3) for end in range(3))
    return any(Levenshtein.distance(letters, part[start:end], score_cutoff=1) <= 1 for start, end in ends)


def jamo_distance(one: str, other: str, most: int) -> int:
    """Letters that must be changed, inserted or left out (Levenshtein distance over jamo); `most` + 1 where it is larger."""
    return int(Levenshtein.distance(jamo(one), jamo(other), score_cutoff=most))
