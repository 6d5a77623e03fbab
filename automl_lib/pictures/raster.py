"""Flat pictures drawn pixel by pixel, for kinds of which a table needs thousands; matplotlib takes ten times as long.

Sizes and colours are those of `canvas`. Lines lie on whole pixels; only text and markers have soft edges.
"""

from __future__ import annotations

import functools
import io
from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

from automl_lib.pictures.canvas import DPI, PAPER
from automl_lib.pictures.fonts import fallback_font_path, has_korean_glyph, korean_font_path, printable

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageFont import FreeTypeFont

FINER = 8
"""Markers are drawn so many times larger and then made smaller."""


class Raster:
    """A white picture of `width` × `height` inches at the resolution of all pictures."""

    def __init__(self, width: float, height: float) -> None:
        from PIL import Image, ImageDraw

        self.width, self.height = round(width * DPI), round(height * DPI)
        self._image = Image.new("RGB", (self.width, self.height), PAPER)
        self._draw = ImageDraw.Draw(self._image)

    def line(self, x0: float, y0: float, x1: float, y1: float, colour: str, width: int = 1) -> None:
        """A straight line along one of the axes."""
        self._draw.line([(round(x0), round(y0)), (round(x1), round(y1))], fill=colour, width=width)

    def box(self, x0: float, y0: float, x1: float, y1: float, fill: str, edge: str, width: int = 1) -> None:
        corners = (round(x0), round(y0), round(x1), round(y1))
        self._draw.rectangle(corners, fill=fill, outline=edge, width=width)

    def markers(self, xs: Sequence[float], y: float, shape: Literal["ring", "diamond"], colour: str) -> None:
        """One marker at each place."""
        mask = _marker(shape)
        half = mask.width // 2
        for x in xs:
            self._image.paste(colour, (round(x) - half, round(y) - half), mask)

    def text(
        self,
        x: float,
        y: float,
        text: str,
        points: float,
        colour: str,
        *,
        anchor: Literal["left", "middle"] = "left",
        width: int | None = None,
    ) -> None:
        """One line with its baseline at `y`, cut to `width` half-width columns."""
        runs = _runs(printable(text, width).replace(r"\$", "$"), points)
        if anchor == "middle":
            x -= sum(font.getlength(run) for run, font in runs) / 2
        for run, font in runs:
            self._draw.text((x, y), run, fill=colour, font=font, anchor="ls")
            x += font.getlength(run)

    def png(self) -> bytes:
        """The picture in 64 colours; the same bytes each time."""
        from PIL import Image

        few = self._image.quantize(64, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
        palette = few.getpalette() or []
        # Choosing colours averages near ones; paper stays white on a white page.
        few.putpalette(
            [255 if min(palette[i // 3 * 3 : i // 3 * 3 + 3]) > 247 else v for i, v in enumerate(palette)]
        )
        buffer = io.BytesIO()
        few.save(buffer, "png")
        return buffer.getvalue()


@functools.cache
def _marker(shape: Literal["ring", "diamond"]) -> Image:
    """How much of each pixel a marker covers. Shared: don't change it."""
    from PIL import Image, ImageDraw

    size = {"ring": 7, "diamond": 9}[shape]
    large = Image.new("L", (size * FINER, size * FINER))
    draw, edge = ImageDraw.Draw(large), size * FINER - 1
    if shape == "ring":
        draw.ellipse(
            (FINER // 2, FINER // 2, edge - FINER // 2, edge - FINER // 2), fill=60, outline=150, width=FINER
        )
    else:
        middle = edge / 2
        draw.polygon([(middle, 0), (edge, middle), (middle, edge), (0, middle)], fill=255)
    return large.resize((size, size), Image.Resampling.BOX)


def _runs(text: str, points: float) -> list[tuple[str, FreeTypeFont]]:
    """The text in pieces, each with the font that has its characters."""
    runs: list[tuple[str, FreeTypeFont]] = []
    for character in text:
        font = _font(points, korean=has_korean_glyph(character))
        if runs and runs[-1][1] is font:
            runs[-1] = (runs[-1][0] + character, font)
        else:
            runs.append((character, font))
    return runs


@functools.cache
def _font(points: float, *, korean: bool) -> FreeTypeFont:
    from PIL import ImageFont

    path = korean_font_path() if korean else fallback_font_path()
    return ImageFont.truetype(str(path), round(points * DPI / 72))
