"""Numbers as people write them: `1,234원`, `(1,234)`, `△3.5`, `99-`, `12%`, `1.234,56`. One column at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from automl_lib.reading.parsing import amounts
from automl_lib.reading.parsing.units import CANONICAL, CURRENCY_PATTERN, UNIT_PATTERN

if TYPE_CHECKING:
    import polars as pl

_MINUS = "\\-−–"
_SIGN = f"[+{_MINUS}△▲]"


def _pattern(amount: str) -> str:
    """Groups: paren, sign, currency, sign, those of the amount, unit, sign, paren."""
    return (
        rf"(?i)^(?P<open>\()?\s*(?P<sign>{_SIGN})?\s*(?P<currency>{CURRENCY_PATTERN})?\s*(?P<inner>{_SIGN})?\s*"
        rf"{amount}\s*(?P<unit>%|{UNIT_PATTERN})?\s*(?P<after>[{_MINUS}])?\s*(?P<close>\))?$"
    )


def _plain(group: str, point: str) -> str:
    return rf"(?P<whole>\d{{1,3}}(?:{group}\d{{3}})+|\d*)(?P<fraction>{point}\d*)?(?P<exponent>e[+-]?\d+)?"


PATTERNS = {".": _pattern(_plain(",", r"\.")), ",": _pattern(_plain(r"\.", ","))}
POWERS_PATTERN = _pattern(amounts.PATTERN)


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
        decimal: "." or ",": which mark stands before the fraction.

    Returns:
        One row per cell: `value` (Int64 or Float64, null where it isn't a number), `unit` (see `units`; null where
        none is written) and booleans `thousands`, `scaled` (with 천, 만, 억, multiplied), `negative_mark`,
        `fullwidth`, `decimal_comma`, `zero_fraction` (of whole numbers). A percentage is divided by 100, as
        spreadsheets do.
    """
    import polars as pl

    text = cells.str.normalize("NFKC").str.strip_chars().rename("text")
    read = _with_fraction(text, integer=integer, decimal=decimal)
    powers = (
        text.str.contains(amounts.HAS_POWER) if decimal == "." else pl.repeat(False, len(text), eager=True)
    )
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
    found = amounts.amount(parts)
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
