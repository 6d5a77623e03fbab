"""Invisible text in the content of a page: each line stretched over its quad, in the page's own space."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, SupportsFloat

from ocr_lib.exports.document import ExportLine, ExportPage
from ocr_lib.exports.pdf.invisible_font import DESCENT, InvisibleFont, width_of
from ocr_lib.pages.pdf.geometry import Affine

if TYPE_CHECKING:
    import pikepdf

FONT_NAME = "/SaebyeokText"
TILTED = 0.5
"""Degrees from a quarter turn, from which words are placed one by one."""
TILTED_HEIGHT = 0.8
"""Of a tilted word's size, which stands level and should not reach into its neighbours."""
MOST_LEVELS = 64
"""Of the tree of pages; a broken one may go round in a circle."""
SMALLEST = 0.5
"""Pixels; what is lower or narrower can't be placed."""


def content_of(lines: Iterable[ExportLine], to_page: Affine, font: InvisibleFont) -> bytes:
    """A content stream that writes the lines without painting them.

    Args:
        to_page: from pixels of the page picture to the page's user space.
    """
    matrix = " ".join(f"{value:.6f}" for value in _numbers(to_page))
    parts = [f"q {matrix} cm BT 3 Tr".encode()]
    for line in lines:
        parts += _written(line, font)
    parts.append(b"ET Q\n")
    return b"\n".join(parts)


def writable(text: str) -> str:
    """A text without what has no place in a line: control characters and lone surrogates."""
    return "".join(c for c in text if unicodedata.category(c) not in ("Cc", "Cs", "Cn")).strip()


def pixels_to_page(page: pikepdf.Page, picture: ExportPage) -> Affine:
    """From the pixels of a page's picture to the page's user space: the crop box, turned as Rotate says.

    Args:
        page: of pikepdf.
    """
    x0, y0, x1, y1 = visible_box(page)
    width, height = x1 - x0, y1 - y0
    turn = rotation(page)
    across, down = (picture.width, picture.height) if turn % 180 == 0 else (picture.height, picture.width)
    sx, sy = width / across, height / down
    if turn == 90:
        return Affine(0, sy, sx, 0, x0, y0)
    if turn == 180:
        return Affine(-sx, 0, 0, sy, x1, y0)
    if turn == 270:
        return Affine(0, -sy, -sx, 0, x1, y1)
    return Affine(sx, 0, 0, -sy, x0, y1)


def visible_box(page: pikepdf.Page) -> tuple[float, float, float, float]:
    """The crop box as far as it lies within the media box, as viewers show it."""
    media, crop = _ordered(page.mediabox), _ordered(page.cropbox)
    box = (max(media[0], crop[0]), max(media[1], crop[1]), min(media[2], crop[2]), min(media[3], crop[3]))
    return box if box[0] < box[2] and box[1] < box[3] else media


def rotation(page: pikepdf.Page) -> int:
    """0, 90, 180 or 270 degrees clockwise."""
    try:
        return round(float(inherited(page, "/Rotate") or 0) / 90) * 90 % 360
    except (TypeError, ValueError, OverflowError):
        return 0


def inherited(page: pikepdf.Page, key: str) -> pikepdf.Object | None:
    """An entry of a page, or of the nearest node above it that has one."""
    node = page.obj
    for _ in range(MOST_LEVELS):
        if key in node or "/Parent" not in node:
            return node.get(key)
        node = node.Parent
    return None


def _ordered(box: Iterable[SupportsFloat]) -> tuple[float, float, float, float]:
    x0, y0, x1, y1 = (float(value) for value in box)
    return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


def _numbers(affine: Affine) -> tuple[float, ...]:
    return affine.a, affine.b, affine.c, affine.d, affine.e, affine.f


def _written(line: ExportLine, font: InvisibleFont) -> Iterator[bytes]:
    """Operators that place a line, or where it is tilted each of its words."""
    text = writable(line.text)
    top_left, _, low_right, low_left = line.quad
    width, height = math.dist(low_left, low_right), math.dist(top_left, low_left)
    natural = width_of(text)
    if not text or width < SMALLEST or height < SMALLEST:
        return
    angle = math.degrees(math.atan2(low_right[1] - low_left[1], low_right[0] - low_left[0]))
    level = 90.0 * round(angle / 90)
    tilted = abs(angle - level) > TILTED
    # Readers take a rising line apart where it leaves its own height, within words too; so its words stand level
    # (or straight up or down), each at its place.
    pieces = list(_words(text)) if tilted else [(0, text)]
    size = height * (TILTED_HEIGHT if tilted else 1.0)
    along = (math.cos(math.radians(level)), math.sin(math.radians(level)))
    stretch = 100_000 * width / (natural * size)
    yield f"{FONT_NAME} {_short(size, 2)} Tf {_short(stretch, 2)} Tz".encode()
    before: tuple[float, float] | None = None
    for start, piece in pieces:
        share = width_of(text[:start]) / natural
        x = low_left[0] + share * (low_right[0] - low_left[0])
        y = low_left[1] + share * (low_right[1] - low_left[1])
        if tilted:
            # The middle of the word in the middle of the line, as it rises less than the line does.
            end = share + width_of(piece.rstrip()) / natural
            x, y = _middle(line.quad, (share + end) / 2)
            half = width_of(piece.rstrip()) / natural * width / 2
            x, y = x - half * along[0] - size / 2 * along[1], y - half * along[1] + size / 2 * along[0]
        rise = -DESCENT / 1000 * size
        x, y = x + rise * along[1], y - rise * along[0]
        if before is None:
            # Text goes up where pixels go down.
            before = round(x, 1), round(y, 1)
            placed = " ".join(_short(value, 1) for value in (*along, along[1], -along[0], *before)) + " Tm "
        else:
            # From the word before: shorter numbers.
            dx, dy = x - before[0], y - before[1]
            on, up = round(dx * along[0] + dy * along[1], 1), round(dx * along[1] - dy * along[0], 1)
            before = before[0] + on * along[0] + up * along[1], before[1] + on * along[1] - up * along[0]
            placed = f"{_short(on, 1)} {_short(up, 1)} Td "
        yield placed.encode() + font.encoded(piece) + b" Tj"


def _short(value: float, digits: int) -> str:
    """A number with at most so many digits behind its point: small scans hold many words, and digits hardly compress."""
    return f"{round(value, digits) + 0.0:.{digits}f}".rstrip("0").rstrip(".")


def _middle(quad: Sequence[tuple[float, float]], share: float) -> tuple[float, float]:
    """The point at a share of a quad's length, half way down."""
    top = [a + share * (b - a) for a, b in zip(quad[0], quad[1], strict=True)]
    low = [a + share * (b - a) for a, b in zip(quad[3], quad[2], strict=True)]
    return (top[0] + low[0]) / 2, (top[1] + low[1]) / 2


def _words(text: str) -> Iterator[tuple[int, str]]:
    """Where each word begins, with the space behind it."""
    for found in re.finditer(r"\S+ ?", text):
        yield found.start(), found.group()
