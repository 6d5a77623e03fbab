"""The fonts pictures are written in, and text made fit for them. Knows no picture.

Korean comes from Noto Sans KR (SIL OFL 1.1) out of the package `pylopdf-fonts-ko`, so that it shows
on machines without Korean fonts; DejaVu Sans, which matplotlib ships, covers what that lacks.
"""

from __future__ import annotations

import functools
import importlib.util
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING

from domain.characters import columns_wide

if TYPE_CHECKING:
    from matplotlib.font_manager import FontProperties

KOREAN_FAMILY = "Noto Sans KR"
FAMILIES = (KOREAN_FAMILY, "DejaVu Sans")
REPLACEMENT = "□"
_PACKAGE = "pylopdf_fonts_ko"
_FILE = "NotoSansKR-Regular.otf"


@functools.cache
def korean_font_path() -> Path:
    """The font's file, found without importing the package that carries it.

    Raises:
        FileNotFoundError: the package or its font is missing.
    """
    spec = importlib.util.find_spec(_PACKAGE)
    for folder in (spec.submodule_search_locations or []) if spec else []:
        path = Path(folder) / _FILE
        if path.is_file():
            return path
    raise FileNotFoundError(f"{_FILE}: install pylopdf-fonts-ko, which carries the Korean font for pictures")


@functools.cache
def families() -> list[str]:
    """Font families in order of preference, known to matplotlib from then on."""
    from matplotlib.font_manager import fontManager

    # The one shared thing touched: matplotlib's list of known fonts, to which a file is added once.
    if all(entry.name != KOREAN_FAMILY for entry in fontManager.ttflist):
        fontManager.addfont(korean_font_path())
    return list(FAMILIES)


@functools.cache
def font(size: float) -> FontProperties:
    """Font of a size in points, with glyph fallback. Shared: don't change it."""
    from matplotlib.font_manager import FontProperties

    return FontProperties(family=families(), size=size)


def fallback_font_path() -> Path:
    """DejaVu Sans, as matplotlib ships it."""
    from matplotlib import get_data_path

    return Path(get_data_path()) / "fonts" / "ttf" / "DejaVuSans.ttf"


def has_korean_glyph(character: str) -> bool:
    """Whether the Korean font has it; else the other one is asked."""
    return ord(character) in _characters(korean_font_path())


def has_glyph(character: str) -> bool:
    """Whether either font has it."""
    return ord(character) in _drawable()


@functools.cache
def _characters(path: Path) -> frozenset[int]:
    from matplotlib.ft2font import FT2Font

    return frozenset(FT2Font(str(path)).get_charmap())


@functools.cache
def _drawable() -> frozenset[int]:
    return _characters(korean_font_path()) | _characters(fallback_font_path())


def printable(text: object, width: int | None = None) -> str:
    """Text as it can be drawn: one line, no missing glyphs, no accidental formulas.

    Characters no font has become □; invisible ones vanish; `$` is kept from starting a formula.

    Args:
        text: anything; shown as `str` shows it.
        width: longest allowed width in columns, a Hangul syllable counting two; longer text is cut
            in the middle so that both its beginning and its end can be distinguished.
    """
    composed = unicodedata.normalize("NFC", str(text))
    shown = []
    for character in " ".join(composed.split()):
        if unicodedata.category(character) in ("Cc", "Cf", "Cs") or "\ufe00" <= character <= "\ufe0f":
            continue
        shown.append(character if ord(character) in _drawable() else REPLACEMENT)
    line = "".join(shown)
    return (line if width is None else shorten(line, width)).replace("$", r"\$")


def printable_lines(text: object, width: int, most: int) -> str:
    """As `printable`, on up to `most` lines of `width` columns; only text that needs more lines is cut, in the middle."""
    whole = printable(text).replace(r"\$", "$")
    room = most * width
    while len(lines := _wrapped(shorten(whole, room), width)) > most:
        room -= 1
    return "\n".join(lines).replace("$", r"\$")


def _wrapped(text: str, width: int) -> list[str]:
    """Lines of at most `width` columns; textwrap counts characters, and a Hangul syllable is two columns wide."""
    lines = [""]
    for word in text.split(" "):
        joined = f"{lines[-1]} {word}".lstrip()
        if columns_wide(joined) <= width:
            lines[-1] = joined
            continue
        if lines[-1]:
            lines.append("")
        for character in word:
            if columns_wide(lines[-1] + character) > width:
                lines.append("")
            lines[-1] += character
    return lines


def shorten(text: str, width: int) -> str:
    """Cuts the middle out of a text wider than `width` columns."""
    if columns_wide(text) <= width:
        return text
    head, tail = "", ""
    rest = list(text)
    while rest:
        take_head = columns_wide(head) <= 2 * columns_wide(tail)
        character = rest[0] if take_head else rest[-1]
        if columns_wide(head + tail + character) > width - 1:
            break
        if take_head:
            head += rest.pop(0)
        else:
            tail = rest.pop() + tail
    return head + "…" + tail
