"""Lines that show whether a network forgot: Korean, English, numbers, and every character of an office.

They are set in a face and in sentences that nothing is trained on, and are the same on every machine.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ocr_lib.arrays import Picture
from ocr_lib.gate.character_classes import office_characters
from ocr_lib.synthetic.fonts import FontFile, package_fonts, plotting_font
from ocr_lib.synthetic.lines import LineMaker
from ocr_lib.synthetic.style import Style

FACE = "NotoSerifKR"
SIZES = {"ko": 1000, "en": 650, "digits": 450, "syllables": 617, "signs": 79}
"""Lines of each part. The last two hold every character of an office once."""
SYLLABLES_A_LINE, SIGNS_A_LINE = 6, 4
_WORDS = Path(__file__).parent.parent / "synthetic" / "words"


@dataclass(frozen=True)
class GeneralSet:
    """Crops (uint8 grey [height, width]) and what they say, by kind."""

    crops: dict[str, list[Picture]]
    labels: dict[str, list[str]]


def general_set(sizes: dict[str, int] | None = None) -> GeneralSet:
    """The set: 2,796 lines, or as many of each kind as `sizes` says."""
    face = [font for font in package_fonts() if font.name.startswith(FACE)]
    texts = {"syllables": _of_syllables(), "signs": _of_signs()}
    draws = {"ko": _phrases("ko"), "en": _phrases("en"), "digits": _number}
    crops: dict[str, list[Picture]] = {}
    labels: dict[str, list[str]] = {}
    for kind, count in (sizes or SIZES).items():
        if kind in texts:
            lines = [
                _maker(_always(text), face).make(number) for number, text in enumerate(texts[kind][:count])
            ]
        else:
            lines = list(_maker(draws[kind], face).lines(0, count))
        crops[kind] = [line.image for line in lines]
        labels[kind] = [line.text for line in lines]
    return GeneralSet(crops, labels)


def _maker(draw: Callable[[np.random.Generator], str], face: list[FontFile]) -> LineMaker:
    style = Style(shrink=(0.75, 1.0), noise=(0.0, 8.0), jpeg=(45, 90))
    return LineMaker(draw, face, style, seed=20260101, fallbacks=[plotting_font()])


def _of_syllables() -> list[str]:
    """Every syllable of an office once, in lines of three to a word, in an order without meaning."""
    syllables = [c for c in office_characters() if "가" <= c <= "힣"]
    order = np.random.default_rng(0).permutation(len(syllables))
    rows = _rows([syllables[place] for place in order], SYLLABLES_A_LINE)
    return [f"{row[:3]} {row[3:]}".strip() for row in rows]


def _of_signs() -> list[str]:
    """Every other character once."""
    signs = [c for c in office_characters() if not "가" <= c <= "힣" and c != " "]
    order = np.random.default_rng(0).permutation(len(signs))
    return [" ".join(row) for row in _rows([signs[place] for place in order], SIGNS_A_LINE)]


def _rows(characters: Sequence[str], size: int) -> list[str]:
    return ["".join(characters[i : i + size]) for i in range(0, len(characters), size)]


def _always(text: str) -> Callable[[np.random.Generator], str]:
    return lambda _rng: text


def _phrases(language: str) -> Callable[[np.random.Generator], str]:
    sentences = (_WORDS / f"sentences_{language}.txt").read_text(encoding="utf-8").splitlines()

    def draw(rng: np.random.Generator) -> str:
        words = sentences[rng.integers(len(sentences))].split()
        start = int(rng.integers(len(words)))
        return " ".join(words[start : start + int(rng.integers(1, 5))])

    return draw


def _number(rng: np.random.Generator) -> str:
    kinds = (
        lambda: f"{rng.integers(10**7):,}",
        lambda: f"{rng.integers(2000, 2030)}-{rng.integers(1, 13):02d}-{rng.integers(1, 29):02d}",
        lambda: f"{rng.integers(100, 1000)}-{rng.integers(10, 100)}-{rng.integers(10**4, 10**5)}",
        lambda: f"{rng.integers(1000) / 10:.1f}%",
        lambda: f"02-{rng.integers(100, 10000)}-{rng.integers(1000, 10000)}",
        lambda: f"{rng.integers(10**5):,}.{rng.integers(100):02d}",
    )
    return kinds[int(rng.integers(len(kinds)))]()
