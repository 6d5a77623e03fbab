"""Rows held out by time and by group, and tables that don't allow it."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from automl_lib.errors import PlanRefused, TrainingRefused
from automl_lib.plan import PreprocessingPlan, apply_plan
from domain.columns import ColumnType
from domain.preprocessing import Missing
from domain.table_schema import ColumnSchema, TableSchema
from domain.tasks import Task

SCHEMA = TableSchema(
    (
        ColumnSchema("x", "수", ColumnType.REAL),
        ColumnSchema("day", "신청일자", ColumnType.DATE),
        ColumnSchema("who", "고객번호", ColumnType.TEXT),
        ColumnSchema("y", "결과", ColumnType.TEXT),
    )
)
PLAN = PreprocessingPlan(target="y", columns=("x",), missing=Missing.KEEP)
BY_TIME = replace(PLAN, split="time", split_column="day")
BY_GROUP = replace(PLAN, split="group", split_column="who")


def table(days=None, who=None, y=None, rows=80):
    random = np.random.default_rng(0)
    return pd.DataFrame(
        {
            "x": random.normal(size=rows),
            "day": pd.to_datetime(pd.Series([None] * rows if days is None else days)).astype(
                "datetime64[us]"
            ),
            "who": pd.Series([None] * rows if who is None else who, dtype=object),
            "y": pd.Series(["yes", "no"] * (rows // 2) if y is None else y, dtype=object),
        }
    )


def days(rows=80, each=1, seed=1):
    """A date for every `each` rows, in random order."""
    drawn = np.datetime64("2024-01-01") + np.arange(rows) // each
    return np.random.default_rng(seed).permutation(drawn)


def test_the_newest_quarter_is_held_out_whatever_the_order_of_the_file():
    frame = table(days())
    split = apply_plan(frame, SCHEMA, BY_TIME)
    assert len(split.test_rows) == 20
    assert frame["day"].iloc[split.test_rows].min() > frame["day"].iloc[split.train_rows].max()
    assert "2024-03-01" in split.effect.split.message.en


def test_equal_dates_are_never_separated():
    frame = table(days(each=7))
    split = apply_plan(frame, SCHEMA, BY_TIME)
    assert not set(frame["day"].iloc[split.test_rows]) & set(frame["day"].iloc[split.train_rows])
    # 80 rows in weeks of seven: 17 rows are the nearest to twenty that whole weeks (3, 10, 17, 24 …) allow.
    assert len(split.test_rows) == 17


def test_rows_without_a_date_are_learned_from_with_a_note():
    drawn = pd.Series(days())
    drawn.iloc[::10] = pd.NaT
    split = apply_plan(table(drawn), SCHEMA, BY_TIME)
    assert set(range(0, 80, 10)) <= set(split.train_rows.tolist())
    assert split.effect.notes[0].message.en.startswith("8 rows have no value in '신청일자'")


@given(st.integers(0, 10_000), st.integers(6, 40), st.floats(0.1, 0.5))
@settings(max_examples=40, deadline=None)
def test_groups_are_held_out_whole(seed, groups, share):
    random = np.random.default_rng(seed)
    who = [f"K{n}" for n in random.integers(0, groups, 200)]
    frame = table(who=who, rows=200)
    if len(set(who)) < 5:
        return
    split = apply_plan(frame, SCHEMA, replace(BY_GROUP, test_share=share, seed=seed))
    held, learned = (set(frame["who"].iloc[rows]) for rows in (split.test_rows, split.train_rows))
    assert not held & learned
    assert len(split.test_rows) + len(split.train_rows) == 200
    # No group has more than a few times its share of the rows, so that the share is near.
    assert (
        abs(len(split.test_rows) / 200 - share)
        < 0.5 * max(np.unique(who, return_counts=True)[1]) / 200 + 0.05
    )


def test_classes_keep_their_shares_where_groups_allow_it():
    who = [f"K{n // 4}" for n in range(400)]
    y = ["yes" if n // 4 % 10 == 0 else "no" for n in range(400)]
    effect = apply_plan(table(who=who, y=y, rows=400), SCHEMA, BY_GROUP).effect
    assert effect.classes_test["yes"] == pytest.approx(10, abs=4)
    assert effect.rows_test == pytest.approx(100, abs=4)


def test_a_row_without_an_id_is_a_group_of_its_own():
    who = pd.Series([f"K{n // 4}" for n in range(80)], dtype=object)
    who.iloc[:8] = None
    split = apply_plan(table(who=who), SCHEMA, BY_GROUP)
    assert "26" in split.effect.split.message.en  # 18 customers and 8 rows
    assert [n.code for n in split.effect.notes] == ["split_blank"]


def test_a_group_of_nearly_all_rows_is_learned_from():
    who = ["K0"] * 64 + [f"K{n}" for n in range(1, 17)]
    split = apply_plan(table(who=who), SCHEMA, BY_GROUP)
    assert set(range(64)) <= set(split.train_rows.tolist())
    assert 5 <= len(split.test_rows) <= 15
    assert "split_large_group" in {note.code for note in split.effect.notes}


def test_a_number_as_target_is_split_the_same():
    schema = TableSchema((*SCHEMA.columns[:3], ColumnSchema("y", "값", ColumnType.REAL)))
    frame = table(days(), [f"K{n // 4}" for n in range(80)], y=np.arange(80.0)).astype({"y": float})
    for plan in (BY_TIME, BY_GROUP):
        split = apply_plan(frame, schema, replace(plan, task=Task.REGRESSION))
        assert len(split.test_rows) == 20


LATE = ["yes"] * 30 + ["no"] * 30 + ["new"] * 20


@pytest.mark.parametrize(
    ("plan", "frame", "code"),
    [
        (BY_TIME, table(days=["2024-01-01"] * 80), "split_one_date"),
        (BY_TIME, table(), "split_blank"),
        (BY_TIME, table(days=["2024-01-01"] * 5 + ["2024-01-02"] * 75), "split_few_dates"),
        (BY_TIME, table(days=["2024-01-01"] * 78 + ["2024-01-02"] * 2), "split_few_dates"),
        (BY_TIME, table(days=np.sort(days()), y=LATE), "split_new_class"),
        (BY_TIME, table(days=np.sort(days()), y=["yes", "no"] * 25 + ["no"] * 30), "split_one_class"),
        (replace(BY_TIME, split_column="who"), table(who=["a"] * 80), "split_no_dates"),
        (replace(BY_TIME, split_column="gone"), table(), "columns_unknown"),
        (BY_GROUP, table(who=["K1"] * 80), "split_few_groups"),
        (BY_GROUP, table(who=["K1", "K2"] * 40), "split_few_groups"),
        (
            BY_GROUP,
            table(who=[f"K{n // 8}" for n in range(80)], y=["yes"] * 8 + ["no"] * 72),
            "split_new_class",
        ),
    ],
)
def test_a_table_that_does_not_allow_the_split_is_refused_in_two_languages(plan, frame, code):
    with pytest.raises((PlanRefused, TrainingRefused)) as refusal:
        apply_plan(frame, SCHEMA, plan)
    assert refusal.value.code == code
    assert refusal.value.ko != refusal.value.en


@pytest.mark.parametrize("method", ["time", "group"])
@pytest.mark.parametrize("column", [None, "y"])
def test_a_split_needs_a_column_other_than_the_target(method, column):
    with pytest.raises(PlanRefused) as refusal:
        replace(PLAN, split=method, split_column=column)
    assert refusal.value.code == "split_column"


def test_without_a_target_nothing_is_held_out():
    plan = BY_TIME.without_target()
    assert (plan.split, plan.split_column) == ("random", None)
    assert not len(apply_plan(table(days()), SCHEMA, plan).test_rows)


def test_rows_of_a_file_of_its_own_are_the_ones_held_out():
    split = apply_plan(table(days()), SCHEMA, BY_TIME, held_out=np.arange(10))
    assert split.test_rows.tolist() == [*range(10)]
    assert split.effect.split.method == "time"
