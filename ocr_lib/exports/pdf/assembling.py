"""From a job to a searchable PDF, in this process. `writing.py` calls `write_job` in a child process."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ocr_lib.exports.document import ExportLine, ExportPage
from ocr_lib.exports.pdf.base import original_pdf, picture_pdf
from ocr_lib.exports.pdf.invisible_font import InvisibleFont
from ocr_lib.exports.pdf.job import PdfJob
from ocr_lib.exports.pdf.old_text import without_old_text
from ocr_lib.exports.pdf.overlay import FONT_NAME, content_of, inherited, pixels_to_page, writable

if TYPE_CHECKING:
    import pikepdf

PDF = "pdf"


def write_job(job: Mapping[str, Any]) -> dict[str, object]:
    """Writes the file that a `PdfJob` as JSON names; `bytes` is its size."""
    from PIL import Image

    # Pages were measured when they were opened; Pillow's own limit would refuse what the settings allow.
    Image.MAX_IMAGE_PIXELS = None
    data = assembled(PdfJob.from_dict(job))
    Path(job["out"]).write_bytes(data)
    return {"bytes": len(data)}


def assembled(job: PdfJob) -> bytes:
    """The searchable PDF of a job."""
    from ocr_lib.exports.pdf.archival import make_archival, pages_to_replace

    pages = job.pages
    original = Path(job.original) if job.original is not None else None
    pdf = original_pdf(original, pages) if original is not None else None
    is_original = pdf is not None
    if pdf is None:
        pdf = picture_pdf(original, pages)
    with pdf:
        replaced = pages_to_replace(pdf) if job.pdf_a and is_original else frozenset()
        if replaced:
            _put_pictures(pdf, pages, replaced)
        for number, (page, read) in enumerate(zip(pdf.pages, pages, strict=True)):
            if is_original and number not in replaced:
                # Where nothing was taken from the PDF, reading has replaced what it says.
                silence = not any(line.source == PDF for line in read.lines) and bool(read.lines)
                _clean(pdf, page, silence=silence)
        _lay(pdf, pages, [is_original and number not in replaced for number in range(len(pages))])
        if job.pdf_a:
            make_archival(pdf, job.name)
        elif not is_original:
            with pdf.open_metadata(set_pikepdf_as_editor=False) as metadata:
                metadata["dc:title"] = job.name
        out = io.BytesIO()
        pdf.save(out, deterministic_id=True, encryption=False, fix_metadata_version=job.pdf_a)
        return out.getvalue()


def _clean(pdf: pikepdf.Pdf, page: pikepdf.Page, *, silence: bool) -> None:
    import pikepdf

    try:
        without_old_text(pdf, page, silence=silence)
    except (pikepdf.PdfError, ValueError, TypeError, RecursionError):
        return  # a page whose content can't be parsed is left as it is


def _lay(pdf: pikepdf.Pdf, pages: Sequence[ExportPage], own: Sequence[bool]) -> None:
    """Write the texts of each page into it.

    Args:
        own: which pages still carry the texts that were taken from the PDF; only what was corrected is added there.
    """
    laid = [_to_lay(page.lines, carries=carries) for page, carries in zip(pages, own, strict=True)]
    font = InvisibleFont(c for lines in laid for line in lines for c in writable(line.text))
    font_object = None
    for page, read, lines in zip(pdf.pages, pages, laid, strict=True):
        if not lines:
            continue
        font_object = font_object if font_object is not None else font.added_to(pdf)
        _own_resources(page)
        _add_font(page, font_object)
        content = content_of(lines, pixels_to_page(page, read), font)
        # First in the page, where nothing has changed the space of the page yet.
        page.contents_add(pdf.make_stream(content), prepend=True)


def _to_lay(lines: Sequence[ExportLine], *, carries: bool) -> list[ExportLine]:
    return [line for line in lines if not (carries and line.source == PDF and not line.corrected)]


def _own_resources(page: pikepdf.Page) -> None:
    """Give a page resources of its own: what it inherits or shares with others is copied, not changed."""
    from pikepdf import Dictionary

    resources = inherited(page, "/Resources")
    own = Dictionary(resources) if isinstance(resources, Dictionary) else Dictionary()
    if isinstance(fonts := own.get("/Font"), Dictionary):
        own["/Font"] = Dictionary(fonts)
    page.obj["/Resources"] = own


def _add_font(page: pikepdf.Page, font: pikepdf.Object) -> None:
    from pikepdf import Dictionary

    if not isinstance(page.obj.Resources.get("/Font"), Dictionary):
        page.obj.Resources["/Font"] = Dictionary()
    page.obj.Resources.Font[FONT_NAME] = font


def _put_pictures(pdf: pikepdf.Pdf, pages: Sequence[ExportPage], numbers: frozenset[int]) -> None:
    """Put the pictures of some pages in their place."""
    with picture_pdf(None, [pages[number] for number in sorted(numbers)]) as pictures:
        for number, page in zip(sorted(numbers), pictures.pages, strict=True):
            pdf.pages[number] = page
