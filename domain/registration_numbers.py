"""Business, corporate and resident registration numbers: form, check digits, masks."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar, cast

from stdnum import ean
from stdnum.exceptions import ValidationError
from stdnum.kr import brn, rrn

_DASH = r"\s?[-‐‑–—−~ㅡ.·]?\s?"
_BUSINESS = re.compile(rf"(?<!\d)(\d{{3}}){_DASH}(\d{{2}}){_DASH}(\d{{5}})(?!\d)")
_THIRTEEN = re.compile(rf"(?<!\d)(\d{{6}}){_DASH}(\d{{7}})(?!\d)")
_RESIDENT = re.compile(rf"(?<!\d)(\d{{6}})({_DASH})([0-9])([\d*xX●■•＊]{{6}})(?![\d*])")
_SHORTEST = 13
"""Characters of a resident registration number."""
_LEFT_MASK = re.compile(r"\d\*|\*\*")
"""A part of a mask."""
_BUSINESS_WEIGHTS = (1, 3, 7, 1, 3, 7, 1, 3, 5)
_CORPORATE_WEIGHTS = (1, 2) * 6
_NINETEENTH_CENTURY = "09"
"""Seventh digits of people who were born before 1900."""
_TWENTIETH_CENTURY = "1256"
_STOCK_CORPORATION = "0111"
"""Third to sixth digits of a corporate registration number: a head registry office, and a stock corporation."""
CORPORATE_LABEL = "법인등록번호"
_CORPORATE_LABEL = re.compile(r"법인(?:등록)?번호")
_OF_PERSONS = ("주민", "생년월일", "외국인", "거소", "개인")
_LABEL_REACH = 24
"""Characters in front of a number in which its label is."""
_AFTER_LABEL = re.compile(r"[\s:：;.|)\]]*")
_KOREAN_ARTICLE = "880"
"""First digits of the article numbers (GTIN-13) of Korean makers."""
HIDDEN = "*"
T = TypeVar("T")
Beside = tuple[str, str]
"""What texts in front of a text and behind it have of numbers that are parted between them (`domain.parted_numbers`)."""


@dataclass(frozen=True)
class ResidentNumber:
    """A resident registration number in a text of plain digits.

    Attributes:
        start, end: its place.
        dash: what is between the date of birth and the rest; may be empty.
        digits: all 13.
    """

    start: int
    end: int
    dash: str
    digits: str


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


def begins_with_thirteen_digits(text: str) -> bool:
    """Whether a text begins with a number of the form that resident and corporate registration numbers share."""
    return _THIRTEEN.match(digits_in_place(text).lstrip()) is not None


def is_corporate_label(text: str) -> bool:
    """Whether a text labels corporate registration numbers and no numbers of persons, as 생년월일(법인등록번호) does."""
    written = "".join(text.split())
    return _CORPORATE_LABEL.search(written) is not None and not any(word in written for word in _OF_PERSONS)


def _is_labelled_corporate(ahead: str) -> bool:
    """Whether what is in front of a number ends with a label of corporate registration numbers."""
    written = "".join(ahead.split())[-_LABEL_REACH:]
    labels = list(_CORPORATE_LABEL.finditer(written))
    return (
        bool(labels)
        and is_corporate_label(written)
        and bool(_AFTER_LABEL.fullmatch(written, labels[-1].end()))
    )


def masked_resident_number(text: str) -> str | None:
    """The only resident registration number of a text, masked as 900101-1******; None without one or with several."""
    found = {f"{one[1]}-{one[3]}{HIDDEN * 6}" for one in _resident_numbers(plain_digits(text))}
    return found.pop() if len(found) == 1 else None


def birth_date_of_number(text: str) -> str | None:
    """The date of birth, as YYYY-MM-DD, in the only resident registration number of a text, masked or not.

    None without one, and before 1900: such numbers are corporate ones with a misread digit.
    """
    number = masked_resident_number(text)
    if number is None or number[7] in _NINETEENTH_CENTURY:
        return None
    century = "19" if number[7] in _TWENTIETH_CENTURY else "20"
    try:
        return date.fromisoformat(f"{century}{number[:2]}-{number[2:4]}-{number[4:6]}").isoformat()
    except ValueError:
        return None


def mask_resident_numbers(text: str, beside: Sequence[str] | None = None) -> str:
    """The text with the last six digits of each resident registration number replaced by asterisks.

    All other characters stay as they are, so that places in the text are the same. A number counts by its date of birth
    and century. Its check digit is not required: numbers given since October 2020 have none, and a misread number needs its
    mask too. Corporate registration numbers and article numbers, which may have the same form, are known by theirs, and corporate
    ones by their label too.

    Args:
        beside: as `Beside`, where the text has a part of a number whose rest is in its neighbours.
    """
    if beside is not None:
        before, after = beside
        return mask_resident_numbers(before + text + after)[len(before) : len(before) + len(text)]
    if len(text) < _SHORTEST:
        return text
    digits = digits_in_place(text)
    masked = list(text)
    for found in _resident_numbers(digits):
        for place in range(*found.span(4)):
            if digits[place].isdecimal():
                masked[place] = HIDDEN
    return "".join(masked)


def masked_numbers(data: T) -> T:
    """JSON-ready data with `mask_resident_numbers` of each string in it."""
    masked: Any = data
    if isinstance(data, str):
        masked = mask_resident_numbers(data)
    elif isinstance(data, Mapping):
        masked = {masked_numbers(key): masked_numbers(value) for key, value in data.items()}
    elif isinstance(data, list | tuple):
        masked = [masked_numbers(value) for value in data]
    return cast("T", masked)


def has_resident_number(*texts: str | None, beside: Sequence[str] | None = None) -> bool:
    """Whether one of the texts has digits that `mask_resident_numbers` hides."""
    return any(mask_resident_numbers(text, beside) != text for text in texts if text)


def restore_resident_numbers(typed: str, *stored: str, beside: Sequence[str] | None = None) -> str | None:
    """What a person who sees resident registration numbers masked means by a text that they typed.

    Args:
        typed: a text in which masks stand for digits that the person does not see.
        stored: the text that is changed, then others that were shown with it.
        beside: as of `mask_resident_numbers`.

    Returns:
        `typed` with the hidden digits of `stored` in place of their masks; None where digits would be lost: a mask is
        damaged, or stands behind another date of birth than in the stored text.
    """
    for one in stored:
        if typed == mask_resident_numbers(one, beside):
            return one
    if beside is not None:
        ahead, behind = beside
        whole = restore_resident_numbers(ahead + typed + behind, *(ahead + one + behind for one in stored))
        is_kept = whole is not None and whole.startswith(ahead) and whole.endswith(behind)
        return whole[len(ahead) : len(whole) - len(behind)] if whole is not None and is_kept else None
    before = stored[0]
    if not has_resident_number(before):
        return typed
    hidden: dict[str, list[str]] = defaultdict(list)
    for found in _resident_numbers(digits_in_place(before)):
        hidden[found[1] + found[3]].append(before[slice(*found.span(4))])
    restored, masks = list(typed), set()
    for found in _resident_numbers(digits_in_place(typed)):
        if found[4].isdecimal():
            continue
        visible = found[1] + found[3]
        if not hidden[visible]:
            return None
        restored[slice(*found.span(4))] = hidden[visible].pop(0)
        masks.add(visible)
    result = "".join(restored)
    is_damaged = len(_LEFT_MASK.findall(result)) > len(_LEFT_MASK.findall(before))
    # With one of several numbers of the same day gone, which one is left is not known.
    is_ambiguous = any(hidden[visible] for visible in masks)
    return None if is_damaged or is_ambiguous else result


def digits_in_place(text: str) -> str:
    """As `plain_digits`, with each character at its place: those that stand for several are left as they are."""
    if text.isascii():
        return text
    forms = ((character, unicodedata.normalize("NFKC", character)) for character in text)
    return "".join(form if len(form) == 1 else character for character, form in forms)


def resident_numbers(digits: str) -> Iterator[ResidentNumber]:
    """The resident registration numbers of a text in plain digits that are not masked."""
    for one in _resident_numbers(digits):
        if one[4].isdecimal():
            yield ResidentNumber(one.start(), one.end(), one[2], one[1] + one[3] + one[4])


def _resident_numbers(digits: str) -> Iterator[re.Match[str]]:
    """The resident registration numbers of a text in plain digits: date of birth, dash, century, and six digits or their mask."""
    for found in _RESIDENT.finditer(digits):
        is_whole = found[4].isdecimal()
        if is_whole and _is_labelled_corporate(
            digits[max(0, found.start() - 2 * _LABEL_REACH) : found.start()]
        ):
            continue
        if _is_resident(*found.groups()):
            yield found


def _is_resident(birth: str, dash: str, century: str, rest: str) -> bool:
    if not rest.isdecimal():
        return True
    number = birth + century + rest
    try:
        rrn.get_birth_date(number)
    except ValidationError:
        return False
    is_corporate = has_valid_corporate_check_digit(number)
    if is_corporate and century in _NINETEENTH_CENTURY:
        return False
    is_stock_corporation = is_corporate and number[2:6] == _STOCK_CORPORATION
    is_article = not dash and number.startswith(_KOREAN_ARTICLE) and ean.is_valid(number)
    return has_resident_check_digit(number) or not (is_stock_corporation or is_article)


def has_resident_check_digit(number: str) -> bool:
    """Whether the last of 13 digits is the check digit of a citizen's or a foreigner's number."""
    of_citizen = int(rrn.calc_check_digit(number[:12]))
    return int(number[12]) in (of_citizen, (of_citizen + 2) % 10)
