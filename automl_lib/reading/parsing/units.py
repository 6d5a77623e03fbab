"""Units that people write beside numbers, which spellings mean the same one, and powers of ten (`1억 2,000만원`, `458천원`)."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl

PERCENT = "%"
WON = "원"
POWERS = "천·만·억"
# unit: its other spellings, lower case
_SPELLINGS: dict[str, tuple[str, ...]] = {
    WON: ("₩", "krw"),
    "달러": ("$", "usd", "us$"),
    "유로": ("€", "eur"),
    "파운드": ("£", "gbp"),
    "엔": ("¥", "jpy"),
    "위안": ("cny", "rmb"),
    "명": ("인",),
    "톤": ("t",),
    "℃": ("°c",),
}
CURRENCIES = frozenset({WON, "달러", "유로", "파운드", "엔", "위안"})
_OTHERS = (
    "개|건|회|번|세|살|점|대|권|장|병|잔|마리|가구|호|년|개월|월|주|일|시간|분|초|위|등|층|평|도|배|쪽|"
    "mg|g|kg|mm|cm|m|km|m2|m3|㎢|km2|ha|ml|l|kl|°F|°|kwh|kw|mw|w|v|a|hz|khz|mhz|ghz|kb|mb|gb|tb|"
    "km/h|m/s|kcal|cal|ppm|pt|px"
)
_SIGNS = ("us\\$", "₩", "\\$", "€", "£", "¥")
_WORDS = tuple(
    w for unit, more in _SPELLINGS.items() for w in (unit, *more) if "$" not in w and w not in _SIGNS
)
CURRENCY_PATTERN = "|".join((*_SIGNS, "krw", "usd", "eur", "gbp", "jpy", "cny"))
UNIT_PATTERN = "|".join((*_WORDS, *_SIGNS, _OTHERS))
CANONICAL = {word: unit for unit, more in _SPELLINGS.items() for word in more} | {"°f": "°F"}
"""From a spelling in lower case to the unit; other spellings are units themselves."""
HAS_POWER = r"\d\s*[조억만천백]"
_NUMBER = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
_POWERS = (("jo", "조", 1e12), ("eok", "억", 1e8), ("man", "만", 1e4))


def excludes_bare(unit: str) -> bool:
    """Whether numbers without a unit beside this one may well mean another: 12% and 0.12, $19 and 25,000."""
    return unit == PERCENT or (unit in CURRENCIES and unit != WON)


def are_mixed(units: Counter[str], *, bare: int, scaled: int) -> bool:
    """Whether the numbers of a column can't be compared with each other.

    Args:
        units: cells with a unit, by unit.
        bare: numbers other than 0 with neither a unit nor 천, 만, 억.
        scaled: numbers with 천, 만, 억.
    """
    if len(units) > 1:
        return True
    return bool(bare and (scaled or any(excludes_bare(unit) for unit in units)))


def unit_choices(units: Counter[str], *, bare: int, scaled: int) -> list[dict[str, object]]:
    """The ways to read one unit of a column of several and leave the other cells blank, as `parsing`.

    Args:
        units, bare, scaled: as of `are_mixed`.
    """
    found: list[dict[str, object]] = []
    if not scaled:
        found += [{"unit": unit} for unit in units if not excludes_bare(unit)]
    found += [{"unit": unit, "bare": False} for unit in units]
    if scaled and not units:
        found.append({"bare": False})
    return [*found, {"unit": ""}] if bare else found


def _level(name: str) -> str:
    return (
        rf"(?:(?P<{name}_k>{_NUMBER})\s*천)?\s*(?:(?P<{name}_h>{_NUMBER})\s*백)?\s*(?P<{name}_u>{_NUMBER})?"
    )


AMOUNT_PATTERN = "".join(
    rf"(?:{_level(name)}\s*(?P<{name}>{word}))?\s*" for name, word, _ in _POWERS
) + _level("one")
"""Groups of the digits before 조, 억, 만 and of what is left."""


def amount(parts: pl.DataFrame) -> pl.DataFrame:
    """The values of what `AMOUNT_PATTERN` found.

    Args:
        parts: the groups of the pattern, one column each.

    Returns:
        One row per cell: `amount` (Float64; null where a power has no digits before it, and for 3억5천, which people
        write for 3억 5천만) and booleans `group` (the number is only "3조", which may as well be the third group) and
        `short` (as 3억 5,000, which may as well be 3억 5,000만).
    """
    import polars as pl

    def digits(group: str) -> pl.Expr:
        return pl.col(group).str.replace_all(",", "", literal=True).cast(pl.Float64, strict=False)

    def level(name: str) -> tuple[pl.Expr, pl.Expr]:
        groups = [digits(f"{name}_{part}") for part in "khu"]
        total = sum((g.fill_null(0) * f for g, f in zip(groups, (1000, 100, 1), strict=True)), pl.lit(0.0))
        return total, pl.any_horizontal(g.is_not_null() for g in groups)

    value, any_digit = level("one")
    sound, more, short = pl.lit(True), any_digit, any_digit & pl.col("man").is_null()
    for name, _, power in _POWERS:
        total, has_digits = level(name)
        sound = sound & (pl.col(name).is_null() | has_digits)
        value = value + total * power
        any_digit = any_digit | has_digits
        more = more | (has_digits if name != "jo" else pl.lit(False))
    # 1.1억 is 110000000.00000001 in binary fractions.
    value = pl.when((value - value.round(0)).abs() < 1e-6).then(value.round(0)).otherwise(value)
    short = short & (pl.col("eok").is_not_null() | pl.col("jo").is_not_null())
    sound = sound & ~(short & (pl.col("one_k").is_not_null() | pl.col("one_h").is_not_null()))
    return parts.select(
        pl.when(sound & any_digit).then(value).alias("amount"),
        short.alias("short"),
        (pl.col("jo").is_not_null() & ~more).alias("group"),
    )
