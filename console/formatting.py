"""Numbers as the screens show them: separated thousands, and no more digits than people read; and as addresses hold them."""

from __future__ import annotations

import math
from typing import Annotated

from annotated_types import Ge, Lt

RowNumber = Annotated[int, Ge(0), Lt(2**53)]
"""A row number or list position from a request: no larger than a database integer."""
LARGE = 1e12
SMALL = 0.01


def shown_number(value: float | None) -> str:
    """`1,234`, `1,234.57`, `2.91e+12`, `0.00123`; empty for None."""
    if value is None:
        return ""
    if not math.isfinite(value):
        return str(value)
    if abs(value) >= LARGE or 0 < abs(value) < SMALL:
        return f"{value:.3g}"
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.2f}"


def shown_score(value: float | None) -> str:
    """A score between 0 and 1, or a loss, with four digits; empty for None."""
    return "" if value is None else f"{value:.4f}"
