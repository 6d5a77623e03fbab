"""Amounts whose commas were read as points, such as 392.000 for 392,000 won, in the columns of a table. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from domain.messages import Message

REASON = Message("A comma was probably read as a point.")
"""Why such a cell is doubtful."""
_SIGNS = r"[-−–△▲(]?\s?(?:[₩￦\\]\s?)?"
_AFTER = r"\s?원?\)?"
_POINT = re.compile(r"\s?[.,]\s?")
_GROUPED = re.compile(rf"{_SIGNS}\d{{1,3}}(?:\s?,\s?\d{{3}})+{_AFTER}")
_POINTED = re.compile(rf"{_SIGNS}[1-9]\d{{0,2}}(?:\s?[.,]\s?\d{{3}})+{_AFTER}")
_DECIMAL = re.compile(rf"{_SIGNS}\d[\d,]*\.\d+{_AFTER}")
_WON_HEADING = re.compile(r"(?:금액|공급가액?|단가|세액|부가세|합계)(?:\(원\))?")
"""Headings of columns in won; one that names another currency is none."""


def misread_commas(texts: Sequence[str], heading: str = "") -> dict[int, str]:
    """The amounts of a column in which a comma was probably read as a point.

    They are those that have three digits after each point, where the column has whole amounts with commas, or a heading of
    amounts in won, and no other decimals.

    Args:
        texts: of the column's cells, without its heading.

    Returns:
        By place, the text with commas.
    """
    written = [text.strip() for text in texts]
    pointed = [place for place, text in enumerate(written) if "." in text and _POINTED.fullmatch(text)]
    if not pointed:
        return {}
    others = [text for place, text in enumerate(written) if place not in set(pointed)]
    if any(_DECIMAL.fullmatch(text) for text in others):
        return {}
    is_won = any(_GROUPED.fullmatch(text) for text in others)
    if not (is_won or _WON_HEADING.fullmatch("".join(heading.split()))):
        return {}
    return {place: _POINT.sub(",", written[place]) for place in pointed}
