"""Resource limits of opening one file as pages."""

from __future__ import annotations

from dataclasses import dataclass

from untrusted_files import FileLimits


@dataclass(frozen=True)
class PageLimits(FileLimits):
    """Resource limits of opening one file as pages.

    Attributes:
        max_pages: pages of a file.
        max_pixels: pixels of one page; a PDF's page is drawn smaller, a picture over it is refused.
        dpi: resolution at which PDF pages are drawn that have none of their own.
        max_dpi: resolution at which scanned pages of PDFs are drawn at most; those with fewer dots are not enlarged.
    """

    max_memory_bytes: int = 6 * 2**30
    max_pages: int = 500
    max_pixels: int = 200_000_000
    dpi: int = 150
    max_dpi: int = 300
