"""The kind of a document."""

from __future__ import annotations

import pytest

from ocr_lib.fields.kinds import document_kind
from ocr_lib.fields.texts import Layout, placed_texts
from ocr_lib.fields.vocabulary import DocumentKind
from tests.ocr_lib.fields.made_texts import placed


def kind(*lines: str, title_height: float = 40) -> DocumentKind:
    texts = [placed(lines[0], 300, 50, height=title_height)]
    texts += [placed(line, 50, 120 + 40 * n) for n, line in enumerate(lines[1:])]
    return document_kind(Layout(placed_texts(texts))).kind


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("거 래 명 세 서", DocumentKind.STATEMENT),
        ("거래명세표(공급받는자 보관용)", DocumentKind.STATEMENT),
        ("전자세금계산서", DocumentKind.TAX_INVOICE),
        ("견 적 서", DocumentKind.QUOTATION),
        ("QUOTATION / 견적서", DocumentKind.QUOTATION),
        ("사업자등록증", DocumentKind.BUSINESS_REGISTRATION),
        ("신용카드 매출전표", DocumentKind.RECEIPT),
        ("영 수 증", DocumentKind.RECEIPT),
        ("통장사본", DocumentKind.BANK_ACCOUNT),
        ("사업장 폐기물 배출자 신고증 명서", DocumentKind.CERTIFICATE),
        ("식품제조업 허가증", DocumentKind.CERTIFICATE),
    ],
)
def test_a_title_tells_the_kind(title, expected):
    assert kind(title, "서울특별시 중구") is expected


@pytest.mark.parametrize("title", ["거레명세서", "거래명세저", "거래명셰서"])
def test_a_title_with_a_misread_letter_is_known(title):
    assert kind(title) is DocumentKind.STATEMENT


def test_a_sentence_about_invoices_is_no_invoice():
    lines = (
        "업무 안내",
        "세금계산서는 매월 말일에 일괄하여 발행하겠습니다.",
        "견적서를 보내 주시기 바랍니다.",
    )
    assert kind(*lines) is DocumentKind.OTHER


def test_a_receipt_without_a_title_is_known_by_what_is_on_it():
    lines = ("한빛분식", "220-81-62517", "2026-11-28 12:30", "김밥 3,000", "부가세 273", "합계 3,000")
    assert kind(*lines, title_height=20) is DocumentKind.RECEIPT


def test_the_anchors_are_given_with_their_texts():
    found = document_kind(
        Layout(placed_texts([placed("견 적 서", 300, 50, height=40), placed("견적번호", 50, 120)]))
    )
    assert found.anchors == ("견적서", "견적번호")
    assert found.indexes == (0, 1)


def test_an_empty_page_is_of_no_known_kind():
    assert document_kind(Layout([])).kind is DocumentKind.OTHER
