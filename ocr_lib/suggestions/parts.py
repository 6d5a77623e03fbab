"""Which parts of a text were wrong: the words that changed, with enough around them to be told again."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

SHORTEST = 2
MOST_CHANGED = 0.6
"""A correction that changes more of a text than this says nothing about its parts."""


@dataclass(frozen=True)
class Part:
    """A piece of a text as it was read, and as it should have been."""

    wrong: str
    right: str


def wrong_parts(read: str, corrected: str) -> Iterator[Part]:
    """The words that differ between a text and its correction (NFC, single spaces).

    Signs and spaces between words may change along; a word is taken without them.
    """
    wrong, right = _runs(read), _runs(corrected)
    if len(wrong) == len(right):
        pairs = [Part(a, b) for a, b in zip(wrong, right, strict=True)]
    else:
        pairs = list(_changed_words(read, corrected))
    for part in pairs:
        if len(part.wrong) >= SHORTEST and part.right and _is_alike(part):
            yield part


def _runs(text: str) -> list[str]:
    """The runs of letters and digits, without the signs and spaces between."""
    return re.findall(r"\w+", text)


def _changed_words(read: str, corrected: str) -> Iterator[Part]:
    """Runs of words that differ, where words were parted or joined."""
    from rapidfuzz.distance import Levenshtein

    wrong, right = read.split(" "), corrected.split(" ")
    changed: list[tuple[int, int, int, int]] = []
    for op in Levenshtein.opcodes(wrong, right):
        if op.tag == "equal":
            continue
        a, b, c, d = op.src_start, op.src_end, op.dest_start, op.dest_end
        if changed and changed[-1][1] == a:
            changed[-1] = (changed[-1][0], b, changed[-1][2], d)
        else:
            changed.append((a, b, c, d))
    for a, b, c, d in changed:
        yield Part(" ".join(wrong[a:b]), " ".join(right[c:d]))


def _is_alike(part: Part) -> bool:
    from rapidfuzz.distance import Levenshtein

    return part.wrong != part.right and (
        Levenshtein.normalized_distance(part.wrong, part.right) <= MOST_CHANGED
    )
