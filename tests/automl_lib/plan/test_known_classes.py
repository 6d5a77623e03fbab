"""A recipe that is applied to a table with new classes keeps those it was made for."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from automl_lib.errors import TrainingRefused
from automl_lib.newest_rows import newest_rows
from automl_lib.plan import (
    PreprocessingPlan,
    apply_plan,
    for_known_classes,
    rows_of_other_classes,
)
from automl_lib.training import train
from domain.columns import ColumnType

TARGET = "c0006"


@pytest.fixture
def grown(table):
    """The table with 100 other rows more, of which every fourth has a new class."""
    more = table.frame.iloc[:100].reset_index(drop=True)
    number = next(column.key for column in table.schema.columns if column.type is ColumnType.REAL)
    more[number] = more[number] + 0.001
    more.loc[more.index % 4 == 0, TARGET] = "보류"
    return pd.concat([table.frame, more], ignore_index=True)


def test_a_plan_without_new_classes_is_as_it_was(table):
    assert for_known_classes(table.plan, table.frame, table.schema, ["no", "yes"]) == table.plan
    assert rows_of_other_classes(table.plan, table.frame, table.schema) == {}


def test_rows_of_new_classes_are_neither_learned_nor_held_out(table, grown):
    chosen = replace(table.plan, positive_class="yes")
    plan = for_known_classes(chosen, grown, table.schema, ["no", "yes"])
    assert rows_of_other_classes(plan, grown, table.schema) == {"보류": 25}
    newest = newest_rows(grown, table.schema, plan, len(table.frame)).rows
    assert "보류" not in set(grown[TARGET].iloc[newest])
    split = apply_plan(grown, table.schema, plan, held_out=newest)
    both = np.concatenate([split.train_rows, split.test_rows])
    assert set(grown[TARGET].iloc[both]) == {"no", "yes"}
    assert split.effect.rows_missing_target == 25


def test_the_challenger_knows_the_classes_of_the_champion(table, grown):
    plan = for_known_classes(table.plan, grown, table.schema, ["no", "yes"])
    kept = PreprocessingPlan.from_dict(json.loads(json.dumps(plan.to_dict())))
    assert kept == plan
    model = train(grown, table.schema, kept, "decision_tree")
    assert set(model.classes) == {"no", "yes"}


def test_the_next_recipe_learns_the_new_class(table, grown):
    plan = for_known_classes(table.plan, grown, table.schema, ["no", "yes"])
    anew = replace(plan, classes=None)
    split = apply_plan(grown, table.schema, anew)
    assert split.effect.classes_train["보류"] > 0


def test_a_plan_that_knows_all_classes_is_written_as_before(table):
    assert "classes" not in table.plan.to_dict()


def test_new_rows_of_unknown_classes_alone_are_too_few(table):
    more = table.frame.iloc[:100].assign(**{TARGET: "보류"})
    grown = pd.concat([table.frame, more], ignore_index=True)
    plan = for_known_classes(table.plan, grown, table.schema, ["no", "yes"])
    with pytest.raises(TrainingRefused) as refused:
        newest_rows(grown, table.schema, plan, len(table.frame))
    assert refused.value.code == "too_few_new_rows"
