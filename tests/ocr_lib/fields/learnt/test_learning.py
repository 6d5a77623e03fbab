"""What is learnt from one and from three documents."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from ocr_lib.fields import DocumentKind, FieldKey, FieldState, FieldType, read_fields
from ocr_lib.fields.learnt import ConfirmedField, Example, learn_layout, read_with_layout
from tests.ocr_lib.fields.learnt.supplier_pages import NAME, NUMBER, example, examples, page
from tests.ocr_lib.fields.made_texts import placed

TODAY = date(2026, 11, 29)
FIELDS = {
    "묶음 번호": "AB-7001",
    "issue_date": "2026-11-27",
    "supplier_name": NAME,
    "supplier_number": NUMBER,
    "total_amount": 98_000,
}


def values(layout, texts):
    reading = read_with_layout(layout, texts, today=TODAY)
    return {name: reading.value(name) for name in reading.names}


def test_three_documents_teach_a_layout_whose_words_no_rule_knows():
    layout = learn_layout(examples(), today=TODAY)
    assert values(layout, page("2026-11-27", "AB-7001", 98_000, rows=6)) == FIELDS


def test_one_document_teaches_its_places():
    layout = learn_layout(examples()[:1], today=TODAY)
    assert values(layout, page("2026-11-27", "AB-7001", 98_000)) == FIELDS


def test_the_resolution_of_a_page_does_not_matter():
    layout = learn_layout(examples(), today=TODAY)
    assert values(layout, page("2026-11-27", "AB-7001", 98_000, scale=2.5)) == FIELDS


def test_an_anchor_with_one_misread_letter_is_found():
    layout = learn_layout(examples(), today=TODAY)
    texts = page("2026-11-27", "AB-7001", 98_000, rows=5, label="모두 터해")
    assert values(layout, texts)["total_amount"] == 98_000


def test_goods_that_differ_are_no_anchors():
    layout = learn_layout(examples(), today=TODAY)
    assert {anchor.text for anchor in layout.anchors} == {
        "출하확인지",
        "끊은날",
        "늘고맙습니다",
        "물건",
        "모두더해",
    }


def test_a_field_that_is_not_printed_is_not_found():
    layout = learn_layout(examples(), today=TODAY)
    texts = [text for text in page("2026-11-27", "AB-7001", 98_000) if text.text != "2026-11-27"]
    assert "issue_date" not in values(layout, texts)


def test_the_shipped_proofs_decide_the_states():
    layout = learn_layout(examples(), today=TODAY)
    texts = page("2026-11-27", "AB-7001", 98_000)
    found = read_with_layout(layout, texts, today=TODAY).document
    assert found.get(FieldKey.SUPPLIER_NUMBER).state is FieldState.PROVEN
    misread = [replace(text, text="220-81-62518") if text.text == NUMBER else text for text in texts]
    found = read_with_layout(layout, misread, today=TODAY).document
    assert found.get(FieldKey.SUPPLIER_NUMBER).state is FieldState.CONTRADICTED


def test_a_label_in_the_same_text_is_no_part_of_the_value():
    def of(name):
        texts = [placed("배송 마감 통지", 100, 50), placed(f"나르는 이: {name}", 100, 100)]
        return Example(texts, (ConfirmedField("기사", FieldType.NAME, name, (1,)),))

    layout = learn_layout([of("김새벽"), of("이한빛"), of("박나루")], today=TODAY)
    apart = [
        placed("배송 마감 통지", 100, 50),
        placed("나르는 이", 100, 100),
        placed("최다온", 184, 100),
    ]
    assert values(layout, of("정소라").texts) == {"기사": "정소라"}
    assert values(layout, apart) == {"기사": "최다온"}


def test_print_after_a_value_is_no_part_of_it():
    def of(name):
        texts = [placed("배송 마감 통지", 100, 50), placed(f"{name} 님께", 100, 100)]
        return Example(texts, (ConfirmedField("buyer_name", FieldType.NAME, name, (1,)),))

    layout = learn_layout([of("한빛정밀"), of("(주)나루터"), of("다온테크")], today=TODAY)
    assert values(layout, of("새벽식품").texts) == {"buyer_name": "새벽식품"}


def test_values_that_share_a_text_are_told_apart_by_what_parts_them():
    def of(name, phone):
        texts = [
            placed("배송 마감 통지", 100, 50),
            placed("나르는 이", 100, 80),
            placed(f"{name} | {phone}", 100, 100),
        ]
        fields = (
            ConfirmedField("기사", FieldType.NAME, name, (2,)),
            ConfirmedField("기사 전화", FieldType.PHONE, phone, (2,)),
        )
        return Example(texts, fields)

    layout = learn_layout([of("김새벽", "010-2345-6789"), of("이한빛", "031-222-3333")], today=TODAY)
    assert values(layout, of("박나루", "02-987-6543").texts) == {"기사": "박나루", "기사 전화": "02-987-6543"}


def test_a_field_that_the_rules_find_where_no_document_has_it_is_left_out():
    texts = [placed("영수증", 100, 50, height=40), placed("합계", 50, 120), placed("12,000", 300, 120)]
    assert read_fields(texts, today=TODAY).get(FieldKey.TOTAL_AMOUNT) is not None
    layout = learn_layout([Example(texts, (), DocumentKind.RECEIPT)], today=TODAY)
    assert FieldKey.TOTAL_AMOUNT in layout.absent
    assert values(layout, texts) == {}


def test_nothing_is_learnt_without_a_document():
    with pytest.raises(ValueError, match="at least one"):
        learn_layout([], today=TODAY)


def test_a_text_read_as_something_else_still_teaches_its_place():
    known = example("2026-11-02", "AB-0017", 120_000)
    misread = [replace(text, text="AB-OO17") if n == 1 else text for n, text in enumerate(known.texts)]
    layout = learn_layout([replace(known, texts=misread)], today=TODAY)
    assert values(layout, page("2026-11-27", "AB-7001", 98_000))["묶음 번호"] == "AB-7001"


def test_a_value_that_all_documents_have_is_found_in_a_text_whose_parts_were_misread():
    def of(number, parting):
        texts = [
            placed("배송 마감 통지", 100, 50),
            placed(f"{number}{parting}김새벽 서울 중구 번영로 5", 100, 80, width=500),
        ]
        fields = (
            ConfirmedField("전표", FieldType.PHONE, number, (1,)),
            ConfirmedField("owner_name", FieldType.NAME, "김새벽", (1,)),
        )
        return Example(texts, fields)

    layout = learn_layout([of("02-345-6789", " | "), of("031-222-3333", "이 ")], today=TODAY)
    assert values(layout, of("02-987-6543", "I ").texts) == {"전표": "02-987-6543", "owner_name": "김새벽"}
