"""A layout is used only where unseen documents come out better, and none worse."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from ocr_lib.fields import FieldType, read_fields
from ocr_lib.fields.learnt import ConfirmedField, Example, judge, learn_layout
from tests.ocr_lib.fields.learnt.supplier_pages import example, examples
from tests.ocr_lib.fields.made_texts import placed

TODAY = date(2026, 11, 29)
UNSEEN = (example("2026-11-25", "AB-7001", 98_000), example("2026-11-26", "AB-4410", 5_200, rows=5))


def test_a_layout_that_reads_unseen_documents_is_better_than_the_rules():
    found = judge(learn_layout(examples(), today=TODAY), UNSEEN, today=TODAY)
    assert (found.documents, found.fields, found.right_after, found.worse) == (2, 10, 10, 0)
    assert found.is_better


def test_no_layout_is_used_without_an_unseen_document():
    assert not judge(learn_layout(examples(), today=TODAY), [], today=TODAY).is_better


def test_a_layout_that_reads_no_better_than_the_one_in_use_is_not_used():
    layout = learn_layout(examples(), today=TODAY)
    again = learn_layout(examples()[1:], today=TODAY)
    assert not judge(again, UNSEEN, today=TODAY, used={4: layout}, replaces=4).is_better


def test_a_layout_that_makes_one_document_worse_is_not_used():
    layout = learn_layout(examples(), today=TODAY)
    without = replace(layout, fields=tuple(one for one in layout.fields if one.name == "total_amount"))
    found = judge(without, UNSEEN, today=TODAY, used={4: layout}, replaces=4)
    assert found.worse == 2
    assert not found.is_better


def test_a_layout_that_is_applied_to_documents_of_others_is_not_used():
    receipt = [placed("영수증", 100, 50, height=40), placed("합계", 50, 120), placed("12,000", 300, 120)]
    right = tuple(
        ConfirmedField(one.key.value, one.type, one.value, one.indexes)
        for one in read_fields(receipt, today=TODAY).fields
    )
    everywhere = [
        Example(
            [*receipt, placed("감사합니다", 60, 200)],
            (ConfirmedField("메모", FieldType.TEXT, "감사합니다", (3,)),),
        )
    ]
    layout = learn_layout(everywhere, today=TODAY)
    layout = replace(layout, anchors=(*layout.anchors, replace(layout.anchors[0], text="영수증")))
    found = judge(layout, [*UNSEEN, Example(receipt, right)], today=TODAY)
    assert not found.is_better
