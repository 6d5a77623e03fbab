"""The characters of a PDF page as PDFium finds them: where each stands, and whether it is known and visible."""

from __future__ import annotations

import ctypes
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ocr_lib.pages.pdf.geometry import Affine, Bounds, Point

MOST_CHARACTERS = 100_000
"""Of one page. A page with more is a data dump or an attack, and is read as a picture."""
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


@dataclass(frozen=True, slots=True)
class Character:
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
    """Whether the font's program is in the file; else another one was drawn, or nothing."""

    embedded: bool


@dataclass(frozen=True)
class _TextObject:
    font: int
    painted: bool


def read_characters(
    page: Any, to_pixels: Affine, covered: Mapping[int, list[Bounds]]
) -> tuple[list[Character], list[Font]] | None:
    """Every character except spaces, in the order PDFium gives; None where there are too many.

    Args:
        page: of pypdfium2.
        covered: boxes in pixels of opaque pictures that are painted over an object, by the object's address.
    """
    from pypdfium2 import raw

    textpage = page.get_textpage()
    try:
        count = textpage.count_chars()
        if count > MOST_CHARACTERS:
            return None
        return _characters(raw, textpage, count, to_pixels, covered)
    finally:
        textpage.close()


def _characters(
    raw: Any, textpage: Any, count: int, to_pixels: Affine, covered: Mapping[int, list[Bounds]]
) -> tuple[list[Character], list[Font]]:
    objects = _Objects(raw)
    found: list[Character] = []
    space, starts_line = 0, True
    matrix = raw.FS_MATRIX()
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
        text_object, address = objects.of(handle)
        raw.FPDFText_GetMatrix(textpage, index, matrix)
        raw.FPDFText_GetCharOrigin(textpage, index, x, y)
        along = to_pixels.vector(matrix.a, matrix.b)
        length = (along[0] ** 2 + along[1] ** 2) ** 0.5
        upwards = to_pixels.vector(matrix.c, matrix.d)
        em = raw.FPDFText_GetFontSize(textpage, index) * (upwards[0] ** 2 + upwards[1] ** 2) ** 0.5
        raw.FPDFText_GetCharBox(textpage, index, left, right, bottom, top)
        box = to_pixels.bounds((left.value, bottom.value, right.value, top.value))
        text = SYMBOLS.get(chr(code), chr(code)) if code < 0x110000 else "\ufffd"
        found.append(
            Character(
                text="-" if text == HYPHEN else text,
                origin=to_pixels.point(x.value, y.value),
                box=box,
                direction=(along[0] / length, along[1] / length) if length > 0 else (1.0, 0.0),
                em=em,
                font=text_object.font,
                painted=text_object.painted
                and em >= SMALLEST_EM
                and not (covered and _is_covered(box, covered.get(address, ()))),
                known=is_known(text) and not unmapped,
                space=space,
                starts_line=starts_line,
            )
        )
        space, starts_line = 0, False
    return found, objects.fonts


def _has_ink(raw: Any, textpage: Any, index: int) -> bool:
    """Whether a line break is written in the page and drawn as something, which a wrong encoding may do."""
    if raw.FPDFText_IsGenerated(textpage, index) == 1:
        return False
    left, bottom, right, top = textpage.get_charbox(index)
    return bool(right - left > 1 and top - bottom > 1)


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


def _is_covered(box: Bounds, boxes: Any) -> bool:
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return any(x0 <= x <= x1 and y0 <= y <= y1 for x0, y0, x1, y1 in boxes)


class _Objects:
    """What is known of text objects, looked up once each: many characters share one."""

    def __init__(self, raw: Any) -> None:
        self._raw = raw
        self._known: dict[int, _TextObject] = {}
        self._fonts: dict[int, int] = {}
        self.fonts: list[Font] = []

    def of(self, handle: Any) -> tuple[_TextObject, int]:
        address = ctypes.cast(handle, ctypes.c_void_p).value or 0
        known = self._known.get(address)
        if known is None:
            known = self._known[address] = self._read(handle)
        return known, address

    def _read(self, handle: Any) -> _TextObject:
        raw = self._raw
        font = raw.FPDFTextObj_GetFont(handle)
        address = (ctypes.cast(font, ctypes.c_void_p).value or 0) if font else 0
        if address not in self._fonts:
            self._fonts[address] = len(self.fonts)
            self.fonts.append(Font(embedded=bool(font) and raw.FPDFFont_GetIsEmbedded(font) == 1))
        mode = raw.FPDFTextObj_GetTextRenderMode(handle)
        red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
        filled = raw.FPDFPageObj_GetFillColor(handle, red, green, blue, alpha)
        painted = mode not in INVISIBLE_MODES and not (filled and mode in (0, 4) and alpha.value == 0)
        return _TextObject(self._fonts[address], painted)
