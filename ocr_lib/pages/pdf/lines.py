"""From characters to lines of text, with the quads in which they stand. Pure geometry; knows no PDF."""

from __future__ import annotations

import itertools
import math
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from domain.characters import is_wide
from ocr_lib.pages.pdf.characters import Character
from ocr_lib.pages.text_layer import Quad

# All in em of the larger of two characters.
CELL_GAP, WORD_GAP = 0.9, 1.6
"""A gap as wide as this parts two texts: without a space character in it, and with one."""
NEXT_GAP = 0.5
"""Pieces that are written at different times still belong together when they are this close."""
SPACE_GAP = 0.22
BACKWARDS = 0.5
LIFTED = 0.45
"""How far superscripts leave the baseline."""
SAME_BASELINE = 0.2
ASCENT, DESCENT = 0.7, 0.08
"""A line's quad reaches at least this far from its baseline, even when it holds nothing but dashes."""
TILTED_ASCENT, TILTED_DESCENT = 0.85, 0.2
TILTED_ADVANCE = 0.9
MARGIN = 0.06
ALIKE = 1.5
"""Sizes that differ by more are of different texts."""
QUARTER = 0.999
"""Cosine; text nearer to a quarter turn than this has boxes that can be used as they are."""


@dataclass(frozen=True)
class TextRun:
    """Characters of one line in reading direction.

    Attributes:
        text: with spaces between its words; NFC.
        characters: those of the text without its spaces.
        quad: four corners in pixels, clockwise from the text's own top left.
    """

    text: str
    characters: tuple[Character, ...]
    quad: Quad

    @property
    def font(self) -> int:
        """The font most of its characters are set in."""
        return Counter(character.font for character in self.characters).most_common(1)[0][0]


def lines_of(characters: Iterable[Character]) -> list[TextRun]:
    """Characters as lines; texts that stand apart in one row are lines of their own.

    Args:
        characters: visible ones, in the order of the page's text.
    """
    runs: list[list[_Placed]] = []
    for character in characters:
        placed = _Placed.of(character)
        if runs and _continues(runs[-1][-1], placed):
            runs[-1].append(placed)
        else:
            runs.append([placed])
    return _without_doubles([_text_run(run) for run in _joined(runs)])


class _Placed(NamedTuple):
    """A character in coordinates along its text (u) and down from it (v).

    Attributes:
        along: unit vector of the text's direction; the same for all characters of a line.
        base: v of its baseline.
        left, right: u of its ends.
        top, bottom: v of its ends.
    """

    character: Character
    along: tuple[float, float]
    base: float
    left: float
    right: float
    top: float
    bottom: float

    @staticmethod
    def of(character: Character) -> _Placed:
        dx, dy = along = _direction(character.direction)
        x, y = character.origin
        u, base = x * dx + y * dy, y * dx - x * dy
        if abs(dx) == 1.0 or abs(dy) == 1.0:
            x0, y0, x1, y1 = character.box
            one, other = x0 * dx + y0 * dy, x1 * dx + y1 * dy
            left, right = (one, other) if one < other else (other, one)
            one, other = y0 * dx - x0 * dy, y1 * dx - x1 * dy
            top, bottom = (one, other) if one < other else (other, one)
            return _Placed(character, along, base, left, right, top, bottom)
        # The box of a tilted character says little: it is upright.
        em = character.em
        wide = TILTED_ADVANCE if is_wide(character.text[0]) else TILTED_ADVANCE / 2
        return _Placed(
            character, along, base, u, u + wide * em, base - TILTED_ASCENT * em, base + TILTED_DESCENT * em
        )

    @property
    def em(self) -> float:
        return self.character.em


def _direction(direction: tuple[float, float]) -> tuple[float, float]:
    """A direction by whole quarter turns where it is near one, else by whole degrees."""
    dx, dy = direction
    if abs(dx) > QUARTER:
        return math.copysign(1.0, dx), 0.0
    if abs(dy) > QUARTER:
        return 0.0, math.copysign(1.0, dy)
    angle = math.radians(round(math.degrees(math.atan2(dy, dx))))
    return math.cos(angle), math.sin(angle)


