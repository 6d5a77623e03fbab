"""Lines in which every character of an office occurs several times, beside characters of its own class."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

import numpy as np

from ocr_lib.gate.character_classes import class_of, office_characters
from ocr_lib.synthetic.fonts import FontFile, installed_fonts, named, plotting_font
from ocr_lib.synthetic.lines import Line, LineMaker, from_list
from ocr_lib.synthetic.style import Style
from ocr_lib.training.replay import NEVER

CLEAN_PRINT = Style(
    font_size=(24, 40), skew=(-0.5, 0.5), shear=(0, 0), distortion=(0, 0), spacing=(0, 0.05), inverted=0.0, background=0.1, rules=0.0,
    blur=(0, 0.4), shrink=(0.8, 1.0), noise=(0, 4), jpeg=(70, 95), fax=0.0,
)  # fmt: skip
"""Print as a scanner at 200 dpi gives it back: what a character can be read from without doubt."""
_A_LINE = 6


def unseen_faces(most: int = 3) -> list[FontFile]:
    """Regular faces of this machine, each of another family, that no network is trained with; one at least."""
    faces = [font for font in named(installed_fonts(), NEVER) if font.covers("가똠뷁")]
    plain = [font for font in faces if "Bold" not in font.name and not font.index]
    # Of the weights of a family, the last by name is the regular one (B, EB, L, R).
    by_family = {
        next(name for name in NEVER if font.name.lower().startswith(name.lower())): font for font in plain
    }
    return list(by_family.values())[:most]


def lines_of_every_character(faces: Sequence[FontFile], times: int, *, seed: int = 0) -> Iterator[Line]:
    """Lines with each character `times` times in each face (signs in another where the face has none)."""
    for number, face in enumerate(faces):
        for row, text in enumerate(_texts(times, np.random.default_rng([seed, number]))):
            maker = LineMaker(
                from_list([text]), [face], CLEAN_PRINT, seed + number, fallbacks=[*faces, plotting_font()]
            )
            yield maker.make(row)


def _texts(times: int, rng: np.random.Generator) -> list[str]:
    groups: dict[str, list[str]] = defaultdict(list)
    for character in office_characters().replace(" ", ""):
        groups[_group(character)].append(character)
    texts = []
    for name, characters in groups.items():
        between = " " if name == "signs" else ""
        for _ in range(times):
            order = [characters[place] for place in rng.permutation(len(characters))]
            texts += [between.join(order[i : i + _A_LINE]) for i in range(0, len(order), _A_LINE)]
    return texts


def _group(character: str) -> str:
    """Characters that stand together, so that l, I and 1 or O and 0 are told apart by their neighbours."""
    name = class_of(character)
    return f"{name} {character.isupper()}" if name == "Latin" else name
