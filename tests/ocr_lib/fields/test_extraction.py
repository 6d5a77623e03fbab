"""From placed texts to fields and their states."""

from __future__ import annotations

from datetime import date

import pytest

from ocr_lib.fields import Company, CompanyList, DocumentKind, FieldKey, FieldState, PageText, read_fields
from ocr_lib.fields.line_items import LineItem
from tests.ocr_lib.fields.made_texts import placed

TODAY = date(2026, 11, 29)
SUPPLIER, BUYER = "220-81-62517", "120-81-47521"


def statement(*, total: str = "(₩34,100)", price: str = "1,500", supplier: str = SUPPLIER) -> list[PageText]:
    """A 거래명세서 of two rows: 10 x 1,500 and 20 x 800, tax of a tenth."""
    return [
        placed("거 래 명 세 서", 400, 40, width=300, height=40),
        placed("거래일자: 2026년 11월 28일", 40, 90),
        placed("공급자", 40, 160, width=20, height=100),
        placed("등록번호", 80, 120), placed(supplier, 200, 120),
        placed("상 호", 80, 160), placed("한빛정밀(주)", 200, 160), placed("성 명", 380, 160), placed("김도현 (인)", 450, 160),
        placed("주 소", 80, 200), placed("서울특별시 강남구 테헤란로 12", 200, 200),
        placed("공급받는자", 640, 160, width=20, height=100),
        placed("등록번호", 680, 120), placed(BUYER, 800, 120),
        placed("상 호", 680, 160), placed("늘푸른식품", 800, 160), placed("성 명", 980, 160), placed("박서연", 1050, 160),
        placed("품목", 80, 300), placed("수량", 450, 300), placed("단가", 560, 300), placed("공급가액", 700, 300), placed("세액", 850, 300),
        placed("볼트", 80, 330), placed("10", 460, 330), placed(price, 560, 330), placed("15,000", 700, 330), placed("1,500", 850, 330),
        placed("너트", 80, 360), placed("20", 460, 360), placed("800", 560, 360), placed("16,000", 700, 360), placed("1,600", 850, 360),
        placed("합 계", 80, 390), placed("31,000", 700, 390), placed("3,100", 850, 390),
        placed("합계금액", 80, 450), placed(total, 500, 450),
    ]  # fmt: skip


def values(texts: list[PageText], **options) -> dict[str, object]:
    return {field.key.value: field.value for field in read_fields(texts, today=TODAY, **options).fields}


def test_a_statement_has_its_kind_fields_and_rows():
    found = read_fields(statement(), today=TODAY)
    assert found.kind.kind is DocumentKind.STATEMENT
    assert {field.key.value: field.value for field in found.fields} == {
        "issue_date": "2026-11-28",
        "supplier_number": SUPPLIER,
        "supplier_name": "한빛정밀(주)",
        "supplier_owner": "김도현",
        "supplier_address": "서울특별시 강남구 테헤란로 12",
        "buyer_number": BUYER,
        "buyer_name": "늘푸른식품",
        "buyer_owner": "박서연",
        "supply_amount": 31_000,
        "tax_amount": 3_100,
        "total_amount": 34_100,
    }
    assert found.missing == ()
    assert [item.name for item in found.items] == ["볼트", "너트"]


def test_fields_refer_to_the_texts_they_came_from():
    texts = statement()
    found = read_fields(texts, today=TODAY)
    number = found.get(FieldKey.SUPPLIER_NUMBER)
    assert number is not None
    assert [texts[n].text for n in number.indexes] == [SUPPLIER]


def test_amounts_that_agree_are_proven():
    found = read_fields(statement(), today=TODAY)
    for key in (FieldKey.SUPPLY_AMOUNT, FieldKey.TAX_AMOUNT, FieldKey.TOTAL_AMOUNT, FieldKey.SUPPLIER_NUMBER):
        field = found.get(key)
        assert field is not None
        assert field.state is FieldState.PROVEN
        assert field.reasons


