"""Rows of a block of texts: bands of texts between white gaps, or between level rules where these part the rows."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from ocr_lib.tables.flat_texts import FlatText, Key
from ocr_lib.tables.grid import Segment

SHRUNK = 0.16
"""Of a text's height at its top and bottom: boxes have margins."""
CLOSE = 0.78
"""Distance of a line from the one above where it continues its cells, in the usual distance of rows, at most."""
FEW_COLUMNS = 0.5
"""Share of the columns that a continuing line has texts in, at most."""
RULED_ROWS = 0.6
"""Share of the bands between rules that hold one row where the rules part the rows."""

Row = list[FlatText]


def find_rows(
    texts: Sequence[FlatText], rules: Sequence[Segment], columns: dict[Key, tuple[int, int]], count: int
) -> list[Row]:
    """Rows from top to bottom.

    Args:
        rules: level ones across the table, from top to bottom.
        columns: first and last column of each text, by its key.
        count: of the columns.
    """
    bands = [[text for text in texts if _band(text, rules) == n] for n in range(len(rules) + 1)]
    runs = [_runs(band) for band in bands if band]
    if len(runs) > 2 and sum(len(band) == 1 for band in runs) >= RULED_ROWS * len(runs):
        return [[text for run in band for text in run] for band in runs]
    usual = _usual_distance(runs)
    return [row for band in runs for row in _with_continuations(band, columns, count, usual)]


def _band(text: FlatText, rules: Sequence[Segment]) -> int:
    return sum(rule.at < text.y for rule in rules)


def _runs(texts: Sequence[FlatText]) -> list[Row]:
    """Texts whose heights overlap, directly or through others."""
    found: list[Row] = []
    reached = 0.0
    for text in sorted(texts, key=lambda t: t.top):
        shrunk = SHRUNK * text.height
        if found and text.top + shrunk < reached:
            found[-1].append(text)
            reached = max(reached, text.bottom - shrunk)
        else:
            found.append([text])
            reached = text.bottom - shrunk
    return found


def middle(row: Row) -> float:
    """Of a row's texts."""
    return (min(text.top for text in row) + max(text.bottom for text in row)) / 2


def _usual_distance(bands: Sequence[Sequence[Row]]) -> float:
    distances = [middle(b) - middle(a) for band in bands for a, b in pairwise(band)]
    return median(distances) if distances else 0.0


def _with_continuations(
    runs: Sequence[Row], columns: dict[Key, tuple[int, int]], count: int, usual: float
) -> list[Row]:
    """The runs with second lines of cells joined to the first ones."""
    found: list[Row] = []
    for run in runs:
        if found and _continues(found[-1], run, columns, count, usual):
            found[-1] = found[-1] + run
        else:
            found.append(run)
    return found


def _continues(row: Row, run: Row, columns: dict[Key, tuple[int, int]], count: int, usual: float) -> bool:
    last = [text for text in row if text.bottom > max(t.bottom for t in row) - 0.5 * text.height]
    distance = middle(run) - middle(last)
    mine = {columns[text.key] for text in run}
    above = {columns[text.key] for text in row}
    return (
        distance < CLOSE * usual
        and len(mine) <= FEW_COLUMNS * count
        and mine <= above
        and len(mine) < len(above)
    )
