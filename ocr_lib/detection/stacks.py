"""Short words one above another: perhaps one text on its side, perhaps what a column holds. Reading tells which.

Two or three syllables that stand are hardly longer than thick, so that no box of theirs tells how they lie.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from ocr_lib.detection.tilted import MARGIN, SHORT, WIDEST_SPACE

THINNEST = 0.7
"""Times as thick as print is high: a 1, a bracket or a rule is thinner."""
WIDE = 1.6
"""Words so many times wider than high lie level, whatever stands above them."""
OFFSET = 0.3
"""Between the middles of words of one stack, in their thickness."""

Array = np.ndarray[Any, Any]


def stacks(level: Array, standing: Sequence[Array], print_height: float) -> list[Array]:
    """Boxes of what may be texts on their side, with their margin.

    Args:
        level: float [n, 4], x0, y0, x1, y1 of words that no other sign says stand.
        standing: boxes of texts that do, as far as their length tells: a last syllable may have been left out.
        print_height: pixels.
    """
    pieces = [(box, False) for box in level if _may_stand(box, print_height)]
    pieces += [(box, True) for box in standing]
    chains: list[_Chain] = []
    for box, stands in sorted(pieces, key=lambda piece: piece[0][1]):
        near = [chain for chain in chains if chain.takes(box)]
        if near:
            max(near, key=lambda chain: float(chain.box[3])).add(box)
        else:
            chains.append(_Chain(box, stands))
    return [chain.with_margin() for chain in chains if chain.may_stand]


def _may_stand(box: Array, print_height: float) -> bool:
    x0, y0, x1, y1 = box
    return bool(x1 - x0 > THINNEST * print_height and x1 - x0 < WIDE * (y1 - y0))


class _Chain:
    """Words down the page, each a space or less below the one before."""

    def __init__(self, box: Array, stands: bool) -> None:
        self.box = box
        self._first_stands = stands
        self._words = 1

    @property
    def may_stand(self) -> bool:
        """Several words may, or one that is higher than wide; a text that is known to stand alone is told already."""
        return self._words > 1 or (not self._first_stands and _is_tall(self.box))

    def takes(self, box: Array) -> bool:
        thick, own = self.box[2] - self.box[0], box[2] - box[0]
        beside = abs(self.box[0] + self.box[2] - box[0] - box[2]) / 2
        alike = 1 / WIDE < own / thick < WIDE
        return bool(
            alike and beside < OFFSET * thick and -0.5 * thick < box[1] - self.box[3] < WIDEST_SPACE * thick
        )

    def add(self, box: Array) -> None:
        low, high = np.minimum(self.box, box), np.maximum(self.box, box)
        self.box = np.array([low[0], low[1], high[2], high[3]])
        self._words += 1

    def with_margin(self) -> Array:
        margin = MARGIN * (self.box[2] - self.box[0])
        return self.box + np.array([-margin, -margin, margin, margin])


def _is_tall(box: Array) -> bool:
    return bool(box[3] - box[1] > SHORT * (box[2] - box[0]))
