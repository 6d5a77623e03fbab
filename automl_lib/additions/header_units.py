"""Units that headers name in brackets, `전용면적(㎡)`, `매출액(천원)`, and how one is converted to another."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

_SIZES: dict[str, dict[str, float]] = {
    "money": {"원": 1.0},
    # 1평 = 400/121 ㎡.
    "area": {"m2": 1.0, "제곱미터": 1.0, "평": 400 / 121, "ha": 1e4, "km2": 1e6},
    "mass": {"mg": 1e-3, "g": 1.0, "kg": 1e3, "t": 1e6, "톤": 1e6},
    "length": {"mm": 1e-3, "cm": 1e-2, "m": 1.0, "km": 1e3},
    "volume": {"ml": 1e-3, "l": 1.0, "kl": 1e3},
    "time": {"초": 1.0, "분": 60.0, "시간": 3600.0},
    "people": {"명": 1.0, "인": 1.0},
    "pieces": {"개": 1.0},
    "cases": {"건": 1.0},
}
_POWERS = {
    "십": 1e1,
    "백": 1e2,
    "천": 1e3,
    "만": 1e4,
    "십만": 1e5,
    "백만": 1e6,
    "천만": 1e7,
    "억": 1e8,
    "십억": 1e9,
    "백억": 1e10,
}
_WITH_POWER = ("원", "명", "인", "개", "건", "톤")
_BRACKETED = re.compile(r"[(\[]\s*(?:단위\s*:?\s*)?([^()\[\]]+?)\s*[)\]]\s*$")


@dataclass(frozen=True)
class HeaderUnit:
    """A unit as a header has it.

    Attributes:
        name: as it is written, such as "천원".
        dimension: what it measures; units of one dimension can be converted.
        size: in the smallest common unit of the dimension, more than 0.
    """

    name: str
    dimension: str
    size: float

    def factor_to(self, other: HeaderUnit) -> float | None:
        """What numbers in this unit are multiplied by to be in the other; None where the two measure different things."""
        return self.size / other.size if self.dimension == other.dimension else None


def header_unit(header: str) -> HeaderUnit | None:
    """The unit in the brackets at the end of a header; None where there is none that is known.

    Example:
        >>> header_unit("매출액(천원)")
        HeaderUnit(name='천원', dimension='money', size=1000.0)
        >>> header_unit("나이(만)") is None
        True
    """
    found = _BRACKETED.search(unicodedata.normalize("NFC", header).replace("（", "(").replace("）", ")"))
    if found is None:
        return None
    name = found[1]
    plain = unicodedata.normalize("NFKC", name).replace(" ", "").lower()
    power, unit = 1.0, plain
    for word in sorted(_POWERS, key=len, reverse=True):
        if plain.startswith(word) and plain.removeprefix(word) in _WITH_POWER:
            power, unit = _POWERS[word], plain.removeprefix(word)
            break
    for dimension, sizes in _SIZES.items():
        if unit in sizes:
            return HeaderUnit(name, dimension, power * sizes[unit])
    return None


def without_unit(header: str) -> str:
    """A header without the known unit in the brackets at its end.

    Example:
        >>> without_unit("매출액 (천원)"), without_unit("나이(만)")
        ('매출액', '나이(만)')
    """
    if header_unit(header) is None:
        return header
    return _BRACKETED.sub("", header.replace("（", "(").replace("）", ")")).strip()
