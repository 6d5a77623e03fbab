"""Words that mean "no value". Blank cells are null already.

Some of them are answers in some columns: None beside Mild and Severe, NA beside EU and AS, X beside Y. Which they are
is decided per column from its other cells, and kept in the column's `parsing`: "answers" are words that count as
values, "missing" (a person's choice) are the words that count as missing instead of the usual ones.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from domain.columns import ColumnType

if TYPE_CHECKING:
    import polars as pl

    from automl_lib.reading.parsing.counts import ParseCounts
    from domain.table_schema import ColumnSchema, Parsing

# What a spreadsheet or a program leaves where it has no value: missing in every column.
_MARKS = (
    "#n/a", "#na", "<na>", "#div/0!", "#ref!", "#value!", "#name?", "#null!", "#num!", "#spill!", "#calc!",
)  # fmt: skip
_NEVER_ANSWERS = frozenset({*_MARKS, "nan", "null", "결측", "결측치", "결측값"})
# Taken as missing in every column unless its other cells show that they are an answer.
MISSING_IN_TEXT: tuple[str, ...] = (
    *_MARKS,
    *("na", "n/a", "null", "nan", "none", "nil", "결측", "결측치", "결측값"),
)
# Taken as missing only where the other cells are numbers, dates or yes/no: in a text column "없음"
# (none) or "-" can be an answer.
MISSING_IN_VALUES: tuple[str, ...] = (
    *MISSING_IN_TEXT,
    *("-", "--", "---", "–", "—", ".", "..", "...", "…", "?", "??", "*", "x", "missing", "unknown"),
    *("inf", "+inf", "-inf", "infinity", "+infinity", "-infinity", "∞", "-∞", "-nan", "+nan"),
    *("1.#qnan", "1.#inf", "-1.#inf"),
    *("없음", "미상", "모름", "해당없음", "해당 없음", "미입력", "무응답", "자료없음", "자료 없음"),
)
# Dates that systems write where there is none.
MISSING_DATES: tuple[str, ...] = (
    *("0", "000000", "00000000", "0000-00-00", "0000/00/00", "0000.00.00", "1900-01-00"),
    *("0000-00-00 00:00", "0000-00-00 00:00:00", "00000000000000"),
)
# Words that are an answer where they are written like the column's other answers.
_MAYBE_ANSWERS = frozenset({"na", "none", "nil"})
_MOST_CATEGORIES = 30
_LIKE_MOST = 2 / 3
_STYLES = (
    ("lower", re.compile(r"[a-z][a-z _/-]*")),
    ("upper", re.compile(r"[A-Z][A-Z0-9 _/+-]*")),
    ("title", re.compile(r"[A-Z][a-z][A-Za-z _/-]*")),
)


def missing_words(kind: ColumnType, parsing: Parsing) -> frozenset[str]:
    """The words (lower case) that are missing in a column of this type and parsing."""
    chosen = parsing.get("missing")
    if chosen is not None:
        return frozenset((*_MARKS, *(str(word).lower() for word in chosen)))
    usual = MISSING_IN_TEXT if kind is ColumnType.TEXT else MISSING_IN_VALUES
    if kind is ColumnType.DATE:
        usual = (*usual, *MISSING_DATES)
    return frozenset(usual)


def answers_among(values: Sequence[str]) -> list[str]:
    """Which of a text column's words for missing are answers, in their spelling.

    They are where only one other value is left without them, or where the column has few values and most are written
    like the word: None beside Mild and Severe, NA beside EU, none beside low; not NA beside 서울.

    Args:
        values: the column's different values, stripped.
    """
    words = [v for v in values if v.lower() in MISSING_IN_VALUES and v.lower() not in _NEVER_ANSWERS]
    others = [v for v in values if v.lower() not in MISSING_IN_VALUES]
    if len({v.lower() for v in others}) == 1:
        return words
    if not others or len(others) > _MOST_CATEGORIES:
        return []
    styles = [_style(v) for v in others]
    return [
        word
        for word in words
        if word.lower() in _MAYBE_ANSWERS and styles.count(_style(word)) >= _LIKE_MOST * len(styles)
    ]


def _style(word: str) -> str:
    """How a word of the Latin alphabet is written; "other" for the rest, which no word for missing is like."""
    return next((name for name, pattern in _STYLES if pattern.fullmatch(word)), "other")


def odd_places(cells: pl.Series, values: pl.Series) -> pl.Series:
    """Places where there is a cell and no value, rising."""
    if cells.null_count() == values.null_count():
        return cells.head(0).cast(int)
    return (cells.is_not_null() & values.is_null()).arg_true()


def without_missing(
    cells: pl.Series, places: pl.Series, column: ColumnSchema, counts: ParseCounts
) -> pl.Series:
    """The places that hold no word for missing; those that do are counted."""
    words = cells.gather(places).str.strip_chars()
    absent = words.str.to_lowercase().is_in(list(missing_words(column.type, column.parsing))) | (words == "")
    counts.note_missing(words.filter(absent))
    return places.filter(~absent)
