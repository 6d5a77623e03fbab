"""Texts in flat coordinates (see `ocr_lib.tables.flattening`), where they are upright boxes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from ocr_lib.arrays import Floats

Key = tuple[int, int]
"""Number of a text and of its first character."""


@dataclass(frozen=True)
class FlatText:
    """The box of a text, or of a part of it.

    Attributes:
        number: of the text on its page.
        text: its characters from `start` to `stop`.
    """

    number: int
    text: str
    left: float
    top: float
    right: float
    bottom: float
    start: int = 0
    stop: int = 0

    @property
    def key(self) -> Key:
        """What tells it from the others of its page."""
        return self.number, self.start

    @property
    def x(self) -> float:
        """Of its middle."""
        return (self.left + self.right) / 2

    @property
    def y(self) -> float:
        """Of its middle."""
        return (self.top + self.bottom) / 2

    @property
    def height(self) -> float:
        return self.bottom - self.top

    @property
    def width(self) -> float:
        return self.right - self.left

    def part(self, start: int, stop: int, left: float, right: float) -> FlatText:
        """The characters from `start` to `stop` of the same text, between `left` and `right`."""
        text = self.text[start - self.start : stop - self.start]
        return replace(self, text=text, start=start, stop=stop, left=left, right=right)


def flat_boxes(quads: Floats) -> Floats:
    """Left, top, right and bottom, float [n, 4], of nearly upright quads, float [n, 4, 2]: the middles of their sides."""
    ordered = np.sort(quads, axis=1)
    low, high = ordered[:, :2].mean(axis=1), ordered[:, 2:].mean(axis=1)
    boxes: Floats = np.concatenate([low, high], axis=1)
    return boxes


def text_lines(texts: Sequence[FlatText]) -> list[list[FlatText]]:
    """Texts that share a line, from top to bottom, each line from left to right: their heights overlap by more than half."""
    lines: list[list[FlatText]] = []
    for text in sorted(texts, key=lambda t: (t.y, t.left)):
        for line in reversed(lines[-4:]):
            top, bottom = line_extent(line)
            shared = min(bottom, text.bottom) - max(top, text.top)
            beside = all(text.left >= other.right or text.right <= other.left for other in line)
            if beside and shared > 0.5 * min(bottom - top, text.height):
                line.append(text)
                break
        else:
            lines.append([text])
    return [sorted(line, key=lambda t: t.left) for line in lines]


def line_extent(line: Sequence[FlatText]) -> tuple[float, float]:
    """Mean top and mean bottom of the texts of a line."""
    return sum(t.top for t in line) / len(line), sum(t.bottom for t in line) / len(line)
