"""Charts of explanations are where their numbers are, and hold what no axis does not."""

from __future__ import annotations

import pytest

from console.reason_charts import dependences_of, fitting, importances_of, reasons_of
from domain.columns import ColumnType
from domain.explanations import Dependence, DependencePoint, Importance, ModelExplanation
from domain.what_if import Reason


def explanation(*dependences, outputs=("예",)):
    return ModelExplanation(outputs, None, None, 0, 0, dependences=dependences)


def points(*pairs):
    return tuple(DependencePoint(value, means) for value, means in pairs)


def test_bars_are_as_long_as_their_losses_and_begin_at_zero():
    drawn = importances_of(
        [Importance(("a",), 0.4, 0.05), Importance(("b",), 0.2, 0.0), Importance(("c",), -0.1, 0.0)]
    )
    first, second, third = drawn.bars
    assert first.width == pytest.approx(2 * second.width, abs=0.3)
    assert first.x == second.x == drawn.zero
    assert third.x + third.width == pytest.approx(drawn.zero, abs=0.2)
    assert first.error[0] < first.x + first.width < first.error[1]
    assert [bar.y for bar in drawn.bars] == sorted(bar.y for bar in drawn.bars)


def test_at_most_fifteen_columns_are_drawn():
    assert len(importances_of([Importance((f"{n}",), 0.1, 0.0) for n in range(40)]).bars) == 15


@pytest.mark.parametrize("loss", [float("inf"), float("nan"), 1e305])
def test_what_no_axis_holds_is_not_drawn(loss):
    assert importances_of([Importance(("a",), loss, 0.0)]) is None
    assert importances_of([]) is None
    assert (
        dependences_of(explanation(Dependence("a", ColumnType.REAL, points((1.0, (loss,)), (2.0, (0.0,))))))
        == []
    )


def test_reasons_go_to_both_sides_of_zero():
    drawn = reasons_of([Reason("a", "1", 0.3), Reason("b", "", -0.3), Reason("c", "2", 0.0)])
    up, down = drawn.bars
    assert up.x == drawn.zero
    assert down.x + down.width == pytest.approx(drawn.zero, abs=0.2)
    assert (up.words, down.words) == ("a 1", "b")
    assert reasons_of([Reason("a", "1", 0.0)]) is None


def test_a_curve_of_numbers_rises_with_its_means():
    (drawn,) = dependences_of(
        explanation(
            Dependence("나이", ColumnType.REAL, points((20.0, (0.1,)), (40.0, (0.5,)), (60.0, (0.9,))))
        )
    )
    spots = drawn.series[0].spots
    assert [spot.x for spot in spots] == sorted(spot.x for spot in spots)
    assert [spot.y for spot in spots] == sorted((spot.y for spot in spots), reverse=True)
    assert drawn.series[0].line.count(",") == 3
    assert spots[0].value == "20"
    assert (
        drawn.sentence.en == "'나이' from 20 to 60: the mean probability of '예' rises from 10.0% to 90.0%."
    )


def test_labels_of_large_numbers_beside_a_curve_are_not_cut():
    won = points((20.0, (9_206_406.0,)), (40.0, (23_558_085.0,)))
    (drawn,) = dependences_of(explanation(Dependence("월매출", ColumnType.REAL, won)))
    longest = max(len(f"{value:,.0f}") for _, value in drawn.y.ticks)
    assert longest == len("10,000,000")
    assert drawn.x.start - 6 >= longest * 6.5  # 12-pixel digits are less than 7 wide


def test_dates_keep_their_distances():
    days = [("2024-01-01", (0.1,)), ("2024-01-02", (0.2,)), ("2024-12-31", (0.3,))]
    (drawn,) = dependences_of(explanation(Dependence("가입일", ColumnType.DATE, points(*days))))
    first, second, last = (spot.x for spot in drawn.series[0].spots)
    assert second - first < (last - first) / 100
    assert drawn.marks[0][1] == "2024-01-01"


def test_categories_are_below_each_other_without_a_line():
    (drawn,) = dependences_of(
        explanation(
            Dependence("지역", ColumnType.TEXT, points(("서울", (0.1, 0.9)), ("부산", (0.4, 0.6)))),
            outputs=("낮음", "높음"),
        )
    )
    assert [text for _, text in drawn.rows] == ["서울", "부산"]
    assert [one.name for one in drawn.series] == ["낮음", "높음"]
    assert all(one.line == "" for one in drawn.series)


@pytest.mark.parametrize(
    ("text", "shown"),
    [("나이 45세", "나이 45세"), ("가" * 30, "가" * 10 + "…"), ("a" * 30, "a" * 19 + "…"), ("", "")],
)
def test_labels_are_cut_to_the_room_beside_a_chart(text, shown):
    assert fitting(text) == shown
