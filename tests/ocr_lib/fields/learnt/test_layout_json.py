"""JSON of layouts: what is written is read again, and what is no layout is refused."""

from __future__ import annotations

import json
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ocr_lib.fields import PageText
from ocr_lib.fields.learnt import InvalidLayout, LearntLayout, learn_layout, read_with_layout
from tests.ocr_lib.fields.learnt.supplier_pages import examples, page

TODAY = date(2026, 11, 29)
LAYOUT = learn_layout(examples(), today=TODAY)

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=True) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)


def test_a_layout_is_the_same_after_json():
    assert LearntLayout.from_json(json.loads(json.dumps(LAYOUT.to_json()))) == LAYOUT


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_a_layout_with_any_value_replaced_is_refused_or_reads_a_page(data):
    written = json.loads(json.dumps(LAYOUT.to_json()))
    place = written
    while True:
        keys = list(place) if isinstance(place, dict) else list(range(len(place)))
        key = data.draw(st.sampled_from(keys))
        inner = place[key]
        if not isinstance(inner, dict | list) or not inner or data.draw(st.booleans()):
            place[key] = data.draw(json_values)
            break
        place = inner
    try:
        layout = LearntLayout.from_json(written)
    except InvalidLayout:
        return
    texts = page("2026-11-27", "AB-7001", 98_000)
    reading = read_with_layout(layout, texts, today=TODAY)
    assert all(0 <= n < len(texts) for one in reading.own for n in one.indexes)


@settings(max_examples=60, deadline=None)
@given(json_values)
def test_json_that_is_no_layout_is_refused(written):
    with pytest.raises(InvalidLayout):
        LearntLayout.from_json(written)


def test_a_part_without_separator_and_number_is_refused():
    written = LAYOUT.to_json()
    written["fields"][0]["part"] = []
    with pytest.raises(InvalidLayout):
        LearntLayout.from_json(written)


@pytest.mark.parametrize(
    ("list_name", "count"), [("anchors", 10_000), ("fields", 10_000)], ids=["anchors", "fields"]
)
def test_more_anchors_or_fields_than_the_limit_are_refused(list_name, count):
    written = LAYOUT.to_json()
    written[list_name] = written[list_name][:1] * count
    with pytest.raises(InvalidLayout):
        LearntLayout.from_json(written)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["끊은 날", "모두 더해", "출하 확인지", "98,000", "2026-11-27"])
            | st.text(max_size=9),
            st.lists(st.tuples(st.floats(-1e6, 1e6), st.floats(-1e6, 1e6)), min_size=4, max_size=4),
        ),
        max_size=20,
    )
)
def test_a_layout_reads_any_texts_at_any_places(texts):
    found = [PageText(text, quad) for text, quad in texts]
    reading = read_with_layout(LAYOUT, found, today=TODAY)
    assert all(0 <= n < len(found) for one in reading.document.fields for n in one.indexes)
