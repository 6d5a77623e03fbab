"""A sheet of paper that is written on in millimetres, and the truth of what is written."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from ocr_lib.synthetic.fonts import FontFile, installed_fonts, named
from ocr_lib.training.replay import NEVER

MM_PER_INCH, POINTS_PER_INCH = 25.4, 72.0
Colour = tuple[int, int, int]
BLACK, WHITE = (20, 20, 22), (255, 255, 255)
Align = Literal["left", "centre", "right"]
# Black and extra-light weights fill or lose their counters at the sizes of forms, so that no reader can read them.
UNUSED_WEIGHTS = ("Black", "ExtraLight", "YetHangul")


@functools.cache
def unseen_faces() -> tuple[FontFile, ...]:
    """Faces that the shipped network is never trained on."""
    faces = named(installed_fonts(), NEVER)
    return tuple(face for face in faces if not any(weight in face.name for weight in UNUSED_WEIGHTS))


@dataclass(frozen=True)
class Written:
    """A text of the truth.

    Attributes:
        box: x0, y0, x1, y1 in pixels.
        row: number of the row it belongs to on the flat sheet.
    """

    text: str
    box: tuple[float, float, float, float]
    row: int = 0


@dataclass
class Sheet:
    """A sheet in RGB.

    Attributes:
        width, height: in mm.
        dpi: of the drawing.
        face: of all its texts.
        squeeze: width of its letters as a share of the face's own; under 1 is condensed.
    """

    width: float
    height: float
    dpi: float
    face: FontFile
    squeeze: float = 1.0
    paper: Colour = WHITE
    texts: list[Written] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.picture = Image.new("RGB", (self.pixels(self.width), self.pixels(self.height)), self.paper)
        self.draw = ImageDraw.Draw(self.picture)

    @property
    def array(self) -> NDArray[np.uint8]:
        return np.asarray(self.picture)

    def pixels(self, mm: float) -> int:
        return max(1, round(mm * self.dpi / MM_PER_INCH))

    def _at(self, *mm: float) -> list[float]:
        return [value * self.dpi / MM_PER_INCH for value in mm]

    def text_width(self, text: str, points: float) -> float:
        """The width of a text in mm."""
        return self._font(points).getlength(text) * self.squeeze * MM_PER_INCH / self.dpi

    def write(
        self,
        text: str,
        x: float,
        y: float,
        points: float,
        *,
        align: Align = "left",
        colour: Colour = BLACK,
        underlined: bool = False,
        struck: bool = False,
        by_words: bool = False,
    ) -> None:
        """Write a text whose middle line is at `y`.

        Args:
            x: of its left end, middle or right end in mm, by `align`.
            by_words: enter each word in the truth by itself, as a sentence's are.
        """
        font = self._font(points)
        wide, high = font.getlength(text), font.size * 1.6
        ink = Image.new("L", (int(wide) + 2 * int(font.size), int(high)), 0)
        start = int(font.size) // 2
        ImageDraw.Draw(ink).text((start, high / 2), text, font=font, fill=255, anchor="lm")
        ink = ink.resize((max(1, round(ink.width * self.squeeze)), ink.height), Image.Resampling.BICUBIC)
        left, middle = self._at(x, y)
        left -= {"left": 0.0, "centre": 0.5, "right": 1.0}[align] * wide * self.squeeze
        corner = (round(left - start * self.squeeze), round(middle - high / 2))
        self.picture.paste(colour, corner, ink)
        self._enter(text, ink, corner, start, font, by_words)
        line = max(1, round(font.size / 16))
        span = (left, left + wide * self.squeeze)
        if underlined:
            below = middle + font.size * 0.55
            self.draw.line((span[0], below, span[1], below), fill=colour, width=line)
        if struck:
            self.draw.line((span[0], middle, span[1], middle), fill=colour, width=line)

    def _enter(
        self,
        text: str,
        ink: Image.Image,
        corner: tuple[int, int],
        start: int,
        font: ImageFont.FreeTypeFont,
        by_words: bool,
    ) -> None:
        pieces = text.split(" ") if by_words else [text]
        whole, done = ink.getbbox(), 0
        for piece in pieces:
            begin = int((start + font.getlength(text[:done])) * self.squeeze)
            end = int((start + font.getlength(text[: done + len(piece)])) * self.squeeze) + 2
            done += len(piece) + 1
            bounds = ink.crop((max(0, begin - 1), 0, end, ink.height)).getbbox()
            if piece and bounds is not None and whole is not None:
                # Words are as high as their line, so that they form a row on a tilted page too.
                x, y = corner[0] + max(0, begin - 1), corner[1]
                box = (x + bounds[0], y + whole[1], x + bounds[2], y + whole[3])
                self.texts.append(Written(piece, box))

    def rule(self, x0: float, y0: float, x1: float, y1: float, thick: float, colour: Colour = BLACK) -> None:
        """A straight rule of a thickness in mm, at least a pixel."""
        self.draw.line(self._at(x0, y0, x1, y1), fill=colour, width=self.pixels(thick))

    def dashes(self, x0: float, x1: float, y: float, thick: float, step: float = 1.6) -> None:
        for x in np.arange(x0, x1 - step / 2, step):
            self.rule(float(x), y, float(x) + step * 0.6, y, thick)

    def frame(
        self, x: float, y: float, wide: float, high: float, thick: float, colour: Colour = BLACK
    ) -> None:
        self.draw.rectangle(self._at(x, y, x + wide, y + high), outline=colour, width=self.pixels(thick))

    def fill(self, x: float, y: float, wide: float, high: float, colour: Colour) -> None:
        self.draw.rectangle(self._at(x, y, x + wide, y + high), fill=colour)

    def hatch(self, x: float, y: float, wide: float, high: float, pitch: float, colour: Colour) -> None:
        """Fill a rectangle with slanted hairlines."""
        for start in np.arange(-high, wide, pitch):
            begin, end = max(0.0, float(start)), min(wide, float(start) + high)
            self.rule(x + begin, y + high - (begin - start), x + end, y + high - (end - start), 0.1, colour)

    def grid(self, columns: Sequence[float], rows: Sequence[float], thick: float) -> None:
        """Rules at these places (mm), with a frame half again as thick."""
        for x in columns[1:-1]:
            self.rule(x, rows[0], x, rows[-1], thick)
        for y in rows[1:-1]:
            self.rule(columns[0], y, columns[-1], y, thick)
        self.frame(columns[0], rows[0], columns[-1] - columns[0], rows[-1] - rows[0], thick * 1.5)

    def check_box(self, x: float, y: float, side: float, *, checked: bool) -> None:
        """An empty or ticked box whose middle line is at `y`."""
        self.frame(x, y - side / 2, side, side, 0.2)
        if checked:
            tick = self._at(
                x + side * 0.2, y, x + side * 0.45, y + side * 0.35, x + side * 1.1, y - side * 0.6
            )
            self.draw.line(tick, fill=BLACK, width=self.pixels(0.35), joint="curve")

    def stamp(self, x: float, y: float, side: float, rng: np.random.Generator, *, is_round: bool) -> None:
        """A red seal over whatever is there; its strokes are no letters."""
        size = self.pixels(side)
        seal = Image.new("L", (size, size), 0)
        pen, wide = ImageDraw.Draw(seal), max(1, size // 18)
        shape = pen.ellipse if is_round else pen.rectangle
        shape((wide, wide, size - wide, size - wide), outline=255, width=wide)
        for column in range(2):
            for row in range(2):
                left, top = size * (0.22 + 0.3 * column), size * (0.22 + 0.3 * row)
                for _ in range(4):
                    a, b = rng.uniform(0, size * 0.24, 2)
                    level = rng.random() < 0.5
                    ends = (0, a, size * 0.24, a) if level else (b, 0, b, size * 0.24)
                    pen.line(
                        [left + ends[0], top + ends[1], left + ends[2], top + ends[3]], fill=255, width=wide
                    )
        seal = seal.rotate(float(rng.uniform(-12, 12)), resample=Image.Resampling.BILINEAR)
        corner = self.pixels(x), self.pixels(y)
        under = self.array[corner[1] : corner[1] + size, corner[0] : corner[0] + size].astype(float)
        share = np.asarray(seal)[: under.shape[0], : under.shape[1], None] / 255 * 0.8
        red = under * np.array([205, 40, 45]) / 255
        blended = np.clip(under * (1 - share) + red * share, 0, 255).astype(np.uint8)
        self.picture.paste(Image.fromarray(blended), corner)

    def _font(self, points: float) -> ImageFont.FreeTypeFont:
        size = max(6, round(points * self.dpi / POINTS_PER_INCH))
        return _font(self.face, size)


@functools.lru_cache(maxsize=64)
def _font(face: FontFile, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(face.path), size, index=face.index)
