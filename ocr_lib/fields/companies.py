"""Finding a company of a list by its business number, and by its name, with one misread letter tolerated."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from ocr_lib.fields.hangul import compact, jamo_distance

_FORMS = re.compile(
    r"\((주|유|합|재|사|사단|재단|복|의)\)|㈜|㈔|주식회사|유한회사|유한책임회사|합자회사|사단법인|재단법인|의료법인|CO.?LTD|INC$"
)
TOLERATED = 1
"""Misread jamo of a name."""
SHORTEST = 2
"""Syllables of a name in which a misread jamo is tolerated."""


@dataclass(frozen=True)
class Company:
    """A known company.

    Attributes:
        number: business registration number, 000-00-00000.
    """

    name: str
    number: str = ""
    address: str = ""
    phone: str = ""


@dataclass(frozen=True)
class CompanyMatch:
    """The company that a document names. Only its number proves it: others may have the same name.

    Attributes:
        by_number, by_name: what agrees with the document.
        name_is_exact: whether the name was read as in the list, spaces and the legal form aside.
        others: further companies that the name may mean, where there is no number.
    """

    company: Company
    by_number: bool
    by_name: bool
    name_is_exact: bool
    others: tuple[Company, ...] = ()


class CompanyList:
    """Known companies, for matching many documents."""

    def __init__(self, companies: Iterable[Company]) -> None:
        self._companies = [(company, bare_name(company.name)) for company in companies]
        self._of_number = {
            company.number: (company, name) for company, name in self._companies if company.number
        }

    def match(self, name: str | None, number: str | None) -> CompanyMatch | None:
        """The company with this number; without a known one, those with this name and no other number, else those with a name like it.

        Args:
            name: as read; None where it was not.
            number: 000-00-00000, with a right check digit; None where there is none.
        """
        written = bare_name(name or "")
        if number in self._of_number:
            company, known = self._of_number[number]
            near = _is_near(written, known)
            return CompanyMatch(company, True, near, written == known)
        if not written:
            return None
        # One with another number is another company, whatever its name.
        possible = [pair for pair in self._companies if number is None or not pair[0].number]
        same = [company for company, known in possible if known == written]
        near_ones = same or [company for company, known in possible if _is_near(written, known)]
        if not near_ones:
            return None
        return CompanyMatch(near_ones[0], False, True, bool(same), tuple(near_ones[1:]))


def bare_name(name: str) -> str:
    """A name without spaces, punctuation and the form of the company, such as (주)."""
    return compact(_FORMS.sub("", compact(name)))


def _is_near(written: str, known: str) -> bool:
    if written == known:
        return bool(known)
    if min(len(written), len(known)) < SHORTEST:
        return False
    return jamo_distance(written, known, TOLERATED) <= TOLERATED
