"""Documents exported from made originals, and what is in the PDF."""

from __future__ import annotations

import numpy as np
import pypdfium2

from ocr_lib.exports import ExportDocument, ExportLine, ExportPage, export
from ocr_lib.pages import PageLimits
from ocr_lib.pages.read import open_pages


def level(text, x0, y0, x1, y1, **more):
    return ExportLine(text, 0.9, (x0, y0, x1, y1), ((x0, y0), (x1, y0), (x1, y1), (x0, y1)), **more)


def document(tmp_path, source, lines):
    """A document of the file with these lines on each page; functions of a page's size make them."""
    report = open_pages(source, tmp_path, source.name, PageLimits())
    pages = [
        ExportPage(
            tmp_path / page.file_name,
            page.width,
            page.height,
            page.dpi or 150,
            lines(page.width, page.height),
        )
        for page in report.pages
    ]
    return ExportDocument(source.name, pages, report.is_pdf, source)


def one_line(width, height):
    return [level("합계 Total 1,200", width // 5, height // 3, width * 4 // 5, height // 3 + height // 25)]


def exported(tmp_path, source, lines=one_line):
    out = tmp_path / "out.pdf"
    out.write_bytes(export("pdf", document(tmp_path, source, lines)))
    return out


def drawn(path, number=0):
    with pypdfium2.PdfDocument(path) as pdf:
        return np.asarray(pdf[number].render(scale=1).to_pil().convert("RGB"))


def text_of(path, number=0):
    with pypdfium2.PdfDocument(path) as pdf:
        return pdf[number].get_textpage().get_text_range()
