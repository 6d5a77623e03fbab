"""The characters of a PDF page as PDFium finds them: where each stands, and whether it is known and visible."""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import ModuleType
from typing import TYPE_CHECKING, NamedTuple

from ocr_lib.pages.pdf.geometry import Affine, Bounds, Point

if TYPE_CHECKING:
    from pypdfium2 import PdfPage
    from pypdfium2.raw import FPDF_FONT, FPDF_PAGEOBJECT, FPDF_TEXTPAGE

MOST_CHARACTERS = 100_000
"""Of one page. A page with more is a data dump or an attack, and is read as a picture."""
LONGEST_NAME = 256
"""Bytes of a font's name; PDF allows names of 127."""
SMALLEST_EM = 2.0
"""Pixels; smaller type can't be seen."""
INVISIBLE_MODES = (3, 7)
"""Text render modes that paint nothing: neither fill nor stroke, and clipping alone (ISO 32000-1, table 106)."""
HYPHEN = "\x02"
"""What PDFium gives for a hyphen at the end of a line."""
BREAKS, SPACES = (10, 13), (9, 32, 0xA0, 0x3000)
# Symbol and Wingdings have no Unicode of their own; producers map them to the private use area at U+F000.
SYMBOLS = {
    "\uf06c": "●", "\uf06e": "■", "\uf06f": "□", "\uf071": "❑", "\uf075": "◆", "\uf076": "❖", "\uf0a7": "▪",
    "\uf0a8": "◻", "\uf0b7": "•", "\uf0d8": "➢", "\uf0e0": "→", "\uf0e8": "➔", "\uf0f0": "⇨", "\uf0fc": "✓",
    "\uf0fe": "☑", "\uf0b0": "°", "\uf0b1": "±", "\uf0b4": "×", "\uf0d7": "·",
}  # fmt: skip


# A page holds thousands, and a named tuple is made in a fifth of a frozen dataclass's time.
class Character(NamedTuple):
    """A character on the drawn page; lengths in pixels, y downwards.

    Attributes:
        origin: where its baseline starts.
        box: around its ink.
        direction: unit vector along the baseline.
        em: its size.
        font: number of its font, counted from 0 within the page.
        painted: whether the page's instructions paint it at all.
        known: whether its Unicode can be relied on.
        space: 0 where it follows the one before directly, 1 behind a gap, 2 behind a space character.
        starts_line: whether PDFium sees a line break before it.
    """

    text: str
    origin: Point
    box: Bounds
    direction: Point
    em: float
    font: int
    painted: bool
    known: bool
    space: int
    starts_line: bool


@dataclass(frozen=True)
class Font:
    """A font of a page.

    Attributes:
        embedded: whether its program is in the file; else another one was drawn, or nothing.
        name: its BaseFont, with the tag of its subset; "" where there is none.
    """

    embedded: bool
    name: str = ""


@dataclass(frozen=True)
class _TextObject:
    """What the characters of one text object share: `direction` and `em` as of `Character`."""

    font: int
    painted: bool
    direction: Point
    em: float


def read_characters(
    page: PdfPage, to_pixels: Affine, covered: Mapping[int, list[Bounds]]
) -> tuple[list[Character], list[Font]] | None:
    """Every character except spaces, in the order PDFium gives; None where there are too many.

    Args:
        page: of pypdfium2.
        covered: boxes in pixels of opaque pictures and rectangles that are painted over an object, by the object's address.
    """
    from pypdfium2 import raw

    textpage = page.get_textpage()
    try:
        count = textpage.count_chars()
        if count > MOST_CHARACTERS:
            return None
        return _characters(raw, textpage.raw, count, to_pixels, covered)
    finally:
        textpage.close()


