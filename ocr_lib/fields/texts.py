"""The texts of a document as its fields are looked for in them: levelled, in lines, with neighbours."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from statistics import median

from domain.parted_numbers import parted_numbers
from ocr_lib.fields.limits import FieldLimits

PAGE_GAP = 10.0
"""Between two pages, in heights of a line: no value is looked for on the next page."""
MOST_CHARACTERS = 300
"""Of a text; the rest of a longer one is left out."""
MOST_SLANT = 0.3
"""Of a line of a levelled page; steeper texts run another way."""
MOST_NEAR = 40
"""Texts of one line that are looked at for the neighbours of a text: more are on no real page."""
LINES_BELOW = 6
"""Lines below a label among which its value is looked for."""


@dataclass(frozen=True)
class CharacterReading:
    """One character as a recogniser read it.

    Attributes:
        probability: that it is right, 0 … 1.
        alternatives: other characters that the recogniser found likely in its place, the likeliest first.
    """

    text: str
    probability: float
    alternatives: str = ""


@dataclass(frozen=True)
class PageText:
    """A text of a document. What it says is no part of its repr, as it may be a resident number.

    Attributes:
        quad: four corners in pixels, clockwise from the text's own top left.
        score: probability that the text is right, 0 … 1.
        page: number of its page, from 0.
        characters: of the text, each with its probability; empty where none are known.
    """

    text: str = field(repr=False)
    quad: Sequence[Sequence[float]]
    score: float = 1.0
    page: int = 0
    characters: tuple[CharacterReading, ...] = field(default=(), repr=False)


@dataclass(frozen=True)
class Placed:
    """A text, a part of one, or neighbouring texts that belong together, on the levelled document.

    Attributes:
        indexes: of the texts of the document that it is from.
    """

    text: str = field(repr=False)
    x0: float
    y0: float
    x1: float
    y1: float
    indexes: tuple[int, ...]

    @property
    def height(self) -> float:
        return self.y1 - self.y0

    @property
    def width(self) -> float:
        return self.x1 - self.x0

    @property
    def x(self) -> float:
        """Of its middle."""
        return (self.x0 + self.x1) / 2

    @property
    def y(self) -> float:
        """Of its middle."""
        return (self.y0 + self.y1) / 2

    def overlap_x(self, other: Placed) -> float:
        """Pixels that both span horizontally; negative where they are apart."""
        return min(self.x1, other.x1) - max(self.x0, other.x0)

    def overlap_y(self, other: Placed) -> float:
        """Pixels that both span vertically; negative where they are apart."""
        return min(self.y1, other.y1) - max(self.y0, other.y0)

    def shares_line(self, other: Placed) -> bool:
        """Whether more than half of the lower one is at the height of the other."""
        return self.overlap_y(other) > 0.5 * max(1e-6, min(self.height, other.height))


def joined(texts: Sequence[Placed], separator: str = " ") -> Placed:
    """Several texts as one."""
    return Placed(
        separator.join(text.text for text in texts),
        min(text.x0 for text in texts),
        min(text.y0 for text in texts),
        max(text.x1 for text in texts),
        max(text.y1 for text in texts),
        tuple(dict.fromkeys(index for text in texts for index in text.indexes)),
    )


class Layout:
    """Texts in lines from top to bottom, each line from left to right.

    Attributes:
        line_height: median height of the texts, in pixels.
    """

    def __init__(self, texts: Iterable[Placed]) -> None:
        self.texts = sorted(texts, key=lambda text: (text.y, text.x0))
        self.line_height = median([text.height for text in self.texts]) if self.texts else 1.0
        self.lines = _lines(self.texts)
        self._line_of = {id(text): number for number, line in enumerate(self.lines) for text in line}
        self._starts = [[text.x0 for text in line] for line in self.lines]

    @cached_property
    def width(self) -> float:
        """Pixels from the leftmost to the rightmost text."""
        if not self.texts:
            return 0.0
        return max(text.x1 for text in self.texts) - min(text.x0 for text in self.texts)

    def line_of(self, text: Placed) -> int:
        """The number of the line that one of `texts` is in."""
        return self._line_of[id(text)]

    def right_of(self, text: Placed, most: int = 8) -> list[Placed]:
        """The next texts on the same line, the nearest first."""
        number = self._line_of[id(text)]
        line = self.lines[number]
        start = bisect_left(self._starts[number], text.x0)
        found = []
        for other in line[start : start + MOST_NEAR]:
            if other is not text and other.x0 >= text.x1 - 0.3 * text.height:
                found.append(other)
                if len(found) == most:
                    break
        return found

    def left_of(self, text: Placed) -> Placed | None:
        """The nearest text on the same line that ends before it begins."""
        number = self._line_of[id(text)]
        end = bisect_left(self._starts[number], text.x0)
        before = self.lines[number][max(0, end - MOST_NEAR) : end]
        return max(
            (other for other in before if other.x1 <= text.x0 + 1), key=lambda one: one.x1, default=None
        )

    def below(self, text: Placed, most: int = 3) -> list[Placed]:
        """The next texts that are below it and share some of its width, the nearest first."""
        number = self._line_of[id(text)]
        found: list[Placed] = []
        for later in range(number + 1, min(len(self.lines), number + 1 + LINES_BELOW)):
            line = self.lines[later]
            # A text that begins far to the left may be wide enough: two before the first that begins in it are looked at.
            start = max(0, bisect_left(self._starts[later], text.x0) - 2)
            for other in line[start : start + MOST_NEAR]:
                if other.x0 > text.x1:
                    break
                if other.y >= text.y1 - 0.2 * text.height and other.overlap_x(text) > 0:
                    found.append(other)
                    if len(found) == most:
                        return found
        return found


def placed_texts(texts: Sequence[PageText], max_texts: int = FieldLimits.max_texts) -> list[Placed]:
    """The texts of all pages on one levelled plane, each page below the one before.

    Pages are turned by the direction most of their text runs in, so that lines are horizontal. Texts without letters,
    with impossible corners, or beyond `max_texts` are left out.
    """
    pages: dict[int, list[Placed]] = {}
    for page, members in _by_page(texts[:max_texts]).items():
        angle = _angle([texts[n] for n in members])
        cos, sin = math.cos(angle), math.sin(angle)
        for n in members:
            xs = [x * cos + y * sin for x, y in texts[n].quad]
            ys = [y * cos - x * sin for x, y in texts[n].quad]
            top, bottom = _extent(xs, ys)
            pages.setdefault(page, []).append(
                Placed(texts[n].text[:MOST_CHARACTERS], min(xs), top, max(xs), bottom, (n,))
            )
        pages[page] = _with_whole_numbers(pages[page], [(texts[n].text, texts[n].quad) for n in members])
    found: list[Placed] = []
    bottom = 0.0
    for page in sorted(pages):
        top = min(text.y0 for text in pages[page])
        height = median([text.height for text in pages[page]])
        shift = bottom + PAGE_GAP * height - top
        found += [replace(text, y0=text.y0 + shift, y1=text.y1 + shift) for text in pages[page]]
        bottom = max(text.y1 for text in found)
    return found


def _with_whole_numbers(
    placed: Sequence[Placed], texts: Sequence[tuple[str, Sequence[Sequence[float]]]]
) -> list[Placed]:
    """The texts of a page; those between which a resident registration number is parted are one, so that it is known and masked."""
    by_first: dict[int, Placed] = {}
    taken: set[int] = set()
    for number in parted_numbers(texts):
        if taken.isdisjoint(number.indexes):
            by_first[number.indexes[0]] = joined([placed[n] for n in number.indexes], separator="")
            taken.update(number.indexes)
    return [by_first.get(n, one) for n, one in enumerate(placed) if n in by_first or n not in taken]


def _by_page(texts: Sequence[PageText]) -> dict[int, list[int]]:
    pages: dict[int, list[int]] = {}
    for n, text in enumerate(texts):
        if text.text.strip() and len(text.quad) == 4 and all(_is_point(point) for point in text.quad):
            pages.setdefault(text.page, []).append(n)
    return pages


def _extent(xs: Sequence[float], ys: Sequence[float]) -> tuple[float, float]:
    """Top and bottom of a text by its own height, where it slants a little: the bounds of a long one reach into its neighbours."""
    if abs(ys[1] - ys[0]) >= MOST_SLANT * abs(xs[1] - xs[0]):
        return min(ys), max(ys)
    height = min(max(ys) - min(ys), (abs(ys[3] - ys[0]) + abs(ys[2] - ys[1])) / 2)
    middle = sum(ys) / 4
    return middle - height / 2, middle + height / 2


def _is_point(point: Sequence[float]) -> bool:
    return len(point) == 2 and all(math.isfinite(value) and abs(value) < 1e7 for value in point)


def _angle(texts: Sequence[PageText]) -> float:
    """Radians, clockwise in the picture, by which the lines of a page are turned: by quarters as most of its long texts are, then their median."""
    angles: list[tuple[float, float]] = []
    for text in texts:
        (x0, y0), (x1, y1) = text.quad[0], text.quad[1]
        length = math.hypot(x1 - x0, y1 - y0)
        # A short text's corners tell little of its direction.
        if len(text.text) >= 3 and length > 0:
            angles.append((math.atan2(y1 - y0, x1 - x0), length))
    if not angles:
        return 0.0
    quarter = math.pi / 2
    weights = [0.0] * 4
    for angle, length in angles:
        weights[round(angle / quarter) % 4] += length
    turned = max(range(4), key=weights.__getitem__) * quarter
    rest = [math.remainder(angle - turned, 2 * math.pi) for angle, _ in angles]
    near = [angle for angle in rest if abs(angle) < quarter / 2]
    return turned + (median(near) if near else 0.0)


def _lines(texts: Sequence[Placed]) -> list[list[Placed]]:
    """Lines of texts that share a height, by their first text; `texts` are sorted by their middles."""
    lines: list[list[Placed]] = []
    for text in texts:
        # Tall texts, such as vertical headings, keep lines open that are above the latest ones.
        for line in reversed(lines[-4:]):
            if line[0].shares_line(text) and max(line[0].height, text.height) < 2.5 * min(
                line[0].height, text.height
            ):
                line.append(text)
                break
        else:
            lines.append([text])
    lines.sort(key=lambda line: median([text.y for text in line]))
    return [sorted(line, key=lambda text: text.x0) for line in lines]
