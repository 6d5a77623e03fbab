"""Headers of two rows: names of groups of columns above the names of the columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from ocr_lib.tables.columns import Interval
from ocr_lib.tables.flat_texts import FlatText, Key
from ocr_lib.tables.grid import Segment
from ocr_lib.tables.rows import Row, middle

LEVEL = 0.35
"""Line heights by which middles of texts on one level differ, at most."""
CENTRED = 3.0
"""Line heights between the middle of a group's name and that of its columns' texts, at most."""
CLOSE = 0.78
"""Distance of the lines of one header, in the usual distance of rows, at most."""


@dataclass(frozen=True)
class GroupedHeader:
    """A header of two rows.

    Attributes:
        rows: how many of the rows that were given it takes.
        upper, lower: texts of its rows, those over both rows in `upper`.
        groups: first and last column of each group.
        between: y between its two rows.
    """

    rows: int
    upper: Row
    lower: Row
    groups: tuple[tuple[int, int], ...]
    between: float


def grouped_header(
    rows: Sequence[Row],
    columns: Sequence[Interval],
    places: Mapping[Key, tuple[int, int]],
    partial_rules: Sequence[Segment],
    line_height: float,
) -> GroupedHeader | None:
    """The header of two rows at the top of a table, if it has one.

    Args:
        rows: of texts, from top to bottom.
        places: first and last column of each text, by its key.
        partial_rules: level rules over some of the columns, such as those under the name of a group.
    """
    for taken in range(1, min(3, len(rows) - 1) + 1):
        if taken > 1 and not _may_belong(rows, taken, places):
            break
        zone = [text for row in rows[:taken] for text in row]
        found = _in_zone(zone, taken, columns, places, partial_rules, line_height)
        if found is not None:
            return found
    return None


def _may_belong(rows: Sequence[Row], taken: int, places: Mapping[Key, tuple[int, int]]) -> bool:
    """Whether the last of so many rows is of the same header as the others: close to them, or under a name over columns."""
    usual = median(middle(b) - middle(a) for a, b in pairwise(rows))
    if middle(rows[taken - 1]) - middle(rows[taken - 2]) < CLOSE * usual:
        return True
    above = [places[text.key] for text in rows[0]]
    return taken == 2 and (any(first < last for first, last in above) or _has_holes(rows[0], rows[1], places))


def _has_holes(upper: Row, lower: Row, places: Mapping[Key, tuple[int, int]]) -> bool:
    """Whether a row has no texts where the one below has some, and the lower one either has holes itself or far more texts."""
    mine, other = ({places[text.key][0] for text in row} for row in (upper, lower))
    return bool(other - mine) and (bool(mine - other) or 1.5 * len(mine) < len(other))


def _in_zone(
    zone: Row,
    taken: int,
    columns: Sequence[Interval],
    places: Mapping[Key, tuple[int, int]],
    partial_rules: Sequence[Segment],
    line_height: float,
) -> GroupedHeader | None:
    levels = _levels(zone, line_height)
    if not 2 <= len(levels) <= 3:
        return None
    top, bottom = levels[0], levels[-1]
    below: dict[int, FlatText] = {}
    for text in bottom:
        first, last = places[text.key]
        if first == last:
            below[first] = text
    groups: dict[Key, tuple[int, int]] = {}
    for text in top:
        under = [rule for rule in partial_rules if text.y < rule.at < min(t.y for t in bottom)]
        group = _group(text, top, columns, sorted(below), places, under, line_height)
        if group is not None:
            groups[text.key] = group
    grouped = {column for first, last in groups.values() for column in range(first, last + 1)}
    if not groups or len(grouped) < sum(last - first + 1 for first, last in groups.values()):
        return None
    lower = [text for column, text in below.items() if column in grouped]
    numbers = {text.key for text in lower}
    upper = [text for text in zone if text.key not in numbers]
    # What else is over a group's columns, such as a second line of their names, would be lost.
    if any(places[t.key][0] in grouped and t.key not in groups for t in upper):
        return None
    named = [text for text in upper if text.key in groups]
    between = (max(text.bottom for text in named) + min(text.top for text in lower)) / 2
    return GroupedHeader(taken, upper, lower, tuple(sorted(groups.values())), between)


def _levels(zone: Row, line_height: float) -> list[Row]:
    levels: list[Row] = []
    for text in sorted(zone, key=lambda t: t.y):
        if levels and text.y - median(t.y for t in levels[-1]) < LEVEL * line_height:
            levels[-1].append(text)
        else:
            levels.append([text])
    return levels


def _group(
    text: FlatText,
    top: Row,
    columns: Sequence[Interval],
    below: Sequence[int],
    places: Mapping[Key, tuple[int, int]],
    partial_rules: Sequence[Segment],
    line_height: float,
) -> tuple[int, int] | None:
    """The columns that a text of the upper level names: those of the rule under it, or those it is in the middle of."""
    own_first, own_last = places[text.key]
    for rule in partial_rules:
        under = [n for n in below if rule.start < sum(columns[n]) / 2 < rule.end]
        if rule.start < text.x < rule.end and len(under) > 1:
            return under[0], under[-1]
    others = {
        column for t in top if t is not text for column in range(places[t.key][0], places[t.key][1] + 1)
    }
    best: tuple[float, tuple[int, int]] | None = None
    for first in below:
        for last in below:
            within = range(first, last + 1)
            if last <= first or not set(within) <= set(below) or others & set(within):
                continue
            if own_first < first or own_last > last:
                continue
            away = abs(text.x - (columns[first][0] + columns[last][1]) / 2)
            if away < CENTRED * line_height and (best is None or away < best[0]):
                best = away, (first, last)
    return None if best is None else best[1]
