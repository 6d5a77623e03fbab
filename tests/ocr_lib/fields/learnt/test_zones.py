"""Zones that a person drew: with texts, without, and hostile ones."""

from __future__ import annotations

import math
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ocr_lib.fields import FieldType
from ocr_lib.fields.learnt import ConfirmedField, Example, LearntLayout, Zone, learn_layout, read_with_layout
from ocr_lib.fields.learnt.layout import FARTHEST, MOST_FIELDS
from tests.ocr_lib.fields.learnt.supplier_pages import page

TODAY = date(2026, 11, 29)
DAY = Zone(90, 135, 300, 165)


def learnt(*fields):
    return learn_layout([Example(page("2026-11-02", "AB-0017", 120_000), fields)], today=TODAY)


def value(layout, name):
    return read_with_layout(layout, page("2026-11-27", "AB-7001", 98_000), today=TODAY).value(name)


def test_a_zone_around_a_text_names_its_place():
    layout = learnt(ConfirmedField("issue_date", FieldType.DATE, "2026-11-02", zone=DAY))
    assert value(layout, "issue_date") == "2026-11-27"


def test_a_zone_without_a_confirmed_value_names_its_place_too():
    assert value(learnt(ConfirmedField("끊은 날", FieldType.DATE, None, zone=DAY)), "끊은 날") == "2026-11-27"


def test_a_zone_that_is_empty_on_the_example_reads_what_is_in_it_elsewhere():
    layout = learnt(ConfirmedField("비고", FieldType.TEXT, None, zone=Zone(390, 180, 700, 215)))
    texts = page("2026-11-27", "AB-7001", 98_000)
    note = page("급한 물건", "", 2)[3]
    moved = [*texts, type(note)("급한 물건", [[420, 190], [560, 190], [560, 210], [420, 210]])]
    assert read_with_layout(layout, texts, today=TODAY).value("비고") is None
    assert read_with_layout(layout, moved, today=TODAY).value("비고") == "급한 물건"


@pytest.mark.parametrize(
    "zone",
    [
        Zone(300, 165, 90, 135),
        Zone(math.nan, 0, 1, 1),
        Zone(0, 0, math.inf, 1),
        Zone(-500, -500, -10, -10),
        Zone(0, 0, 1e12, 1e12),
        Zone(90, 135, 90, 165),
    ],
    ids=["turned", "nan", "infinite", "left of the page", "absurd", "without width"],
)
def test_an_impossible_zone_costs_no_other_field(zone):
    layout = learnt(
        ConfirmedField("비고", FieldType.TEXT, None, zone=zone),
        ConfirmedField("issue_date", FieldType.DATE, "2026-11-02", zone=DAY),
    )
    assert [one.name for one in layout.fields] == ["issue_date"]


def test_two_fields_with_one_zone_both_end():
    layout = learnt(
        ConfirmedField("비고", FieldType.TEXT, None, zone=DAY),
        ConfirmedField("끊은 날", FieldType.DATE, None, zone=DAY),
    )
    assert "2026-11-27" in {value(layout, "비고"), value(layout, "끊은 날")}


def test_more_fields_than_the_limit_are_left_out():
    fields = [ConfirmedField(f"칸 {n}", FieldType.TEXT, None, zone=DAY) for n in range(500)]
    assert len(learnt(*fields).fields) <= MOST_FIELDS


coordinate = st.floats(-1e9, 1e9) | st.sampled_from([math.nan, math.inf, 0.0, 100.0, 400.0])


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(FieldType), coordinate, coordinate, coordinate, coordinate),
        min_size=1,
        max_size=12,
    )
)
def test_any_zones_make_a_bounded_layout(drawn):
    fields = [ConfirmedField(f"칸 {n}", one[0], None, zone=Zone(*one[1:])) for n, one in enumerate(drawn)]
    layout = learnt(*fields)
    assert LearntLayout.from_json(layout.to_json()) == layout
    assert all(
        abs(length) <= FARTHEST
        for field in layout.fields
        for at in field.offsets
        for length in (at.left, at.middle, at.right, at.down)
    )
    read_with_layout(layout, page("2026-11-27", "AB-7001", 98_000), today=TODAY)
