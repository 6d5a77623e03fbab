"""Opening a PDF: each page drawn at the resolution it has, with the texts it carries.

Nothing within a PDF is run: neither program that draws knows JavaScript here, and launch actions are not followed.
"""

from __future__ import annotations

import contextlib
import mmap
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from domain.messages import Message
from ocr_lib.pages.limits import PageLimits
from ocr_lib.pages.modes import grey_if_grey
from ocr_lib.pages.output import save_page
from ocr_lib.pages.pdf.drawing import (
    Draw,
    by_pdfium,
    by_poppler,
    drawing_errors,
    measured,
    use_poppler,
)
from ocr_lib.pages.pdf.layer import read_layer
from ocr_lib.pages.pdf.objects import PageObjects, read_objects
from ocr_lib.pages.refusals import in_short, refuse
from ocr_lib.pages.report import PageFile, PagesReport
from ocr_lib.pages.text_layer import TextLayer

if TYPE_CHECKING:
    import pypdfium2
    from PIL import Image

SMALLEST_SIDE = 8
COARSEST = 36.0
"""Dpi. A page whose scan has fewer is drawn at this, so that it has any size."""
MOST_LISTED = 10
"""Pages that a note names."""
LARGEST_DETAILED = 1.1 * 842 * 1191
"""Square points: A3 with some margin. Larger sheets are drawn at no more than the dpi of the settings."""
_LOAD_ERRORS = {0: "no_pages", 4: "password", 5: "drm"}
"""Of PDFium's FPDF_ERR_…: it finds nothing wrong but no page; a password; a security handler it doesn't know."""


def open_pdf(
    source: Path, out_dir: Path, name: str, limits: PageLimits, *, poppler: bool | None = None
) -> PagesReport:
    """Write every page of a PDF into `out_dir`.

    Args:
        poppler: whether to draw by poppler what carries no text of its own; None: where it is installed.

    Raises:
        FileRefused: it can't be read, or is over a limit.
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
        plain = by_pdfium(document)
        scans = by_poppler(source, otherwise=plain) if use_poppler(poppler) else plain
        units = _user_units(source)
        pages: list[PageFile] = []
        notes: list[Message] = []
        for number in range(1, count + 1):
            try:
                page, note = _open_page(
                    document, number, units.get(number, 1.0), limits, (plain, scans), out_dir
                )
            except drawing_errors() as error:
                if isinstance(error, OSError) and error.errno is not None:
                    raise  # of the disk, not of the page
                raise refuse("broken", name, page=number, what=in_short(error)) from error
            if min(page.width, page.height) < SMALLEST_SIDE:
                found = f"{page.width:,} × {page.height:,}"
                raise refuse("tiny", name, page=number, found=found)
            notes += [note] if note else []
            pages.append(page)
    finally:
        document.close()
    notes += list(_layers_not_used(pages))
    usual = Counter(round(page.dpi or limits.dpi) for page in pages).most_common(1)[0][0]
    return PagesReport(pages, max(1, usual), notes, is_pdf=True)


def _open_page(
    document: pypdfium2.PdfDocument,
    number: int,
    unit: float,
    limits: PageLimits,
    draws: tuple[Draw, Draw],
    out_dir: Path,
) -> tuple[PageFile, Message | None]:
    """Draw and save one page, with its text layer where it has one.

    Args:
        unit: 72nds of an inch in a unit of its space.
        draws: for pages with texts of their own, and for others.
    """
    points = document.get_page_size(number - 1)
    objects = _objects(document, number)
    wanted = wanted_dpi(objects, points, unit, limits)
    dpi, size = measured((points[0] * unit, points[1] * unit), wanted, limits)
    draw = draws[0] if objects.visible_texts else draws[1]
    picture = draw(number, dpi * unit, size)
    layer = _layer(document, number, objects, picture)
    saved = save_page(grey_if_grey(picture), out_dir, number, dpi=round(dpi, 2), layer=layer)
    return saved, _drawn_smaller(number, dpi) if dpi < wanted else None


def wanted_dpi(objects: PageObjects, points: tuple[float, float], unit: float, limits: PageLimits) -> float:
    """Dots per inch of paper that a page is worth: a scan's own up to `max_dpi`, else those of the settings."""
    own = objects.resolution(points)
    if own is None:
        return float(limits.dpi)
    # The print of sheets larger than A3 is larger too.
    most = limits.max_dpi if points[0] * points[1] * unit**2 <= LARGEST_DETAILED else limits.dpi
    own = min(max(own / unit, COARSEST), float(most))
    drawn_too = objects.visible_texts or objects.outlines
    return max(own, float(limits.dpi)) if drawn_too else own


def _objects(document: pypdfium2.PdfDocument, number: int) -> PageObjects:
    page = document[number - 1]
    try:
        return read_objects(page)
    finally:
        page.close()


def _layer(
    document: pypdfium2.PdfDocument, number: int, objects: PageObjects, picture: Image.Image
) -> TextLayer | None:
    """What the page says of its texts; None where it has none, or they can't be made out."""
    if not objects.texts:
        return None
    page = document[number - 1]
    try:
        return read_layer(page, objects, picture)
    except drawing_errors():
        return None
    finally:
        page.close()


def _user_units(source: Path) -> dict[int, float]:
    """UserUnit of the pages that have one, by number; PDFium and poppler leave it to others."""
    with source.open("rb") as stream, mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as data:
        # Most files have neither, and are not parsed a second time.
        if data.find(b"/UserUnit") < 0 and data.find(b"/ObjStm") < 0:
            return {}
    import pikepdf

    found: dict[int, float] = {}
    with (
        contextlib.suppress(pikepdf.PdfError, ValueError, TypeError, AttributeError, RecursionError),
        pikepdf.open(source, suppress_warnings=True) as pdf,
    ):
        for number, page in enumerate(pdf.pages, start=1):
            unit = float(page.obj.get("/UserUnit", 1.0))
            if 0 < unit < float("inf") and unit != 1.0:
                found[number] = unit
    return found


def _layers_not_used(pages: Sequence[PageFile]) -> Iterator[Message]:
    """What is said of pages whose own text is no use, so that they are read from their pictures."""
    layers = [(page.number, page.layer) for page in pages if page.layer is not None and not page.layer.lines]
    if unknown := [number for number, layer in layers if layer.unknown]:
        wrongly = Message(
            "the PDF's own text is wrongly encoded and was read from the picture (pages {pages}); check the "
            "texts of these pages, or save the PDF again from its source with its fonts embedded",
            pages=_listed(unknown),
        )
        yield wrongly
    if hidden := [number for number, layer in layers if layer.hidden and not layer.unknown]:
        unseen = Message(
            "the PDF holds text that can't be seen; it was not used, and the picture was read (pages {pages}); "
            "check the texts of these pages",
            pages=_listed(hidden),
        )
        yield unseen


def _listed(numbers: Sequence[int]) -> str:
    shown = ", ".join(map(str, numbers[:MOST_LISTED]))
    return f"{shown}, …" if len(numbers) > MOST_LISTED else shown


def _drawn_smaller(number: int, dpi: float) -> Message:
    shown = f"{dpi:.0f}" if dpi >= 10 else f"{dpi:.1f}"
    return Message(
        "page {page} is huge and was drawn at {dpi} dpi; if small print is read wrongly, split it into "
        "smaller pages",
        page=number,
        dpi=shown,
    )
