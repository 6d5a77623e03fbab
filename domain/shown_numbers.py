"""Numbers as people read them, in one format everywhere."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from typing import Any

SIGNIFICANT = 4
"""Digits of a number below `PLAIN`; larger ones have two decimals."""
PLAIN = 100
LARGE = 1e15
"""From here on a double has no decimals left, and people no longer count the digits."""
SMALL = 1e-4
EXACT_DIGITS = 15
"""As many as a double keeps of any decimal number: 69% divided by 100 is 0.69 again."""
_PLAIN_NUMBER = re.compile(r"[-+]?\d+(\.\d+)?")
_SUPERSCRIPT = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def shown_number(value: float | None, *, decimals: int | None = None) -> str:
    """A number with separated thousands and no more digits than people read.

    Args:
        value: any number, also a count.
        decimals: exactly so many, for columns of one unit; None: what the size of the number needs.

    Returns:
        `1,234`, `8,230,000,000,000`, `1,234.57`, `0.69`, `1.2×10⁻⁵`; empty for None.
    """
    if value is None:
        return ""
    if not math.isfinite(value):
        return str(value)
    if decimals is not None:
        return f"{value:,.{decimals}f}"
    size = abs(value)
    if size >= LARGE or 0 < size < SMALL:
        return _with_power(f"{value:.{SIGNIFICANT - 1}e}")
    if float(value).is_integer():
        return f"{value:,.0f}"
    if size >= PLAIN:
        return f"{value:,.2f}"
    places = SIGNIFICANT - 1 - math.floor(math.log10(size))
    return f"{value:.{places}f}".rstrip("0").rstrip(".")


def number_format(value: float) -> str:
    """The format by which a spreadsheet shows a finite number as `shown_number` does."""
    shown = shown_number(value)
    if "×" in shown:
        return "0.###E+00"
    decimals = len(shown.partition(".")[2])
    return "#,##0" + (f".{'0' * decimals}" if decimals else "")


def decimals_apart(values: Sequence[float], *, least: int, most: int = 6) -> int:
    """How many decimals it takes for different numbers to look different, from `least` to `most`."""
    different = set(values)
    for decimals in range(least, most):
        if len({f"{value:.{decimals}f}" for value in different}) == len(different):
            return decimals
    return most


def exact_number(value: float | None) -> str:
    """All digits that a stored number has, for where `shown_number` leaves some out."""
    if value is None or not math.isfinite(value):
        return shown_number(value)
    written = f"{value:,.{EXACT_DIGITS}g}"
    return _with_power(written) if "e" in written else written


def shown_score(value: float | None) -> str:
    """A score between 0 and 1, or a loss, with four digits; empty for None."""
    return shown_number(value, decimals=4)


def typed_number(value: float | None) -> str:
    """A number as a field for numbers holds it: all its digits, none of binary noise, no separators; empty for None."""
    return "" if value is None else f"{value:.{EXACT_DIGITS}g}"


def class_name(value: float) -> str:
    """What a number is called as a class: whole numbers without ".0"."""
    return str(int(value)) if float(value).is_integer() else typed_number(value)


def shown_value(value: Any) -> str:
    """A setting: numbers as everywhere, also in lists and objects, anything else as it is written."""
    if isinstance(value, list | tuple):
        return ", ".join(map(shown_value, value))
    if isinstance(value, dict):
        return ", ".join(f"{name}: {shown_value(one)}" for name, one in value.items())
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return shown_number(value) if is_number else str(value)


def shown_cell(cell: str) -> str:
    """A cell of a column of numbers: a plain number as everywhere, one with a unit or separators as it is written.

    A whole number of more digits than a double keeps stays as it is written too.
    """
    is_exact = "." in cell or len(cell) <= EXACT_DIGITS
    is_plain = is_exact and cell.isascii() and _PLAIN_NUMBER.fullmatch(cell)
    return exact_number(float(cell)) if is_plain else cell


def _with_power(written: str) -> str:
    """`1.200e-05` as `1.2×10⁻⁵`."""
    digits, power = written.split("e")
    if "." in digits:
        digits = digits.rstrip("0").rstrip(".")
    return f"{digits}×10{str(int(power)).translate(_SUPERSCRIPT)}"
