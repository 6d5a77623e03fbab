"""A font for text that is only to be found: each character has a width and a Unicode value, and a box for its shape.

Any character can be written with it, in a few kilobytes; real shapes would add megabytes to invisible text.
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING

from domain.characters import is_wide

if TYPE_CHECKING:
    import pikepdf
    from fontTools.ttLib.tables._g_l_y_f import Glyph

NARROW, WIDE = 500, 1000
"""Widths in thousandths of an em; CJK characters are as wide as high."""
ASCENT, DESCENT = 800, -200
NAME = "SaebyeokUnseen"
_SHARE = 100
"""Entries of one bfchar section at most (ISO 32000-1, 9.10.3)."""


def width_of(text: str) -> int:
    """The width of a text, in thousandths of an em."""
    return sum(WIDE if is_wide(character) else NARROW for character in text)


class InvisibleFont:
    """The font of one PDF: the characters of its texts, numbered from 1.

    Args:
        characters: every character that will be written.
    """

    def __init__(self, characters: Iterable[str]) -> None:
        self._numbers = {c: number for number, c in enumerate(sorted(set(characters)), start=1)}

    def encoded(self, text: str) -> bytes:
        """The text as a hexadecimal string of a content stream. Raises KeyError for other characters."""
        return b"<" + b"".join(b"%04X" % self._numbers[character] for character in text) + b">"

    def added_to(self, pdf: pikepdf.Pdf) -> pikepdf.Object:
        """The font as an object of a PDF (of pikepdf)."""
        from pikepdf import Array, Dictionary, Name, String

        descriptor = Dictionary(
            Type=Name.FontDescriptor,
            FontName=Name(f"/{NAME}"),
            Flags=4,
            FontBBox=Array([0, DESCENT, WIDE, ASCENT]),
            ItalicAngle=0,
            Ascent=ASCENT,
            Descent=DESCENT,
            CapHeight=ASCENT,
            StemV=80,
            FontFile2=pdf.make_stream(_program()),
        )
        widths = Array()
        for character, number in self._numbers.items():
            if is_wide(character):
                widths.append(number)
                widths.append(Array([WIDE]))
        descendant = Dictionary(
            Type=Name.Font,
            Subtype=Name.CIDFontType2,
            BaseFont=Name(f"/{NAME}"),
            CIDSystemInfo=Dictionary(Registry=String("Adobe"), Ordering=String("Identity"), Supplement=0),
            FontDescriptor=pdf.make_indirect(descriptor),
            DW=NARROW,
            W=widths,
            CIDToGIDMap=pdf.make_stream(self._glyphs()),
        )
        return pdf.make_indirect(
            Dictionary(
                Type=Name.Font,
                Subtype=Name.Type0,
                BaseFont=Name(f"/{NAME}"),
                Encoding=Name("/Identity-H"),
                DescendantFonts=Array([pdf.make_indirect(descendant)]),
                ToUnicode=pdf.make_stream(self._to_unicode()),
            )
        )

    def _glyphs(self) -> bytes:
        """Which of the font's three glyphs each character has: 1 is narrow, 2 wide."""
        glyphs = b"".join(b"\x00\x02" if is_wide(character) else b"\x00\x01" for character in self._numbers)
        return b"\x00\x00" + glyphs

    def _to_unicode(self) -> bytes:
        entries = [
            b"<%04X> <%s>" % (number, character.encode("utf-16-be", "surrogatepass").hex().upper().encode())
            for character, number in self._numbers.items()
        ]
        shares = [entries[start : start + _SHARE] for start in range(0, len(entries), _SHARE)]
        sections = [b"%d beginbfchar\n%s\nendbfchar" % (len(share), b"\n".join(share)) for share in shares]
        return (
            b"/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
            b"/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
            b"/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
            b"1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n"
            + b"\n".join(sections)
            + b"\nendcmap\nCMapName currentdict /CMap defineresource pop\nend\nend"
        )


@lru_cache(maxsize=1)
def _program() -> bytes:
    """A TrueType font of two boxes, as wide as characters are and as high as a line.

    PDFium passes over turned text whose glyphs have no extent. The boxes are never painted.
    """
    from fontTools.fontBuilder import FontBuilder

    names = [".notdef", "narrow", "wide"]
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder(names)
    builder.setupCharacterMap({0x20: "narrow", 0x3000: "wide"})
    builder.setupGlyf({".notdef": _box(0), "narrow": _box(NARROW), "wide": _box(WIDE)})
    builder.setupHorizontalMetrics({".notdef": (NARROW, 0), "narrow": (NARROW, 0), "wide": (WIDE, 0)})
    builder.setupHorizontalHeader(ascent=ASCENT, descent=DESCENT)
    builder.setupNameTable({"familyName": NAME, "styleName": "Regular", "psName": NAME})
    builder.setupOS2(sTypoAscender=ASCENT, sTypoDescender=DESCENT, usWinAscent=ASCENT, usWinDescent=-DESCENT)
    builder.setupPost()
    # The same document gives the same bytes.
    builder.font["head"].created = builder.font["head"].modified = 0
    builder.font.recalcTimestamp = False
    out = io.BytesIO()
    builder.save(out)
    return out.getvalue()


def _box(width: int) -> Glyph:
    """A glyph that fills its width; an empty one for 0."""
    from fontTools.pens.ttGlyphPen import TTGlyphPen

    pen = TTGlyphPen(None)
    if width:
        pen.moveTo((0, DESCENT))
        for corner in ((0, ASCENT), (width, ASCENT), (width, DESCENT)):
            pen.lineTo(corner)
        pen.closePath()
    return pen.glyph()
