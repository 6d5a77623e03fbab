"""What a recogniser says of a crop."""

from __future__ import annotations

from dataclasses import dataclass, replace

CUSTOM, PPOCR, BOTH = "custom", "ppocr", "custom+ppocr"
RECOGNISERS = (CUSTOM, PPOCR, BOTH)
"""The EasyOCR network that people teach, the PP-OCRv6 one for texts without Hangul, or stretches of each."""


@dataclass(frozen=True)
class Character:
    """One character of a reading.

    Attributes:
        probability: 0 … 1; of the character in its likeliest frame, until `CalibratedReader` makes it the
            probability that the character is right.
        start, end: where it is, in parts of the crop's width, 0 … 1.
        alternatives: other characters that a recogniser found likely in its place, the likeliest first.
    """

    text: str
    probability: float
    start: float
    end: float
    alternatives: str = ""

    def with_alternative(self, text: str) -> Character:
        """The same with another character as its likeliest alternative."""
        if text == self.text:
            return self
        return replace(self, alternatives=text + self.alternatives.replace(text, ""))


@dataclass(frozen=True)
class Reading:
    """A text and how sure its recogniser is of it.

    Attributes:
        score: 0 … 1; EasyOCR's score (custom network) or the mean probability of the characters (second
            recogniser), until `CalibratedReader` makes it the probability that the whole text is right.
        characters: one each, in order.
        recogniser: one of `RECOGNISERS`.
        lowest_frame: the smallest probability of the best class in any frame of the crop, blank frames included, 0 … 1.
        similarity: how alike the text is which the other recogniser read in the same crop, 0 … 1; None where it was not asked.
    """

    text: str
    score: float
    characters: tuple[Character, ...] = ()
    recogniser: str = CUSTOM
    lowest_frame: float = 1.0
    similarity: float | None = None


def is_hangul(character: str) -> bool:
    """A syllable or a letter of Hangul."""
    return "가" <= character <= "힣" or "ㄱ" <= character <= "ㅣ"
