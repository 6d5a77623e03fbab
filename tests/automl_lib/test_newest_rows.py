"""Which rows of a grown table judge two models."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from automl_lib.errors import TrainingRefused
from automl_lib.newest_rows import NewestRows, newest_rows, sentence_on
from automl_lib.plan import apply_plan
from domain.challenges import LEAST_NEW_ROWS


def with_more(table, rows):
    """The table with `rows` new ones, which are equal to no other in "Fresh"."""
    more = table.frame.iloc[np.arange(rows) % len(table.frame)].copy()
    more["c0001"] = 100.0 + np.arange(rows)
    return pd.concat([table.frame, more], ignore_index=True)


def test_the_newest_half_of_the_new_rows_with_a_target_judges(table):
    frame = with_more(table, 100)
    frame.loc[len(frame) - 1, "c0006"] = None
    newest = newest_rows(frame, table.schema, table.plan, len(table.frame)).rows
    assert newest[-1] == len(frame) - 2
    assert len(newest) == 50
    assert newest.min() > len(table.frame)


def test_too_few_new_rows_are_refused_with_their_number(table):
    frame = with_more(table, LEAST_NEW_ROWS - 1)
    with pytest.raises(TrainingRefused) as refused:
        newest_rows(frame, table.schema, table.plan, len(table.frame))
    assert refused.value.code == "too_few_new_rows"
    assert "29" in refused.value.message.en


def test_of_a_plan_by_time_the_newest_times_judge_whatever_the_order_of_the_rows(table):
    plan = replace(table.plan, split="time", split_column="c0004")
    more = with_more(table, 100).iloc[len(table.frame) :].sort_values("c0004", ascending=False)
    frame = pd.concat([table.frame, more], ignore_index=True)
    newest = newest_rows(frame, table.schema, plan, len(table.frame)).rows
    others = np.setdiff1d(np.arange(len(table.frame), len(frame)), newest)
    assert frame.loc[newest, "c0004"].min() >= frame.loc[others, "c0004"].max()


def test_nothing_is_learned_of_groups_that_judge(table):
    plan = replace(table.plan, split="group", split_column="c0002")
    judging = np.flatnonzero(table.frame["c0002"] < 10)[::2]
    split = apply_plan(table.frame, table.schema, plan, held_out=judging, apart=True)
    groups = table.frame["c0002"]
    assert not set(groups.iloc[split.train_rows].dropna()) & set(groups.iloc[split.test_rows].dropna())


@pytest.fixture
def by_region(table):
    """A plan that splits by group, and a function that gives the table with rows of these groups added."""
    plan = replace(table.plan, split="group", split_column="c0002")
    base = table.frame.assign(c0002=np.arange(len(table.frame)) % 40.0)

    def grown(groups):
        more = with_more(table, len(groups)).iloc[len(table.frame) :].assign(c0002=groups)
        return pd.concat([base, more], ignore_index=True)

    return plan, grown


def test_whole_groups_that_no_model_knows_judge(by_region, table):
    plan, grown = by_region
    # 40 rows of groups that came back, then 20 new groups of four rows each.
    frame = grown([*np.arange(40.0), *np.repeat(np.arange(100.0, 120.0), 4)])
    newest = newest_rows(frame, table.schema, plan, len(table.frame))
    assert newest.apart
    assert set(frame.loc[newest.rows, "c0002"]) == set(np.arange(110.0, 120.0))
    assert len(newest.rows) == 40


def test_as_many_new_groups_judge_as_give_the_least_rows(by_region, table):
    plan, grown = by_region
    frame = grown([*np.repeat(np.arange(100.0, 108.0), 4), *np.arange(40.0)])
    newest = newest_rows(frame, table.schema, plan, len(table.frame))
    assert newest.apart
    assert LEAST_NEW_ROWS <= len(newest.rows) <= 32
    assert set(frame.loc[newest.rows, "c0002"]) == set(np.arange(100.0, 108.0))


def test_where_the_same_groups_come_back_the_newest_half_judges(by_region, table):
    plan, grown = by_region
    frame = grown([*np.tile(np.arange(40.0), 2)])
    newest = newest_rows(frame, table.schema, plan, len(table.frame))
    assert (newest.apart, newest.rows.tolist()) == (False, [*range(len(frame) - 40, len(frame))])
    split = apply_plan(frame, table.schema, plan, held_out=newest.rows, apart=newest.apart)
    assert len(split.train_rows) == len(frame) - 40


def test_rows_of_too_few_groups_are_refused_with_the_column(by_region, table):
    plan, grown = by_region
    for group in (3.0, 200.0):
        frame = grown([group] * 60)
        with pytest.raises(TrainingRefused) as refused:
            newest_rows(frame, table.schema, plan, len(table.frame))
        assert refused.value.code == "too_few_new_groups"
        assert "Milk" in refused.value.message.en


@pytest.mark.parametrize(
    ("split", "apart", "said"),
    [
        ("random", True, "the newest 30 of the 80 rows"),
        ("time", True, "the newest 30 by '"),
        ("group", True, "new in them, whole"),
        ("group", False, "the newest 30 of the 80 rows"),
    ],
)
def test_people_read_which_rows_judge(table, split, apart, said):
    plan = replace(table.plan, split=split, split_column=None if split == "random" else "c0002")
    sentence = sentence_on(NewestRows(np.arange(30), apart), table.schema, plan, 80)
    assert said in sentence.en
    assert "파일" not in sentence.ko


def test_copies_of_known_rows_and_of_other_new_rows_do_not_judge(table):
    new, known = with_more(table, 100), len(table.frame)
    copies = pd.concat([table.frame.iloc[:70], new.iloc[known : known + 20]])
    frame = pd.concat([new, copies], ignore_index=True)
    newest = newest_rows(frame, table.schema, table.plan, known)
    assert newest.repeated == 70 + 20 + 20
    assert newest.rows.tolist() == [*range(known + 60, known + 100)]
    assert "110 added rows" in sentence_on(newest, table.schema, table.plan, len(frame) - known).en


def test_copies_that_are_numbered_anew_do_not_judge(table):
    plan = replace(table.plan, columns=tuple(key for key in table.plan.columns if key != "c0002"))
    new, known = with_more(table, 100), len(table.frame)
    frame = pd.concat([new, table.frame.iloc[:100]], ignore_index=True).assign(c0002=lambda f: 1.0 * f.index)
    newest = newest_rows(frame, table.schema, plan, known)
    assert (newest.repeated, newest.rows.max()) == (100, known + 99)


def test_rows_of_a_coarse_table_are_equal_by_chance_and_judge(table):
    plan = replace(table.plan, columns=("c0003", "c0005"))
    newest = newest_rows(with_more(table, 100), table.schema, plan, len(table.frame))
    assert (newest.repeated, len(newest.rows)) == (0, 50)
    coarse = with_more(table, 100).assign(c0001=0.0, c0002=0.0, c0004=pd.NaT)
    newest = newest_rows(coarse, table.schema, plan, len(table.frame))
    assert (newest.repeated, len(newest.rows)) == (0, 50)


def test_rows_that_are_all_there_already_are_refused_with_the_reason(table):
    frame = pd.concat([table.frame, table.frame], ignore_index=True)
    with pytest.raises(TrainingRefused) as refused:
        newest_rows(frame, table.schema, table.plan, len(table.frame))
    assert "160 of them repeat" in refused.value.message.en
