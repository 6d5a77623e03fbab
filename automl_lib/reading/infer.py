"""Which type a column has. A type fits when every cell that isn't missing parses as it; text fits always.

A sample only rules types out; the whole column has the last word (`typed.py` asks again with the next
type when it disagrees), so that the outcome doesn't depend on which rows were sampled.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from automl_lib.reading.booleans import family_of
from automl_lib.reading.cells import BLANKS
from automl_lib.reading.counts import ParseCounts
from automl_lib.reading.missing import MISSING_IN_VALUES
from automl_lib.reading.parse import parse_column
from automl_lib.table import ColumnSchema, ColumnType

if TYPE_CHECKING:
    import polars as pl

# In the order they are tried: a stricter reading before a looser one.
OPTIONS: tuple[tuple[ColumnType, Mapping[str, Any]], ...] = (
    (ColumnType.BOOL, {}),
    (ColumnType.DATE, {"forms": ["compact"]}),
    (ColumnType.INTEGER, {}),
    (ColumnType.REAL, {}),
    (ColumnType.REAL, {"decimal": ","}),
    (ColumnType.DATE, {"forms": ["ymd"]}),
    (ColumnType.DATE, {"forms": ["ym"]}),
    (ColumnType.DATE, {"forms": ["mdy"]}),
    (ColumnType.DATE, {"forms": ["dmy"]}),
    (ColumnType.DATE, {"forms": ["yy"]}),
    (ColumnType.TEXT, {}),
)
# Reasons worth telling people when a column stays text.
TOLD_REASONS = ("identifier_text", "mixed_units", "ambiguous_date")
_FIRST_LOOK = 20
_DATE_LABEL = re.compile(
    r"일자|날짜|년월일|일시|생일|기준일|등록일|date|(^|_)(dt|ymd)($|_)|day|일$", re.IGNORECASE
)
_IDENTIFIER_LABEL = re.compile(
    r"주민.{0,4}번호|사업자.{0,4}번호|법인.{0,4}번호|전화|휴대폰|핸드폰|연락처|우편번호|계좌|카드번호|phone|mobile|zip ?code|postal",
    re.IGNORECASE,
)
STARTS_LIKE_NUMBER = re.compile(r"[(+\-−–△▲₩$€£¥.,\d]|krw|usd|eur|jpy", re.IGNORECASE)


@dataclass(frozen=True)
class Verdict:
    """The type a column is taken to have.

    Attributes:
        place: its place in `OPTIONS`.
        column: the column with that type.
        against: why it isn't a number or date although it looks like one, as a ledger code; or None.
        seen: what was counted when that came out.
    """

    place: int
    column: ColumnSchema
    against: str | None = None
    seen: ParseCounts = field(default_factory=ParseCounts)


def next_type(label: str, key: str, sample: pl.Series, start: int = 0) -> Verdict:
    """The first type from `OPTIONS[start:]` that the sample doesn't rule out.

    Args:
        sample: cells of the column (String, nulls allowed).
    """
    values = sample.drop_nulls()
    last = len(OPTIONS) - 1
    text = _column(key, label, last)
    present = _first_look(values)
    if not present and len(values) <= _FIRST_LOOK:
        return Verdict(last, text)
    if is_identifier(label, present, values):
        examples = list(dict.fromkeys(present))[:3]
        return Verdict(last, text, "identifier_text", ParseCounts(len(values), identifier_examples=examples))
    against: str | None = None
    seen = ParseCounts()
    for place in range(start, last):
        kind, parsing = OPTIONS[place]
        if not _worth_trying(kind, parsing, label, present):
            continue
        column = _column(key, label, place)
        if kind is ColumnType.BOOL:
            column = ColumnSchema(key, label, kind, {"family": family_of(present)})
        counts = parse_column(values, column)[1]
        reason = rules_out(column, counts)
        if reason is None and _ambiguous(parsing, values, key, label):
            return Verdict(last, text, "ambiguous_date", counts)
        if reason is None:
            return Verdict(place, column, against, seen)
        if reason in TOLD_REASONS and against is None:
            against, seen = reason, counts
    return Verdict(last, text, against, seen)


def rules_out(column: ColumnSchema, counts: ParseCounts, *, but_unread: bool = False) -> str | None:
    """Why these counts speak against the type, as a ledger code; None if they don't.

    Args:
        but_unread: pass over cells that don't parse.
    """
    if column.type is ColumnType.TEXT:
        return None
    if counts.failed and not but_unread:
        return "unparsed"
    if counts.features.get("zero_fraction"):
        return "written_as_real"  # 3.0 was written by somebody who counts in fractions
    if column.type.is_numeric:
        if counts.identifiers:
            return "identifier_text"
        if sum(1 for feature in counts.features if feature.startswith("unit:")) > 1:
            return "mixed_units"
    if not counts.present:
        return "all_missing"
    return None


def is_identifier(label: str, present: list[str], values: pl.Series) -> bool:
    """Whether whole numbers here are names of things: by the label, or as resident or business numbers."""
    if not present or not all(p.isascii() and p.isdigit() for p in present):
        return False
    if _IDENTIFIER_LABEL.search(label):
        return True
    if all(len(p) == 13 for p in present):
        return all(_starts_with_birthday(v) for v in values)
    if all(len(p) == 10 for p in present) and len(set(present)) >= 5:
        return all(_is_business_number(v) for v in values)
    return False


def _column(key: str, label: str, place: int) -> ColumnSchema:
    kind, parsing = OPTIONS[place]
    return ColumnSchema(key, label, kind, dict(parsing))


def _first_look(values: pl.Series) -> list[str]:
    """The first few cells that aren't words for missing, stripped and in ordinary width."""
    stripped = (unicodedata.normalize("NFKC", v.strip(BLANKS)) for v in values.head(_FIRST_LOOK * 5))
    return [v for v in stripped if v and v.lower() not in MISSING_IN_VALUES][:_FIRST_LOOK]


