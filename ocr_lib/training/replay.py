"""General text that is learnt along with people's items, so that what the network knew is not forgotten."""

from __future__ import annotations

from collections.abc import Sequence

from ocr_lib.networks.charset import Charset
from ocr_lib.synthetic.fonts import FontFile, installed_fonts, named, plotting_font, without
from ocr_lib.synthetic.lines import LineMaker
from ocr_lib.synthetic.style import Style
from ocr_lib.synthetic.texts import TextMix
from ocr_lib.synthetic.wear import Wear

NEVER = (
    "NotoSerifKR", "NotoSerifCJK", "NanumSquareRound", "gulim", "UnGraphic", "NanumBarunpen",
    "Hahmlet", "GowunDodum", "Galmuri9", "ShareTechMono", "ArchivoNarrow", "CutiveMono",
)  # fmt: skip
"""Faces that judge and are therefore never learnt from."""
HANDWRITING = ("NanumBrush", "NanumPen", "UnPilgi")
LATIN_ONLY = ("DejaVu", "Liberation", "hline")
SYMBOLS_ONLY = ("StandardSymbols", "D050000L", "DejaVuMath", "Z003", "OCRBX", "UnJamo", "UnTaza", "UnYetgul")
"""Faces of signs, of ornament or of old Hangul."""
GPL = ("Lexi", "Nimbus", "URW", "C059", "P052", "FreeSans", "FreeSerif", "FreeMono")
"""Faces under the GPL or AGPL, which the shipped network is not trained with."""


PROBE = ("NanumMyeongjo", "NanumSquare", "UnDotum", "batang")
"""Families whose lines only tell whether other print was forgotten."""


def replay_fonts() -> list[FontFile]:
    """The faces of this machine that general text is set in: at least the one every machine has."""
    return without(installed_fonts(), [*NEVER, *HANDWRITING, *LATIN_ONLY])


def replay_faces() -> tuple[list[FontFile], list[FontFile]]:
    """The faces general text is learnt in, and those of other families, which only tell what was forgotten.

    A face that is learnt in tells little of those that are not. Where there are too few, both are all.
    """
    fonts = replay_fonts()
    probe = named(fonts, PROBE)
    return (without(fonts, PROBE), probe) if probe else (fonts, fonts)


def replay_lines(charset: Charset, seed: int, fonts: Sequence[FontFile] | None = None) -> LineMaker:
    """Makes lines of Korean, English and numbers in the network's characters, a third of them worn."""
    # Numbers are forgotten first, and matter most on business papers; of their signs %, which few numbers of a mix have.
    mix = TextMix(frozenset(charset.characters)).with_shares(
        korean=0.24, english=0.14, number=0.3, percent=0.04, syllables=0.03, mixed=0.06, characters=0.03,
        receipt=0.06, receipt_english=0.03, form=0.05, rare=0.05, signs=0.03,
    )  # fmt: skip
    return LineMaker(
        mix.draw,
        fonts or replay_fonts(),
        Style(),
        seed,
        fallbacks=[plotting_font()],
        wear=Wear(),
        worn=0.33,
    )
