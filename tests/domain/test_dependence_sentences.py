"""What a partial dependence shows is said in one sentence, of whatever column and output."""

from __future__ import annotations

import pytest

from domain.columns import ColumnType
from domain.dependence_sentences import dependence_sentence
from domain.explanations import ColumnValues, Dependence, DependencePoint, ModelExplanation


def said(kind, *pairs, outputs=("예",), columns=(), language="en", rmse=None):
    dependence = Dependence("나이", kind, tuple(DependencePoint(value, means) for value, means in pairs))
    metric = "rmse" if rmse else None
    explanation = ModelExplanation(outputs, metric, rmse, 0, 0, dependences=(dependence,), columns=columns)
    return dependence_sentence(explanation, dependence).render(language)


def test_a_curve_that_rises_is_said_with_both_ends():
    pairs = ((20.0, (0.1,)), (40.0, (0.5,)), (60.0, (0.9,)))
    assert said(ColumnType.REAL, *pairs) == (
        "'나이' from 20 to 60: the mean probability of '예' rises from 10.0% to 90.0%."
    )
    assert said(ColumnType.REAL, *pairs, language="ko") == (
        "'나이' 20~60: '예'의 평균 예측 확률이 10.0%에서 90.0%로 높아집니다."
    )


def test_a_step_back_that_is_small_beside_the_whole_is_still_a_fall():
    pairs = (("2024-01-01", (0.9,)), ("2024-02-01", (0.91,)), ("2024-03-01", (0.2,)))
    assert "'나이' from 2024-01-01 to 2024-03-01: the mean probability of '예' falls" in said(
        ColumnType.DATE, *pairs
    )


def test_a_curve_that_turns_is_said_by_its_highest_and_lowest_value():
    pairs = ((0.0, (0.5,)), (10.0, (0.1,)), (20.0, (0.7,)))
    assert said(ColumnType.INTEGER, *pairs) == (
        "'나이': the mean probability of '예' is highest for 20 (70.0%) and lowest for 10 (10.0%)."
    )


@pytest.mark.parametrize("kind", [ColumnType.TEXT, ColumnType.BOOL])
def test_categories_neither_rise_nor_fall(kind):
    pairs = (("서울", (0.1,)), ("부산", (0.4,)), ("제주", (0.6,)))
    assert said(kind, *pairs) == (
        "'나이': the mean probability of '예' is highest for '제주' (60.0%) and lowest for '서울' (10.0%)."
    )


def test_of_several_classes_the_one_that_changes_most_is_named():
    pairs = ((1.0, (0.3, 0.6, 0.1)), (2.0, (0.3, 0.1, 0.6)), (3.0, (0.3, 0.05, 0.65)))
    assert "probability of '다'" in said(ColumnType.REAL, *pairs, outputs=("가", "나", "다"))


@pytest.mark.parametrize(
    ("means", "rmse", "hardly"),
    [
        ((1_000.0, 1_040.0), 1_000.0, True),
        ((1_000.0, 1_060.0), 1_000.0, False),
        ((1_000.2, 1_000.4), None, True),  # the written numbers look the same
    ],
)
def test_numbers_hardly_change_by_the_error_of_the_model(means, rmse, hardly):
    sentence = said(ColumnType.REAL, (1.0, means[:1]), (2.0, means[1:]), outputs=(), rmse=rmse)
    assert ("hardly changes" in sentence) is hardly
    assert "mean predicted number" in sentence


def test_a_probability_that_moves_by_less_than_a_percent_hardly_changes():
    assert "hardly changes (50.0% to 50.9%)" in said(ColumnType.REAL, (1.0, (0.5,)), (2.0, (0.509,)))


def test_numbers_have_the_unit_of_their_column():
    column = ColumnValues("c0001", "나이", ColumnType.REAL, unit="%")
    sentence = said(ColumnType.REAL, (0.1, (0.1,)), (0.69, (0.9,)), columns=(column,))
    assert "from 10% to 69%" in sentence
