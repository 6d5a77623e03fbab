"""Where a table's header and data begin, from its first rows. It works on rows of cells, whatever they came from."""

from __future__ import annotations

import re
import statistics
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise

from automl_lib.reading.cells import is_blank, looks_numeric
from automl_lib.reading.missing import MISSING_IN_VALUES

HEAD_ROWS = 200
_YEAR = re.compile(r"(19|20)\d\d년?")


@dataclass(frozen=True)
class Layout:
    """How the first rows are to be taken.

    Attributes:
        body_row: index of the first row of data.
        header: the cells of the column names as written (None where blank), or None: no header row.
        header_rows: how many rows make the header.
        skipped: rows above the header passed over.
        letters: whether a row of spreadsheet column letters (A, B, C…) was among them.
    """

    body_row: int
    header: tuple[str | None, ...] | None
    header_rows: int
    skipped: int
    letters: bool


Row = list[str]


def find_layout(rows: list[Row]) -> Layout:
    """The layout of a table whose first rows (up to about 200) are `rows`; blank rows count as rows."""
    start = _first_table_row(rows)
    letters = start < len(rows) and is_letters_row(rows[start])
    if letters:
        start += 1
        while start < len(rows) and _filled(rows[start]) == 0:
            start += 1
    if start >= len(rows):
        return Layout(len(rows), None, 0, start, letters)
    first, after = rows[start], start + 1
    body = [r for r in rows[after:] if _filled(r)]
    if letters:
        # Beside column letters stand row numbers: the header's own is a number, not a name.
        first = ["", *first[1:]] if _numbers_rows(rows[start:]) else first
    two_rows = len(body) > 1 and _is_second_header(first, body[0], body[1:])
    if not _is_header(first, body) and not (two_rows and _stands_over_names(first, body[0], body[1:])):
        return Layout(start, None, 0, start, letters)
    if two_rows:
        second_row = next(i for i in range(after, len(rows)) if _filled(rows[i]))
        return Layout(second_row + 1, _join(first, body[0]), 2, start, letters)
    return Layout(after, _names(first), 1, start, letters)


def is_letters_row(row: Row) -> bool:
    """Whether the row is a spreadsheet's column letters: A, B, C… (three or more)."""
    cells = [c.strip() for c in row if not is_blank(c)]
    return len(cells) >= 3 and cells == [chr(65 + i) for i in range(len(cells))][:26]


def _filled(row: Row) -> int:
    return sum(1 for c in row if not is_blank(c))


def _distinct(row: Row) -> int:
    return len({c.strip() for c in row if not is_blank(c)})