def _text_run(run: Sequence[_Placed]) -> TextRun:
    dx, dy = run[0].along
    em = max(placed.em for placed in run)
    margin, base = MARGIN * em, run[0].base
    left, right = min(p.left for p in run) - margin, max(p.right for p in run) + margin
    top = min(base - ASCENT * em, *(p.top for p in run)) - margin
    bottom = max(base + DESCENT * em, *(p.bottom for p in run)) + margin
    corners = ((left, top), (right, top), (right, bottom), (left, bottom))
    quad = tuple((u * dx - v * dy, u * dy + v * dx) for u, v in corners)
    return TextRun(_text(run), tuple(placed.character for placed in run), quad)


def _continues(before: _Placed, placed: _Placed) -> bool:
    """Whether a character goes on in the line of the one before it."""
    if placed.character.starts_line or before.along != placed.along:
        return False
    if placed.character.origin == before.character.origin:
        return True  # the letters of a ligature
    em = max(before.em, placed.em)
    widest = WORD_GAP if placed.character.space == 2 else CELL_GAP
    in_reach = -BACKWARDS * em < placed.left - before.right < widest * em
    return in_reach and abs(placed.base - before.base) < LIFTED * em


def _joined(runs: list[list[_Placed]]) -> list[list[_Placed]]:
    """Runs that follow each other closely on one baseline, though they were written at different times."""
    joined: list[list[_Placed]] = []
    for row in _rows(runs):
        for run in sorted(row, key=lambda run: run[0].left):
            if joined and _adjoins(joined[-1][-1], run[0]):
                joined[-1].extend(run)
            else:
                joined.append(list(run))
    return joined


def _rows(runs: list[list[_Placed]]) -> list[list[list[_Placed]]]:
    """Runs of one direction and baseline together."""
    rows: list[list[list[_Placed]]] = []
    for run in sorted(runs, key=lambda run: (run[0].along, run[0].base)):
        if rows and _is_level(rows[-1][0][0], run[0]):
            rows[-1].append(run)
        else:
            rows.append([run])
    return rows


def _is_level(one: _Placed, other: _Placed) -> bool:
    return one.along == other.along and abs(other.base - one.base) < SAME_BASELINE * max(one.em, other.em)


def _adjoins(before: _Placed, placed: _Placed) -> bool:
    em = max(before.em, placed.em)
    alike = em < ALIKE * min(before.em, placed.em)
    return (
        alike
        and _is_level(before, placed)
        and -SAME_BASELINE * em < placed.left - before.right < NEXT_GAP * em
    )


def _text(run: Sequence[_Placed]) -> str:
    parts = [run[0].character.text]
    for before, placed in itertools.pairwise(run):
        gap = (placed.left - before.right) / max(before.em, placed.em)
        character = placed.character
        # Runs that were joined start a line for PDFium; whether a space lies between them is seen by the gap.
        if character.space == 2 or (
            (character.space or character.starts_line) and gap > SPACE_GAP * (0.5 if character.space else 1)
        ):
            parts.append(" ")
        parts.append(character.text)
    return unicodedata.normalize("NFC", "".join(c for c in parts if c not in _UNSEEN))


_UNSEEN = ("\u00ad", "\u200b", "\u200c", "\u200d", "\u2060", "\ufeff")


def _without_doubles(runs: Sequence[TextRun]) -> list[TextRun]:
    """Without texts that are drawn twice in one place, as shadows and imitated bold type are."""
    kept: list[TextRun] = []
    seen: dict[str, list[Character]] = {}
    for run in runs:
        first = run.characters[0]
        double = any(
            abs(first.origin[0] - other.origin[0]) < SAME_BASELINE * first.em
            and abs(first.origin[1] - other.origin[1]) < SAME_BASELINE * first.em
            for other in seen.get(run.text, ())
        )
        if not double and run.text.strip():
            kept.append(run)
            seen.setdefault(run.text, []).append(first)
    return kept
