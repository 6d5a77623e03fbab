"""A searchable PDF: the page as it was scanned, and over it, unseen, what it says."""

from __future__ import annotations

import io
import math
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from ocr_lib.exports.document import ExportDocument, ExportLine, ExportPage
from ocr_lib.synthetic.fonts import package_fonts

POINTS = 72
JPEG_QUALITY = 80
_FACE = "NotoSansKR"
_FAMILY = "text"
_UNDATED = datetime(2000, 1, 1, tzinfo=UTC)
"""A PDF must bear a date; that of the writing would make each one different."""


def to_pdf(document: ExportDocument) -> bytes:
    """PDF with the font embedded as far as it is used. Each text lies in its box, turned by quarters as its quad is.

    A character the font lacks is written as `?`, so that the words around it are still found.
    """
    from fpdf import FPDF

    face = next(font for font in package_fonts() if font.name.startswith(_FACE))
    pdf = FPDF(unit="pt")
    pdf.set_creation_date(_UNDATED)
    pdf.set_producer("saebyeok")
    pdf.set_title(document.name)
    pdf.set_auto_page_break(False)
    pdf.set_margin(0)
    pdf.c_margin = 0
    pdf.add_font(_FAMILY, fname=str(face.path))
    for page in document.pages:
        _add_page(pdf, page, face)
    return bytes(pdf.output())


def _add_page(pdf: Any, page: ExportPage, face: Any) -> None:
    from fpdf.enums import TextMode

    scale = POINTS / page.dpi
    size = (page.width * scale, page.height * scale)
    pdf.add_page(format=size)
    pdf.image(_jpeg(page.picture), x=0, y=0, w=size[0], h=size[1])
    with pdf.local_context(text_mode=TextMode.INVISIBLE):
        for line in page.lines:
            _write(pdf, line, scale, face)


def _write(pdf: Any, line: ExportLine, scale: float, face: Any) -> None:
    """The text stretched over its quad, standing on its lower side."""
    text = "".join(c if c == " " or face.covers(c) else "?" for c in line.text).strip()
    corners = [(x * scale, y * scale) for x, y in line.quad]
    width, height = math.dist(corners[3], corners[2]), math.dist(corners[0], corners[3])
    if not text or width < 0.1 or height < 0.1:
        return
    (left, bottom), (right, low) = corners[3], corners[2]
    angle = math.degrees(math.atan2(bottom - low, right - left))
    turn = 90.0 * round(angle / 90)
    tilted = abs(angle - turn) > 0.01
    pdf.set_font(_FAMILY, size=0.8 * height)
    pdf.set_stretching(100)
    natural = pdf.get_string_width(text) or 1.0
    # Readers cut a rising line where it leaves its own height, within words too, and one at 20 or 45 degrees into letters;
    # so its words stand level (or straight up or down), each at its place.
    pieces = list(_words(text)) if tilted else [(0, text)]
    starts = [pdf.get_string_width(text[:start]) / natural for start, _ in pieces]
    pdf.set_stretching(100 * width / natural)
    # Letters stand a little above the lower edge of their box.
    up = math.radians(turn + 90)
    for begin, (_, piece) in zip(starts, pieces, strict=True):
        x = left + begin * (right - left) + 0.2 * height * math.cos(up)
        y = bottom + begin * (low - bottom) - 0.2 * height * math.sin(up)
        if abs(turn) < 0.01:
            pdf.text(x, y, piece)
            continue
        with pdf.rotation(turn, x, y):
            pdf.text(x, y, piece)


def _words(text: str) -> Iterator[tuple[int, str]]:
    """Where each word begins, with the space behind it."""
    for found in re.finditer(r"\S+ ?", text):
        yield found.start(), found.group()


def _jpeg(picture: Path) -> io.BytesIO:
    from PIL import Image

    out = io.BytesIO()
    with Image.open(picture) as page:
        (page if page.mode in ("L", "RGB") else page.convert("RGB")).save(out, "JPEG", quality=JPEG_QUALITY)
    out.seek(0)
    return out
