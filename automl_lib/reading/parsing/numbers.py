"""Numbers as people write them (`1,234원`, `(1,234)`, `△3.5`, `99-`, `12%`, `1.234,56`), and the cells of a numeric column."""

from __future__ import annotations

from typing import TYPE_CHECKING

from automl_lib.reading.cells import unwrapped
from automl_lib.reading.parsing.counts import ParseCounts
from automl_lib.reading.parsing.missing import odd_places, without_missing
from automl_lib.reading.parsing.units import (
    AMOUNT_PATTERN,
    CANONICAL,
    CURRENCY_PATTERN,
    HAS_POWER,
    UNIT_PATTERN,
    amount,
)
from domain.columns import ColumnType
from domain.table_schema import ColumnSchema

if TYPE_CHECKING:
    import polars as pl

_MINUS = "\\-−–"
_SIGN = f"[+{_MINUS}△▲]"
_EXACT_INTEGER = 10**15
# Codes, not numbers: two digits before the E, a 0 after it without a sign, or two digits after it and no point.
_CODE_WITH_EXPONENT = r"^[0-9]+[eE]0[0-9]+$|^[0-9]{2,}[eE][0-9]+$|^[0-9]+E[0-9]{2,}$"
_SHORTENED = r"^-?[0-9](\.[0-9]{1,5})?E\+[0-9]{2}$"  # as spreadsheets show numbers of twelve digits and more
_FEATURES = ("thousands", "scaled", "negative_mark", "fullwidth", "decimal_comma", "zero_fraction")


def _pattern(amount: str) -> str:
    """Groups: paren, sign, currency, sign, those of the amount, unit, sign, paren."""
    return (
        rf"(?i)^(?P<open>\()?\s*(?P<sign>{_SIGN})?\s*(?P<currency>{CURRENCY_PATTERN})?\s*(?P<inner>{_SIGN})?\s*"
        rf"{amount}\s*(?P<unit>%|{UNIT_PATTERN})?\s*(?P<after>[{_MINUS}])?\s*(?P<close>\))?$"
    )


def _plain(group: str, point: str) -> str:
    return rf"(?P<whole>\d{{1,3}}(?:{group}\d{{3}})+|\d*)(?P<fraction>{point}\d*)?(?P<exponent>e[+-]?\d+)?"


PATTERNS = {".": _pattern(_plain(",", r"\.")), ",": _pattern(_plain(r"\.", ","))}
POWERS_PATTERN = _pattern(AMOUNT_PATTERN)


def plain_numbers(cells: pl.Series, *, integer: bool) -> pl.Series:
    """Cells that are bare numbers in ASCII ("12", "-3.5e2"); everything else null, infinities and NaN too."""
    import polars as pl

    if integer:
        return cells.cast(pl.Int64, strict=False)
    values = cells.cast(pl.Float64, strict=False)
    finite = values.is_finite()
    return values if finite.all() else values.set(~finite, None)


def written_numbers(cells: pl.Series, *, integer: bool, decimal: str) -> pl.DataFrame:
    """Numbers with people's ornaments.

    Args:
        cells: text, none of it blank.
        integer: accept whole numbers only; a fraction of zeros is one.
        decimal: "." or ",": the decimal mark.

    Returns:
        One row per cell: `value` (Int64 or Float64, null where it isn't a number), `unit` (see `units`; null where
        none is written) and booleans `thousands`, `scaled` (with 천, 만, 억, multiplied), `negative_mark`,
        `fullwidth`, `decimal_comma`, `zero_fraction` (of whole numbers). A percentage is divided by 100, as
        spreadsheets do.
    """
    import polars as pl

    text = cells.str.normalize("NFKC").str.strip_chars().rename("text")
    read = _with_fraction(text, integer=integer, decimal=decimal)
    powers = text.str.contains(HAS_POWER) if decimal == "." else pl.repeat(False, len(text), eager=True)
    if powers.any():
        places = powers.arg_true()
        scaled = _with_powers(text.gather(places), integer=integer)
        read = read.with_columns(read[name].scatter(places, scaled[name]) for name in scaled.columns)
    return read.with_columns((text != cells.str.strip_chars()).alias("fullwidth"))


