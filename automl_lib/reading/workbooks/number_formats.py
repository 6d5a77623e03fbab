"""Number formats that show more than a number: leading zeros (00000), marks between digits (000-00-00000), units (₩#,##0)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from automl_lib.reading.parsing.units import CANONICAL, UNIT_PATTERN

_EXACT = 2**53
_TOKEN = re.compile(r'"([^"]*)"|\\(.)|_.|\*.|\[([^\]]*)\]|(.)', re.DOTALL)
_UNIT = re.compile(UNIT_PATTERN, re.IGNORECASE)
_SCALED_UNIT = re.compile(r"(백만|십만|천만|십억|백억|천|만|억)\s*(.+)")
_DIVIDES = re.compile(r"[0#?],+(?![0#?,])")
_CHINESE = ("804", "zh", "1004")
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)(\d+)")
# What may stand between digits without quotes.
_PLAIN = frozenset("-/() +:&~{}")


@dataclass(frozen=True)
class Mask:
    """How a whole number is shown.

    Attributes:
        parts: placeholders "0" and "#" as themselves, literals as ("literal", text).
        condition: an operator and a bound for the numbers it holds for, or None.
    """

    parts: tuple[str | tuple[str, str], ...]
    condition: tuple[str, int] | None = None

    @property
    def is_code(self) -> bool:
        """Whether it shows more than the number: two leading zeros or more, or marks between its digits."""
        kinds = "".join(p if isinstance(p, str) else "x" for p in self.parts)
        return kinds.count("0") >= 2 or re.search(r"[0#]x+[0#]", kinds) is not None

    def holds_for(self, value: int) -> bool:
        """Whether the number meets the condition."""
        if self.condition is None:
            return True
        operator, bound = self.condition
        return {
            "<": value < bound,
            "<=": value <= bound,
            ">": value > bound,
            ">=": value >= bound,
            "=": value == bound,
            "<>": value != bound,
        }[operator]

    def show(self, value: int) -> str:
        """The number as the format shows it."""
        digits = list(str(value))
        places = [i for i, p in enumerate(self.parts) if isinstance(p, str)]
        shown: dict[int, str] = {}
        for place in reversed(places):
            if digits:
                shown[place] = digits.pop()
            elif self.parts[place] == "0":
                shown[place] = "0"
        if digits:
            shown[places[0]] = "".join(digits) + shown[places[0]]
        return "".join(shown.get(i, "") if isinstance(p, str) else p[1] for i, p in enumerate(self.parts))


def parse_masks(code: str) -> tuple[Mask, ...]:
    """The masks of a number format for numbers of 0 and more; empty if it isn't one that shows codes.

    Args:
        code: the format as workbooks keep it, such as `000-00-00000` or `[<=9999999]###-####;(0##) ###-####`.
    """
    masks: list[Mask] = []
    for section in _sections(code):
        mask = _section_mask(section)
        if mask is None:
            return ()
        masks.append(mask)
        if mask.condition is None:
            break
    return tuple(masks) if any(mask.is_code for mask in masks) else ()


def show(masks: tuple[Mask, ...], value: float) -> str | None:
    """The whole number as a format shows it; None where the format has nothing to add."""
    if not value.is_integer() or not 0 <= value < _EXACT:
        return None
    whole = int(value)
    for mask in masks:
        if mask.holds_for(whole):
            return mask.show(whole) if mask.is_code else None
    return None


def unit_shown(code: str) -> str | None:
    """The unit or currency that a number format writes beside numbers of 0 and more; None where it writes none.

    Args:
        code: the format as workbooks keep it, such as `"₩"#,##0`, `[$$-409]#,##0.00` or `0.0" kg"`.

    Returns:
        The unit as `units.py` names it, with 천, 만 or 억 where numbers are in thousands and so on: a format that
        divides (`#,##0,"천원"`) has numbers in 원. Currencies that are unknown there are written as in the format.
    """
    sections = _sections(code)
    section = sections[0] if sections else ""
    text = currency = ""
    for found in _TOKEN.finditer(section):
        quoted, escaped, bracket, plain = found.groups()
        if bracket is not None:
            currency = _currency(bracket) or currency
            text += _currency(bracket)
        else:
            text += quoted or escaped or (plain if plain in ("$", "₩", "€", "£", "¥") else "") or ""
    unit = text.strip().lower()
    scaled = _SCALED_UNIT.fullmatch(unit)
    power, base = scaled.groups() if scaled else ("", unit)
    if not _UNIT.fullmatch(base):
        return unit if unit and unit == currency.strip().lower() else None
    base = CANONICAL.get(base, base)
    return base if _DIVIDES.search(section) else power + base


def _currency(bracket: str) -> str:
    """The sign in the brackets of a format: Japan and China share one, which the language distinguishes."""
    if not bracket.startswith("$"):
        return ""
    sign, _, language = bracket[1:].partition("-")
    return "cny" if sign in ("¥", "￥") and language.lower().startswith(_CHINESE) else sign


def _sections(code: str) -> list[str]:
    return re.findall(r'(?:"[^"]*"|\\.|[^;"\\])+', code)


def _section_mask(section: str) -> Mask | None:
    parts: list[str | tuple[str, str]] = []
    condition: tuple[str, int] | None = None
    for found in _TOKEN.finditer(section):
        quoted, escaped, bracket, plain = found.groups()
        if bracket is not None:
            bound = _CONDITION.fullmatch(bracket)
            if bound:
                condition = bound.group(1), int(bound.group(2))
        elif plain in ("0", "#"):
            parts.append(plain)
        elif plain is not None and plain not in _PLAIN:
            return None
        elif literal := quoted or escaped or plain:
            parts.append(("literal", literal))
    return Mask(tuple(parts), condition) if any(isinstance(p, str) for p in parts) else None
