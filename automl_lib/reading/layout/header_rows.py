"""Which rows name the columns of a table: one, several joined, numbers that count up, and a row of units below."""

from __future__ import annotations

import re
from itertools import pairwise

from automl_lib.reading.cells import is_blank, looks_numeric
from automl_lib.reading.parsing.missing import MISSING_IN_VALUES

Row = list[str]

LONGEST_NUMBER = 6  # digits of a month, a year or a question
YEAR = re.compile(r"(19|20)\d\d년?")
_MOST_ROWS = 4
_FEWEST_NUMBERS = 4
_UNIT = re.compile(r"[(\[（<]\s*[^()\[\]]{1,20}\s*[)\]）>]")
_UNITS = frozenset(
    {
        *("원", "천원", "만원", "백만원", "억원", "십억원", "조원", "천 원", "백만 원", "억 원", "달러", "천달러", "백만달러"),
        *("명", "천명", "만명", "건", "개", "대", "회", "호", "가구", "세대", "개소", "곳", "권", "매", "부", "종", "점", "천건"),
        *("%", "%p", "‰", "p", "‱", "배", "지수", "점수", "위", "등급", "년", "월", "일", "시간", "분", "초", "세", "개월"),
        *("m", "km", "cm", "mm", "㎞", "㎝", "㎜", "m2", "m²", "㎡", "천㎡", "㎢", "km²", "ha", "평", "m3", "m³", "㎥", "l", "ℓ", "ml", "㎖"),
        *("g", "kg", "㎏", "㎎", "mg", "t", "톤", "천톤", "kcal", "kw", "kwh", "mw", "mwh", "℃", "°c", "mm/h", "m/s", "hpa"),
        *("krw", "usd", "eur", "jpy", "$", "₩", "ea", "pcs", "unit", "units"),
    }
)  # fmt: skip
_NO_UNIT = frozenset({"단위", "unit", "units", "-", "–", "—", "구분", "unit:"})


def header_rows(first: Row, body: list[Row]) -> int:
    """How many rows from `first` on name the columns: 0 to 4. `body` are the filled rows below it."""
    several = (
        len(body) > 1 and not is_unit_row(body[0], body[1:]) and _is_second_header(first, body[0], body[1:])
    )
    named = is_header(first, body) or (several and _stands_over_names(first, body[0], body[1:]))
    if not named:
        return 0
    if not several:
        return 1
    rows = 2
    while (
        rows < _MOST_ROWS
        and len(body) > rows
        and not is_unit_row(body[rows - 1], body[rows:])
        and _is_second_header(body[rows - 2], body[rows - 1], body[rows:])
    ):
        rows += 1
    return rows


def groups_names(first: Row, body: list[Row]) -> bool:
    """Whether the row is the first of several that name the columns, and can't be missed: names below it repeat or lack."""
    depth = header_rows(first, body)
    if depth < 2:
        return False
    lowest = [c.strip() for c in body[depth - 2]]
    names = [c for c in lowest if c]
    lacks = any(not is_blank(c) and (i >= len(lowest) or not lowest[i]) for i, c in enumerate(first))
    return lacks or len(set(names)) < len(names)


def is_header(first: Row, body: list[Row]) -> bool:
    """Whether `first` names the columns rather than being data itself."""
    cells = [c.strip() for c in first if not is_blank(c)]
    numeric = sum(1 for c in cells if looks_numeric(c))
    if not body:
        return numeric == 0
    years = all(YEAR.fullmatch(c) for c in cells if looks_numeric(c))
    if numeric and not (years and numeric < len(cells)) and numeric * 2 >= len(cells):
        return counts_up(first, body)
    names_a_number = repeats = compared = 0
    written = [c.strip() for c in first]
    body = [row for row in body if [c.strip() for c in row] != written]  # printed again on each page
    for index, cell in enumerate(first):
        if is_blank(cell) or looks_numeric(cell):
            continue
        values = column(body, index)
        if not values:
            continue
        compared += 1
        if is_numeric_column(values):
            names_a_number += 1
        elif cell.strip() in values:
            repeats += 1
    if names_a_number:
        return True
    return repeats == 0 or repeats * 4 < compared


def names_numbers(first: Row, body: list[Row]) -> bool:
    """Whether the row has texts alone, and over at least one column of numbers."""
    if any(looks_numeric(c) for c in first):
        return False
    return any(
        not is_blank(cell) and is_numeric_column(column(body, index)) for index, cell in enumerate(first)
    )


