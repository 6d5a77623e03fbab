"""A made paper: texts put at places as a reader finds them, and the fields that are printed on it."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from random import Random

from domain.characters import is_syllable, jamo_of, syllable_of
from ocr_lib.fields import DocumentKind, FieldKey, PageText

Truth = dict[str, int | str]


@dataclass
class Paper:
    """A paper under construction.

    Attributes:
        size: height of its print in pixels.
        truth: each field that is printed, and figures of goods by `item:ROW:COLUMN`.
        figures: number of the text that each amount is written in, by field or `item:ROW:COLUMN`.
    """

    kind: DocumentKind
    layout: str
    rng: Random
    unseen: bool
    size: float = 22
    texts: list[tuple[str, float, float, float, float]] = field(default_factory=list)
    truth: Truth = field(default_factory=dict)
    figures: dict[str, int] = field(default_factory=dict)

    def put(
        self,
        text: str,
        x: float,
        y: float,
        *,
        scale: float = 1.0,
        align: str = "left",
        spread: float | None = None,
    ) -> int:
        """Put a text; `y` is the middle of its line. Returns its number."""
        size = self.size * scale
        width = text_width(text, size) if spread is None else spread
        left = x if align == "left" else x - width if align == "right" else x - width / 2
        jitter = self.rng.uniform(-0.05, 0.05) * size
        self.texts.append((text, left, y - size / 2 + jitter, left + width, y + size / 2 + jitter))
        return len(self.texts) - 1

    def put_tall(self, text: str, x: float, top: float, bottom: float) -> None:
        """A text whose letters run downwards, as one text or, at times, letter by letter."""
        if self.rng.random() < 0.5:
            self.texts.append((text, x, top, x + self.size, bottom))
            return
        step = min(1.35 * self.size, (bottom - top) / len(text))
        start = (top + bottom) / 2 - step * len(text) / 2
        for n, letter in enumerate(text):
            self.put(letter, x, start + step * (n + 0.5))

    def label(self, text: str, x: float, y: float, *, width: float = 0.0, colon: bool = False) -> float:
        """A label, letter-spaced at times; returns where it ends."""
        shown = text
        if width and len(text) <= 5 and self.rng.random() < 0.35:
            gap = " " * self.rng.choice((1, 2, 3))
            shown = gap.join(text)
            if self.rng.random() < 0.2 and text_width(text, self.size) * 2 < width:
                # Read as several texts.
                pitch = 1.8 * self.size
                for n, letter in enumerate(text):
                    self.put(letter, x + n * pitch, y)
                return x + len(text) * pitch
        shown = misread(shown, self.rng) if self.rng.random() < 0.03 else shown
        shown += rng_colon(self.rng) if colon else ""
        number = self.put(shown, x, y)
        return self.texts[number][3]

    def pair(self, label: str, value: str, x: float, y: float, *, width: float, colon: bool = False) -> int:
        """A label with its value at `x + width`, at times both in one text; returns the number of the value's text."""
        if colon and self.rng.random() < 0.5:
            return self.put(f"{label}{rng_colon(self.rng)}{value}", x, y)
        end = self.label(label, x, y, width=width, colon=colon)
        return self.put(value, max(x + width, end + 0.5 * self.size), y)

    def holds(self, key: FieldKey | str, value: int | str, number: int | None = None) -> None:
        """Note what is printed."""
        self.truth[str(key)] = value
        if number is not None:
            self.figures[str(key)] = number

    def page_texts(self) -> list[PageText]:
        """The texts as found in a picture that is tilted by up to 1.5°."""
        angle = math.radians(self.rng.uniform(-1.5, 1.5))
        cos, sin = math.cos(angle), math.sin(angle)
        found = []
        for text, x0, y0, x1, y1 in self.texts:
            quad = [
                [x * cos - y * sin, x * sin + y * cos] for x, y in ((x0, y0), (x1, y0), (x1, y1), (x0, y1))
            ]
            found.append(PageText(text, quad, 0.95))
        return found


def rng_colon(rng: Random) -> str:
    return rng.choice((":", " : ", ": "))


def text_width(text: str, size: float) -> float:
    """The width of a printed text, in pixels."""
    return sum(size * (0.95 if ord(c) > 0x2E80 else 0.3 if c in " .,:;'" else 0.55) for c in text)


def misread(text: str, rng: Random, *, fewest: int = 4) -> str:
    """The text with another final in one of its syllables, as recognisers misread small print; as it is with fewer syllables."""
    places = [n for n, c in enumerate(text) if is_syllable(c)]
    if len(places) < fewest:
        return text
    n = rng.choice(places)
    initial, vowel, final = jamo_of(text[n])
    other = rng.choice([f for f in (0, 4, 8, 16, 21) if f != final])
    return text[:n] + syllable_of(initial, vowel, other) + text[n + 1 :]
