"""Which type a column has. A type fits when every cell that isn't missing parses as it; text fits always.

A sample only rules types out; the whole column has the last word (`table_types.py` asks again with the next
type when it disagrees), so that the outcome doesn't depend on which rows were sampled.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from automl_lib.reading.cells import plain
from automl_lib.reading.column_types.options import OPTIONS, names_date, parsing_for, worth_trying
from automl_lib.reading.parsing.counts import ParseCounts
from automl_lib.reading.parsing.dates import SERIAL
from automl_lib.reading.parsing.missing import MISSING_IN_VALUES, answers_among
from automl_lib.reading.parsing.parse import family_of, parse_column, words_of
from automl_lib.reading.parsing.units import are_mixed
from domain.columns import ColumnType
from domain.table_schema import ColumnSchema

if TYPE_CHECKING:
    import polars as pl

# Reasons that the ledger reports when a column stays text.
REPORTED_REASONS = (
    "identifier_text", "equal_numbers", "mixed_units", "mixed_zones", "ambiguous_date", "ambiguous_month",
    "ambiguous_time",
)  # fmt: skip
_FIRST_LOOK = 20
_MOST_ANSWERS = 64
_FEWEST_WRITTEN = 0.2
_LIKE_VERSIONS = 0.9
_FEWEST_DAYS, _MOST_YEARS = 4, 3
_MOST_PARTS = 31  # of a version, a chapter or a month
_VERSION_LABEL = re.compile(r"버전|version|(^|_)ver($|_)|rev|항목|목차|장절|chapter|section", re.IGNORECASE)
_IDENTIFIER_LABEL = re.compile(
    r"주민.{0,4}번호|사업자.{0,4}번호|법인.{0,4}번호|전화|휴대폰|핸드폰|연락처|우편번호|계좌|카드번호|phone|mobile|zip ?code|postal",
    re.IGNORECASE,
)


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


def next_type(
    label: str, key: str, sample: pl.Series, start: int = 0, *, missing: Sequence[str] | None = None
) -> Verdict:
    """The first type from `OPTIONS[start:]` that the sample doesn't rule out.

    Args:
        sample: cells of the column (String, nulls allowed).
        missing: the words that people chose as missing in this column; None leaves it to its other cells.
    """
    values = sample.drop_nulls()
    last = len(OPTIONS) - 1
    extra: dict[str, Any] = {} if missing is None else {"missing": list(missing)}
    present = _first_look(values, missing)
    text = ColumnSchema(key, label, ColumnType.TEXT, extra or _answers(values, present))
    if not present and len(values) <= _FIRST_LOOK:
        return Verdict(last, text)
    if is_identifier(label, present, values):
        examples = list(dict.fromkeys(present))[:3]
        return Verdict(last, text, "identifier_text", ParseCounts(len(values), identifier_examples=examples))
    if set(present) == {"1"} and text.parsing.get("answers"):
        return Verdict(last, text)  # 1 and -: the word is the other answer
    against: str | None = None
    seen = ParseCounts()
    for place in range(start, last):
        kind, parsing = OPTIONS[place]
        if not worth_trying(kind, parsing, label, present):
            continue
        column = ColumnSchema(key, label, kind, parsing_for(parsing, label) | extra)
        if kind is ColumnType.BOOL:
            column = replace(column, parsing={"family": family_of(present), **extra})
        counts = parse_column(values, column)[1]
        if kind is ColumnType.BOOL and text.parsing.get("answers") and not has_both_sides(column, counts):
            continue  # Y and X: without the word for missing there is no opposite of Y
        reason = rules_out(column, counts)
        doubt = None if reason else _ambiguous(column, values)
        if doubt:
            return Verdict(last, text, doubt, counts)
        twins = _equal_but_different(label, values) if column.type is ColumnType.REAL and not reason else []
        if twins:
            return Verdict(last, text, "equal_numbers", ParseCounts(len(values), identifier_examples=twins))
        if reason is None:
            return Verdict(place, column, against, seen)
        if reason in REPORTED_REASONS and against is None:
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
    if not counts.present:
        return "all_missing"
    if column.type is ColumnType.DATE:
        return _rules_out_date(column, counts)
    if counts.features.get("two_part_time") and counts.features.get("three_part_time"):
        return "ambiguous_time"  # 12:34 beside 1:02:03 may be minutes and seconds
    if counts.features.get("zero_fraction"):
        return "written_as_real"  # 3.0 is the writing of a quantity with fractions
    if column.type.is_numeric:
        if counts.identifiers:
            return "identifier_text"
        if counts.features.get("bare_exponent") == counts.parsed:
            return "identifier_text"  # 5E17, 3E22: all of a column, these are codes
        if are_mixed(counts.units, bare=counts.bare, scaled=counts.features.get("scaled", 0)):
            return "mixed_units"
    return None


def has_both_sides(column: ColumnSchema, counts: ParseCounts) -> bool:
    """Whether words for true and for false were seen in a true/false column."""
    seen = {word.lower() for word in counts.spellings}
    return all(seen & set(words) for words in words_of(str(column.parsing["family"])))


def _rules_out_date(column: ColumnSchema, counts: ParseCounts) -> str | None:
    zoned = sum(counts.zones.values())
    if zoned and (zoned < counts.parsed or (len(counts.zones) > 1 and "zone" not in column.parsing)):
        return "mixed_zones"
    forms = column.parsing.get("forms", ())
    if SERIAL in forms and len(forms) > 1:
        written = counts.parsed - counts.features["serial_date"] - counts.features["two_digit_year"]
        if written < _FEWEST_WRITTEN * counts.parsed:
            return "few_written"  # what the other cells are is known from dates among them
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


def _first_look(values: pl.Series, missing: Sequence[str] | None) -> list[str]:
    """A few cells from everywhere that aren't words for missing, stripped and in ordinary width."""
    words = MISSING_IN_VALUES if missing is None else [word.lower() for word in missing]
    looked = values.gather_every(max(1, len(values) // (_FIRST_LOOK * 5))).head(_FIRST_LOOK * 5)
    found = (plain(v) for v in looked)
    return [v for v in found if v and v.lower() not in words][:_FIRST_LOOK]


def _answers(values: pl.Series, present: list[str]) -> dict[str, Any]:
    """As `parsing` of a text column, which of its words for missing are answers."""
    if len({p.lower() for p in present}) > _FIRST_LOOK - 2:
        return {}
    different = values.str.strip_chars().unique(maintain_order=True)
    if len(different) > _MOST_ANSWERS:
        return {}
    found = answers_among(different.to_list())
    return {"answers": found} if found else {}


def _ambiguous(column: ColumnSchema, values: pl.Series) -> str | None:
    """Why such dates stay text rather than be guessed, as a ledger code: month and day could change places in every
    cell, or a spreadsheet made 2022.1 of 2022.10."""
    forms = column.parsing.get("forms", ())
    if list(forms) == ["yy"] and not names_date(column.label):
        return "ambiguous_date"
    if list(forms) == ["yy"] and _ends_in_years(values):
        return "ambiguous_date"
    if "mdy" in forms:
        other = ["dmy" if form == "mdy" else form for form in forms]
        counts = parse_column(values, replace(column, parsing={**column.parsing, "forms": other}))[1]
        return None if counts.failed else "ambiguous_date"
    if list(forms) == ["y.m"]:
        months = set(values.str.extract(r"\.\s*(\d+)\s*\.?\s*$").drop_nulls())
        return "ambiguous_month" if "1" in months and "10" not in months and months & {"11", "12"} else None
    return None


def _ends_in_years(values: pl.Series) -> bool:
    """Whether dates like 01/05/24 rather have the year at their end: a few values there, many at the beginning."""
    import polars as pl

    parts = values.str.extract_groups(r"^\s*(\d{1,2})[-./]\s*\d{1,2}[-./]\s*(\d{2})(?:\D|$)").struct.unnest()
    first, last = (parts[name].cast(pl.Int32).drop_nulls() for name in parts.columns)
    if first.n_unique() < _FEWEST_DAYS or last.n_unique() > _MOST_YEARS:
        return False
    return bool((first < 10).any() and last.is_between(10, 39).all())


def _equal_but_different(label: str, values: pl.Series) -> list[str]:
    """Cells like 1.10 beside 1.1, one number and two versions, chapters or months; empty where there are none."""
    import polars as pl

    short = values.filter(values.str.contains(r"^\s*[0-9]{1,4}\.[0-9]{1,2}\s*$"))
    if len(short) < len(values) * _LIKE_VERSIONS:
        return []
    cells = short.str.strip_chars().unique(maintain_order=True)
    behind = cells.str.extract(r"\.([0-9]+)$").cast(pl.Int32)
    tens = cells.filter(cells.str.contains(r"\.[1-9]0$"))
    if _VERSION_LABEL.search(label) and len(tens):
        return [tens[0].removesuffix("0"), tens[0]]
    twins = tens.filter(tens.str.strip_chars_end("0").is_in(cells.implode()))
    if not len(twins) or not (behind <= _MOST_PARTS).all():
        return []
    return [twins[0].removesuffix("0"), twins[0]]


def _starts_with_birthday(digits: str) -> bool:
    return len(digits) == 13 and 1 <= int(digits[2:4]) <= 12 and 1 <= int(digits[4:6]) <= 31


def _is_business_number(digits: str) -> bool:
    """Check digit of a Korean business registration number (weights 1 3 7 1 3 7 1 3 5)."""
    if len(digits) != 10 or not digits.isdigit():
        return False
    numbers = [int(d) for d in digits]
    total = sum(n * w for n, w in zip(numbers, (1, 3, 7, 1, 3, 7, 1, 3, 5), strict=False))
    return (10 - (total + numbers[8] * 5 // 10) % 10) % 10 == numbers[9]
