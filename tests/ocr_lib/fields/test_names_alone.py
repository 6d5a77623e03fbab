"""Companies that a document names without a business number that is right: consistent, offered, asked about, never proven."""

from __future__ import annotations

from datetime import date

import pytest

from ocr_lib.fields import Company, CompanyList, FieldKey, FieldState, PageText, read_fields
from ocr_lib.fields.reasons import ReasonKind

NUMBER, OTHER = "220-81-62517", "120-81-47521"


def placed(text, x, y, width=120, height=20):
    return PageText(text, [(x, y), (x + width, y), (x + width, y + height), (x, y + height)])


def read(name, *companies, number=None):
    texts = [
        placed("거래명세서", 400, 40, width=300, height=40),
        placed("공급자", 40, 140, width=20, height=80),
        placed("상호", 80, 160),
        placed(name, 220, 160),
    ]
    if number is not None:
        texts += [placed("등록번호", 80, 120), placed(number, 220, 120)]
    return read_fields(texts, today=date(2026, 11, 29), companies=CompanyList(companies))


@pytest.mark.parametrize("written", ["한빛정밀", "(주)한빛정밀"])
def test_a_name_alone_is_consistent_not_proven(written):
    name = read(written, Company("(주)한빛정밀", NUMBER)).get(FieldKey.SUPPLIER_NAME)
    assert (name.state, name.value, name.repair) == (FieldState.CONSISTENT, written, None)
    assert [one.kind for one in name.reasons] == [ReasonKind.NAMED_COMPANY]


def test_a_name_with_one_misread_letter_is_offered_and_kept_as_read():
    name = read("한빗정밀", Company("한빛정밀", NUMBER)).get(FieldKey.SUPPLIER_NAME)
    assert (name.state, name.value) == (FieldState.CONSISTENT, "한빗정밀")
    assert (name.repair.value, name.repair.is_proven) == ("한빛정밀", False)
    assert [one.kind for one in name.reasons] == [ReasonKind.SIMILAR_COMPANY]


def test_two_companies_of_the_same_name_are_asked_about():
    companies = Company("한빛정밀", NUMBER), Company("(주)한빛정밀", OTHER)
    name = read("한빛정밀", *companies).get(FieldKey.SUPPLIER_NAME)
    assert (name.state, name.repair) == (FieldState.UNCHECKED, None)
    assert NUMBER in name.reasons[0].message.render("ko")
    assert OTHER in name.reasons[0].message.render("ko")


def test_a_misread_number_is_offered_by_an_exact_name_alone_and_not_proven_by_it():
    wrong = "220-81-62516"
    number = read("한빛정밀", Company("한빛정밀", NUMBER), number=wrong).get(FieldKey.SUPPLIER_NUMBER)
    assert (number.value, number.state) == (wrong, FieldState.CONTRADICTED)
    assert (number.repair.value, number.repair.is_proven) == (NUMBER, False)
    for companies, name in (
        ((Company("한빛정밀", NUMBER),), "한빗정밀"),
        ((Company("한빛정밀", NUMBER), Company("한빛정밀", OTHER)), "한빛정밀"),
    ):
        assert read(name, *companies, number=wrong).get(FieldKey.SUPPLIER_NUMBER).repair is None


def test_the_right_number_still_proves_the_name():
    found = read("한빛정밀", Company("한빛정밀", NUMBER), Company("한빛정밀", OTHER), number=OTHER)
    name = found.get(FieldKey.SUPPLIER_NAME)
    assert (name.state, [one.kind for one in name.reasons]) == (FieldState.PROVEN, [ReasonKind.KNOWN_COMPANY])


def test_a_name_of_no_known_company_stays_as_it_was():
    assert (
        read("처음상사", Company("한빛정밀", NUMBER)).get(FieldKey.SUPPLIER_NAME).state
        is FieldState.UNCHECKED
    )


def test_a_company_with_another_number_is_another_company():
    name = read("한빛정밀", Company("한빛정밀", NUMBER), number=OTHER).get(FieldKey.SUPPLIER_NAME)
    assert (name.state, name.reasons, name.repair) == (FieldState.UNCHECKED, (), None)
