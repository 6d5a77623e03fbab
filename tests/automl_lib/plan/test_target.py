"""Classes of a target, their order, and which of two is the positive one."""

import numpy as np
import pandas as pd
import pytest

from automl_lib.errors import PlanRefused
from automl_lib.plan import check_target
from domain.columns import ColumnType
from domain.table_schema import ColumnSchema, TableSchema


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
        (np.arange(40.0), ColumnType.INTEGER, "target_numeric"),
        (np.linspace(0, 1, 40), ColumnType.REAL, "target_numeric"),
        (["a"] * 40, ColumnType.TEXT, "one_class"),
        ([None] * 40, ColumnType.TEXT, "target_blank"),
        (["a"] * 6 + ["b"] * 6, ColumnType.TEXT, "too_few_rows"),
        (["a"] * 30 + ["b"] * 4, ColumnType.TEXT, "too_few_members"),
        ([f"t{i}" for i in range(200)], ColumnType.TEXT, "too_many_classes"),
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


def test_an_unknown_column_is_refused():
    with pytest.raises(PlanRefused) as refusal:
        check_target(pd.DataFrame(), TableSchema(()), "c0009")
    assert refusal.value.code == "target_unknown"
