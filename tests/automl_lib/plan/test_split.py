"""The split holds out its share, keeps doubles on one side, and does what the preview told."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from automl_lib.errors import PlanRefused, TrainingRefused
from automl_lib.plan import PreprocessingPlan, apply_plan, preview
from benchmarks.made_columns import inquiries
from benchmarks.model_sets import typed_set
from domain.columns import ColumnType
from domain.preprocessing import Missing
from domain.table_schema import ColumnSchema, TableSchema


@pytest.fixture(scope="module")
def inquiry_table():
    made = typed_set("inquiries", inquiries(400), "이탈")
    return made.frame, made.schema, PreprocessingPlan(made.target, made.columns, missing=Missing.KEEP)


def two_columns(numbers, labels):
    schema = TableSchema(
        (ColumnSchema("x", "수", ColumnType.REAL), ColumnSchema("y", "결과", ColumnType.TEXT))
    )
    frame = pd.DataFrame({"x": pd.Series(numbers, dtype="float64"), "y": pd.Series(labels, dtype=object)})
    return frame, schema, PreprocessingPlan(target="y", columns=("x",), missing=Missing.KEEP)


@given(
    duplicates=st.sampled_from(["keep", "remove"]),
    missing=st.sampled_from(["keep", "remove", "mean", "median", "mode", "constant"]),
    outliers=st.sampled_from(["keep", "clip", "remove"]),
    method=st.sampled_from(["iqr", "zscore"]),
    factor=st.floats(0.5, 4),
    seed=st.integers(0, 1000),
)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_preview_is_what_happens_and_its_rows_add_up(
    table, duplicates, missing, outliers, method, factor, seed
):
    plan = replace(
        table.plan, duplicates=duplicates, missing=missing, constant="7", outliers=outliers,
        outlier_method=method, outlier_factor=factor, seed=seed,
    )  # fmt: skip
    told = preview(table.frame, table.schema, plan)
    split = apply_plan(table.frame, table.schema, plan)
    assert split.effect == told
    assert (told.rows_train, told.rows_test) == (len(split.train_rows), len(split.test_rows))
    left_out = told.rows_missing_target + told.rows_duplicate + told.rows_missing_cells + told.rows_outliers
    assert told.rows_total == told.rows_train + told.rows_test + left_out
    assert not set(split.train_rows) & set(split.test_rows)


def test_a_quarter_is_held_out_with_the_same_share_of_each_class():
    frame, schema, plan = two_columns(np.arange(80), ["yes"] * 20 + ["no"] * 60)
    effect = preview(frame, schema, plan)
    assert (effect.classes_train, effect.classes_test) == ({"no": 45, "yes": 15}, {"no": 15, "yes": 5})


def test_the_seed_decides_the_split():
    frame, schema, plan = two_columns(np.arange(80), ["yes", "no"] * 40)
    rows = [apply_plan(frame, schema, replace(plan, seed=seed)).test_rows.tolist() for seed in (1, 1, 2)]
    assert rows[0] == rows[1] != rows[2]


def test_rows_without_a_target_are_dropped_and_counted():
    frame, schema, plan = two_columns(np.arange(83), ["yes", "no"] * 40 + [None] * 3)
    split = apply_plan(frame, schema, plan)
    assert split.effect.rows_missing_target == 3
    assert max(*split.train_rows, *split.test_rows) < 80


def test_duplicates_are_removed_before_the_split_so_that_none_stands_on_both_sides():
    frame, schema, plan = two_columns([*range(40), *range(40)], ["yes", "no"] * 40)
    effect = preview(frame, schema, replace(plan, duplicates="remove"))
    assert (effect.rows_duplicate, effect.duplicates_across_split) == (40, 0)


def test_rows_with_blanks_or_a_negative_zero_are_duplicates_of_their_equals():
    frame, schema, plan = two_columns(
        [0.0, -0.0, np.nan, np.nan, *range(1, 77)], ["yes", "yes", "no", "no"] + ["yes", "no"] * 38
    )
    assert preview(frame, schema, plan).duplicates_found == 2


def test_kept_duplicates_across_the_split_are_counted_and_noted():
    frame, schema, plan = two_columns([*range(40), *range(40)], ["yes", "no"] * 40)
    split = apply_plan(frame, schema, plan)
    learned = {frame["x"][row] for row in split.train_rows}
    assert split.effect.duplicates_across_split == sum(frame["x"][row] in learned for row in split.test_rows)
    assert "duplicates_across_split" in {note.code for note in split.effect.notes}


def test_the_same_values_with_another_class_are_no_duplicate():
    frame, schema, plan = two_columns([*range(40), *range(40)], ["yes"] * 40 + ["no"] * 40)
    assert preview(frame, schema, plan).duplicates_found == 0


def test_removing_blanks_touches_training_rows_only():
    numbers = np.arange(80.0)
    numbers[::4] = np.nan
    frame, schema, plan = two_columns(numbers, ["yes", "no", "no", "yes"] * 20)
    split = apply_plan(frame, schema, replace(plan, missing="remove"))
    assert split.effect.rows_test == 20
    assert not frame["x"].iloc[split.train_rows].isna().any()
    assert frame["x"].iloc[split.test_rows].isna().sum() + split.effect.rows_missing_cells == 20


def test_removing_outliers_touches_training_rows_only():
    numbers = np.arange(80.0)
    numbers[:8] = 1e6
    frame, schema, plan = two_columns(numbers, ["yes", "no"] * 40)
    split = apply_plan(frame, schema, replace(plan, outliers="remove"))
    assert (frame["x"].iloc[split.train_rows] < 1e6).all()
    assert (frame["x"].iloc[split.test_rows] == 1e6).sum() + split.effect.rows_outliers == 8


def test_filled_and_clipped_cells_are_counted_by_side():
    numbers = np.arange(80.0)
    numbers[0:4] = np.nan
    numbers[10] = 1e6
    frame, schema, plan = two_columns(numbers, ["yes", "no"] * 40)
    effect = preview(frame, schema, replace(plan, missing="mean", outliers="clip"))
    assert effect.cells_filled_train.get("x", 0) + effect.cells_filled_test.get("x", 0) == 4
    assert effect.cells_clipped_train.get("x", 0) + effect.cells_clipped_test.get("x", 0) == 1


def test_people_can_bring_their_own_held_out_rows():
    frame, schema, plan = two_columns(np.arange(80), ["yes", "no"] * 40)
    split = apply_plan(frame, schema, plan, held_out=np.arange(60, 80))
    assert (split.train_rows.tolist(), split.test_rows.tolist()) == ([*range(60)], [*range(60, 80)])


def test_clustering_takes_every_row():
    frame, schema, plan = two_columns(np.arange(30), [None] * 30)
    split = apply_plan(frame, schema, plan.without_target())
    assert (len(split.train_rows), len(split.test_rows)) == (30, 0)


def test_removing_too_many_rows_is_refused():
    frame, schema, plan = two_columns([np.nan] * 70 + [1.0] * 10, ["yes", "no"] * 40)
    with pytest.raises(TrainingRefused) as refusal:
        preview(frame, schema, replace(plan, missing="remove"))
    assert refusal.value.code == "too_few_left"


def test_a_class_that_is_too_rare_without_its_duplicates_is_refused():
    frame, schema, plan = two_columns([*range(60), *[1] * 20], ["no"] * 60 + ["yes"] * 20)
    with pytest.raises(PlanRefused, match="yes"):
        preview(frame, schema, replace(plan, duplicates="remove"))


def test_a_column_the_table_lacks_is_refused():
    frame, schema, plan = two_columns(np.arange(40), ["yes", "no"] * 20)
    with pytest.raises(PlanRefused, match="c0099"):
        preview(frame, schema, replace(plan, columns=("c0099",)))


def test_text_can_not_fill_blanks_of_a_numeric_column():
    frame, schema, plan = two_columns([np.nan, *range(39)], ["yes", "no"] * 20)
    with pytest.raises(PlanRefused, match="수"):
        preview(frame, schema, replace(plan, missing="constant", constant="없음"))


def test_a_column_of_prose_that_helps_is_used_and_said(inquiry_table):
    frame, schema, plan = inquiry_table
    split = apply_plan(frame, schema, plan)
    assert split.effect.columns_unused == {"c0001": "free_text"}
    notes = {note.column: note for note in split.effect.notes}
    assert (notes["c0004"].code, notes["c0001"].code) == ("column_text_used", "column_free_text")
    assert "'문의내용'을 사용합니다: 검증 ROC AUC 0." in notes["c0004"].ko
    assert "값이 거의 모두 달라" in notes["c0001"].ko  # a letter and digits: no words to ask about


def test_a_decided_plan_is_not_decided_again(inquiry_table):
    frame, schema, plan = inquiry_table
    decided = apply_plan(frame, schema, plan).plan
    assert {check.column: check.used for check in decided.texts} == {"c0004": True}
    again = apply_plan(frame, schema, PreprocessingPlan.from_dict(decided.to_dict()))
    assert again.plan == decided
    assert again.effect.columns_unused == {"c0001": "free_text"}
    forced = tuple(replace(check, used=False) for check in decided.texts)
    assert "c0004" in apply_plan(frame, schema, replace(decided, texts=forced)).effect.columns_unused


def test_a_stored_plan_of_an_earlier_version_uses_no_prose(inquiry_table):
    frame, schema, plan = inquiry_table
    stored = plan.to_dict()
    del stored["texts"]
    effect = apply_plan(frame, schema, PreprocessingPlan.from_dict(stored)).effect
    assert effect.columns_unused == {"c0001": "free_text", "c0004": "free_text"}


def test_a_clustering_uses_no_prose(inquiry_table):
    frame, schema, plan = inquiry_table
    assert "c0004" in apply_plan(frame, schema, plan.without_target()).effect.columns_unused
