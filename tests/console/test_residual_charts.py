"""Where actual and predicted numbers are in the charts of a regressor."""

from __future__ import annotations

import pytest

from console.automl_charts import charts_of
from console.residual_charts import MOST_POINTS, WORST, predicted_actual_of, residuals_of
from domain.automl import ImageKind
from tests.factories import regression_evaluation


def errors(**changed):
    found = regression_evaluation(**changed).regression
    assert found is not None
    return found


def test_an_exact_prediction_is_on_the_dashed_line():
    drawn = predicted_actual_of(errors(actual=(0.0, 50.0, 100.0), predicted=(0.0, 50.0, 80.0)))
    x1, y1, x2, y2 = drawn.exact
    for point in drawn.points[:2]:
        along = (point.x - x1) / (x2 - x1)
        assert point.y == pytest.approx(y1 + along * (y2 - y1), abs=0.2)
    assert drawn.points[2].y > y1 + (drawn.points[2].x - x1) / (x2 - x1) * (
        y2 - y1
    )  # below: y grows downwards


def test_a_residual_of_zero_is_on_the_dashed_line():
    drawn = residuals_of(errors(actual=(5.0, 9.0), predicted=(5.0, 7.0)))
    assert drawn.points[0].y == drawn.exact[1] == drawn.exact[3]
    assert drawn.points[1].y < drawn.exact[1]
    assert [point.residual for point in drawn.worst] == [2.0, 0.0]


def test_many_rows_are_thinned_but_the_worst_are_listed():
    actual = tuple(float(n) for n in range(2000))
    predicted = (5000.0, *actual[1:])
    drawn = predicted_actual_of(errors(actual=actual, predicted=predicted))
    assert len(drawn.points) == MOST_POINTS
    assert len(drawn.worst) == WORST
    assert drawn.worst[0].predicted == 5000.0


def test_long_numbers_have_room_at_the_axis():
    narrow = predicted_actual_of(errors(actual=(1.0, 2.0), predicted=(1.0, 2.0)))
    wide = predicted_actual_of(errors(actual=(1e9, 2e9), predicted=(1e9, 2e9)))
    assert wide.x.start > narrow.x.start


@pytest.mark.parametrize("values", [(), (1.7e308, -1.7e308)])
def test_nothing_is_drawn_without_rows_or_of_numbers_that_no_axis_holds(values):
    assert predicted_actual_of(errors(actual=values, predicted=values)) is None
    assert residuals_of(errors(actual=values, predicted=values)) is None


def test_a_regressor_has_both_charts():
    assert set(charts_of(regression_evaluation())) == {ImageKind.PREDICTED_ACTUAL, ImageKind.RESIDUALS}
