"""The structure of a made table: its columns, header, spans and texts, before anything is drawn."""

from __future__ import annotations

import random
from dataclasses import dataclass, field

from benchmarks.made_tables.contents import KINDS, SECOND_LINES, Align, ColumnKind, Family


@dataclass
class MadeCell:
    """A cell of the truth: place, span, and its lines of text."""

    row: int
    column: int
    row_span: int
    column_span: int
    lines: list[str]
    align: Align
    is_header: bool = False
    texts: list[int] = field(default_factory=list)


@dataclass
class MadeTable:
    """A table of the truth."""

    rows: int
    columns: int
    header_rows: int
    cells: list[MadeCell]
    ruling: str
    box: tuple[float, float, float, float] = (0, 0, 0, 0)


def make_layout(
    rng: random.Random, family: Family, ruling: str, *, columns: int, rows: int, merged_header: bool
) -> MadeTable:
    """A table of about `columns` columns and `rows` rows below its header."""
    kinds, header = _columns(rng, family, columns, merged_header=merged_header)
    depth = 2 if any(cell.row for cell in header) else 1
    cells = header
    table = MadeTable(depth + rows, len(kinds), depth, cells, ruling)
    spanned = _spanned_first_column(rng, family, ruling, depth, rows)
    total = ruling == "ruled" and rng.random() < 0.5
    for row in range(depth, depth + rows):
        is_total = total and row == depth + rows - 1
        first = 0
        if is_total:
            first = rng.randint(1, min(3, len(kinds) - 1))
            cells.append(MadeCell(row, 0, 1, first, ["합 계" if family == "tuned" else "소계"], "centre"))
        for column in range(first, len(kinds)):
            if column == 0 and row in spanned:
                if spanned[row]:
                    cells.append(MadeCell(row, 0, spanned[row], 1, [_text(rng, kinds[0], 0)], kinds[0].align))
                continue
            lines = [_text(rng, kinds[column], column)]
            if lines[0] and kinds[column].align == "left" and rng.random() < 0.08 and column:
                lines.append(rng.choice(SECOND_LINES[family]))
            cells.append(MadeCell(row, column, 1, 1, lines, kinds[column].align))
    cells.sort(key=lambda cell: (cell.row, cell.column))
    return table


def _text(rng: random.Random, kind: ColumnKind, column: int) -> str:
    """A cell's text; the first column is never empty."""
    return next(text for text in iter(lambda: kind.text(rng), None) if text or column)


def _columns(
    rng: random.Random, family: Family, count: int, *, merged_header: bool
) -> tuple[list[ColumnKind], list[MadeCell]]:
    plain, groups = KINDS[family]
    chosen = [group for group in groups if len(group[1]) < count][:: rng.choice([1, -1])]
    chosen = chosen[: 2 if count > 7 else 1] if merged_header else []
    left = count - sum(len(members) for _, members in chosen)
    pool = rng.sample(plain, min(left, len(plain)))
    units: list[ColumnKind | tuple[str, tuple[ColumnKind, ...]]] = [*pool]
    for name, members in chosen:
        units.insert(rng.randint(1, len(units)), (name, tuple(members)))
    kinds: list[ColumnKind] = []
    cells: list[MadeCell] = []
    depth = 2 if chosen else 1
    for unit in units:
        column = len(kinds)
        if isinstance(unit, ColumnKind):
            cells.append(MadeCell(0, column, depth, 1, [unit.header], _header_align(family, unit), True))
            kinds.append(unit)
            continue
        name, group = unit
        cells.append(MadeCell(0, column, 1, len(group), [name], "centre", True))
        cells += [
            MadeCell(1, column + n, 1, 1, [kind.header], _header_align(family, kind), True)
            for n, kind in enumerate(group)
        ]
        kinds += group
    return kinds, cells


def _header_align(family: Family, kind: ColumnKind) -> Align:
    """Headers are centred in one family and aligned like their column in the other."""
    return "centre" if family == "tuned" else kind.align


def _spanned_first_column(
    rng: random.Random, family: Family, ruling: str, depth: int, rows: int
) -> dict[int, int]:
    """By row, how many rows the cell of the first column spans; 0 where it belongs to the one above."""
    if ruling != "ruled" or rows < 6 or rng.random() > 0.4:
        return {}
    found: dict[int, int] = {}
    row, last = depth + rng.randint(0, 1), depth + rows - 1
    while row + 1 < last:
        span = min(rng.randint(2, 3) if family == "tuned" else rng.randint(2, 4), last - row)
        found |= {row: span} | dict.fromkeys(range(row + 1, row + span), 0)
        row += span + rng.randint(0, 2)
    return found
