"""Character error rate: edits per character of the truth."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


def edit_distance(read: str, truth: str) -> int:
    """Levenshtein's distance: insertions, deletions and substitutions of characters."""
    row = list(range(len(truth) + 1))
    for i, a in enumerate(read, 1):
        diagonal, row[0] = row[0], i
        for j, b in enumerate(truth, 1):
            diagonal, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, diagonal + (a != b))
    return row[-1]


@dataclass(frozen=True)
class ErrorRate:
    """Edits over characters, kept apart so that rates add up."""

    edits: int = 0
    characters: int = 0

    def __add__(self, other: ErrorRate) -> ErrorRate:
        return ErrorRate(self.edits + other.edits, self.characters + other.characters)

    @property
    def value(self) -> float:
        """0 is perfect; 0 for no text, and over 1 where more was read than there is."""
        return self.edits / self.characters if self.characters else 0.0


def error_rate(pairs: Iterable[tuple[str, str]]) -> ErrorRate:
    """Of (read, truth) pairs together."""
    total = ErrorRate()
    for read, truth in pairs:
        total += ErrorRate(edit_distance(read, truth), len(truth))
    return total
