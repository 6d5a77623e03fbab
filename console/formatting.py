"""Numbers as the screens show them, and as addresses hold them; the format is that of `domain.shown_numbers`."""

from __future__ import annotations

from typing import Annotated, Any

from annotated_types import Ge, Lt

from domain.shown_numbers import exact_number, shown_number, shown_score

__all__ = ["RowNumber", "exact_number", "shown_number", "shown_score", "shown_value", "won_of"]
RowNumber = Annotated[int, Ge(0), Lt(2**53)]
"""A row number or list position from a request: no larger than a database integer."""


def won_of(typed: str) -> int | None:
    """An amount as people type it; None for anything else."""
    digits = typed.replace(",", "").replace("원", "").strip()
    return int(digits) if digits.removeprefix("-").isdecimal() and len(digits) < 16 else None


def shown_value(value: Any) -> str:
    """A setting: numbers as everywhere, anything else as it is written."""
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return shown_number(value) if is_number else str(value)