def test_a_misread_total_is_contradicted_and_a_repair_is_offered_not_applied():
    total = read_fields(statement(total="84,100"), today=TODAY).get(FieldKey.TOTAL_AMOUNT)
    assert total is not None
    assert (total.value, total.state) == (84_100, FieldState.CONTRADICTED)
    assert total.repair is not None
    assert total.repair.value == 34_100
    assert "84,100" in total.reasons[0].en


def test_a_misread_price_is_repaired_in_its_row_and_leaves_the_amounts_proven():
    found = read_fields(statement(price="1,600"), today=TODAY)
    assert [(repair.figure, repair.value) for repair in found.repairs] == [("item:0:price", 1_500)]
    total = found.get(FieldKey.TOTAL_AMOUNT)
    assert total is not None
    assert total.state is FieldState.PROVEN


def test_a_wrong_check_digit_contradicts_a_business_number():
    number = read_fields(statement(supplier="220-81-62516"), today=TODAY).get(FieldKey.SUPPLIER_NUMBER)
    assert number is not None
    assert number.state is FieldState.CONTRADICTED


def test_a_known_company_proves_the_name_and_corrects_a_misread_one():
    known = CompanyList([Company("한빛정밀(주)", SUPPLIER), Company("늘푸른석품", BUYER)])
    found = read_fields(statement(), today=TODAY, companies=known)
    supplier, buyer = found.get(FieldKey.SUPPLIER_NAME), found.get(FieldKey.BUYER_NAME)
    assert supplier is not None
    assert buyer is not None
    assert supplier.state is FieldState.PROVEN
    assert buyer.state is FieldState.CONTRADICTED
    assert buyer.repair is not None
    assert buyer.repair.value == "늘푸른석품"


def test_the_buyer_may_be_on_the_left():
    texts = [
        placed("거래명세표", 400, 40, width=300, height=40),
        placed("공급받는자", 40, 140, width=20, height=80), placed("등록번호", 80, 120), placed(BUYER, 200, 120),
        placed("상호", 80, 160), placed("늘푸른식품", 200, 160),
        placed("공급자", 640, 140, width=20, height=80), placed("등록번호", 680, 120), placed(SUPPLIER, 800, 120),
        placed("상호", 680, 160), placed("한빛정밀", 800, 160),
    ]  # fmt: skip
    found = values(texts)
    assert (found["supplier_number"], found["buyer_number"]) == (SUPPLIER, BUYER)
    assert (found["supplier_name"], found["buyer_name"]) == ("한빛정밀", "늘푸른식품")


def test_details_under_no_heading_are_the_other_partys():
    texts = [
        placed("거래명세표", 400, 40, width=300, height=40),
        placed("등록번호", 80, 120), placed(BUYER, 200, 120),
        placed("공급자", 640, 140, width=20, height=80), placed("등록번호", 680, 120), placed(SUPPLIER, 800, 120),
    ]  # fmt: skip
    found = values(texts)
    assert (found["supplier_number"], found["buyer_number"]) == (SUPPLIER, BUYER)


@pytest.mark.parametrize(
    "texts",
    [
        [placed("사업자번호: 220-81-62517", 50, 120)],
        [placed("사업자번호220-81-62517", 50, 120)],
        [placed("사 업 자 번 호", 50, 120), placed("220-81-62517", 300, 120)],
        [*(placed(letter, 50 + 40 * n, 120, width=20) for n, letter in enumerate("사업자번호")), placed("220-81-62517", 300, 120)],
        [placed("사업지번호", 50, 120), placed("220-81-62517", 300, 120)],
        [placed("사업자번호", 50, 120), placed("220-81-62517", 50, 150)],
        [placed("사업자", 50, 110, width=60), placed("번호", 50, 135, width=60), placed("220-81-62517", 200, 122)],
        [placed("상호 한빛분식 사업자번호 220-81-62517 대표자 김도현", 50, 120)],
    ],
)  # fmt: skip
def test_labels_are_found_as_they_are_printed_and_read(texts):
    assert values([placed("영수증", 100, 50, height=40), *texts])["business_number"] == SUPPLIER


