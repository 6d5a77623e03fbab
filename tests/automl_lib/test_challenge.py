"""Judging two models on the same newest rows."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from automl_lib.challenge import judge, newest_rows
from automl_lib.errors import TrainingRefused
from automl_lib.plan import apply_plan
from automl_lib.training import train
from domain.challenges import LEAST_NEW_ROWS


@pytest.fixture(scope="module")
def weak(table):
    """A classifier that learned from one column which says nothing."""
    return train(table.frame, table.schema, replace(table.plan, columns=("c0002",)), "linear")


def test_a_clearly_better_model_is_promoted(trained, weak, table):
    verdict = judge(weak, trained("linear"), table.frame)
    assert verdict.score == "roc_auc"
    assert (verdict.promoted, verdict.rows) == (True, len(table.frame))
    assert verdict.gain == pytest.approx(verdict.challenger - verdict.champion)
    assert verdict.low <= verdict.gain <= verdict.high


def test_a_worse_and_an_equal_model_are_kept_back(trained, weak, table):
    assert not judge(trained("linear"), weak, table.frame).promoted
    same = judge(trained("linear"), trained("linear"), table.frame)
    assert (same.gain, same.promoted) == (0.0, False)


def test_several_classes_are_judged_by_log_loss(trained, many_class_table):
    verdict = judge(trained("decision_tree", many=True), trained("linear", many=True), many_class_table.frame)
    assert verdict.score == "log_loss"
    assert verdict.gain == pytest.approx(verdict.champion - verdict.challenger)


def test_a_class_that_the_confirmed_model_does_not_know_costs_it(trained, table):
    known = trained("linear")
    frame = table.frame.copy()
    frame.loc[frame.index[:40], "c0006"] = "maybe"
    newer = train(frame, table.schema, table.plan, "linear")
    verdict = judge(known, newer, frame)
    assert (verdict.score, verdict.promoted) == ("log_loss", True)


def test_numbers_are_judged_by_their_error(trained_on_numbers, number_table):
    verdict = judge(trained_on_numbers("decision_tree"), trained_on_numbers("linear"), number_table.frame)
    assert verdict.score == "rmse"
    assert verdict.gain == pytest.approx(verdict.champion - verdict.challenger)


def test_models_of_other_targets_are_not_compared(trained, trained_on_numbers, table):
    with pytest.raises(TrainingRefused):
        judge(trained("linear"), trained_on_numbers("linear"), table.frame)


def test_the_newest_half_of_the_new_rows_with_a_target_judges(table):
    frame = pd.concat([table.frame, table.frame.iloc[:100]], ignore_index=True)
    frame.loc[len(frame) - 1, "c0006"] = None
    newest = newest_rows(frame, table.schema, table.plan, len(table.frame))
    assert newest[-1] == len(frame) - 2
    assert len(newest) == 50
    assert newest.min() > len(table.frame)


def test_too_few_new_rows_are_refused_with_their_number(table):
    frame = pd.concat([table.frame, table.frame.iloc[: LEAST_NEW_ROWS - 1]], ignore_index=True)
    with pytest.raises(TrainingRefused) as refused:
        newest_rows(frame, table.schema, table.plan, len(table.frame))
    assert refused.value.code == "too_few_new_rows"
    assert "29" in refused.value.message.en


def test_of_a_plan_by_time_the_newest_times_judge_whatever_the_order_of_the_rows(table):
    plan = replace(table.plan, split="time", split_column="c0004")
    frame = pd.concat(
        [table.frame, table.frame.iloc[:100].sort_values("c0004", ascending=False)], ignore_index=True
    )
    newest = newest_rows(frame, table.schema, plan, len(table.frame))
    others = np.setdiff1d(np.arange(len(table.frame), len(frame)), newest)
    assert frame.loc[newest, "c0004"].min() >= frame.loc[others, "c0004"].max()


def test_nothing_is_learned_of_groups_that_judge(table):
    plan = replace(table.plan, split="group", split_column="c0002")
    judging = np.flatnonzero(table.frame["c0002"] < 10)[::2]
    split = apply_plan(table.frame, table.schema, plan, held_out=judging, apart=True)
    groups = table.frame["c0002"]
    assert not set(groups.iloc[split.train_rows].dropna()) & set(groups.iloc[split.test_rows].dropna())
