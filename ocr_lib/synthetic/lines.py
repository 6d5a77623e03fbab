"""Made lines, one for each number: the same seed and number give the same line in any process."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from ocr_lib.arrays import Picture
from ocr_lib.synthetic.damage import damage
from ocr_lib.synthetic.fonts import FontFile, choose_font
from ocr_lib.synthetic.render import bent_ink, ink_of, render
from ocr_lib.synthetic.style import Style
from ocr_lib.synthetic.wear import Wear, worn

ATTEMPTS = 50
LOW_ASTERISKS = "∗＊✱✳"


@dataclass(frozen=True)
class Line:
    """A made crop.

    Attributes:
        image: uint8 [height, width], grey, as a detector would cut it from a page.
        text: what it says.
        font: the name of its face.
    """

    image: Picture
    text: str
    font: str


@dataclass(frozen=True)
class LineMaker:
    """Makes lines.

    Args:
        draw_text: draws a text from a generator, as `TextMix.draw` does.
        fonts: faces to choose from.
        latin_fonts: faces in which half of the lines without Korean are set.
        fallbacks: faces that signs are taken from which a line's face lacks.
        wear: what real papers do to lines; None for none.
        worn: share of lines that it does it to; the others are damaged as `style` says.
    """

    draw_text: Callable[[np.random.Generator], str]
    fonts: Sequence[FontFile]
    style: Style
    seed: int
    latin_fonts: Sequence[FontFile] = ()
    fallbacks: Sequence[FontFile] = ()
    wear: Wear | None = None
    worn: float = 0.6

    def make(self, number: int) -> Line:
        """The line of that number.

        Raises:
            LookupError: no face has the glyphs of the texts drawn.
        """
        rng = np.random.default_rng([self.seed, number])
        for _ in range(ATTEMPTS):
            text = self.draw_text(rng)
            latin = self.latin_fonts and text.isascii() and rng.random() < 0.5
            faces = self.latin_fonts if latin else self.fonts
            font = choose_font(faces, text, rng, self.fallbacks)
            if font is not None:
                return Line(self._image(self._drawn(text, font, rng), font, rng), text, font.name)
        raise LookupError(f"none of {len(self.fonts)} fonts has the glyphs of {text!r}")

    def _drawn(self, text: str, font: FontFile, rng: np.random.Generator) -> str:
        """The text with asterisks at the height of digits, as many printers set them, half of the times."""
        if "*" not in text or rng.random() < 0.5:
            return text
        low = [star for star in LOW_ASTERISKS if any(face.covers(star) for face in (font, *self.fallbacks))]
        return text.replace("*", low[int(rng.integers(len(low)))]) if low else text

    def _image(self, text: str, font: FontFile, rng: np.random.Generator) -> Picture:
        if self.wear is None or rng.random() >= self.worn:
            image = render(text, font, self.style, rng, fallbacks=self.fallbacks)
            return damage(image, self.style, rng)
        ink, em = bent_ink(text, font, self.style, rng, fallbacks=self.fallbacks)
        # Any letters serve as a neighbouring row: the line's own, in another order.
        other = ink_of(text[::-1], font, em, fallbacks=self.fallbacks)
        return worn(ink, em, other, self.wear, rng)

    def lines(self, start: int, count: int) -> Iterator[Line]:
        """Lines `start` to `start + count`."""
        return map(self.make, range(start, start + count))


def from_list(texts: Sequence[str]) -> Callable[[np.random.Generator], str]:
    """Draws from given texts, as people add them to TB_OCR_TRAIN_TEXT."""

    def draw(rng: np.random.Generator) -> str:
        return texts[int(rng.integers(len(texts)))]

    return draw
