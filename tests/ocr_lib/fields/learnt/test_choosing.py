"""Which layout a document has."""

from __future__ import annotations

from datetime import date

from ocr_lib.fields import FieldType
from ocr_lib.fields.learnt import ConfirmedField, Example, choose_layout, learn_layout
from tests.ocr_lib.fields.learnt.supplier_pages import NUMBER, examples, page
from tests.ocr_lib.fields.made_texts import placed

TODAY = date(2026, 11, 29)


def other_layout():
    def of(day):
        texts = [
            placed("정산 안내문", 300, 40),
            placed("갚을 날", 100, 90),
            placed(day, 300, 90),
            placed("맡은 사람", 100, 130),
        ]
        return Example(texts, (ConfirmedField("issue_date", FieldType.DATE, day, (2,)),))

    return learn_layout([of("2026-11-01"), of("2026-11-08")], today=TODAY)


def layouts():
    return {1: other_layout(), 2: learn_layout(examples(), today=TODAY)}


def test_a_document_has_the_layout_whose_anchors_it_has():
    number, _ = choose_layout(layouts(), page("2026-11-27", "AB-7001", 98_000))
    assert number == 2


def test_a_document_of_another_supplier_has_none():
    texts = [placed("거래명세서", 300, 40, height=40), placed("공급가액", 100, 90), placed("1,000", 300, 90)]
    assert choose_layout(layouts(), texts) is None


def test_the_suppliers_number_makes_up_for_anchors_that_were_not_read():
    read = page("2026-11-27", "AB-7001", 98_000)
    unread = ("출하 확인지", "끊은 날", "새벽상사")
    texts = [text for text in read if text.text not in unread]
    number, _ = choose_layout(layouts(), [*texts, placed("물건", 100, 220)])
    assert number == 2
    assert choose_layout(layouts(), [text for text in texts if text.text not in (NUMBER, "물건")]) is None


def test_the_suppliers_number_alone_is_not_enough():
    assert choose_layout(layouts(), [placed(NUMBER, 900, 150), placed("견적서", 100, 50)]) is None


def test_the_same_words_in_other_places_are_another_layout():
    texts = [
        placed("정산 안내문", 1_500, 40),
        placed("갚을 날", 800, 90),
        placed("맡은 사람", 100, 130),
        placed("2026-11-15", 1_000, 300),
    ]
    assert choose_layout({1: other_layout()}, texts) is None


def test_a_page_without_texts_has_no_layout():
    assert choose_layout(layouts(), []) is None
