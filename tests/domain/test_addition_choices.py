"""Decisions about added rows that are made one after the other."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.table_additions import AdditionChoices, TakenBack

NAMES = st.sampled_from(["나이", "지역", "요금"])
CHOICES = st.builds(
    AdditionChoices,
    renamed=st.dictionaries(NAMES, NAMES, max_size=2),
    accepted=st.lists(
        st.sampled_from(["repeated:", "unit:나이", "classes:지역", "missing:요금"]), unique=True
    ).map(tuple),
    converted=st.lists(NAMES, max_size=2, unique=True).map(tuple),
    only_new=st.booleans(),
    known_classes=st.booleans(),
)


def test_later_choices_are_added_to_earlier_ones():
    first = AdditionChoices({"나이": "연령"}, ("missing:지역",))
    both = first.with_later(AdditionChoices({"요금": "월요금"}, ("repeated:",), ("요금",)))
    assert both == AdditionChoices(
        {"나이": "연령", "요금": "월요금"}, ("missing:지역", "repeated:"), ("요금",)
    )


@pytest.mark.parametrize(
    ("before", "later"),
    [
        (AdditionChoices(only_new=True), AdditionChoices(accepted=("repeated:",))),
        (AdditionChoices(known_classes=True), AdditionChoices(accepted=("classes:상태",))),
        (AdditionChoices(converted=("나이",)), AdditionChoices(accepted=("unit:나이",))),
    ],
)
def test_of_two_answers_to_one_question_the_later_one_holds(before, later):
    assert before.with_later(later) == later
    assert later.with_later(before) == before


@given(CHOICES)
def test_choices_are_kept_as_json(choices):
    taken = AdditionChoices(choices.renamed, taken_back=TakenBack("김", "2026-11-30T10:00:00+09:00", 3))
    assert AdditionChoices.from_json(choices.to_json()) == choices
    assert AdditionChoices.from_json(taken.to_json()) == taken


@given(CHOICES)
def test_nothing_more_changes_nothing(choices):
    assert choices.with_later(AdditionChoices()) == choices


def test_choices_of_earlier_versions_are_read():
    assert AdditionChoices.from_json({"renamed": {"a": "b"}, "only_new": True}) == AdditionChoices(
        {"a": "b"}, only_new=True
    )
