"""Numbers as the screens show them, and as addresses hold them; the format is that of `domain.shown_numbers`."""

from __future__ import annotations

from typing import Annotated

from annotated_types import Ge, Lt

from domain.shown_numbers import (
    exact_number,
    shown_cell,
    shown_number,
    shown_score,
    shown_value,
    typed_number,
)

__all__ = [
    "RowNumber",
    "exact_number",
    "shown_cell",
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
