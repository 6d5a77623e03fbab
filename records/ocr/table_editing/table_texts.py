"""Which cell of a table each text of its page is in, by geometry. Pure functions."""

from __future__ import annotations

import itertools
import math
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from domain.characters import columns_wide
from records.ocr.table_editing.table_shapes import Axis, Span, TableShape

Cuts = Mapping[str, Sequence[int]]
"""By the id of a text, in front of which characters it may be divided: where the recognition of tables divided it before."""
TextParts = list[tuple[str, int, int]]
"""Texts of a cell as [id, first character, character behind the last]."""
_WORD = re.compile(r"\S+")
SAME_LINE = 0.5
"""Heights of a text by which the middle of one on the same line is above or below, at most."""


class PlacedText(Protocol):
    """What is needed of a text, such as `records.ocr.tables.OcrText`."""

    @property
    def text_id(self) -> str: ...

    @property
    def text(self) -> str: ...

    @property
    def quad(self) -> Sequence[Sequence[float]]: ...


@dataclass(frozen=True)
class _Part:
    """A stretch of a text in the table's coordinates."""

    text_id: str
    start: int
    stop: int
    u: float
    v: float
    height: float


def texts_of_cells(
    shape: TableShape, texts: Iterable[PlacedText], cuts: Cuts | None = None
) -> dict[Span, TextParts]:
    """The texts of each cell that has any, in reading order. A text is divided between words, or at `cuts`, where a line is."""
    found: dict[Span, list[_Part]] = defaultdict(list)
    for text in texts:
        before: Span | None = None
        for part in _parts(shape, text, (cuts or {}).get(text.text_id, ())):
            cell = shape.around(part.u, part.v)
            if cell is not None and cell is before:
                last = found[cell].pop()
                part = _Part(last.text_id, last.start, part.stop, last.u, last.v, last.height)
            if cell is not None:
                found[cell].append(part)
            before = cell
    return {cell: _in_order(parts) for cell, parts in found.items()}


def cuts_of(cells: Iterable[Sequence[Sequence[object]]]) -> dict[str, list[int]]:
    """Where texts are divided between cells.

    Args:
        cells: the texts of each cell.
    """
    found: dict[str, set[int]] = defaultdict(set)
    for parts in cells:
        for text_id, start, _ in parts:
            if start:
                found[str(text_id)].add(int(str(start)))
    return {text_id: sorted(places) for text_id, places in found.items()}


def guessed_lines(shape: TableShape, axis: Axis, texts: Iterable[PlacedText]) -> list[float]:
    """Positions between texts of a table, from its first to its last line, where no text is crossed."""
    extents = []
    for text in texts:
        corners = [shape.projection.to_unit(x, y) for x, y in text.quad]
        middle = tuple(sum(corner[n] for corner in corners) / 4 for n in (0, 1))
        if not all(0 < value < 1 for value in middle):
            continue
        values = sorted(corner[1 if axis is Axis.ROW else 0] for corner in corners)
        low, high = (values[0] + values[1]) / 2, (values[2] + values[3]) / 2
        # Boxes of neighbouring rows may overlap a little; their middles don't.
        away = (high - low) / 4 if axis is Axis.ROW else 0
        extents.append((low + away, high - away))
    return [0.0, *white_between(extents), 1.0]


def white_between(extents: Iterable[tuple[float, float]]) -> list[float]:
    """The middles of the intervals between extents (low, high) that none of them covers."""
    found: list[float] = []
    end = math.inf
    for low, high in sorted(extents):
        if low > end:
            found.append((end + low) / 2)
        end = high if math.isinf(end) else max(end, high)
    return found


def widest_white(extents: Iterable[tuple[float, float]], low: float, high: float) -> float:
    """The middle of the widest interval between extents within low … high; the middle of both where there is none."""
    inside = sorted((max(a, low), min(b, high)) for a, b in extents if low < (a + b) / 2 < high)
    best, widest, end = (low + high) / 2, 0.0, math.inf
    for start, stop in inside:
        if start - end > widest:
            best, widest = (start + end) / 2, start - end
        end = stop if math.isinf(end) else max(end, stop)
    return best


def _parts(shape: TableShape, text: PlacedText, cuts: Sequence[int]) -> list[_Part]:
    corners = [shape.projection.to_unit(x, y) for x, y in text.quad]
    if not all(math.isfinite(value) for corner in corners for value in corner):
        return []
    (x0, y0), (x1, y1), (x2, y2), (x3, y3) = text.quad
    start, end = ((x0 + x3) / 2, (y0 + y3) / 2), ((x1 + x2) / 2, (y1 + y2) / 2)
    height = max(v for _, v in corners) - min(v for _, v in corners)
    wide = columns_wide(text.text) or 1
    found = []
    for first, last in _stretches(text.text, cuts):
        share = (columns_wide(text.text[:first]) + columns_wide(text.text[:last])) / 2 / wide
        x, y = (a + (b - a) * share for a, b in zip(start, end, strict=True))
        found.append(_Part(text.text_id, first, last, *shape.projection.to_unit(x, y), height))
    return found


def _stretches(text: str, cuts: Sequence[int]) -> list[tuple[int, int]]:
    """Words of a text, those with a cut inside divided there; the whole of one without words."""
    places = [
        [word.start(), *(cut for cut in cuts if word.start() < cut < word.end()), word.end()]
        for word in _WORD.finditer(text)
    ]
    return [pair for ends in places for pair in itertools.pairwise(ends)] or [(0, len(text))]


def _in_order(parts: Sequence[_Part]) -> TextParts:
    """Lines from top to bottom, each from left to right."""
    lines: list[list[_Part]] = []
    for part in sorted(parts, key=lambda part: (part.v, part.u)):
        if lines and part.v - lines[-1][0].v <= SAME_LINE * max(part.height, lines[-1][0].height):
            lines[-1].append(part)
        else:
            lines.append([part])
    ordered = [part for line in lines for part in sorted(line, key=lambda part: part.u)]
    return [(part.text_id, part.start, part.stop) for part in ordered]
