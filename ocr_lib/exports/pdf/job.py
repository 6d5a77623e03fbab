"""What a searchable PDF is made of, as it crosses to the process that makes it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from ocr_lib.exports.document import ExportLine, ExportPage


@dataclass(frozen=True)
class PdfJob:
    """A searchable PDF to write.

    Attributes:
        out: path of the file to write.
        original: path of the document's own file; None where its pages' pictures are to be used.
        pdf_a: whether to write PDF/A-2b.
    """

    name: str
    out: str
    original: str | None
    pages: Sequence[ExportPage]
    pdf_a: bool

    def to_dict(self) -> dict[str, object]:
        """JSON-ready; read by `from_dict`."""
        pages = [{**asdict(page), "picture": str(page.picture.absolute())} for page in self.pages]
        return {**vars(self), "pages": pages}

    @staticmethod
    def from_dict(data: Mapping[str, Any]) -> PdfJob:
        """What `to_dict` wrote."""
        return PdfJob(**{**data, "pages": [_page(page) for page in data["pages"]]})


def _page(data: Mapping[str, Any]) -> ExportPage:
    lines = [_line(line) for line in data["lines"]]
    return ExportPage(**{**data, "picture": Path(data["picture"]), "lines": lines})


def _line(data: Mapping[str, Any]) -> ExportLine:
    x0, y0, x1, y1 = data["box"]
    quad = tuple((float(x), float(y)) for x, y in data["quad"])
    return ExportLine(**{**data, "box": (x0, y0, x1, y1), "quad": quad})
