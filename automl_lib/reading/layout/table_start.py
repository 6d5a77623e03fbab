"""Where a table's header and data begin, from its first rows. It works on rows of cells, whatever they came from."""

from __future__ import annotations

import re
import statistics
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise

from automl_lib.reading.cells import is_blank, looks_numeric
from automl_lib.reading.layout.header_rows import (
    YEAR,
    Row,
    column,
    groups_names,
    header_rows,
    is_header,
    is_numeric_column,
    is_unit_row,
    join_names,
    names_numbers,
)
from automl_lib.reading.parsing.missing import MISSING_IN_VALUES

HEAD_ROWS = 200
_LABEL_ROWS = 40
_LONGEST_LINE = 60
_UNIT_LINE = re.compile(r"[(\[（<※*]?\s*(단위|unit)\s*[:：]?.*", re.IGNORECASE)
_DATE = r"(19|20)?\d\d\s*[-./년]\s*\d{1,2}(\s*[-./월]\s*\d{1,2}일?)?"
_VALUE = re.compile(rf".*({_DATE}|\d{{2,}}-\d{{2,}}|\d{{1,2}}:\d\d|~).*|[^:：]+[:：].+|\d{{6,}}", re.DOTALL)
_NUMBERED = re.compile(r"\d{1,2}\s*[^\W\d]+")  # 10월, 3분기, 12m
_LABEL = re.compile(
    r"(작성|조회|출력|발행|생성|기준|신청|등록|사업자|계좌|예금주|고객|상호|업체|회사|기관|은행|대표|담당|부서|성명|이름|제목|문서|보고|통화"
    r"|기간|거래처|소속|주소|전화|총|합계).{0,8}|from|to|date|period|account|company|name|author|prepared by|report",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Layout:
    """How the first rows are to be taken.

    Attributes:
        body_row: index of the first row of data.
        header: the cells of the column names as written (None where blank), or None: no header row.
        header_rows: how many rows make the header.
        skipped: rows above the header passed over.
        letters: whether a row of spreadsheet column letters (A, B, C…) was among them.
        above: the texts of the first few of the others.
        units: the row of units below the header, or None.
    """

    body_row: int
    header: tuple[str | None, ...] | None
    header_rows: int
    skipped: int
    letters: bool
    above: tuple[str, ...] = ()
    units: tuple[str, ...] | None = None


def find_layout(rows: list[Row]) -> Layout:
    """The layout of a table whose first rows (up to about 200) are `rows`; blank rows count as rows."""
    start = _first_table_row(rows)
    above = tuple(_line(row) for row in rows[:start] if _filled(row))[:3]
    letters = start < len(rows) and is_letters_row(rows[start])
    if letters:
        start += 1
        while start < len(rows) and _filled(rows[start]) == 0:
            start += 1
    if start >= len(rows):
        return Layout(len(rows), None, 0, start, letters, above)
    first = rows[start]
    places = [i for i in range(start + 1, len(rows)) if _filled(rows[i])]
    body = [rows[i] for i in places]
    if letters:
        # Beside column letters stand row numbers: the header's own is a number, not a name.
        first = ["", *first[1:]] if _numbers_rows(rows[start:]) else first
    depth = header_rows(first, body)
    if not depth:
        return Layout(start, None, 0, start, letters, above)
    units = body[depth - 1] if len(body) >= depth and is_unit_row(body[depth - 1], body[depth:]) else None
    last = ([start, *places])[depth - 1 + (units is not None)]
    header = join_names([first, *body[: depth - 1]]) if depth > 1 else _names(first)
    if depth == 1 and _lacks_first_name(first, body):
        header = (None, *header)
    unit_names = tuple(c.strip() for c in units if not is_blank(c)) if units else None
    return Layout(last + 1, header, depth, start, letters, above, unit_names)


def _lacks_first_name(first: Row, body: list[Row]) -> bool:
    """Whether the header is one cell short because the column of row names has none, as R writes it."""
    width = len(first) + 1
    if len(body) < 2 or any(len(row) != width for row in body):
        return False
    names = column(body, 0)
    return len(set(names)) == len(body) and 2 * len(column(body, width - 1)) > len(body)


def is_letters_row(row: Row) -> bool:
    """Whether the row is a spreadsheet's column letters: A, B, C… (three or more)."""
    cells = [c.strip() for c in row if not is_blank(c)]
    return len(cells) >= 3 and cells == [chr(65 + i) for i in range(len(cells))][:26]


def _filled(row: Row) -> int:
    return sum(1 for c in row if not is_blank(c))


def _distinct(row: Row) -> int:
    return len({c.strip() for c in row if not is_blank(c)})


def _line(row: Row) -> str:
    text = " ".join(dict.fromkeys(" ".join(c.split()) for c in row if not is_blank(c)))
    return text if len(text) <= _LONGEST_LINE else text[: _LONGEST_LINE - 1] + "…"


def _first_table_row(rows: list[Row]) -> int:
    """Index of the first row that is as wide as the table is; titles, labels and blank rows stand above it."""
    filled = [_filled(r) for r in rows if _filled(r)]
    if not filled:
        return len(rows)
    usual = Counter(filled[len(filled) // 4 :]).most_common(1)[0][0]
    first = max(_rows_of_comments(rows), _rows_of_labels(rows, usual))
    for index, row in enumerate(rows[first:], start=first):
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
        sparse = usual >= 5 and cells <= usual * 0.4 and index < 10 and not _numeric_cells(row) and cells <= 3
        if sparse and not groups_names(row, [r for r in rows[index + 1 :] if _filled(r)]):
            continue
        return index
    return len(rows)


def _rows_of_comments(rows: list[Row]) -> int:
    """How many rows at the beginning are comments (`# …`), with a header below them."""
    count = 0
    while count < len(rows) and (not _filled(rows[count]) or _starts_with_hash(rows[count])):
        count += 1
    if not count or count >= len(rows):
        return 0
    last, below = rows[count - 1], [r for r in rows[count + 1 :] if _filled(r)]
    if not _filled(last) or len(last) != len(rows[count]) or names_numbers(rows[count], below):
        return count
    return count - 1  # `#id,name` is a header


def _starts_with_hash(row: Row) -> bool:
    return row[0].lstrip().startswith("#")


def _rows_of_labels(rows: list[Row], usual: int) -> int:
    """How many rows at the beginning hold labels and values (account, period, units), with a whole header below."""
    places = [place for place, row in enumerate(rows) if _filled(row)]
    filled = [rows[place] for place in places]
    for rank, place in enumerate(places[:_LABEL_ROWS]):
        below = filled[rank + 1 :]
        if not _is_whole_header(rows[place], below, usual):
            continue
        for above in places[:rank]:
            if not _is_above(rows[above], rows[place], below):
                return above
        return place
    return 0


def _is_whole_header(row: Row, below: list[Row], usual: int) -> bool:
    """Whether the row names nearly every column of the rows below, of which the next already is data."""
    names = [c.strip() for c in row if not is_blank(c)]
    if len(names) < 2 or len(names) < 0.8 * usual or len(set(names)) * 2 < len(names) or not below:
        return False
    if any(n.lower() in MISSING_IN_VALUES or _is_value(n) for n in names) or not names_numbers(row, below):
        return False
    return any(
        not is_blank(name)
        and i < len(below[0])
        and any(c.isdigit() for c in below[0][i])
        and is_numeric_column(column(below, i))
        for i, name in enumerate(row)
    )


def _is_above(row: Row, header: Row, below: list[Row]) -> bool:
    """Whether the row describes the table that begins with `header` rather than naming its columns."""
    cells = {i: c.strip() for i, c in enumerate(row) if not is_blank(c)}
    if _distinct(row) == 1 or _starts_with_hash(row) or any(_UNIT_LINE.fullmatch(c) for c in cells.values()):
        return True
    values = any(_is_value(c) for c in cells.values())
    if values and len(cells) < _filled(header):
        return True
    over_numbers = [c for i, c in cells.items() if is_numeric_column(column(below, i))]
    if values:
        return any(not looks_numeric(c) for c in over_numbers)
    places = sorted(cells)
    pairs = [a for a, b in pairwise(places) if b == a + 1]
    # A name that spreads over several columns has no other beside it, and names below it that repeat.
    own = all(i < len(header) and header[i].strip() not in ("", cells[i]) for i in places)
    if not pairs or not own or _distinct(header) < _filled(header):
        return False
    return len(cells) * 2 <= _filled(header) or any(_LABEL.fullmatch(cells[a]) for a in pairs)


def _is_value(cell: str) -> bool:
    """Whether the cell is a date, a time, a number or the like, which no header has (years apart)."""
    if YEAR.fullmatch(cell) or _NUMBERED.fullmatch(cell):
        return False
    digits = sum(1 for c in cell if c.isdigit())
    return looks_numeric(cell) or digits * 2 > len(cell) or _VALUE.fullmatch(cell) is not None


def _stands_over_data(rows: list[Row], index: int) -> bool:
    """Whether data, and no header, comes next: then the row, with its repeats and gaps, is the header itself."""
    below = [r for r in rows[index + 1 :] if _filled(r)]
    if not below or _numeric_cells(rows[index]) or _numeric_cells(below[0]) * 2 < _filled(below[0]):
        return False
    return not is_header(below[0], below[1:])


def _numeric_cells(row: Row) -> int:
    return sum(1 for c in row if looks_numeric(c))


def _numbers_rows(rows: list[Row]) -> bool:
    firsts = [r[0].strip() for r in rows if r and _filled(r)]
    if len(firsts) < 2 or not all(f.isascii() and f.isdigit() for f in firsts):
        return False
    numbers = [int(f) for f in firsts]
    return all(b - a == 1 for a, b in pairwise(numbers))


def _names(row: Row) -> tuple[str | None, ...]:
    return tuple(None if is_blank(c) else c for c in row)


def usual_width(rows: list[Row]) -> int:
    """The number of cells most rows have; the wider one if two are as common."""
    return statistics.multimode(sorted((len(r) for r in rows if r), reverse=True))[0] if any(rows) else 0
