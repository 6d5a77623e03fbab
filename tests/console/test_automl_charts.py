"""Charts of columns and models: coordinates of stored numbers."""

from __future__ import annotations

import pytest

from console.automl_charts import (
    MOST_CLASSES,
    Axis,
    charts_of,
    distribution_of,
    loss_of,
    matrix_of,
    roc_of,
)
from domain.evaluations import RocCurve
from records.tables import ColumnInfo
from tests.factories import evaluation


def column(**changed):
    profile = {
        "whisker_low": 0.0,
        "whisker_high": 8.0,
        "outliers": [10.0],
        "histogram": {"edges": [0.0, 5.0, 10.0], "counts": [6, 3]},
    }
    usual = {"q1": 2.0, "q2": 4.0, "q3": 6.0, "mean": 4.5, "profile": profile}
    return ColumnInfo(**usual | changed)


def scores(**changed):
    found = evaluation(**changed).classification
    assert found is not None
    return found


def test_an_axis_has_round_ticks_within_it():
    axis = Axis(0.0, 10.0, 100.0, 200.0)
    assert axis.ticks == [(100.0, 0.0), (120.0, 2.0), (140.0, 4.0), (160.0, 6.0), (180.0, 8.0), (200.0, 10.0)]


def test_a_single_value_is_in_the_middle_of_its_axis():
    assert Axis.around([7.0], 0.0, 100.0).place(7.0) == 50.0


def test_the_parts_of_a_boxplot_are_in_the_order_of_their_values():
    drawn = distribution_of(column())
    assert drawn is not None
    places = [drawn.points[name][0] for name in ("low", "q1", "q2", "q3", "high")]
    assert places == sorted(places)
    assert len(set(places)) == 5
    ((x, value),) = drawn.outliers
    assert value == 10.0
    assert drawn.points["high"][0] < x <= drawn.width


def test_bars_are_as_high_as_their_counts():
    drawn = distribution_of(column())
    assert drawn is not None
    first, second = drawn.bars
    assert first.height == 2 * second.height
    assert first.y + first.height == pytest.approx(drawn.floor)
    assert (first.low, first.high, first.count) == (0.0, 5.0, 6)


@pytest.mark.parametrize("changed", [{"q1": None}, {"q3": 1.7e308, "mean": -1.7e308}])
def test_a_column_without_a_range_has_no_chart(changed):
    assert distribution_of(column(**changed)) is None


def test_a_matrix_has_a_cell_for_each_pair_with_the_share_of_its_true_class():
    drawn = matrix_of(scores(confusion_matrix=((30, 10), (0, 20))))
    assert drawn is not None
    assert [(c.actual, c.predicted, c.count, c.share) for c in drawn.cells] == [
        ("no", "no", 30, 0.75),
        ("no", "yes", 10, 0.25),
        ("yes", "no", 0, 0.0),
        ("yes", "yes", 20, 1.0),
    ]
    assert all(c.x + drawn.size <= drawn.width and c.y + drawn.size <= drawn.height for c in drawn.cells)


def test_a_matrix_of_very_many_classes_stays_a_picture():
    labels = tuple(f"c{n}" for n in range(MOST_CLASSES + 1))
    counts = tuple(tuple(0 for _ in labels) for _ in labels)
    assert matrix_of(scores(labels=labels, confusion_matrix=counts)) is None


def test_a_roc_curve_runs_from_the_lower_left_to_the_upper_right():
    curve = RocCurve("yes", (0.0, 0.1, 1.0), (0.0, 0.8, 1.0), 0.93)
    drawn = roc_of(scores(roc_curves=(curve,)))
    assert drawn is not None
    (line,) = drawn.curves
    first, middle, last = [tuple(map(float, point.split(","))) for point in line.points.split()]
    assert first == (drawn.x.start, drawn.y.start)
    assert last == (drawn.x.stop, drawn.y.stop)
    assert middle[0] < (first[0] + last[0]) / 2
    assert middle[1] < (first[1] + last[1]) / 2  # y grows downwards
    assert (line.summary, line.hovers[-1][2:]) == (0.93, (1.0, 1.0))


def test_losses_are_two_lines_over_the_steps():
    history = [{"step": n, "train_loss": 1 / n, "valid_loss": 2 / n} for n in (1, 2, 4)]
    drawn = loss_of(history)
    assert drawn is not None
    assert [curve.label for curve in drawn.curves] == ["train_loss", "valid_loss"]
    assert [hover[2:] for hover in drawn.curves[1].hovers] == [(1.0, 2.0), (2.0, 1.0), (4.0, 0.5)]


@pytest.mark.parametrize("loss", [[], [1.0], [1.0, float("nan")]])
def test_losses_that_can_t_be_drawn_are_left_out(loss):
    assert loss_of([{"step": n, "train_loss": v, "valid_loss": v} for n, v in enumerate(loss)]) is None


def test_a_training_without_scores_has_no_charts():
    assert charts_of(None) == {}
    assert set(charts_of(evaluation())) == {"11"}