def _worth_trying(kind: ColumnType, parsing: Mapping[str, Any], label: str, present: list[str]) -> bool:
    """A cheap look at a few cells, so that wide tables of text don't pay for full attempts."""
    if kind is ColumnType.BOOL:
        return family_of(present) is not None
    if not all(STARTS_LIKE_NUMBER.match(p) or p.startswith("'") for p in present):
        return False
    if kind is not ColumnType.DATE:
        return True
    form = parsing["forms"][0]
    if form == "yy":
        return bool(_DATE_LABEL.search(label))
    if form == "compact":
        if not present or not all(len(p) in (8, 12, 14) and p.isascii() and p.isdigit() for p in present):
            return False
        years = all(1950 <= int(p[:4]) <= 2050 for p in present)
        return bool(_DATE_LABEL.search(label)) or (years and len(set(present)) >= 5)
    return all(len(p) >= 6 and not p.replace(".", "", 1).isdigit() for p in present)


def _ambiguous(parsing: Mapping[str, Any], values: pl.Series, key: str, label: str) -> bool:
    """Whether month and day could change places in every cell: such dates stay text rather than be guessed."""
    if parsing.get("forms") != ["mdy"]:
        return False
    other = ColumnSchema(key, label, ColumnType.DATE, {"forms": ["dmy"]})
    return parse_column(values, other)[1].failed == 0


def _starts_with_birthday(digits: str) -> bool:
    return len(digits) == 13 and 1 <= int(digits[2:4]) <= 12 and 1 <= int(digits[4:6]) <= 31


def _is_business_number(digits: str) -> bool:
    """Check digit of a Korean business registration number (weights 1 3 7 1 3 7 1 3 5)."""
    if len(digits) != 10 or not digits.isdigit():
        return False
    numbers = [int(d) for d in digits]
    total = sum(n * w for n, w in zip(numbers, (1, 3, 7, 1, 3, 7, 1, 3, 5), strict=False))
    return (10 - (total + numbers[8] * 5 // 10) % 10) % 10 == numbers[9]
