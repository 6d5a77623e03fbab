"""What one file may cost to open."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class PageLimits:
    """Bounds of a file.

    Args:
        max_pixels: of one page; a PDF's page is drawn smaller, a picture over it is refused.
        dpi: at which PDF pages are drawn that have no resolution of their own.
        max_dpi: at which scanned pages of PDFs are drawn at most; those with fewer dots are not enlarged.
    """

    max_bytes: int = 4 * 2**30
    max_pages: int = 500
    max_pixels: int = 200_000_000
    max_memory_bytes: int = 6 * 2**30
    max_seconds: float = 600
    dpi: int = 150
    max_dpi: int = 300

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready."""
        return asdict(self)
