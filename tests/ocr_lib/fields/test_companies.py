"""Matching companies by name and number."""

from __future__ import annotations

import pytest

from ocr_lib.fields.companies import Company, CompanyList

HANBIT = Company("(주)한빛정밀", "220-81-62517")
NEUL = Company("늘푸른식품", "120-81-47521")
LIST = CompanyList([HANBIT, NEUL])


@pytest.mark.parametrize("name", ["한빛정밀", "주식회사 한빛정밀", "한빛정밀㈜", "한 빛 정 밀"])
def test_spaces_and_the_legal_form_do_not_matter(name):
    found = LIST.match(name, None)
    assert found is not None
    assert (found.company, found.name_is_exact) == (HANBIT, True)


def test_one_misread_letter_is_tolerated():
    found = LIST.match("한빗정밀", None)
    assert found is not None
    assert (found.company, found.by_name, found.name_is_exact) == (HANBIT, True, False)


def test_two_misread_letters_are_another_company():
    assert LIST.match("한빗정멸", None) is None


def test_the_number_decides_over_the_name():
    found = LIST.match("전혀다른상사", "120-81-47521")
    assert found is not None
    assert (found.company, found.by_number, found.by_name) == (NEUL, True, False)


def test_a_name_that_is_near_two_companies_may_mean_both():
    one, other = Company("한빛정밀", "1"), Company("한빚정밀", "2")
    found = CompanyList([one, other]).match("한빗정밀", None)
    assert (found.company, found.others, found.by_number) == (one, (other,), False)


def test_of_two_companies_of_one_name_the_number_says_which():
    companies = CompanyList([HANBIT, Company("한빛정밀", "120-81-47521")])
    assert companies.match("한빛정밀", "120-81-47521").others == ()
    assert len(companies.match("한빛정밀", None).others) == 1


def test_nothing_matches_nothing():
    assert LIST.match(None, None) is None
    assert LIST.match("", "999-99-99999") is None
