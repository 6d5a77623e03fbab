"""Classes of a target, their order, and which of two is the positive one."""

import numpy as np
import pandas as pd
import pytest

from automl_lib.errors import PlanRefused
from automl_lib.plan import check_target
from automl_lib.plan.target import target_labels
from domain.columns import ColumnType
from domain.table_schema import ColumnSchema, TableSchema
from domain.target_check import TargetNumbers
from domain.tasks import Task


def check(values, kind=ColumnType.TEXT, **options):
    dtype = {ColumnType.TEXT: object, ColumnType.BOOL: object, ColumnType.DATE: "datetime64[us]"}.get(
        kind, "float64"
    )
    frame = pd.DataFrame({"c0001": pd.Series(values, dtype=dtype)})
    schema = TableSchema((ColumnSchema("c0001", "결과", kind),))
    return check_target(frame, schema, "c0001", **options)


@pytest.mark.parametrize(
    ("first", "second", "positive"),
    [("no", "yes", "yes"), ("Y", "N", "Y"), ("예", "아니오", "예"), ("참", "거짓", "참"), ("O", "X", "O")],
)
def test_the_affirmative_of_two_classes_is_positive_even_when_it_is_common(first, second, positive):
    other = second if first == positive else first
    assert check([positive] * 30 + [other] * 10).positive_class == positive


def test_without_an_affirmative_the_rarer_class_is_positive():
    assert check(["good"] * 10 + ["bad"] * 30).positive_class == "good"


def test_people_may_choose_the_positive_class():
    assert check(["no"] * 10 + ["yes"] * 30, positive_class="no").positive_class == "no"


def test_a_positive_class_the_target_lacks_is_refused():
    with pytest.raises(PlanRefused) as refusal:
        check(["no"] * 10 + ["yes"] * 30, positive_class="maybe")
    assert refusal.value.code == "positive_class"


def test_the_positive_class_comes_last():
    assert list(check(["yes"] * 15 + ["zzz"] * 15).classes) == ["zzz", "yes"]


def test_numbered_classes_are_ordered_as_numbers_and_have_no_point():
    found = check([10.0] * 8 + [2.0] * 9 + [1.0] * 10, ColumnType.INTEGER)
    assert (found.kind, found.classes, found.positive_class) == (
        "multiclass",
        {"1": 10, "2": 9, "10": 8},
        None,
    )


def test_blank_targets_are_counted_and_white_space_is_blank():
    found = check(["a"] * 12 + ["b"] * 12 + [None] * 3 + ["  "])
    assert (found.missing, sum(found.classes.values())) == (4, 24)


@pytest.mark.parametrize(
    ("values", "kind", "code"),
    [
        (["a"] * 40, ColumnType.TEXT, "one_class"),
        ([None] * 40, ColumnType.TEXT, "target_blank"),
        (["a"] * 6 + ["b"] * 6, ColumnType.TEXT, "too_few_rows"),
        (["a"] * 30 + ["b"] * 4, ColumnType.TEXT, "too_few_members"),
        ([f"t{i // 2}" for i in range(400)], ColumnType.TEXT, "too_many_classes"),
        ([f"ID{i:04d}" for i in range(40)], ColumnType.TEXT, "target_id"),
        (np.arange(40.0)[::-1] + 1, ColumnType.INTEGER, "target_id"),
        ([7.0] * 40, ColumnType.INTEGER, "one_class"),
        (pd.date_range("2024-01-01", periods=40), ColumnType.DATE, "target_date"),
    ],
)
def test_what_is_no_classification_target_is_refused_by_name(values, kind, code):
    with pytest.raises(PlanRefused, match="결과") as refusal:
        check(values, kind)
    assert refusal.value.code == code
    assert "결과" in refusal.value.ko


def test_a_real_number_with_few_values_is_a_class():
    assert check([0.5] * 20 + [1.0] * 20, ColumnType.REAL).classes.keys() == {"0.5", "1"}


