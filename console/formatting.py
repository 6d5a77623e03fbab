"""Numbers as the screens show them, and as addresses hold them; the format is that of `domain.shown_numbers`."""

from __future__ import annotations

from typing import Annotated, Any

from annotated_types import Ge, Lt

from domain.shown_numbers import EXACT_DIGITS, exact_number, shown_number, shown_score

__all__ = [
    "RowNumber",
    "exact_number",
    "shown_number",
    "shown_score",
    "shown_value",
    "typed_number",
    "won_of",
]
RowNumber = Annotated[int, Ge(0), Lt(2**53)]
"""A row number or list position from a request: no larger than a database integer."""


def won_of(typed: str) -> int | None:
    """An amount as people type it; None for anything else."""
    digits = typed.replace(",", "").replace("원", "").strip()
    return int(digits) if digits.removeprefix("-").isdecimal() and len(digits) < 16 else None


def typed_number(value: float | None) -> str:
    """A number as a field for numbers holds it: all its digits, none of binary noise, no separators; empty for None."""
    return "" if value is None else f"{value:.{EXACT_DIGITS}g}"


def shown_value(value: Any) -> str:
    """A setting: numbers as everywhere, also in lists and objects, anything else as it is written."""
    if isinstance(value, list | tuple):
        return ", ".join(map(shown_value, value))
    if isinstance(value, dict):
        return ", ".join(f"{name}: {shown_value(one)}" for name, one in value.items())
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return shown_number(value) if is_number else str(value)
