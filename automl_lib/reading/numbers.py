"""Numbers as people write them: `1,234원`, `(1,234)`, `△3.5`, `12%`, `1.234,56`. One column at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl

_UNITS = (
    "원|천원|만원|백만원|억원|달러|엔|위안|유로|명|인|개|건|회|번|세|살|점|대|권|장|병|잔|마리|가구|호|"
    "년|개월|월|주|일|시간|분|초|위|등|층|평|도|배|쪽|"
    "mg|g|kg|t|톤|mm|cm|m|km|m2|m3|㎢|km2|ha|ml|l|kl|℃|°C|°F|°|kwh|kw|mw|w|v|a|hz|khz|mhz|ghz|kb|mb|gb|tb|"
    "km/h|m/s|kcal|cal|ppm|krw|usd|eur|jpy|pt|px"
)
_SIGN = "[+\\-−–△▲]"
_CURRENCY = "₩|\\$|€|£|¥|krw|usd|eur|jpy"


def _pattern(group: str, point: str) -> str:
    """Groups: paren, sign, currency, sign, whole, fraction, exponent, unit, paren."""
    return (
        rf"(?i)^(?P<open>\()?\s*(?P<sign>{_SIGN})?\s*(?P<currency>{_CURRENCY})?\s*(?P<inner>{_SIGN})?\s*"
        rf"(?P<whole>\d{{1,3}}(?:{group}\d{{3}})+|\d*)(?P<fraction>{point}\d*)?(?P<exponent>e[+-]?\d+)?"
        rf"\s*(?P<unit>%|{_UNITS})?\s*(?P<close>\))?$"
    )


_PATTERNS = {".": _pattern(",", r"\."), ",": _pattern(r"\.", ",")}


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
        One row per cell: `value` (Int64 or Float64, null where it isn't a number) and booleans
        `thousands`, `currency`, `percent`, `unit` (the word or null), `negative_mark`, `fullwidth`,
        `decimal_comma`, `zero_fraction` (of whole numbers). A percentage is divided by 100, as spreadsheets do.
    """
    import polars as pl

    text = cells.str.normalize("NFKC").str.strip_chars().rename("text")
    parts = text.str.extract_groups(_PATTERNS[decimal]).struct.unnest()
    frame = pl.DataFrame([text, cells.rename("raw")]).hstack(parts)
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
    balanced = column("open").is_null() == column("close").is_null()
    has_digit = bare.str.contains(r"^\.?\d")
    one_sign = column("sign").is_null() | column("inner").is_null()
    percent = column("unit") == "%"
    whole_only = fraction.is_null() & column("exponent").is_null() & ~percent.fill_null(False)
    ok = balanced & has_digit & one_sign & ((whole_only) if integer else pl.lit(True))
    sign = pl.coalesce("sign", "inner")
    negative = column("open").is_not_null() | (sign.is_not_null() & (sign != "+"))
    kind = pl.Int64 if integer else pl.Float64
    number = pl.when(ok).then(bare).cast(kind, strict=False)
    number = pl.when(negative).then(-number).otherwise(number)
    if not integer:
        number = pl.when(percent).then(number / 100).otherwise(number)
        number = pl.when(number.is_finite()).then(number)
    return frame.select(
        number.alias("value"),
        column("whole").str.contains(group, literal=True).fill_null(False).alias("thousands"),
        (column("currency").is_not_null() | (column("unit") == "원").fill_null(False)).alias("currency"),
        percent.fill_null(False).alias("percent"),
        pl.when(~column("unit").is_in(["%", "원"])).then(column("unit")).alias("unit"),
        (column("open").is_not_null() | sign.is_in(["△", "▲", "−", "–"]).fill_null(False)).alias(
            "negative_mark"
        ),
        (column("raw").str.normalize("NFKC") != column("raw")).alias("fullwidth"),
        (pl.lit(decimal == ",") & column("fraction").is_not_null()).alias("decimal_comma"),
        (zero_fraction & ok).alias("zero_fraction"),
    )
