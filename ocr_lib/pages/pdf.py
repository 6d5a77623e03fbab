"""PDF pages as pictures: by poppler (pdf2image) where it is installed, else by PDFium; the same sizes either way."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from ocr_lib.pages.limits import PageLimits
from ocr_lib.pages.pictures import grey_if_grey
from ocr_lib.pages.refusals import refuse
from ocr_lib.pages.report import Note, PageFile, PagesReport

POINTS = 72
SMALLEST_DPI = 36
Size = tuple[int, int]
Draw = Callable[[int, int, Size], Any]
"""A page by number, dpi and size in pixels, as a Pillow picture."""


def open_pdf(
    source: Path, out_dir: Path, name: str, limits: PageLimits, *, poppler: bool | None = None
) -> PagesReport:
    """Write every page of a PDF. Raises PageRefused.

    Args:
        poppler: whether to draw by poppler; None: where it is installed.
    """
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(source)
    except pypdfium2.PdfiumError as error:
        code = "password" if "password" in str(error).lower() else "broken"
        raise refuse(code, name, what=str(error)[:120]) from error
    try:
        count = len(document)
        if count == 0:
            raise refuse("no_pages", name)
        if count > limits.max_pages:
            what = f"{count:,} pages"
            raise refuse("too_large", name, what=what, setting="SAEBYEOK_OCR_MAX_PAGES")
        if poppler is None:
            poppler = shutil.which("pdftoppm") is not None
        draw = _by_poppler(source) if poppler else _by_pdfium(document)
        pages, notes = [], []
        for number in range(1, count + 1):
            try:
                width, height = document.get_page_size(number - 1)
                dpi = _fitting_dpi(width, height, limits)
                size = (max(1, round(width * dpi / POINTS)), max(1, round(height * dpi / POINTS)))
                picture = draw(number, dpi, size)
            except (pypdfium2.PdfiumError, OSError, ValueError, _pdf2image_errors()) as error:
                what = f"{number}쪽: {str(error)[:120]}"
                raise refuse("broken", name, what=what) from error
            if dpi < limits.dpi:
                notes.append(
                    Note(
                        f"{number}쪽이 매우 커서 {dpi} dpi로 그렸습니다.",
                        f"page {number} is huge and was drawn at {dpi} dpi",
                    )
                )
            if min(picture.size) < 2:
                raise refuse("tiny", name, what=f"{number}쪽 {picture.width}×{picture.height}")
            file_name = f"page-{number:04d}.png"
            grey_if_grey(picture.convert("RGB")).save(out_dir / file_name, compress_level=1)
            pages.append(PageFile(number, file_name, picture.width, picture.height))
    finally:
        document.close()
    return PagesReport(pages, limits.dpi, notes)


def _fitting_dpi(width: float, height: float, limits: PageLimits) -> int:
    """The dpi at which a page (in points) has no more pixels than allowed."""
    inches = (width / POINTS) * (height / POINTS)
    most = int((limits.max_pixels / max(inches, 1e-6)) ** 0.5)
    if most < SMALLEST_DPI:
        raise ValueError(f"a page of {width:,.0f} × {height:,.0f} points")
    return min(limits.dpi, most)


def _by_poppler(source: Path) -> Draw:
    from pdf2image import convert_from_path

    def draw(number: int, dpi: int, size: Size) -> Any:
        pages = convert_from_path(
            source,
            dpi=dpi,
            size=size,
            first_page=number,
            last_page=number,
            use_cropbox=True,
            thread_count=1,
        )
        if not pages:
            raise ValueError("poppler drew no page")
        return pages[0]

    return draw


def _by_pdfium(document: Any) -> Draw:
    def draw(number: int, dpi: int, size: Size) -> Any:
        page = document[number - 1]
        # Forms and annotations are drawn, as poppler does; nothing in the file is run.
        drawn = page.render(scale=dpi / POINTS, may_draw_forms=True).to_pil()
        # PDFium rounds up where poppler rounds.
        return drawn if drawn.size == size else drawn.crop((0, 0, *size))

    return draw


def _pdf2image_errors() -> type[Exception]:
    from pdf2image.exceptions import PDFPageCountError

    return PDFPageCountError
