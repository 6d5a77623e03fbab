"""Lines that tell whether a network forgot: Korean, English and numbers, in a face and in sentences that
nothing is trained on, made anew and alike on every machine.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from ocr_lib.synthetic.fonts import FontFile, package_fonts
from ocr_lib.synthetic.lines import LineMaker
from ocr_lib.synthetic.style import Style

FACE = "NotoSerifKR"
SIZES = {"ko": 1000, "en": 650, "digits": 450}
_WORDS = Path(__file__).parent.parent / "synthetic" / "words"


@dataclass(frozen=True)
class GeneralSet:
    """Crops (uint8 grey [height, width]) and what they say, by kind."""

    crops: dict[str, list[np.ndarray[Any, Any]]]
    labels: dict[str, list[str]]


def general_set(sizes: dict[str, int] | None = None) -> GeneralSet:
    """The set: 2,100 lines, or as many of each kind as `sizes` says."""
    face = [font for font in package_fonts() if font.name.startswith(FACE)]
    crops: dict[str, list[np.ndarray[Any, Any]]] = {}
    labels: dict[str, list[str]] = {}
    for kind, draw in {"ko": _phrases("ko"), "en": _phrases("en"), "digits": _number}.items():
        lines = list(_maker(draw, face).lines(0, (sizes or SIZES)[kind]))
        crops[kind] = [line.image for line in lines]
        labels[kind] = [line.text for line in lines]
    return GeneralSet(crops, labels)


def _maker(draw: Callable[[np.random.Generator], str], face: list[FontFile]) -> LineMaker:
    return LineMaker(draw, face, Style(shrink=(0.75, 1.0), noise=(0.0, 8.0), jpeg=(45, 90)), seed=20260101)


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
