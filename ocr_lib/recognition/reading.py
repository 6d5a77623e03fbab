"""What a recogniser says of a crop."""

from __future__ import annotations

from dataclasses import dataclass

CUSTOM, PPOCR, BOTH = "custom", "ppocr", "custom+ppocr"
RECOGNISERS = (CUSTOM, PPOCR, BOTH)
"""The EasyOCR network that people teach, the PP-OCRv6 one for texts without Hangul, or stretches of each."""


@dataclass(frozen=True)
class Character:
    """One character of a reading.

    Attributes:
        probability: of the character in its likeliest frame, 0 … 1.
        start, end: where it is, in parts of the crop's width, 0 … 1.
    """

    text: str
    probability: float
    start: float
    end: float


@dataclass(frozen=True)
class Reading:
    """A text and how sure its recogniser is of it.

    Attributes:
        score: 0 … 1.
        characters: one each, in order.
        recogniser: one of `RECOGNISERS`.
    """

    text: str
    score: float
    characters: tuple[Character, ...] = ()
    recogniser: str = CUSTOM