def test_a_constant_number_is_nothing_to_predict_and_no_class():
    with pytest.raises(PlanRefused, match="is 7 in every row; there is nothing to predict"):
        check([7.0] * 40, ColumnType.INTEGER)


def test_people_may_want_numbers_that_count_on_predicted():
    assert check(np.arange(40.0), ColumnType.INTEGER, task=Task.REGRESSION).kind == "number"


def test_an_unknown_column_is_refused():
    with pytest.raises(PlanRefused) as refusal:
        check_target(pd.DataFrame(), TableSchema(()), "c0009")
    assert refusal.value.code == "target_unknown"


@pytest.mark.parametrize(
    ("values", "kind"), [(np.arange(40.0) ** 2, ColumnType.INTEGER), (np.linspace(0, 1, 40), ColumnType.REAL)]
)
def test_a_number_with_many_values_is_predicted_as_a_number_and_is_no_class(values, kind):
    found = check(values, kind)
    assert (found.kind, found.task, found.classes, found.reason) == ("number", Task.REGRESSION, {}, None)
    with pytest.raises(PlanRefused, match="결과") as refusal:
        check(values, kind, task=Task.CLASSIFICATION)
    assert refusal.value.code == "target_numeric"


def test_the_numbers_of_a_target_are_summed_up_without_blanks():
    found = check([*np.arange(1.0, 31.0), 100.0, np.nan], ColumnType.REAL)
    assert found.numbers == TargetNumbers(
        rows=31, distinct=31, low=1.0, mean=565 / 31, median=16.0, high=100.0
    )
    assert found.missing == 1


def test_few_numbers_are_classes_with_the_reason_unless_people_say_otherwise():
    values = [1.0] * 10 + [2.0] * 10 + [3.0] * 10
    usual, chosen = check(values, ColumnType.INTEGER), check(values, ColumnType.INTEGER, task=Task.REGRESSION)
    assert (usual.task, list(usual.classes)) == (Task.CLASSIFICATION, ["1", "2", "3"])
    assert "only 3 different numbers" in usual.reason.en
    assert (chosen.task, chosen.numbers.distinct) == (Task.REGRESSION, 3)
    assert chosen.reason is not None


def test_few_numbers_of_which_some_are_rare_are_predicted_as_numbers_with_the_reason():
    values = [1.0] * 20 + [2.0] * 10 + [3.0] * 4
    found = check(values, ColumnType.INTEGER)
    assert found.task is Task.REGRESSION
    assert "fewer than 5 rows" in found.reason.en
    with pytest.raises(PlanRefused) as refusal:
        check(values, ColumnType.INTEGER, task=Task.CLASSIFICATION)
    assert refusal.value.code == "too_few_members"


@pytest.mark.parametrize(
    ("values", "kind", "code"),
    [
        (["a"] * 20 + ["b"] * 20, ColumnType.TEXT, "target_not_numeric"),
        ([0.0] * 20 + [1.0] * 20, ColumnType.INTEGER, "target_not_numeric"),
        ([7.0] * 40, ColumnType.INTEGER, "one_class"),
        ([np.nan] * 40, ColumnType.REAL, "target_blank"),
        (np.arange(19.0), ColumnType.REAL, "too_few_rows"),
        ([*np.arange(40.0), np.inf], ColumnType.REAL, "target_infinite"),
        ([*np.arange(40.0), -1e200], ColumnType.REAL, "target_infinite"),
    ],
)
def test_what_is_no_regression_target_is_refused_by_name(values, kind, code):
    with pytest.raises(PlanRefused, match="결과") as refusal:
        check(values, kind, task=Task.REGRESSION)
    assert refusal.value.code == code
    assert "결과" in refusal.value.ko


def test_a_class_of_numbers_is_named_without_binary_noise():
    names = target_labels(pd.Series([0.1 + 0.2, 0.3, 1.5, 2.0, 1e-20, None]), ColumnType.REAL)
    assert list(names) == ["0.3", "0.3", "1.5", "2", "1e-20", None]
