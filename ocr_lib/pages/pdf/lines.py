"""From characters to lines of text, with the quads in which they stand. Pure geometry; knows no PDF."""

from __future__ import annotations

import itertools
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

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
    """

    text: str
    characters: tuple[Character, ...]

    @property
    def font(self) -> int:
        """The font most of its characters are set in."""
        return Counter(character.font for character in self.characters).most_common(1)[0][0]

    @property
    def quad(self) -> Quad:
        """Four corners in pixels, clockwise from the text's own top left."""
        frame = _Frame.of(self.characters[0])
        spans = [frame.span(character) for character in self.characters]
        em = max(character.em for character in self.characters)
        margin = MARGIN * em
        base = frame.place(self.characters[0])[1]
        left, right = min(s[0] for s in spans) - margin, max(s[1] for s in spans) + margin
        top = min(base - ASCENT * em, *(s[2] for s in spans)) - margin
        bottom = max(base + DESCENT * em, *(s[3] for s in spans)) + margin
        return tuple(
            frame.point(u, v) for u, v in ((left, top), (right, top), (right, bottom), (left, bottom))
        )


def lines_of(characters: Iterable[Character]) -> list[TextRun]:
    """Characters as lines; texts that stand apart in one row are lines of their own.

    Args:
        characters: visible ones, in the order of the page's text.
    """
    runs: list[list[Character]] = []
    for character in characters:
        if runs and _continues(runs[-1][-1], character):
            runs[-1].append(character)
        else:
            runs.append([character])
    return _without_doubles([TextRun(_text(run), tuple(run)) for run in _joined(runs)])


@dataclass(frozen=True)
class _Frame:
    """Coordinates along a text (u) and down from it (v)."""

    along: tuple[float, float]

    @staticmethod
    def of(character: Character) -> _Frame:
        return _Frame(character.direction)

    def uv(self, x: float, y: float) -> tuple[float, float]:
        dx, dy = self.along
        return x * dx + y * dy, y * dx - x * dy

    def point(self, u: float, v: float) -> tuple[float, float]:
        dx, dy = self.along
        return u * dx - v * dy, u * dy + v * dx

    def place(self, character: Character) -> tuple[float, float]:
        return self.uv(*character.origin)

    def span(self, character: Character) -> tuple[float, float, float, float]:
        """From u, to u, from v, to v of a character."""
        u, v = self.place(character)
        if max(abs(self.along[0]), abs(self.along[1])) > QUARTER:
            x0, y0, x1, y1 = character.box
            ends = [self.uv(x, y) for x, y in ((x0, y0), (x1, y1))]
            us, vs = [end[0] for end in ends], [end[1] for end in ends]
            return min(us), max(us), min(vs), max(vs)
        em = character.em
        wide = (
            TILTED_ADVANCE if unicodedata.east_asian_width(character.text[0]) in "WF" else TILTED_ADVANCE / 2
        )
        return u, u + wide * em, v - TILTED_ASCENT * em, v + TILTED_DESCENT * em


def _continues(before: Character, character: Character) -> bool:
    """Whether a character goes on in the line of the one before it."""
    if character.starts_line or not _parallel(before, character):
        return False
    gap, drop, em = _step(before, character)
    widest = WORD_GAP if character.space == 2 else CELL_GAP
    return -BACKWARDS * em < gap < widest * em and abs(drop) < LIFTED * em


def _parallel(one: Character, other: Character) -> bool:
    return one.direction[0] * other.direction[0] + one.direction[1] * other.direction[1] > QUARTER


def _step(before: Character, character: Character) -> tuple[float, float, float]:
    """The gap between two characters along the line, the change of baseline, and the larger em."""
    frame = _Frame.of(before)
    return (
        frame.span(character)[0] - frame.span(before)[1],
        frame.place(character)[1] - frame.place(before)[1],
        max(before.em, character.em),
    )


def _joined(runs: list[list[Character]]) -> list[list[Character]]:
    """Runs that follow each other closely on one baseline, though they were written at different times."""
    joined: list[list[Character]] = []
    for row in _rows(runs):
        for run in sorted(row, key=lambda run: _Frame.of(run[0]).place(run[0])[0]):
            last = joined[-1] if joined else None
            if last is not None and _adjoins(last[-1], run[0]):
                last.extend(run)
            else:
                joined.append(list(run))
    return joined


def _rows(runs: list[list[Character]]) -> list[list[list[Character]]]:
    """Runs of one direction and baseline together."""

    def key(run: list[Character]) -> tuple[float, float, float]:
        dx, dy = run[0].direction
        return round(dx, 2), round(dy, 2), _Frame.of(run[0]).place(run[0])[1]

    rows: list[list[list[Character]]] = []
    for run in sorted(runs, key=key):
        first = rows[-1][0][0] if rows else None
        if first is not None and _parallel(first, run[0]):
            _, drop, em = _step(first, run[0])
            if abs(drop) < SAME_BASELINE * em:
                rows[-1].append(run)
                continue
        rows.append([run])
    return rows


def _adjoins(before: Character, character: Character) -> bool:
    if not _parallel(before, character):
        return False
    gap, drop, em = _step(before, character)
    alike = max(before.em, character.em) < ALIKE * min(before.em, character.em)
    return alike and -SAME_BASELINE * em < gap < NEXT_GAP * em and abs(drop) < SAME_BASELINE * em


def _text(run: Sequence[Character]) -> str:
    parts = [run[0].text]
    for before, character in itertools.pairwise(run):
        gap, _, em = _step(before, character)
        # Runs that were joined start a line for PDFium; whether a space lies between them is seen by the gap.
        if character.space == 2 or (
            (character.space or character.starts_line)
            and gap > SPACE_GAP * em * (0.5 if character.space else 1)
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
