"""The question whether a numeric target is classes or numbers."""

from __future__ import annotations

import pytest

from domain.columns import ColumnType
from domain.target_question import TargetQuestion, is_ambiguous
from domain.tasks import Task


@pytest.mark.parametrize(
    ("kind", "distinct", "asks"),
    [
        (ColumnType.INTEGER, 2, False),
        (ColumnType.INTEGER, 3, True),
        (ColumnType.REAL, 20, True),
        (ColumnType.REAL, 21, False),
        (ColumnType.TEXT, 5, False),
        (ColumnType.DATE, 5, False),
    ],
)
def test_numbers_with_three_to_twenty_values_may_be_either(kind, distinct, asks):
    assert is_ambiguous(kind, distinct) is asks


def test_classes_are_suggested_where_each_value_has_enough_rows():
    question = TargetQuestion("점수", 3, ((1.0, 5), (1.5, 40), (2.0, 9)))
    assert question.suggested is Task.CLASSIFICATION
    assert question.rows == [("1", 5), ("1.5", 40), ("2", 9)]
    assert "1, 1.5, 2" in question.outcome(Task.CLASSIFICATION).ko
    assert "5행 이상" in question.reason.ko


def test_numbers_are_suggested_where_a_value_has_too_few_rows_for_a_class():
    question = TargetQuestion("건수", 3, ((0.0, 40), (1.0, 20), (6.0, 4)))
    assert question.suggested is Task.REGRESSION
    assert "6 (4)" in question.reason.en
    assert "0 to 6" in question.outcome(Task.REGRESSION).en


def test_the_example_of_a_number_is_none_of_the_values():
    question = TargetQuestion("점수", 4, ((0.1, 9), (0.2, 9), (0.3, 9), (0.30000000000000004, 9)))
    assert "0.24" in question.outcome(Task.REGRESSION).en


def test_without_counts_nothing_is_suggested():
    question = TargetQuestion("점수", 12, ())
    assert (question.suggested, question.reason, question.rows) == (None, None, [])
    assert "12" in question.text.ko
    for task in Task:
        assert question.outcome(task).ko
