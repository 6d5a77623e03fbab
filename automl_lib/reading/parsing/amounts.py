"""Numbers with Korean powers of ten: `1억 2,000만원`, `458천원`, `3천5백만`. One column at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl

HAS_POWER = r"\d\s*[조억만천백]"
_NUMBER = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
_POWERS = (("jo", "조", 1e12), ("eok", "억", 1e8), ("man", "만", 1e4))


def _level(name: str) -> str:
    return (
        rf"(?:(?P<{name}_k>{_NUMBER})\s*천)?\s*(?:(?P<{name}_h>{_NUMBER})\s*백)?\s*(?P<{name}_u>{_NUMBER})?"
    )


PATTERN = "".join(rf"(?:{_level(name)}\s*(?P<{name}>{word}))?\s*" for name, word, _ in _POWERS) + _level(
    "one"
)
"""Groups of the digits before 조, 억, 만 and of what is left."""


def amount(parts: pl.DataFrame) -> pl.DataFrame:
    """The values of what `PATTERN` found.

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
