"""Tables with few rules or none: columns from the white gaps between texts, rows from their lines and level rules."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from ocr_lib.tables.blocks import Block, find_blocks, rules_across
from ocr_lib.tables.columns import Interval, column_edges, columns_of, find_columns, is_running
from ocr_lib.tables.flat_texts import FlatText, Key
from ocr_lib.tables.grid import Grid, GridCell, Segment
from ocr_lib.tables.grouped_headers import GroupedHeader, grouped_header
from ocr_lib.tables.rows import Row, find_rows
from ocr_lib.tables.structure import Ruling

FEWEST_ROWS, FEWEST_ROWS_OF_PAIRS = 3, 4
"""Of a table without rules; the second if it has two columns, as addresses and lists of labels have."""
FILLED = 0.35
"""Share of the places of a table that have texts, at least."""
MARGIN = 0.25
"""Around the outermost texts, in line heights."""

Places = Mapping[Key, tuple[int, int]]
"""First and last column of each text, by its key."""


def aligned_grids(
    texts: Sequence[FlatText], rules: Sequence[Segment], line_height: float
) -> list[tuple[Grid, Ruling]]:
    """The grids of tables without rules around their cells.

    Args:
        texts: those outside other tables.
        rules: level ones that belong to no other table.
    """
    found = []
    for block in find_blocks(texts, rules, line_height):
        for part in _without_paragraphs(block, rules, line_height):
            grid = _grid(part, line_height)
            if grid is not None:
                found.append(grid)
    return found


def _without_paragraphs(block: Block, rules: Sequence[Segment], line_height: float) -> list[Block]:
    """The block, or what is left of it without the paragraphs beside its columns."""
    columns = find_columns(block.lines, line_height)
    prose = [
        column
        for column in columns
        if is_running([t for t in block.texts if column[0] <= t.x <= column[1]], column, line_height)
    ]
    if not prose:
        return [block]
    rest = [t for t in block.texts if not any(left <= t.x <= right for left, right in prose)]
    if not rest:
        return []
    return find_blocks(rest, rules, line_height)


def _grid(block: Block, line_height: float) -> tuple[Grid, Ruling] | None:
    columns = find_columns(block.lines, line_height)
    if len(columns) < 2:
        return None
    places = {text.key: columns_of(text, columns, line_height) for text in block.texts}
    across = rules_across(block, line_height)
    rows = find_rows(block.texts, across, places, len(columns))
    partial = [rule for rule in block.rules if rule.length < 0.8 * (block.right - block.left)]
    header = grouped_header(rows, columns, places, partial, line_height)
    if header is not None:
        rows = [header.upper, header.lower, *rows[header.rows :]]
    if not _is_table(rows, columns, places, bool(len(across) > 1)):
        return None
    edges = _row_edges(rows, across, header, line_height)
    left = min([block.left - MARGIN * line_height, *(rule.start for rule in across)])
    right = max([block.right + MARGIN * line_height, *(rule.end for rule in across)])
    cells = _cells(rows, len(columns), places, header)
    grid = Grid(tuple(edges), tuple(column_edges(columns, left, right)), tuple(cells))
    return grid, Ruling.HALF_RULED if len(across) > 1 else Ruling.UNRULED


def _is_table(rows: Sequence[Row], columns: Sequence[Interval], places: Places, has_rules: bool) -> bool:
    fewest = 2 if has_rules else FEWEST_ROWS if len(columns) > 2 else FEWEST_ROWS_OF_PAIRS
    filled = sum(len({places[text.key] for text in row}) for row in rows)
    return len(rows) >= fewest and filled >= FILLED * len(rows) * len(columns)


def _row_edges(
    rows: Sequence[Row], across: Sequence[Segment], header: GroupedHeader | None, line_height: float
) -> list[float]:
    """Positions between the rows: a rule where there is one, else the middle of the gap."""
    tops = [min(text.top for text in row) for row in rows]
    bottoms = [max(text.bottom for text in row) for row in rows]
    reach = 1.2 * line_height
    slack = 0.3 * line_height
    inner = []
    for number, (bottom, top) in enumerate(zip(bottoms[:-1], tops[1:], strict=True)):
        if header is not None and number == 0:
            inner.append(header.between)
            continue
        if header is not None and number == 1:
            bottom = max(bottoms[:2])
        between = [rule.at for rule in across if bottom - slack < rule.at < top + slack]
        inner.append(between[0] if between else (bottom + top) / 2)
    above = [rule.at for rule in across if tops[0] - reach < rule.at < tops[0] + slack]
    below = [rule.at for rule in across if max(bottoms) - slack < rule.at < max(bottoms) + reach]
    first = above[-1] if above else tops[0] - MARGIN * line_height
    last = below[0] if below else max(bottoms) + MARGIN * line_height
    edges = [first, *inner, last]
    # Boxes of tight rows overlap a little.
    for n, (a, b) in enumerate(pairwise(edges), start=1):
        edges[n] = max(b, a)
    return edges


def _cells(rows: Sequence[Row], columns: int, places: Places, header: GroupedHeader | None) -> list[GridCell]:
    taken: set[tuple[int, int]] = set()
    cells: list[GridCell] = []

    def add(cell: GridCell) -> None:
        cells.append(cell)
        taken.update(cell.units())

    if header is not None:
        for first, last in header.groups:
            add(GridCell(0, first, 1, last - first + 1))
            for column in range(first, last + 1):
                add(GridCell(1, column))
        for column in range(columns):
            if (0, column) not in taken:
                add(GridCell(0, column, 2))
    for number, row in enumerate(rows):
        for first, last in sorted({places[text.key] for text in row}):
            wanted = {(number, column) for column in range(first, last + 1)}
            others = [places[t.key] for t in row if places[t.key] != (first, last)]
            is_free = not wanted & taken and all(last < a or first > b for a, b in others)
            if first < last and is_free:
                add(GridCell(number, first, 1, last - first + 1))
    for number in range(len(rows)):
        for column in range(columns):
            if (number, column) not in taken:
                add(GridCell(number, column))
    return sorted(cells, key=lambda cell: (cell.row, cell.column))
