"""From a text to the normal form of a field's type: won as an integer, ISO dates, numbers with hyphens."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import date
from decimal import Decimal

from domain.registration_numbers import (
    business_number,
    corporate_number,
    has_valid_corporate_check_digit,
    is_corporate_label,
    mask_resident_numbers,
    masked_resident_number,
)
from ocr_lib.fields.numerals import amount_in_words
from ocr_lib.fields.vocabulary import FieldType

Value = int | str
LONGEST = 300
"""Characters of a value; the rest of a longer text is not looked at."""
MOST_WON = 10**15

_SPACED_GROUP = re.compile(r"(?<=\d[,.])\s+(?=\d{3}(?!\d))|(?<=\d)\s+(?=[,.]\s?\d{3}(?!\d))")
_NUMBER = re.compile(
    r"(?<![\d.,])(?P<sign>[-−△▲▽(]?\s?)(?:₩|￦|\\|W|KRW)?\s?"
    r"(?P<whole>\d{1,3}(?:[,.]\d{3})+|\d+)(?:\.00?)?(?!\d|[.,]\d)"
)
_NOTES = re.compile(r"\((?:VAT|V\.A\.T|부가세|부가가치세|세액)[^)]*\)|\d+\s?%", re.IGNORECASE)
_DECIMAL = re.compile(r"[-−]?\d{1,3}(?:,\d{3})+(?:\.\d+)?|[-−]?\d+(?:\.\d+)?")
_DATE = re.compile(
    r"(?<!\d)(?P<year>(?:19|20)\d{2}|'?\d{2})(?:\s{0,4}(?:[-./,·]|년)|\s)\s{0,4}(?P<month>\d{1,2})(?:\s{0,4}(?:[-./,·]|월)|\s)"
    r"\s{0,4}(?P<day>\d{1,2})(?!\d)"
)
_PLAIN_DATE = re.compile(r"(?<!\d)((?:19|20)\d{2})(\d{2})(\d{2})(?=\d{0,6}(?!\d))")
_PHONE = re.compile(
    r"(?<!\d)(?:\(?(02|0\d{2})\)?[-.\s)]{0,2}(\d{3,4})[-.\s]{0,2}(\d{4})|(1[568]\d{2})[-.\s]?(\d{4}))(?!\d)"
)
_ACCOUNT = re.compile(r"(?<!\d)\d[\d\s-]{8,24}\d(?!\d)")
_AFTER_NAME = re.compile(r"\s*(?:\((?:인|서명|서명또는인|印|직인)\)|귀하|귀중|님|貴下|貴中|\(직인생략\))\s*$")
_NUMBER_IN_NAME = re.compile(r"[\s/(|·]*\d{3}-\d{2}-\d{5}\)?")
_EDGES = re.compile(r"^[\s:：;.,·\-|/)]+|[\s:：;·|/(]+$")
CENTURY = 70
"""Two-digit years from this one on are of the last century."""


def won(text: str) -> int | None:
    """The only amount of a text in won; None without one, with different ones, or in a broken grouping of digits.

    Points are read as commas where they part groups of three digits: recognisers mix them up.
    """
    plain = _NOTES.sub(" ", unicodedata.normalize("NFKC", text[:LONGEST]))
    plain = _SPACED_GROUP.sub("", plain)
    amounts = set()
    if re.search(r"\d[,.]\d+[,.]?", plain) and not _NUMBER.search(plain):
        return None
    for found in _NUMBER.finditer(plain):
        amount = int(re.sub(r"[,.]", "", found["whole"]))
        amounts.add(-amount if found["sign"].strip(" (") else amount)
    leftover = _NUMBER.sub("", plain)
    if not amounts:
        return amount_in_words(plain)
    if len(amounts) > 1 or any(character.isdecimal() for character in leftover):
        return None
    amount = amounts.pop()
    return amount if abs(amount) <= MOST_WON else None


def quantity(text: str) -> Decimal | None:
    """The only number of a text, whole or decimal, such as 12, 2.5 or "1,000 EA"."""
    found = _DECIMAL.findall(unicodedata.normalize("NFKC", text[:LONGEST]))
    if len(found) != 1:
        return None
    return Decimal(found[0].replace(",", "").replace("−", "-"))


def iso_date(text: str) -> str | None:
    """The only date of a text as YYYY-MM-DD: 2026.11.28, 26-11-28, 2026년 11월 28일, 20261128."""
    plain = unicodedata.normalize("NFKC", text[:LONGEST])
    parts = [(found["year"].strip("'"), found["month"], found["day"]) for found in _DATE.finditer(plain)]
    if not parts:
        parts = [tuple(found.groups()) for found in _PLAIN_DATE.finditer(plain)]  # type: ignore[misc]
    dates = set()
    for year, month, day in parts:
        number = int(year)
        if number < 100:
            number += 1900 if number >= CENTURY else 2000
        try:
            dates.add(date(number, int(month), int(day)).isoformat())
        except ValueError:
            return None
    return dates.pop() if len(dates) == 1 else None


def phone(text: str) -> str | None:
    """The first phone number of a text with hyphens: 02-123-4567, 1588-1234."""
    found = _PHONE.search(unicodedata.normalize("NFKC", text[:LONGEST]))
    if found is None:
        return None
    return "-".join(part for part in found.groups() if part)


def account_number(text: str) -> str | None:
    """The only account number of a text, 10 to 16 digits, with the hyphens as printed."""
    numbers = set()
    for found in _ACCOUNT.findall(unicodedata.normalize("NFKC", text[:LONGEST])):
        number = re.sub(r"\s*-\s*", "-", found.strip()).replace(" ", "")
        if 10 <= sum(character.isdecimal() for character in number) <= 16:
            numbers.add(number)
    return numbers.pop() if len(numbers) == 1 else None


def name(text: str) -> str | None:
    """A name without what is printed after it, such as (인) and 귀하; None without letters."""
    found = _AFTER_NAME.sub("", _NUMBER_IN_NAME.sub("", plain_text(text) or "")).strip()
    if re.fullmatch(r"(?:[가-힣]\s){1,3}[가-힣]", found):
        found = found.replace(" ", "")  # a name printed with letter spacing
    return found if any(character.isalpha() for character in found) else None


def plain_text(text: str) -> str | None:
    """A text with single spaces, without separators at its ends; None where nothing is left."""
    return _EDGES.sub("", " ".join(text[:LONGEST].split())) or None


def _quantity_text(text: str) -> str | None:
    found = quantity(text)
    return None if found is None else format(found, "f")


_FORMS: dict[FieldType, Callable[[str], Value | None]] = {
    FieldType.WON: won,
    FieldType.DATE: iso_date,
    FieldType.BUSINESS_NUMBER: business_number,
    FieldType.CORPORATE_NUMBER: corporate_number,
    FieldType.RESIDENT_NUMBER: masked_resident_number,
    FieldType.PHONE: phone,
    FieldType.NAME: name,
    FieldType.TEXT: plain_text,
    FieldType.ACCOUNT_NUMBER: account_number,
    FieldType.QUANTITY: _quantity_text,
}


def normal_form(kind: FieldType, text: str) -> Value | None:
    """The value that a text writes, in the normal form of a type; None where it writes none.

    Returns:
        int won for `FieldType.WON`, a string for every other type.
    """
    return _FORMS[kind](text)


def masked(kind: FieldType, text: str, value: Value | None, label: str = "") -> tuple[str, Value | None]:
    """A text and the value read from it, with resident registration numbers masked.

    A corporate registration number has the same form and is known by its check digit, or by its label.

    Args:
        label: as printed, if there is one.
    """
    if kind is FieldType.CORPORATE_NUMBER and (
        has_valid_corporate_check_digit(str(value or "")) or is_corporate_label(label)
    ):
        return text, value
    return mask_resident_numbers(text), mask_resident_numbers(value) if isinstance(value, str) else value
