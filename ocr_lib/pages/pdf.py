"""PDF pages as pictures: by poppler (pdf2image) where it is installed, else by PDFium; the same sizes either way.

Nothing within a PDF is run: neither program knows JavaScript here, and launch actions are not followed.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from ocr_lib.pages.limits import PageLimits
from ocr_lib.pages.modes import grey_if_grey
from ocr_lib.pages.output import save_page
from ocr_lib.pages.refusals import in_short, refuse
from ocr_lib.pages.report import Note, PageFile, PagesReport

POINTS = 72
LONGEST_SIDE = 30_000
"""Pixels; what is longer is no page but a mistake in its box."""
SMALLEST_SIDE = 8
_LOAD_ERRORS = {0: "no_pages", 4: "password", 5: "protected"}
"""Of PDFium's FPDF_ERR_…: it finds nothing wrong but no page; a password; a security handler it doesn't know."""
Size = tuple[int, int]
Draw = Callable[[int, float, Size], Any]
"""A page by number from 1, dpi and size in pixels, as a Pillow picture."""


def open_pdf(
    source: Path, out_dir: Path, name: str, limits: PageLimits, *, poppler: bool | None = None
) -> PagesReport:
    """Write every page of a PDF into `out_dir`.

    Args:
        poppler: whether to draw by poppler; None: where it is installed.

    Raises:
        PageRefused: it can't be read, or is over a limit.
    """
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(source)
    except pypdfium2.PdfiumError as error:
        code = _LOAD_ERRORS.get(error.err_code, "broken")
        raise refuse(code, name, what=in_short(error)) from error
    try:
        # Before any page is touched, or form fields are not drawn.
        document.init_forms()
        count = len(document)
        if count == 0:
            raise refuse("no_pages", name)
        if count > limits.max_pages:
            raise refuse("too_many_pages", name, limit=f"{limits.max_pages:,}")
        draw = _by_pdfium(document)
        if _use_poppler(poppler):
            draw = _by_poppler(source, otherwise=draw)
        pages: list[PageFile] = []
        notes: list[Note] = []
        drawn_at: set[int] = set()
        for number in range(1, count + 1):
            try:
                dpi, size = _measured(document.get_page_size(number - 1), limits)
                picture = draw(number, dpi, size)
            except _errors() as error:
                raise refuse("broken", name, page=number, what=in_short(error)) from error
            if min(size) < SMALLEST_SIDE:
                raise refuse("tiny", name, page=number, found=f"{size[0]:,} × {size[1]:,}")
            if dpi < limits.dpi:
                notes.append(_drawn_smaller(number, dpi))
            drawn_at.add(max(1, round(dpi)))
            pages.append(save_page(grey_if_grey(picture), out_dir, number))
    finally:
        document.close()
    return PagesReport(pages, drawn_at.pop() if len(drawn_at) == 1 else limits.dpi, notes)


def _use_poppler(wanted: bool | None) -> bool:
    if wanted is not None:
        return wanted
    return all(shutil.which(program) is not None for program in ("pdftoppm", "pdfinfo"))


def _measured(points: tuple[float, float], limits: PageLimits) -> tuple[float, Size]:
    """The dpi at which a page (its size in points) keeps within the limits, and its pixels there."""
    width, height = points
    if not (0 < width < float("inf") and 0 < height < float("inf")):
        raise ValueError(f"{width} × {height} points")
    by_area = POINTS * (limits.max_pixels / (width * height)) ** 0.5
    by_side = POINTS * LONGEST_SIDE / max(width, height)
    dpi = min(float(limits.dpi), by_area, by_side)
    if dpi < limits.dpi:
        # Rounded down, so that rounding the sides up can't pass the limit.
        return dpi, (max(1, int(width * dpi / POINTS)), max(1, int(height * dpi / POINTS)))
    return dpi, (max(1, round(width * dpi / POINTS)), max(1, round(height * dpi / POINTS)))


def _drawn_smaller(number: int, dpi: float) -> Note:
    return Note(
        f"{number}쪽이 매우 커서 {dpi:.2g} dpi로 그렸습니다.",
        f"page {number} is huge and was drawn at {dpi:.2g} dpi",
    )


def _by_poppler(source: Path, *, otherwise: Draw) -> Draw:
    """Draws by poppler, and `otherwise` what poppler can't draw or sees another page box in."""
    from pdf2image import convert_from_path

    def draw(number: int, dpi: float, size: Size) -> Any:
        try:
            # Not pdf2image's `size`: poppler takes it for the page before its Rotate entry.
            drawn = convert_from_path(
                source.absolute(), dpi=dpi, first_page=number, last_page=number, use_cropbox=True
            )
        except _errors():
            drawn = []
        if not drawn or not _fits(drawn[0].size, size):
            return otherwise(number, dpi, size)
        return _cut(drawn[0], size)

    return draw


def _by_pdfium(document: Any) -> Draw:
    def draw(number: int, dpi: float, size: Size) -> Any:
        page = document[number - 1]
        try:
            drawn = page.render(scale=dpi / POINTS, may_draw_forms=True, rev_byteorder=True).to_pil()
        finally:
            page.close()
        return _cut(drawn if drawn.mode == "RGB" else drawn.convert("RGB"), size)

    return draw


def _fits(drawn: Size, size: Size) -> bool:
    return all(wanted <= found <= wanted + 1 for found, wanted in zip(drawn, size, strict=True))


def _cut(drawn: Any, size: Size) -> Any:
    """Both programs round a page's sides up; sizes here are to the nearest pixel."""
    return drawn if drawn.size == size else drawn.crop((0, 0, *size))


def _errors() -> tuple[type[Exception], ...]:
    """What the two programs raise on a page they can't draw; memory that runs out is not among it."""
    from pdf2image.exceptions import PDFPageCountError
    from pypdfium2 import PdfiumError

    return (PdfiumError, PDFPageCountError, OSError, ValueError, LookupError, RuntimeError)
