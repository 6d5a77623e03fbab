"""Comparing Hangul by letters: a misread syllable differs from the printed one in one or two jamo."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from rapidfuzz.distance import Levenshtein

_IGNORED = re.compile(r"[\s:：;·∙•‧.,'\"`*_\-–—~|※■□▶◆●○<>\[\]【】]+")


@lru_cache(maxsize=20_000)
def compact(text: str) -> str:
    """A text without spaces and punctuation, compatibility forms resolved, Latin letters in capitals; for comparing."""
    return _IGNORED.sub("", unicodedata.normalize("NFKC", text)).upper()


@lru_cache(maxsize=20_000)
def jamo(text: str) -> str:
    """The text with each Hangul syllable decomposed into its letters."""
    return unicodedata.normalize("NFD", text)


def jamo_distance(one: str, other: str, most: int) -> int:
    """Letters that must be changed, inserted or left out (Levenshtein distance over jamo); `most` + 1 where it is larger."""
    return int(Levenshtein.distance(jamo(one), jamo(other), score_cutoff=most))
