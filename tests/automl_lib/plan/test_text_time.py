"""Columns of free text are used where there is time for them."""

from __future__ import annotations

import pandas as pd
import pytest

from automl_lib.plan import apply_plan
from automl_lib.plan.preprocessing_plan import PreprocessingPlan
from automl_lib.plan.text_time import texts_in_time
from automl_lib.training import train
from domain.columns import ColumnType
from domain.table_schema import ColumnSchema, TableSchema
from domain.text_columns import TextCheck

WORDS = ("환불", "배송", "문의", "고장")
ROWS = pd.DataFrame(
    {
        "a": [f"{WORDS[n % 4]} 요청합니다 {n}" for n in range(300)],
        "b": [None if n % 3 else f"{n}번 손님" for n in range(300)],
    }
)


def check(column, used=True):
    return TextCheck(column, used, "roc_auc", 0.5, 0.7)


def test_all_are_used_where_there_is_time():
    assert texts_in_time([check("a"), check("b")], ROWS, 1e6) == (check("a"), check("b"))


def test_none_is_used_without_time_and_none_that_was_not_used():
    assert texts_in_time([check("a"), check("b", False)], ROWS, 1e-9) == (
        check("a", False),
        check("b", False),
    )


def test_a_column_of_blanks_takes_no_time():
    blank = pd.DataFrame({"a": pd.Series([None] * 5, dtype=object)})
    assert texts_in_time([check("a")], blank, 0.0) == (check("a"),)


def trained(seconds, *columns):
    kinds = {"a": ColumnType.TEXT, "x": ColumnType.REAL, "y": ColumnType.TEXT}
    schema = TableSchema(
        tuple(ColumnSchema(key=key, label=f"칼럼 {key}", type=kind) for key, kind in kinds.items())
    )
    frame = pd.DataFrame(
        {
            "a": ROWS["a"],
            "x": [float(n % 7) for n in range(len(ROWS))],
            "y": ["불만" if n % 4 in (0, 3) else "보통" for n in range(len(ROWS))],
        }
    )
    plan = PreprocessingPlan(target="y", columns=columns)
    split = apply_plan(frame, schema, plan)
    return train(frame, schema, plan, "linear", seed=0, split=split, budget_seconds=seconds)


@pytest.mark.parametrize(("seconds", "setting"), [(None, "text_columns"), (1e-6, "text_columns_left_out")])
def test_a_training_says_which_texts_it_used(seconds, setting):
    model = trained(seconds, "a", "x")
    assert model.settings[setting] == ["칼럼 a"]
    assert model.text_columns == (("a",) if seconds is None else ())


def test_a_text_that_is_all_there_is_is_used_in_any_time():
    assert trained(1e-6, "a").text_columns == ("a",)
