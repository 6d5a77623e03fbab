"""How well tables were found: cells in the right place with the right span, and TEDS of the structure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import Levenshtein

from benchmarks.made_tables.drawing import MadePage
from benchmarks.made_tables.layout import MadeTable
from benchmarks.made_tables.tree_distance import Node, tree_distance

Span = tuple[int, int, int, int]
"""Row, column, row span, column span."""
Box = tuple[float, float, float, float]
SAME_TABLE = 0.5
"""Intersection over union of the boxes of a true and a found table, at least."""


@dataclass(frozen=True)
class FoundCell:
    """A cell as some recogniser found it; its quad (float [4, 2]) in pixels, its text None where none was read."""

    span: Span
    quad: NDArray[np.float64]
    text: str | None = None


@dataclass(frozen=True)
class FoundTable:
    """A table as some recogniser found it."""

    box: Box
    cells: Sequence[FoundCell]
    header_rows: int = 0


@dataclass
class Score:
    """Sums over pages; `right` are the true cells found with their place, span and texts, `edits` those of their characters."""

    cells: int = 0
    right: int = 0
    teds: float = 0.0
    tables: int = 0
    found: int = 0
    spurious: int = 0
    right_headers: int = 0
    edits: int = 0
    characters: int = 0

    def as_dict(self) -> dict[str, float]:
        tables = max(1, self.tables)
        return {
            "cells_right": round(self.right / max(1, self.cells), 4),
            "teds": round(self.teds / tables, 4),
            "tables_found": round(self.found / tables, 4),
            "spurious_tables": self.spurious,
            "headers_right": round(self.right_headers / tables, 4),
            "tables": self.tables,
            "cells": self.cells,
            **({"cell_error_rate": round(self.edits / self.characters, 4)} if self.characters else {}),
        }


def score_page(score: Score, page: MadePage, found: Sequence[FoundTable]) -> None:
    """Add a page to the sums. A true table without a found one counts with none of its cells and a TEDS of 0."""
    free = list(found)
    middles = np.array([quad.mean(axis=0) for _, quad in page.texts])
    for table in page.tables:
        score.tables += 1
        score.cells += len(table.cells)
        best = max(free, key=lambda f: _overlap(table.box, f.box), default=None)
        if best is None or _overlap(table.box, best.box) < SAME_TABLE:
            continue
        free.remove(best)
        score.found += 1
        score.teds += teds(table, best)
        score.right_headers += best.header_rows == table.header_rows
        spans = {cell.span: cell for cell in best.cells}
        for cell in table.cells:
            same = spans.get((cell.row, cell.column, cell.row_span, cell.column_span))
            if same is None or _texts_in(same, middles) != set(cell.texts):
                continue
            score.right += 1
            if same.text is not None:
                true = "".join("".join(cell.lines).split())
                score.edits += Levenshtein.distance(true, "".join(same.text.split()))
                score.characters += len(true)
    score.spurious += len(free)


def teds(table: MadeTable, found: FoundTable) -> float:
    """Tree-edit-distance-based similarity of two tables' structures (Zhong et al., 2020, PubTabNet), without texts."""
    true = _tree([(c.row, c.column, c.row_span, c.column_span) for c in table.cells], table.rows)
    rows = max((cell.span[0] + cell.span[2] for cell in found.cells), default=0)
    other = _tree([cell.span for cell in found.cells], rows)
    return 1 - tree_distance(true, other) / max(true.size, other.size)


def _tree(spans: Sequence[Span], rows: int) -> Node:
    """Table > tr > td, cells labelled with their spans."""
    lines: list[list[Span]] = [[] for _ in range(rows)]
    for span in sorted(spans):
        lines[span[0]].append(span)
    return Node("table", [Node("tr", [Node(f"td {r} {c}", []) for _, _, r, c in line]) for line in lines])


def _texts_in(cell: FoundCell, middles: NDArray[np.float64]) -> set[int]:
    """Numbers of the true texts whose middle is in a found cell."""
    inside = np.ones(len(middles), dtype=bool)
    for start, end in zip(cell.quad, np.roll(cell.quad, -1, axis=0), strict=True):
        along, away = end - start, middles - start
        inside &= along[0] * away[:, 1] - along[1] * away[:, 0] >= 0
    return set(np.flatnonzero(inside).tolist())


def _overlap(one: Box, other: Box) -> float:
    wide = min(one[2], other[2]) - max(one[0], other[0])
    high = min(one[3], other[3]) - max(one[1], other[1])
    if min(wide, high) <= 0:
        return 0.0
    sizes = [(box[2] - box[0]) * (box[3] - box[1]) for box in (one, other)]
    return wide * high / (sum(sizes) - wide * high)
