"""Business, corporate and resident registration numbers: form, check digits, masks."""

from __future__ import annotations

import re
import unicodedata

from stdnum.exceptions import ValidationError
from stdnum.kr import brn, rrn

_DASH = r"\s?[-‐‑–—−~ㅡ.·]?\s?"
_BUSINESS = re.compile(rf"(?<!\d)(\d{{3}}){_DASH}(\d{{2}}){_DASH}(\d{{5}})(?!\d)")
_THIRTEEN = re.compile(rf"(?<!\d)(\d{{6}}){_DASH}(\d{{7}})(?!\d)")
_RESIDENT = re.compile(rf"(?<!\d)(\d{{6}})({_DASH})([0-9])([\d*xX●■•＊]{{6}})(?![\d*])")
_BUSINESS_WEIGHTS = (1, 3, 7, 1, 3, 7, 1, 3, 5)
_CORPORATE_WEIGHTS = (1, 2) * 6
HIDDEN = "*"


def plain_digits(text: str) -> str:
    """The text with full-width forms and look-alikes of the hyphen resolved."""
    return unicodedata.normalize("NFKC", text)


def business_number(text: str) -> str | None:
    """The only business registration number (사업자등록번호) of a text as 000-00-00000; None without one or with several.

    Its check digit may be wrong; see `has_valid_check_digit`.
    """
    found = {"-".join(parts) for parts in _BUSINESS.findall(plain_digits(text))}
    return found.pop() if len(found) == 1 else None


def has_valid_check_digit(number: str) -> bool:
    """Whether a business registration number has a possible structure and the right check digit.

    `stdnum.kr.brn` knows the structure; the check digit, which it leaves out, is that of 국세청.
    """
    if not brn.is_valid(number):
        return False
    digits = [int(digit) for digit in brn.compact(number)]
    return business_check_digit(digits[:9]) == digits[9]


def business_check_digit(digits: list[int]) -> int:
    """The tenth digit of the business registration number that begins with these nine."""
    total = sum(weight * digit for weight, digit in zip(_BUSINESS_WEIGHTS, digits, strict=True))
    return -(total + digits[8] * 5 // 10) % 10


def corporate_number(text: str) -> str | None:
    """The only corporate registration number (법인등록번호) of a text as 000000-0000000."""
    found = {"-".join(parts) for parts in _THIRTEEN.findall(plain_digits(text))}
    return found.pop() if len(found) == 1 else None


def has_valid_corporate_check_digit(number: str) -> bool:
    """Whether the last digit of a corporate registration number agrees with the others."""
    digits = [int(digit) for digit in number if digit.isdecimal()]
    if len(digits) != 13:
        return False
    total = sum(weight * digit for weight, digit in zip(_CORPORATE_WEIGHTS, digits[:12], strict=True))
    return -total % 10 == digits[12]


def masked_resident_number(text: str) -> str | None:
    """The only resident registration number of a text, masked as 900101-1******; None without one or with several."""
    found = {
        f"{birth}-{century}{HIDDEN * 6}"
        for birth, _, century, rest in _RESIDENT.findall(plain_digits(text))
        if _is_resident(birth, century, rest)
    }
    return found.pop() if len(found) == 1 else None


def mask_resident_numbers(text: str) -> str:
    """The text with the last six digits of each resident registration number replaced by asterisks.

    A number counts by its date of birth and century. Its check digit is not asked: numbers given since October 2020
    have none, and a misread number needs its mask too.
    """

    def masked(found: re.Match[str]) -> str:
        birth, dash, century, rest = found.groups()
        if not _is_resident(birth, century, rest):
            return found[0]
        return f"{birth}{dash}{century}{HIDDEN * 6}"

    plain = plain_digits(text)
    hidden = _RESIDENT.sub(masked, plain)
    return text if hidden == plain else hidden


def _is_resident(birth: str, century: str, rest: str) -> bool:
    if not rest.isdecimal():
        return True
    try:
        rrn.get_birth_date(birth + century + rest)
    except ValidationError:
        return False
    return True
