"""Drawing PDF pages: by poppler (pdf2image) where it is installed, else by PDFium; the same sizes either way."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from ocr_lib.pages.limits import PageLimits

if TYPE_CHECKING:
    import pypdfium2
    from PIL import Image

POINTS = 72
LONGEST_SIDE = 30_000
"""Pixels; what is longer is no page but a mistake in its box."""
Size = tuple[int, int]
Draw: TypeAlias = "Callable[[int, float, Size], Image.Image]"
"""A page by number from 1, dots per inch of user space and size in pixels, as a Pillow picture."""


def use_poppler(wanted: bool | None) -> bool:
    """`wanted`, or where it is None whether poppler's programs are installed."""
    if wanted is not None:
        return wanted
    return all(shutil.which(program) is not None for program in ("pdftoppm", "pdfinfo"))


def measured(points: tuple[float, float], wanted: float, limits: PageLimits) -> tuple[float, Size]:
    """The dpi at which a page keeps within the limits, and its pixels there.

    Args:
        points: its width and height, a 72nd of an inch each.
        wanted: dpi; less where the page is too large for it.

    Raises:
        ValueError: the page has no size.
    """
    width, height = points
    if not (0 < width < float("inf") and 0 < height < float("inf")):
        raise ValueError(f"{width} × {height} points")
    by_area = POINTS * (limits.max_pixels / (width * height)) ** 0.5
    by_side = POINTS * LONGEST_SIDE / max(width, height)
    dpi = min(wanted, by_area, by_side)
    if dpi < wanted:
        # Rounded down, so that rounding the sides up can't pass the limit.
        return dpi, (max(1, int(width * dpi / POINTS)), max(1, int(height * dpi / POINTS)))
    return dpi, (max(1, round(width * dpi / POINTS)), max(1, round(height * dpi / POINTS)))


def by_poppler(source: Path, *, otherwise: Draw) -> Draw:
    """Draws by poppler, and `otherwise` what poppler can't draw or sees another page box in."""
    from pdf2image import convert_from_path

    def draw(number: int, dpi: float, size: Size) -> Image.Image:
        try:
            # Not pdf2image's `size`: poppler takes it for the page before its Rotate entry.
            drawn = convert_from_path(
                source.absolute(), dpi=dpi, first_page=number, last_page=number, use_cropbox=True
            )
        except drawing_errors():
            drawn = []
        if not drawn or not _fits(drawn[0].size, size):
            return otherwise(number, dpi, size)
        return _cut(drawn[0], size)

    return draw


def by_pdfium(document: pypdfium2.PdfDocument) -> Draw:
    """Draws by PDFium, of an open document of pypdfium2."""

    def draw(number: int, dpi: float, size: Size) -> Image.Image:
        page = document[number - 1]
        try:
            drawn = page.render(scale=dpi / POINTS, may_draw_forms=True, rev_byteorder=True).to_pil()
        finally:
            page.close()
        return _cut(drawn if drawn.mode == "RGB" else drawn.convert("RGB"), size)

    return draw


def drawing_errors() -> tuple[type[Exception], ...]:
    """What the two programs raise on a page they can't draw; memory that runs out is not among it."""
    from pdf2image.exceptions import PDFPageCountError
    from pypdfium2 import PdfiumError

    return (PdfiumError, PDFPageCountError, OSError, ValueError, LookupError, RuntimeError)


def _fits(drawn: Size, size: Size) -> bool:
    return all(wanted <= found <= wanted + 1 for found, wanted in zip(drawn, size, strict=True))


def _cut(drawn: Image.Image, size: Size) -> Image.Image:
    """Both programs round a page's sides up; sizes here are to the nearest pixel."""
    return drawn if drawn.size == size else drawn.crop((0, 0, *size))