def counts_up(first: Row, body: list[Row]) -> bool:
    """Whether the row's numbers count evenly upwards, as those of months, questions or ages, and the rows below don't."""
    texts = [(i, c.strip()) for i, c in enumerate(first) if not is_blank(c) and not looks_numeric(c)]
    steps = _steps(first)
    if len(steps) < _FEWEST_NUMBERS - 1 or len(set(steps)) > 1 or steps[0] < 1:
        return False
    if any(text in column(body, index) for index, text in texts):
        return False
    if not texts and (steps[0] != 1 or next(c.strip() for c in first if not is_blank(c)) not in ("0", "1")):
        return False
    return sum(_steps(row) == steps for row in body) * 2 < len(body)


def is_unit_row(row: Row, body: list[Row]) -> bool:
    """Whether the row below a header gives the columns' units, at least one of them over numbers."""
    units = {i: c.strip() for i, c in enumerate(row) if not is_blank(c) and c.strip().lower() not in _NO_UNIT}
    if not units or not body:
        return False
    if not all(_is_unit(u.lower()) for u in units.values()):
        return False
    if any(unit in column(body, index) for index, unit in units.items()):
        return False
    return any(is_numeric_column(column(body, index)) for index in units)


def _is_unit(cell: str) -> bool:
    return bool(_UNIT.fullmatch(cell)) or cell in _UNITS or set(cell.split("/")) <= _UNITS  # 만원/월


def join_names(rows: list[Row]) -> tuple[str | None, ...]:
    """Names from the rows of a header: an upper name spreads over the blanks to its right that have a lower one."""
    width = max(len(row) for row in rows)
    texts = [[row[i].strip() if i < len(row) else "" for i in range(width)] for row in rows]
    spread: list[list[str]] = []
    for level, row in enumerate(texts):
        names: list[str] = []
        for index, cell in enumerate(row):
            has_lower = any(texts[below][index] for below in range(level + 1, len(texts)))
            same_group = index > 0 and all(upper[index] == upper[index - 1] for upper in spread)
            names.append(cell or (names[-1] if index and has_lower and same_group else ""))
        spread.append(names)
    return tuple(
        " ".join(dict.fromkeys(n for n in names if n)) or None for names in zip(*spread, strict=True)
    )


def column(rows: list[Row], index: int) -> list[str]:
    """The filled cells of one column, stripped."""
    return [r[index].strip() for r in rows if index < len(r) and not is_blank(r[index])]


def is_numeric_column(values: list[str]) -> bool:
    """Whether most of the cells are numbers."""
    return bool(values) and sum(1 for v in values if looks_numeric(v)) >= 0.6 * len(values)


def _steps(row: Row) -> list[int]:
    """Differences between the row's numbers; none where one of them isn't a plain whole number."""
    numbers = [c.strip() for c in row if looks_numeric(c)]
    if not all(n.isascii() and n.isdigit() and len(n) <= LONGEST_NUMBER for n in numbers):
        return []
    return [b - a for a, b in pairwise([int(n) for n in numbers])]


def _filled(row: Row) -> int:
    return sum(1 for c in row if not is_blank(c))


def _is_second_header(first: Row, second: Row, body: list[Row]) -> bool:
    """Whether two rows name the columns: the upper one has gaps or repeats, the lower one names numbers too."""
    width = max(len(first), len(second))
    upper = [first[i].strip() if i < len(first) else "" for i in range(width)]
    lower = [second[i].strip() if i < len(second) else "" for i in range(width)]
    gaps = sum(1 for a, b in pairwise(upper) if a and (not b or a == b))
    numbers = any(looks_numeric(c) and not YEAR.fullmatch(c) for c in lower if c)
    if not gaps or (numbers and not counts_up(second, body)):
        return False
    names_a_number = 0
    for index, cell in enumerate(lower):
        if not cell or cell == upper[index]:
            continue
        values = column(body, index)
        if cell in values and not looks_numeric(cell):
            return False
        names_a_number += is_numeric_column(values)
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
    years = all(YEAR.fullmatch(c.strip()) for c in first if looks_numeric(c))
    if _filled(first) >= max(len(first), len(second)) and not years:
        return False
    return sum(is_numeric_column(column(body, index)) for index in names) * 2 >= len(names)
