"""Whose details are whose on statements whose headings were misread."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ocr_lib.fields import Company, CompanyList, FieldKey, FieldState, PageText, read_fields
from ocr_lib.fields.reasons import ReasonKind
from tests.ocr_lib.fields.made_texts import placed

LABELS = {"number": "등록번호", "name": "상호", "owner": "성명", "address": "주소", "phone": "전화"}
LEFT = {"number": "220-81-62517", "name": "한빛정밀(주)", "owner": "김도현", "address": "서울시 강남구 테헤란로 152", "phone": "02-555-1234"}  # fmt: skip
RIGHT = {"number": "120-81-47521", "name": "늘푸른식품", "owner": "박서연", "address": "경기도 성남시 판교로 235", "phone": "031-700-8800"}  # fmt: skip
SPREAD = 24
"""Between letters of a heading."""


def side(details: dict[str, str], x: float, without: str | None = None) -> list[PageText]:
    texts = []
    for row, (role, value) in enumerate(details.items()):
        if role != without:
            texts.append(
                placed(LABELS[role], x, 120 + 46 * row, width=84 if role == "number" else 46, height=26)
            )
        texts.append(placed(value, x + 140, 120 + 46 * row, width=11 * len(value), height=26))
    return texts


def upright(letters: str, x: float, spread: float = SPREAD) -> list[PageText]:
    top = 212 - spread * (len(letters) - 1) / 2
    return [placed(one, x, top + spread * n, width=24, height=20) for n, one in enumerate(letters)]


def fields(*texts: PageText) -> dict[str, object]:
    found = read_fields([placed("거래명세서", 475, 40, height=50), *texts], today=date(2026, 11, 29))
    return {one.key.value: one.value for one in found.fields}


def expected(supplier: dict[str, str], buyer: dict[str, str]) -> dict[str, str]:
    return {
        **{f"supplier_{role}": value for role, value in supplier.items()},
        **{f"buyer_{role}": value for role, value in buyer.items()},
    }


@pytest.mark.parametrize("left", ["공급자", "공그터자", "고○님자", "¬○그님자", ""])
@pytest.mark.parametrize("right", ["공급받는자", "공급바C자", "고그d받자", "공님바느느자"])
def test_each_side_is_whole_with_misread_headings(left, right):
    texts = [*upright(left, 98, 20 if len(left) > 3 else SPREAD), *upright(right, 638)]
    assert fields(*texts, *side(LEFT, 160), *side(RIGHT, 700)) == expected(LEFT, RIGHT)


def test_the_buyer_is_at_the_left_where_its_misread_heading_says_so():
    texts = [*upright("공그바느자", 98), *upright("공그터자", 638, 20)]
    assert fields(*texts, *side(LEFT, 160), *side(RIGHT, 700)) == expected(RIGHT, LEFT)


def test_a_heading_at_one_side_says_whose_the_other_is():
    texts = upright("공급자", 638)
    assert fields(*texts, *side(LEFT, 160), *side(RIGHT, 700)) == expected(RIGHT, LEFT)


@pytest.mark.parametrize("role", LABELS)
@pytest.mark.parametrize("headings", [("공급자", "공급바C자"), ("", "")])
def test_details_whose_label_is_missing_at_one_side_are_not_those_of_the_other(role, headings):
    texts = [*upright(headings[0], 98), *upright(headings[1], 638)]
    for left, right in (({"without": role}, {}), ({}, {"without": role})):
        found = fields(*texts, *side(LEFT, 160, **left), *side(RIGHT, 700, **right))
        assert expected(LEFT, RIGHT).items() >= found.items()
        assert len(found) >= 9


def test_a_number_is_not_proven_where_no_heading_says_whose_it_is():
    texts = [placed("거래명세서", 475, 40, height=50), *side(LEFT, 160), *side(RIGHT, 700)]
    found = read_fields(texts, today=date(2026, 11, 29))
    for key in (FieldKey.SUPPLIER_NUMBER, FieldKey.BUYER_NUMBER):
        number = found.get(key)
        assert number is not None
        assert number.state is FieldState.CONSISTENT
        assert ReasonKind.PARTY_BY_PLACE in {reason.kind for reason in number.reasons}


def test_a_known_company_whose_party_is_not_certain_is_not_proven_and_its_number_is_not_offered():
    known = CompanyList([Company(LEFT["name"], LEFT["number"])])
    texts = [placed("거래명세서", 475, 40, height=50), *side(LEFT, 160), *side(RIGHT, 700)]
    found = read_fields(texts, today=date(2026, 11, 29), companies=known)
    for key in (FieldKey.SUPPLIER_NAME, FieldKey.SUPPLIER_NUMBER):
        one = found.get(key)
        assert one is not None
        assert (one.state, one.repair) == (FieldState.CONSISTENT, None)
        assert ReasonKind.KNOWN_COMPANY in {reason.kind for reason in one.reasons}


@pytest.mark.parametrize(
    ("addressee", "state"), [([], FieldState.CONSISTENT), (["새벽상사 귀하"], FieldState.PROVEN)]
)
def test_the_details_on_a_statement_to_an_addressee_are_the_senders(addressee, state):
    addressed = [placed(text, 40, 90, height=26) for text in addressee]
    texts = [placed("거래명세서", 475, 40, height=50), *addressed, *side(LEFT, 700)]
    number = read_fields(texts, today=date(2026, 11, 29)).get(FieldKey.SUPPLIER_NUMBER)
    assert number is not None
    assert (number.value, number.state) == (LEFT["number"], state)


def test_headings_that_contradict_each_other_prove_nothing():
    texts = [placed("거래명세서", 475, 40, height=50), *upright("공급바C자", 98), *upright("공급받느자", 638)]
    found = read_fields([*texts, *side(LEFT, 160), *side(RIGHT, 700)], today=date(2026, 11, 29))
    number = found.get(FieldKey.SUPPLIER_NUMBER)
    assert number is not None
    assert number.state is FieldState.CONSISTENT


def test_letters_of_a_heading_are_no_part_of_the_address_before_it():
    address = {**LEFT, "address": "서울시 강남구 테헤란로 152 한빛빌딩"}
    texts = [*upright("공그터자", 98, 20), *upright("공급바C자", 640, 46 / 2)]
    texts = [*texts, *side(address, 250), *side(RIGHT, 700)]
    assert fields(*texts)["supplier_address"] == address["address"]


@settings(max_examples=60, deadline=None)
@given(st.text("공급받는자하바그느C日○¬님", max_size=8), st.text("공급받는자하바그느C日○¬님", max_size=8))
def test_details_of_two_sides_are_never_mixed(left, right):
    found = fields(*upright(left, 98), *upright(right, 638), *side(LEFT, 160), *side(RIGHT, 700))
    assert found in (expected(LEFT, RIGHT), expected(RIGHT, LEFT))


@pytest.mark.parametrize(
    ("printed", "names"),
    [
        ("공급자: 한빛전자(주)  사업자등록번호 220-81-62517", {"supplier_name": "한빛전자(주)"}),
        ("판매자 : 늘푸른 식품", {"supplier_name": "늘푸른 식품"}),
        ("공급자 ㈜한빛전자", {"supplier_name": "㈜한빛전자"}),
        ("공급받는자: 새벽상사", {"buyer_name": "새벽상사"}),
        ("공급자 보관용", {}),
        ("공급자: 220-81-62517", {}),
    ],
)
def test_a_name_in_the_line_of_a_heading_is_that_partys(printed, names):
    found = fields(placed(printed, 80, 120, height=26))
    assert {key: value for key, value in found.items() if key.endswith("_name")} == names


@pytest.mark.parametrize(
    ("role", "misread"),
    [("number", "능독번오"), ("name", "상오"), ("owner", "성멍"), ("address", "조소"), ("phone", "저화")],
)
@pytest.mark.parametrize("is_left", [True, False])
def test_a_misread_label_is_known_by_the_one_at_the_other_side(role, misread, is_left):
    texts = [*side(LEFT, 160), *side(RIGHT, 700)]
    at = [n for n, text in enumerate(texts) if text.text == LABELS[role]][0 if is_left else 1]
    texts[at] = replace(texts[at], text=misread)
    assert fields(*upright("공급자", 98), *texts) == expected(LEFT, RIGHT)


def test_another_word_in_the_place_of_a_label_is_none():
    texts = [
        *side(LEFT, 160),
        *side(RIGHT, 700, without="name"),
        placed("업태", 700, 166, width=46, height=26),
    ]
    assert "buyer_name" not in fields(*upright("공급자", 98), *texts)