def _with_fraction(text: pl.Series, *, integer: bool, decimal: str) -> pl.DataFrame:
    import polars as pl

    parts = text.str.extract_groups(PATTERNS[decimal]).struct.unnest()
    column = pl.col
    group, point = (",", ".") if decimal == "." else (".", ",")
    digits = column("whole").str.replace_all(group, "", literal=True)
    zero_fraction = column("fraction").str.contains(r"^[.,]0*$").fill_null(False) & pl.lit(integer)
    fraction = pl.when(~zero_fraction).then(column("fraction"))
    bare = pl.concat_str(
        digits,
        fraction.str.replace(point, ".", literal=True).fill_null(""),
        column("exponent").fill_null(""),
    )
    percent = column("unit") == "%"
    whole_only = fraction.is_null() & column("exponent").is_null() & ~percent.fill_null(False)
    ok = _sound() & bare.str.contains(r"^\.?\d") & (whole_only if integer else pl.lit(True))
    number = pl.when(ok).then(bare).cast(pl.Int64 if integer else pl.Float64, strict=False)
    number = pl.when(_negative()).then(-number).otherwise(number)
    if not integer:
        number = pl.when(percent).then(number / 100).otherwise(number)
        number = pl.when(number.is_finite()).then(number)
    return parts.select(
        number.alias("value"),
        _unit().alias("unit"),
        column("whole").str.contains(group, literal=True).fill_null(False).alias("thousands"),
        pl.lit(False).alias("scaled"),
        _negative_mark().alias("negative_mark"),
        (pl.lit(decimal == ",") & column("fraction").is_not_null()).alias("decimal_comma"),
        (zero_fraction & ok).alias("zero_fraction"),
    )


def _with_powers(text: pl.Series, *, integer: bool) -> pl.DataFrame:
    import polars as pl

    parts = text.str.extract_groups(POWERS_PATTERN).struct.unnest()
    found = amount(parts)
    certain = _unit().is_not_null() | ~(pl.col("group") | pl.col("short"))
    ok = _sound() & certain & (pl.col("unit") != "%").fill_null(True)
    signed = pl.when(_negative()).then(-pl.col("amount")).otherwise(pl.col("amount"))
    number: pl.Expr = pl.when(ok).then(signed)
    if integer:
        number = pl.when(number == number.round(0)).then(number).cast(pl.Int64, strict=False)
    return parts.hstack(found).select(
        number.alias("value"),
        _unit().alias("unit"),
        text.str.contains(",", literal=True).alias("thousands"),
        number.is_not_null().alias("scaled"),
        _negative_mark().alias("negative_mark"),
    )


def _sound() -> pl.Expr:
    """Parentheses in pairs, one sign at most, and no two currencies."""
    import polars as pl

    signs = sum((pl.col(s).is_not_null().cast(pl.Int8) for s in ("sign", "inner", "after")), pl.lit(0))
    before, behind = _canonical("currency"), _canonical("unit")
    return (
        (pl.col("open").is_null() == pl.col("close").is_null())
        & (signs <= 1)
        & (before == behind).fill_null(True)
    )


def _negative() -> pl.Expr:
    import polars as pl

    sign = pl.coalesce("sign", "inner", "after")
    return pl.col("open").is_not_null() | (sign.is_not_null() & (sign != "+"))


def _negative_mark() -> pl.Expr:
    """A minus written in another way than "-5"."""
    import polars as pl

    marks = pl.coalesce("sign", "inner").is_in(["△", "▲", "−", "–"]).fill_null(False)
    return pl.col("open").is_not_null() | pl.col("after").is_not_null() | marks


def _unit() -> pl.Expr:
    import polars as pl

    return pl.coalesce(_canonical("unit"), _canonical("currency"))


def _canonical(group: str) -> pl.Expr:
    import polars as pl

    return pl.col(group).str.to_lowercase().replace(CANONICAL)