def _first_table_row(rows: list[Row]) -> int:
    """Index of the first row that is as wide as the table is; titles and blank rows stand above it."""
    filled = [_filled(r) for r in rows if _filled(r)]
    if not filled:
        return len(rows)
    usual = Counter(filled[len(filled) // 4 :]).most_common(1)[0][0]
    for index, row in enumerate(rows):
        cells = _filled(row)
        if cells == 0:
            continue
        if cells >= 2 and _stands_over_data(rows, index):
            return index
        # A title is one text over a wider table (merged cells repeat it); a two-column table's row
        # with one cell is a title only if the line really has no second cell.
        alone = _distinct(row) == 1 and not looks_numeric(next(c for c in row if not is_blank(c)))
        if (
            alone
            and usual >= 2
            and (usual > 2 or len(row) == 1)
            and any(_distinct(r) > 1 for r in rows[index + 1 :])
        ):
            continue
        if usual >= 5 and cells <= usual * 0.4 and index < 10 and not _numeric_cells(row) and cells <= 3:
            continue
        return index
    return len(rows)


def _stands_over_data(rows: list[Row], index: int) -> bool:
    """Whether data, and no header, comes next: then the row, with its repeats and gaps, is the header itself."""
    below = [r for r in rows[index + 1 :] if _filled(r)]
    if not below or _numeric_cells(rows[index]) or _numeric_cells(below[0]) * 2 < _filled(below[0]):
        return False
    return not _is_header(below[0], below[1:])


def _numeric_cells(row: Row) -> int:
    return sum(1 for c in row if looks_numeric(c))


def _numbers_rows(rows: list[Row]) -> bool:
    firsts = [r[0].strip() for r in rows if r and _filled(r)]
    if len(firsts) < 2 or not all(f.isascii() and f.isdigit() for f in firsts):
        return False
    numbers = [int(f) for f in firsts]
    return all(b - a == 1 for a, b in pairwise(numbers))


def _column(rows: list[Row], index: int) -> list[str]:
    return [r[index].strip() for r in rows if index < len(r) and not is_blank(r[index])]


def _is_numeric_column(values: list[str]) -> bool:
    return bool(values) and sum(1 for v in values if looks_numeric(v)) >= 0.6 * len(values)


def _is_header(first: Row, body: list[Row]) -> bool:
    """Whether `first` names the columns rather than being data itself."""
    cells = [c.strip() for c in first if not is_blank(c)]
    numeric = sum(1 for c in cells if looks_numeric(c))
    if not body:
        return numeric == 0
    years = all(_YEAR.fullmatch(c) for c in cells if looks_numeric(c))
    if numeric and not (years and numeric < len(cells)) and numeric * 2 >= len(cells):
        return False
    names_a_number = repeats = compared = 0
    for index, cell in enumerate(first):
        if is_blank(cell) or looks_numeric(cell):
            continue
        values = _column(body, index)
        if not values:
            continue
        compared += 1
        if _is_numeric_column(values):
            names_a_number += 1
        elif cell.strip() in values:
            repeats += 1
    if names_a_number:
        return True
    return repeats == 0 or repeats * 4 < compared


def _is_second_header(first: Row, second: Row, body: list[Row]) -> bool:
    """Whether two rows name the columns: the upper one has gaps or repeats, the lower one names numbers too."""
    width = max(len(first), len(second))
    upper = [first[i].strip() if i < len(first) else "" for i in range(width)]
    lower = [second[i].strip() if i < len(second) else "" for i in range(width)]
    gaps = sum(1 for a, b in pairwise(upper) if a and (not b or a == b))
    if not gaps or any(looks_numeric(c) and not _YEAR.fullmatch(c) for c in lower if c):
        return False
    names_a_number = 0
    for index, cell in enumerate(lower):
        if not cell or cell == upper[index]:
            continue
        values = _column(body, index)
        if cell in values:
            return False
        names_a_number += _is_numeric_column(values)
    return names_a_number > 0


def _stands_over_names(first: Row, second: Row, body: list[Row]) -> bool:
    """Whether a row of numbers groups the names below it, such as years, rather than being the first of the data.

    It then has blanks, or years side by side (as merged cells are filled); the row below is of texts, and
    most of the columns under them are of numbers.
    """
    names = {index: cell.strip() for index, cell in enumerate(second) if not is_blank(cell)}
    if len(set(names.values())) < 2 or len(names) < _filled(first):
        return False
    if any(looks_numeric(name) or name.lower() in MISSING_IN_VALUES for name in names.values()):
        return False
    years = all(_YEAR.fullmatch(c.strip()) for c in first if looks_numeric(c))
    if _filled(first) >= max(len(first), len(second)) and not years:
        return False
    return sum(_is_numeric_column(_column(body, index)) for index in names) * 2 >= len(names)


def _join(first: Row, second: Row) -> tuple[str | None, ...]:
    """Names from two header rows: the upper name spreads over the blanks to its right."""
    names: list[str | None] = []
    above = ""
    for index in range(max(len(first), len(second))):
        upper = first[index].strip() if index < len(first) else ""
        lower = second[index].strip() if index < len(second) else ""
        above = upper or (above if lower else "")
        names.append(above if not lower or lower == above else f"{above} {lower}".strip() or None)
    return tuple(n or None for n in names)


def _names(row: Row) -> tuple[str | None, ...]:
    return tuple(None if is_blank(c) else c for c in row)


def usual_width(rows: list[Row]) -> int:
    """The number of cells most rows have; the wider one if two are as common."""
    return statistics.multimode(sorted((len(r) for r in rows if r), reverse=True))[0] if any(rows) else 0
