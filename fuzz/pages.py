"""PDFs and pictures, opened in this very process."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from ocr_lib.pages.limits import PageLimits
from ocr_lib.pages.pdf import open_pdf
from ocr_lib.pages.pictures import open_picture
from untrusted_files import FileRefused

LIMITS = PageLimits(max_pages=5, max_pixels=1_000_000, dpi=72)
NAME = "쪽"


def pdf(data: bytes) -> None:
    # PDFium alone: poppler draws in a process of its own for every page.
    with TemporaryDirectory() as name:
        source = Path(name) / "source"
        source.write_bytes(data)
        try:
            open_pdf(source, Path(name), NAME, LIMITS, poppler=False)
        except FileRefused:
            return


def picture(data: bytes) -> None:
    with TemporaryDirectory() as name:
        source = Path(name) / "source"
        source.write_bytes(data)
        try:
            open_picture(source, Path(name), NAME, LIMITS)
        except FileRefused:
            return
