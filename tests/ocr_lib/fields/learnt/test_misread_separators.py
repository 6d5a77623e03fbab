"""Values of a supplier in one line, whose separators the reader takes for other signs or leaves out."""

from __future__ import annotations

from datetime import date

import pytest

from ocr_lib.fields import FieldType
from ocr_lib.fields.hangul import has_near
from ocr_lib.fields.learnt import ConfirmedField, Example, learn_layout, read_with_layout
from ocr_lib.fields.learnt.spans import Span, holds_constant, shown, value_span
from tests.ocr_lib.fields.learnt.supplier_pages import NUMBER, page
from tests.ocr_lib.fields.made_texts import placed

TODAY = date(2026, 11, 29)
OWNER, ADDRESS, PHONE = "한문청", "경기도 성남시 동구 강변로 15", "031-1665-8621"
FIELDS = {
    "supplier_number": NUMBER,
    "supplier_owner": OWNER,
    "supplier_address": ADDRESS,
    "supplier_phone": PHONE,
}
TYPES = (FieldType.BUSINESS_NUMBER, FieldType.NAME, FieldType.TEXT, FieldType.PHONE)


def example(number, *lines):
    """A page with the supplier's details in texts of one line, left to right, all their fields confirmed."""
    texts = [one for one in page("2026-11-02", number, 120_000) if one.text != NUMBER]
    x, count = 300.0, len(texts)
    # Whatever is read, the print is as wide.
    step = (600 - 12 * (len(lines) - 1)) / sum(map(len, lines))
    for line in lines:
        texts.append(placed(line, x, 20, width=step * len(line), height=20))
        x += step * len(line) + 12
    fields = tuple(
        ConfirmedField(
            name,
            kind,
            value,
            tuple(count + n for n, line in enumerate(lines) if value in line) or (count,),
        )
        for (name, value), kind in zip(FIELDS.items(), TYPES, strict=True)
    )
    return Example(texts, fields)


def joined(first="|", second="|", third="|"):
    return f"{NUMBER} {first} {OWNER} {second} {ADDRESS} {third} {PHONE}"


def read(layout, one):
    reading = read_with_layout(layout, one.texts, today=TODAY)
    return {name: reading.value(name) for name in FIELDS}


@pytest.mark.parametrize(
    "lines",
    [
        [joined()],
        [joined("|", "/", "|")],
        [joined("/", "!", "|")],
        [joined("[", "↓", "/")],
        [joined("|", "/", "|").replace("강변로 15", "강변로15")],
        [f"{NUMBER}{OWNER}/ {ADDRESS} |{PHONE}"],
        [NUMBER, f"{OWNER}↓ {ADDRESS}", PHONE],
        [NUMBER, f"{OWNER}! {ADDRESS} |{PHONE}"],
    ],
)
def test_bars_that_are_read_as_other_signs_still_part_values(lines):
    examples = [
        example("AB-0017", joined("|", "/", "|")),
        example("AB-1203", joined("|", "/", "|")),
        example("AB-0988", joined("/", "/", "|")),
    ]
    layout = learn_layout(examples, today=TODAY)
    assert read(layout, example("AB-7001", *lines)) == FIELDS


def test_a_value_in_front_of_another_is_no_anchor():
    layout = learn_layout([example("AB-0017", joined("|", "/", "|"))] * 2, today=TODAY)
    assert not {anchor.text for anchor in layout.anchors} & {OWNER, PHONE.replace("-", "")}


@pytest.mark.parametrize(
    ("text", "value", "part"),
    [
        ("가나 | 다라 | 사아", "다라", ("|", 1)),
        ("가나 ! 다라 | 사아", "다라", ("|", 1)),
        ("가나 / 다라 / 사아", "다라", ("/", 1)),
        ("가나 | 다라 / 사아", "다라", ("/|", 1)),
    ],
)
def test_the_separator_of_a_value_is_learnt_as_it_is_read(text, value, part):
    assert value_span(FieldType.NAME, text, value) == Span(0, part=part)


def test_dates_with_slashes_are_not_parted_by_bars():
    assert shown(FieldType.DATE, "2026/11/24 | 가나", Span(0, part=("|", 0))) == "2026-11-24"


@pytest.mark.parametrize(
    ("text", "constant", "holds"),
    [
        (f"{NUMBER} {OWNER} {ADDRESS}", OWNER, True),
        (f"{OWNER} | 경기도 성냄시 동구 강변로 15 | {PHONE}", ADDRESS, True),
        (f"{OWNER} | 경기도 성냄시 동구 강변로 16 | {PHONE}", ADDRESS, False),
        # Of a short name one misread letter may make another one.
        ("한문정 | 경기도", OWNER, False),
        ("", ADDRESS, False),
        (ADDRESS, None, False),
    ],
)
def test_a_known_value_is_found_within_a_text(text, constant, holds):
    assert holds_constant(text, constant) is holds


@pytest.mark.parametrize(
    ("text", "near"), [("강변로", True), ("가강변루나", True), ("가강벼루나", False), ("", False)]
)
def test_a_part_may_have_one_misread_letter(text, near):
    assert has_near(text, "강변로") is near
