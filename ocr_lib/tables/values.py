"""What the text of a cell means to a spreadsheet: a number, a percentage, a date, or text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from domain.misread_commas import misread_commas

LONGEST_NUMBER = 15
"""Digits that a spreadsheet keeps; longer numbers are identifiers and stay text."""
_WHOLE = r"(?:\d{1,3}(?:,\d{3})+|0|[1-9]\d*)"
_NUMBER = re.compile(
    rf"(?P<sign>[-−–△▲]?)\s?(?:[₩￦]\s?)?(?P<whole>{_WHOLE})(?P<fraction>\.\d+)?\s?(?P<unit>원|%)?"
)
_SPACED_COMMA = re.compile(r"(?<=\d)\s?,\s?(?=\d)")
_BRACKETS = re.compile(r"\((.+)\)")
_DATE = re.compile(
    r"(?P<year>(?:19|20)\d\d)\s?(?P<mark>[-./년])\s?(?P<month>\d{1,2})\s?(?:[-./월])\s?(?P<day>\d{1,2})\s?(?:일|\.)?"
)


class ValueKind(StrEnum):
    """The type of a cell."""

    EMPTY = "empty"
    TEXT = "text"
    NUMBER = "number"
    PERCENT = "percent"
    DATE = "date"


@dataclass(frozen=True)
class CellValue:
    """The value of a cell.

    Attributes:
        number: of a number; of a percentage, its fraction (0.1 for 10%).
        places: decimal places as printed; of a percentage, of its printed number.
        has_separators: whether thousands are separated.
        unit: "원" where it is printed after the number.
        offered: what is probably printed, of an amount whose commas were read as points; such a value is text. Empty for others.
    """

    kind: ValueKind
    text: str
    number: Decimal | None = None
    day: date | None = None
    places: int = 0
    has_separators: bool = False
    unit: str = ""
    offered: str = ""


def typed_value(text: str) -> CellValue:
    """The value of a cell's text.

    Codes with leading zeros, business and telephone numbers, and numbers of more than 15 digits are text: a spreadsheet
    would change them. A number in brackets or after △ or ▲ is negative, as in Korean accounts.
    """
    text = text.strip()
    if not text:
        return CellValue(ValueKind.EMPTY, text)
    return _as_date(text) or _as_number(text) or CellValue(ValueKind.TEXT, text)


def typed_column(texts: Sequence[str], heading: str = "") -> list[CellValue]:
    """The values of a column's texts.

    An amount whose comma was probably read as a point is text: 451.000 would become 451.

    Args:
        heading: of the column.
    """
    offered = misread_commas(texts, heading)
    return [
        CellValue(ValueKind.TEXT, text.strip(), offered=offered[place])
        if place in offered
        else typed_value(text)
        for place, text in enumerate(texts)
    ]


def _as_date(text: str) -> CellValue | None:
    found = _DATE.fullmatch(text)
    if found is None:
        return None
    try:
        day = date(int(found["year"]), int(found["month"]), int(found["day"]))
    except ValueError:
        return None
    return CellValue(ValueKind.DATE, text, day=day)


def _as_number(text: str) -> CellValue | None:
    text = _SPACED_COMMA.sub(",", text)
    bracketed = _BRACKETS.fullmatch(text)
    found = _NUMBER.fullmatch(bracketed[1].strip() if bracketed else text)
    if found is None or (bracketed and (found["sign"] or "," not in found["whole"])):
        # (1) is the number of a note.
        return None
    fraction = found["fraction"] or ""
    digits = found["whole"].replace(",", "")
    if len(digits) + len(fraction) > LONGEST_NUMBER:
        return None
    number = Decimal(digits + fraction)
    if found["sign"] or bracketed:
        number = -number
    places = max(0, len(fraction) - 1)
    if found["unit"] == "%":
        return CellValue(ValueKind.PERCENT, text, number=number / 100, places=places)
    unit = found["unit"] or ""
    return CellValue(
        ValueKind.NUMBER, text, number=number, places=places, has_separators="," in found["whole"], unit=unit
    )