def test_an_empty_cell_has_no_value():
    texts = [
        placed("사업자등록증", 300, 50, width=300, height=40),
        placed("상호", 50, 120), placed("성명", 50, 160), placed("김도현", 200, 160),
    ]  # fmt: skip
    assert "company_name" not in values(texts)


def test_a_missing_required_field_is_named():
    found = read_fields([placed("영 수 증", 100, 50, height=40)], today=TODAY)
    assert FieldKey.TOTAL_AMOUNT in found.missing


def test_a_date_in_the_far_future_is_contradicted():
    texts = [placed("영수증", 100, 50, height=40), placed("거래일시: 2096-11-28 12:30", 50, 120)]
    field = read_fields(texts, today=TODAY).get(FieldKey.ISSUE_DATE)
    assert field is not None
    assert field.state is FieldState.CONTRADICTED


def test_resident_numbers_are_in_no_field_and_in_no_repr():
    texts = [
        placed("영업신고증", 300, 50, width=300, height=40),
        placed("주민등록번호", 50, 120), placed("900101-1234567", 250, 120),
        placed("대표자", 50, 160), placed("홍길동 900101-1234567", 250, 160),
    ]  # fmt: skip
    found = read_fields(texts, today=TODAY)
    resident = found.get(FieldKey.RESIDENT_NUMBER)
    assert resident is not None
    assert resident.value == "900101-1******"
    assert "1234567" not in repr(found) + str(found.to_json()) + repr(texts)


@pytest.mark.parametrize(
    ("label", "printed", "expected"),
    [
        ("생년월일(주민등록번호)", "900101-1234568", {"birth_date": "1990-01-01", "resident_number": "900101-1******"}),
        ("생년월일(주민등록번호):", "030215-4123456", {"birth_date": "2003-02-15", "resident_number": "030215-4******"}),
        ("생년월일", "900101-1******", {"birth_date": "1990-01-01"}),
        ("주민등록번호(생년월일)", "1990. 1. 1.", {"birth_date": "1990-01-01"}),
        ("생년월일(법인등록번호)", "110111-0123458", {"corporate_number": "110111-0123458"}),
    ],
)  # fmt: skip
def test_a_label_with_a_second_one_in_brackets_gives_the_fields_that_its_value_writes(
    label, printed, expected
):
    texts = [placed("영업신고증", 300, 50, height=40), placed(label, 50, 120), placed(printed, 400, 120)]
    found = read_fields(texts, today=TODAY)
    keys = (FieldKey.BIRTH_DATE, FieldKey.RESIDENT_NUMBER, FieldKey.CORPORATE_NUMBER)
    read = {one.key.value: one for one in found.fields if one.key in keys}
    assert {key: one.value for key, one in read.items()} == expected
    assert FieldState.CONTRADICTED not in {one.state for one in read.values()}
    assert "234568" not in repr(found) + str(found.to_json())


@pytest.mark.parametrize(
    ("label", "value"),
    [("법인등록번호", "850715-2123459"), ("생년월일(법인등록번호)", "850715-2******")],
)
def test_a_corporate_number_with_a_wrong_check_digit_is_masked_where_its_label_may_be_a_persons(label, value):
    texts = [
        placed("영업신고증", 300, 50, height=40),
        placed(label, 50, 120),
        placed("850715-2123459", 400, 120),
    ]
    found = {one.key: one.value for one in read_fields(texts, today=TODAY).fields}
    assert found[FieldKey.CORPORATE_NUMBER] == value


def test_a_birth_date_that_cannot_be_read_is_contradicted():
    texts = [placed("영업신고증", 300, 50, height=40), placed("생년월일: 901301-1234568", 50, 120)]
    birth = read_fields(texts, today=TODAY).get(FieldKey.BIRTH_DATE)
    assert birth is not None
    assert (birth.value, birth.state) == (None, FieldState.CONTRADICTED)


