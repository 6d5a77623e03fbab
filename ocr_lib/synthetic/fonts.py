"""Font files: what is installed, and which of them has every glyph of a text. Draws nothing."""

from __future__ import annotations

import functools
import importlib.util
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

SYSTEM_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.local/share/fonts", "~/.fonts")
PACKAGE = "pylopdf_fonts_ko"
ENDINGS = (".ttf", ".otf", ".ttc")


@dataclass(frozen=True)
class FontFile:
    """One face: a file, or a member of a collection."""

    path: Path
    index: int = 0

    @property
    def name(self) -> str:
        return self.path.stem if not self.index else f"{self.path.stem}#{self.index}"

    def covers(self, text: str) -> bool:
        """Whether the face has a glyph for every character; a space needs none."""
        return _codepoints(self.path, self.index).issuperset(map(ord, text.replace(" ", "")))


@functools.lru_cache(maxsize=1024)
def _codepoints(path: Path, index: int) -> frozenset[int]:
    # FreeType; fontTools finds the same in twelve times the time, seconds for the faces of a machine.
    from matplotlib.ft2font import FT2Font

    return frozenset(FT2Font(path, face_index=index).get_charmap())


SIGN_FACES = ("NotoSansKR", "NotoSansCJK-Regular", "dotum", "UnDotum", "DejaVuSans")
"""Faces with many signs, best first."""


def sign_fonts(fonts: Iterable[FontFile]) -> list[FontFile]:
    """Regular faces from which signs are taken that another face lacks, best first; one that every machine has last."""
    found = {font.name: font for font in fonts}
    names = [f"{name}-Regular" if f"{name}-Regular" in found else name for name in SIGN_FACES]
    return [*(found[name] for name in names if name in found), plotting_font()]


def plotting_font() -> FontFile:
    """DejaVu Sans as it comes with matplotlib: signs and Latin letters on every machine."""
    import matplotlib

    return FontFile(Path(matplotlib.get_data_path()) / "fonts" / "ttf" / "DejaVuSans.ttf")


def package_fonts() -> list[FontFile]:
    """The OFL fonts that come with a Python package: there on every machine."""
    spec = importlib.util.find_spec(PACKAGE)
    folders = (spec.submodule_search_locations or []) if spec else []
    return [FontFile(path) for folder in folders for path in sorted(Path(folder).glob("*.otf"))]


def installed_fonts(folders: Iterable[str | Path] = SYSTEM_FOLDERS) -> list[FontFile]:
    """Every face below `folders` and of the package, in an order that doesn't depend on the disk."""
    found = {
        path.name: FontFile(path)
        for folder in folders
        for path in sorted(Path(folder).expanduser().rglob("*"))
        if path.suffix.lower() in ENDINGS
    }
    return [*package_fonts(), *(found[name] for name in sorted(found))]


def named(fonts: Iterable[FontFile], patterns: Sequence[str]) -> list[FontFile]:
    """Those whose name begins with one of `patterns`, letter case aside."""
    begins = tuple(pattern.lower() for pattern in patterns)
    return [font for font in fonts if font.name.lower().startswith(begins)]


def without(fonts: Iterable[FontFile], patterns: Sequence[str]) -> list[FontFile]:
    """Those that `named` would not give."""
    begins = tuple(pattern.lower() for pattern in patterns)
    return [font for font in fonts if not font.name.lower().startswith(begins)]


def choose_font(
    fonts: Sequence[FontFile], text: str, rng: np.random.Generator, fallbacks: Sequence[FontFile] = ()
) -> FontFile | None:
    """A random face that has every glyph of `text`; None where there is none.

    Args:
        fallbacks: signs (neither Hangul nor ASCII) that one of these has may be missing in the face.
    """
    signs = {c for c in text if fallbacks and not c.isascii() and not "가" <= c <= "힣"}
    signs = {c for c in signs if any(font.covers(c) for font in fallbacks)}
    needed = "".join(c for c in text if c not in signs)
    for place in rng.permutation(len(fonts)):
        if fonts[place].covers(needed):
            return fonts[place]
    return None
