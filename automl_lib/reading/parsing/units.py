"""The units people write beside numbers, and which spellings mean the same one."""

from __future__ import annotations

from collections import Counter

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


def choices(units: Counter[str], *, bare: int, scaled: int) -> list[dict[str, object]]:
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
