"""How wrong what was read is: character error rates, as OCR evaluations define them."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence


def edit_distance(read: str, truth: str) -> int:
    """The fewest insertions, deletions and substitutions between two texts, NFC, white space as one space."""
    from rapidfuzz.distance import Levenshtein

    return Levenshtein.distance(plain(read), plain(truth))


def error_rate(read: Sequence[str], truth: Sequence[str]) -> float:
    """The character error rate: all edits over all characters of the truth; 0 where there is no truth.

    Raises:
        ValueError: not as many texts as truths.
    """
    edits = sum(edit_distance(r, t) for r, t in zip(read, truth, strict=True))
    return edits / max(1, sum(len(plain(t)) for t in truth))


def page_error_rate(read: Iterable[str], truth: Iterable[str]) -> float:
    """The error rate of a page: its lines in reading order as one text."""
    return error_rate([" ".join(read)], [" ".join(truth)])


def plain(text: str) -> str:
    """The text as it is compared."""
    return " ".join(unicodedata.normalize("NFC", text).split())