def parse_numbers(cells: pl.Series, column: ColumnSchema, counts: ParseCounts) -> pl.Series:
    """Numbers of the column's type. Its `parsing` may name the decimal mark, the unit ("unit"; cells with another one
    don't parse) and whether numbers without a unit parse ("bare")."""
    integer = column.type is ColumnType.INTEGER
    decimal = str(column.parsing.get("decimal", "."))
    if decimal == ".":
        values = plain_numbers(cells, integer=integer)
    else:
        values = plain_numbers(cells.str.replace(r"^.*\..*$", "?"), integer=integer)
    _note_identifiers(cells, values, counts)
    nonzero = values != 0
    if column.parsing.get("bare", True):
        counts.bare += int(nonzero.sum() or 0)
    elif nonzero.any():
        values = values.set(nonzero.fill_null(False), None)
    odd = odd_places(cells, values)
    if not len(odd):
        return values
    rest = without_missing(cells, odd, column, counts)
    if not len(rest):
        return values
    return values.scatter(rest, _written(cells.gather(rest), column, counts, decimal=decimal))


def _written(raw: pl.Series, column: ColumnSchema, counts: ParseCounts, *, decimal: str) -> pl.Series:
    import polars as pl

    inside = unwrapped(raw)
    wrapped = inside != raw
    if wrapped.any():
        _note_identifiers(inside.filter(wrapped), None, counts)
    parsed = written_numbers(inside, integer=column.type is ColumnType.INTEGER, decimal=decimal)
    value, unit, scaled = pl.col("value"), pl.col("unit"), pl.col("scaled")
    bare = unit.is_null() & ~scaled & (value != 0)
    wanted, any_bare = column.parsing.get("unit"), column.parsing.get("bare", True)
    fits = pl.lit(True)
    if wanted is not None:
        fits = (unit == wanted).fill_null(True) & (~scaled if wanted == "" else pl.lit(True))
    if not any_bare:
        fits = fits & ~bare.fill_null(False)
    parsed = parsed.with_columns(pl.when(fits).then(value).alias("value"), bare.alias("bare"))
    read = pl.col("value").is_not_null()
    seen = parsed.select(read.alias("read"), *(pl.col(f) & read for f in (*_FEATURES, "bare")))
    values = parsed["value"]
    for feature, number in seen.select(pl.col(*_FEATURES, "bare").sum()).row(0, named=True).items():
        if feature == "bare":
            counts.bare += number
        elif number:
            counts.note(feature, seen[feature], raw, values)
    counts.note("formula_text", wrapped & seen["read"], raw, values)
    units = parsed["unit"]
    if units.null_count() < len(units):
        for name in units.filter(seen["read"]).drop_nulls().unique(maintain_order=True):
            hit = (units == name).fill_null(False) & seen["read"]
            counts.units[name] += int(hit.sum())
            counts.note(f"unit:{name}", hit, raw, values)
    counts.note_failed(raw.filter(~seen["read"]))
    return values


def _note_identifiers(cells: pl.Series, values: pl.Series | None, counts: ParseCounts) -> None:
    """Counts numbers that would lose something as numbers: leading zeros, more than 15 digits, 63E07.

    Args:
        values: what the cells are as plain numbers; None if that isn't known.
    """
    import polars as pl

    zeros = cells.filter(cells.str.starts_with("0"))
    suspects = [zeros.filter(zeros.str.contains(r"^0[0-9]"))] if len(zeros) else []
    largest = _EXACT_INTEGER if values is None else values.max()
    if isinstance(largest, (int, float)) and largest >= _EXACT_INTEGER:
        large = cells if values is None else cells.filter((values >= _EXACT_INTEGER).fill_null(False))
        suspects.append(large.filter(large.str.contains(r"^[0-9]{16,}$")))
    if values is None or values.dtype == pl.Float64:
        lettered = cells.filter(cells.str.contains("[eE]"))
        if len(lettered):
            suspects.append(lettered.filter(lettered.str.contains(_CODE_WITH_EXPONENT)))
            counts.note("shortened", lettered.str.contains(_SHORTENED), lettered, lettered)
            counts.note("bare_exponent", lettered.str.contains(r"^[0-9]+[eE][0-9]+$"), lettered, lettered)
    for found in suspects:
        counts.note_identifiers(found)