def test_a_resident_number_in_two_texts_is_one_masked_value():
    texts = [
        placed("영업신고증", 300, 50, width=300, height=40),
        placed("주민등록번호", 50, 120), placed("900101-", 250, 120, width=70), placed("1234567", 325, 120, width=70),
    ]  # fmt: skip
    found = read_fields(texts, today=TODAY)
    resident = found.get(FieldKey.RESIDENT_NUMBER)
    assert resident is not None
    assert (resident.value, resident.indexes) == ("900101-1******", (2, 3))
    assert "234567" not in repr(found) + str(found.to_json())


def test_pages_are_read_one_below_the_other():
    texts = [
        placed("영수증", 100, 50, height=40),
        placed("합계", 50, 120),
        placed("12,000", 300, 120, page=1),
    ]
    assert "total_amount" not in values(texts)


@pytest.mark.parametrize("quarter", [1, 2, 3])
def test_a_turned_page_has_the_same_fields(quarter):
    def turned(text: PageText) -> PageText:
        quad = [list(point) for point in text.quad]
        for _ in range(quarter):
            quad = [[-y, x] for x, y in quad]
        return PageText(text.text, quad, text.score)

    # Vertical headings are read along their letters, which a quarter turn of their corners does not keep.
    texts = [text for text in statement() if text.text not in ("공급자", "공급받는자")]
    assert values([turned(text) for text in texts]) == values(texts)


def test_parts_of_one_text_are_values_of_different_fields():
    texts = [placed("[영수증]", 100, 50, height=40), placed("220-81-62517 TEL:02)777-5113", 50, 120)]
    found = values(texts)
    assert (found["business_number"], found["phone"]) == (SUPPLIER, "02-777-5113")


def test_a_name_printed_with_the_business_number_gives_both():
    texts = [placed("[영수증]", 100, 50, height=40), placed("[매장명] 한빛식당/220-81-62517", 50, 120)]
    found = values(texts)
    assert (found["company_name"], found["business_number"]) == ("한빛식당", SUPPLIER)


def test_a_word_before_a_comma_is_no_label():
    texts = [placed("영수증", 100, 50, height=40), placed("가맹점명, 가맹점주소가 다른 경우 신고", 50, 120)]
    assert "company_name" not in values(texts)


def test_a_slanting_next_row_is_no_part_of_a_name():
    texts = [
        placed("영수증", 100, 50, height=40),
        placed("대표자", 20, 120), placed("이충연", 150, 120), placed("서울 성동구 성덕정길 82", 155, 131),
    ]  # fmt: skip
    assert values(texts)["owner_name"] == "이충연"


def test_rows_of_a_slanting_page_are_parted():
    def slanting(text: str, x: float, y: float, width: float) -> PageText:
        fall = 0.06 * width
        return PageText(text, [[x, y], [x + width, y + fall], [x + width, y + fall + 20], [x, y + 20]])

    texts = [
        placed("[영수증]", 100, 50, height=40),
        *(placed("공지 문구", 20, 300 + 30 * n) for n in range(5)),  # level, so that the page is
        placed("주소", 20, 110, width=40), slanting("서울 성동구 성덕정길 82-1", 150, 92, 350),
        placed("대표자", 20, 128, width=60), placed("이충연", 150, 128, width=60),
    ]  # fmt: skip
    found = values(texts)
    assert (found["owner_name"], found["address"]) == ("이충연", "서울 성동구 성덕정길 82-1")


def test_resident_numbers_are_masked_in_the_json_of_line_items():
    item = LineItem("홍길동 900101-1234568", None, None, None, None, ())
    found = read_fields([placed("거래명세서", 0, 0, height=60)], today=TODAY, items=[item])
    assert [one["name"] for one in found.to_json()["items"]] == ["홍길동 900101-1******"]
