"""Texts that don't lie level: words that rise or fall are joined along their own direction, words on their side apart.

EasyOCR cuts each such word alone, takes the corner nearest to the page's for the text's own, which for steep ones it is
not, and reads what stands on its side as if it lay.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

STEEP, STEEP_SHORT = 0.1, 0.35
"""Texts with a steeper slope (rise over run) are cut by perspective (EasyOCR's `slope_ths` is 0.1).

The frame around a short word with a low letter at one end is tilted though the word is not."""
LONG, SURE, SHORT = 5.0, 2.5, 1.5
"""Times as long as high: what isn't short; what tells the direction of its neighbours; what has none of its own."""
STANDS = 2.0
"""A word on its side is so many times longer than it is thick, and than print is high: a 1 or a bracket is neither."""
UPRIGHT = 0.2
"""Run over rise, below which a text runs straight up or down; which of the two, its box does not tell."""
ALIKE = 0.18
"""Radians between the directions of words of one line."""
WIDEST_SPACE = 0.75
"""Between words of one line, in heights of the line; wider gaps part cells and columns."""
MARGIN = 0.12
"""Around a text, in its heights: about EasyOCR's `add_margin`, and as the network was trained."""

Array = np.ndarray[Any, Any]


@dataclass(frozen=True)
class Parted:
    """Words by how they lie.

    Attributes:
        level: corners [4, 2] each.
        tilted: corners [4, 2] of joined words with their margin, clockwise from the text's own top left.
        standing: x0, y0, x1, y1 of joined words that run up or down the page, with their margin.
    """

    level: list[Array] = field(default_factory=list)
    tilted: list[Array] = field(default_factory=list)
    standing: list[Array] = field(default_factory=list)


def parted(corners: Sequence[Array], print_height: float) -> Parted:
    """Part words (float [4, 2] each, clockwise) by how they lie; `print_height` is that of the page's print."""
    words = [_Word.of(c) for c in corners]
    found, used = Parted(), set[int]()
    for n in sorted(range(len(words)), key=lambda n: -words[n].length):
        stands = words[n].stands and words[n].length > STANDS * print_height
        if n in used or not (stands or words[n].is_steep):
            continue
        used.add(n)
        line = _Line.begun(words[n])
        while near := [m for m, word in enumerate(words) if m not in used and line.takes(word)]:
            used.update(near)
            for m in near:
                line.add(words[m])
        whole = line.corners()
        if stands:
            found.standing.append(np.array([*whole.min(axis=0), *whole.max(axis=0)]))
        else:
            found.tilted.append(whole)
    found.level.extend(c for n, c in enumerate(corners) if n not in used)
    return found


@dataclass(frozen=True)
class _Word:
    """A word's frame: its middle, its own direction (a unit vector, to the right or straight up), its sides."""

    middle: Array
    along: Array
    length: float
    height: float

    @staticmethod
    def of(corners: Array) -> _Word:
        first, second = corners[1] - corners[0], corners[3] - corners[0]
        sides = float(np.linalg.norm(first)), float(np.linalg.norm(second))
        if sides[1] > SHORT * sides[0]:
            first, sides = second, sides[::-1]
        along = first / max(1e-6, sides[0])
        if along[0] < 0:
            along = -along
        if abs(along[0]) < UPRIGHT * abs(along[1]):
            along = np.array([0.0, -1.0])
        return _Word(corners.mean(axis=0), along, *sides)

    @property
    def has_direction(self) -> bool:
        return self.length > SHORT * self.height

    @property
    def rise(self) -> float:
        """Downwards over to the right."""
        return float(self.along[1] / max(1e-6, self.along[0]))

    @property
    def stands(self) -> bool:
        return self.along[0] == 0.0 and self.length > STANDS * self.height

    @property
    def is_steep(self) -> bool:
        """Whether it is longer than high and clearly rises or falls."""
        if not self.has_direction or self.along[0] == 0.0:
            return False
        return abs(self.rise) >= (STEEP if self.length > LONG * self.height else STEEP_SHORT)


@dataclass
class _Line:
    """Words in one direction; `start` and `end` along it from the page's corner, `middle` across it."""

    along: Array
    height: float
    sure: bool
    start: float
    end: float
    middle: float

    @staticmethod
    def begun(word: _Word) -> _Line:
        at, across = float(word.middle @ word.along), float(word.middle @ _down(word.along))
        sure = word.length > SURE * word.height and not word.stands
        return _Line(word.along, word.height, sure, at - word.length / 2, at + word.length / 2, across)

    def takes(self, word: _Word) -> bool:
        """Whether a word stands in this line, a space or less from what it has."""
        if not self._goes_along(word):
            return False
        start, end = self._reach(word)
        gap = max(start - self.end, self.start - end)
        beside = abs(float(word.middle @ _down(self.along)) - self.middle)
        alike = 0.5 < word.height / self.height < 1.6
        return alike and beside < 0.4 * self.height and -0.5 * self.height < gap < WIDEST_SPACE * self.height

    def add(self, word: _Word) -> None:
        start, end = self._reach(word)
        self.start, self.end = min(self.start, start), max(self.end, end)

    def corners(self) -> Array:
        """Float [4, 2], clockwise from the text's own top left, with the margin."""
        margin, down = MARGIN * self.height, _down(self.along)
        start, end = (self.start - margin) * self.along, (self.end + margin) * self.along
        top = (self.middle - self.height / 2 - margin) * down
        low = (self.middle + self.height / 2 + margin) * down
        return np.array([start + top, end + top, end + low, start + low])

    def _goes_along(self, word: _Word) -> bool:
        """The same direction; or, where this one's is sure, none of its own, or a short word's slope the same way."""
        if word.has_direction and abs(float(self.along @ _down(word.along))) < np.sin(ALIKE):
            return True
        if not self.sure or abs(self.along[1]) < np.sin(ALIKE):
            return False
        return not word.has_direction or (
            word.length < SURE * word.height and word.rise * self.along[1] > STEEP
        )

    def _reach(self, word: _Word) -> tuple[float, float]:
        """Where a word begins and ends along the line; around a letter that is turned lies a larger level box."""
        at = float(word.middle @ self.along)
        half = word.length / 2 if word.has_direction else word.length / 2 / float(np.abs(self.along).sum())
        return at - half, at + half


def _down(along: Array) -> Array:
    """From a text's top to its foot."""
    return np.array([-along[1], along[0]])