def _characters(
    raw: ModuleType,
    textpage: FPDF_TEXTPAGE,
    count: int,
    to_pixels: Affine,
    covered: Mapping[int, list[Bounds]],
) -> tuple[list[Character], list[Font]]:
    objects = _Objects(raw, textpage, to_pixels)
    found: list[Character] = []
    space, starts_line = 0, True
    x, y = ctypes.c_double(), ctypes.c_double()
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    for index in range(count):
        code = raw.FPDFText_GetUnicode(textpage, index)
        # Without a mapping the code is the number of a glyph, which may be that of a line break or a space.
        unmapped = raw.FPDFText_HasUnicodeMapError(textpage, index) == 1
        if code in BREAKS and not unmapped and not _has_ink(raw, textpage, index):
            starts_line = True
            continue
        if code in SPACES and not unmapped:
            space = max(space, 1 if raw.FPDFText_IsGenerated(textpage, index) == 1 else 2)
            continue
        handle = raw.FPDFText_GetTextObject(textpage, index)
        if not handle:
            continue
        text_object, address = objects.of(handle, index)
        raw.FPDFText_GetCharOrigin(textpage, index, x, y)
        raw.FPDFText_GetCharBox(textpage, index, left, right, bottom, top)
        box = to_pixels.bounds((left.value, bottom.value, right.value, top.value))
        text = SYMBOLS.get(chr(code), chr(code)) if code < 0x110000 else "\ufffd"
        found.append(
            Character(
                text="-" if text == HYPHEN else text,
                origin=to_pixels.point(x.value, y.value),
                box=box,
                direction=text_object.direction,
                em=text_object.em,
                font=text_object.font,
                painted=text_object.painted and not (covered and _is_covered(box, covered.get(address, ()))),
                known=is_known(text) and not unmapped,
                space=space,
                starts_line=starts_line,
            )
        )
        space, starts_line = 0, False
    return found, objects.fonts


def _has_ink(raw: ModuleType, textpage: FPDF_TEXTPAGE, index: int) -> bool:
    """Whether a line break is written in the page and drawn as something, which a wrong encoding may do."""
    if raw.FPDFText_IsGenerated(textpage, index) == 1:
        return False
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    raw.FPDFText_GetCharBox(textpage, index, left, right, bottom, top)
    return right.value - left.value > 1 and top.value - bottom.value > 1


def is_known(text: str) -> bool:
    """Whether a character says anything: no replacement, private use, control or surrogate."""
    code = ord(text)
    if text == HYPHEN:
        return True
    return not (
        code < 0x20
        or 0x7F <= code < 0xA0
        or 0xD800 <= code < 0xF900
        or 0xFFF0 <= code <= 0xFFFB
        or code == 0xFFFD
        or code & 0xFFFE == 0xFFFE
        or code >= 0xF0000
    )


def _is_covered(box: Bounds, boxes: Iterable[Bounds]) -> bool:
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return any(x0 <= x <= x1 and y0 <= y <= y1 for x0, y0, x1, y1 in boxes)


def _base_font(raw: ModuleType, font: FPDF_FONT) -> str:
    buffer = ctypes.create_string_buffer(LONGEST_NAME)
    length = raw.FPDFFont_GetBaseFontName(font, buffer, LONGEST_NAME)
    return buffer.value.decode("utf-8", "replace") if length <= LONGEST_NAME else ""


class _Objects:
    """What is known of text objects, looked up once each: many characters share one."""

    def __init__(self, raw: ModuleType, textpage: FPDF_TEXTPAGE, to_pixels: Affine) -> None:
        self._raw = raw
        self._textpage = textpage
        self._to_pixels = to_pixels
        self._matrix = raw.FS_MATRIX()
        self._known: dict[int, _TextObject] = {}
        self._fonts: dict[int, int] = {}
        self.fonts: list[Font] = []

    def of(self, handle: FPDF_PAGEOBJECT, index: int) -> tuple[_TextObject, int]:
        """The text object of the character at `index`, and its address."""
        address = ctypes.addressof(handle.contents)
        known = self._known.get(address)
        if known is None:
            known = self._known[address] = self._read(handle, index)
        return known, address

    def _read(self, handle: FPDF_PAGEOBJECT, index: int) -> _TextObject:
        raw = self._raw
        font = raw.FPDFTextObj_GetFont(handle)
        address = ctypes.addressof(font.contents) if font else 0
        if address not in self._fonts:
            self._fonts[address] = len(self.fonts)
            embedded = bool(font) and raw.FPDFFont_GetIsEmbedded(font) == 1
            self.fonts.append(Font(embedded, _base_font(raw, font) if font else ""))
        mode = raw.FPDFTextObj_GetTextRenderMode(handle)
        red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
        filled = raw.FPDFPageObj_GetFillColor(handle, red, green, blue, alpha)
        painted = mode not in INVISIBLE_MODES and not (filled and mode in (0, 4) and alpha.value == 0)
        raw.FPDFText_GetMatrix(self._textpage, index, self._matrix)
        along = self._to_pixels.vector(self._matrix.a, self._matrix.b)
        upwards = self._to_pixels.vector(self._matrix.c, self._matrix.d)
        length = math.hypot(*along)
        em = raw.FPDFText_GetFontSize(self._textpage, index) * math.hypot(*upwards)
        return _TextObject(
            self._fonts[address],
            painted and em >= SMALLEST_EM,
            (along[0] / length, along[1] / length) if length > 0 else (1.0, 0.0),
            em,
        )
