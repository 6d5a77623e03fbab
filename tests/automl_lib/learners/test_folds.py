"""Folds by group and by time: no row is predicted by a model that knows its group, or a later row."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from automl_lib.errors import TrainingRefused
from automl_lib.learners.folds import every_row_folds, fold_plan, group_numbers
from automl_lib.split_keys import SplitKeys
from domain.split import SplitMethod


def by_group(codes):
    return SplitKeys(SplitMethod.GROUP, np.asarray(codes))


def by_time(codes):
    return SplitKeys(SplitMethod.TIME, np.asarray(codes))


TARGETS = st.sampled_from(["classes", "numbers"])


def target(kind, rows, random):
    return random.normal(size=rows) if kind == "numbers" else random.permutation(np.arange(rows) % 3)


@given(TARGETS, st.integers(0, 1000), st.integers(6, 60))
@settings(max_examples=40, deadline=None)
def test_no_group_is_on_both_sides_of_a_fold(kind, seed, groups):
    random = np.random.default_rng(seed)
    codes = np.concatenate([np.arange(groups), random.integers(0, groups, 200)])
    plan = fold_plan(target(kind, len(codes), random), 5, seed, by_group(codes))
    assert plan.kind == "group"
    held = [back for _, back in plan.folds]
    for learn, back in plan.folds:
        assert not set(codes[learn]) & set(codes[back])
        assert len(learn) + len(back) == len(codes)
    assert len(np.unique(np.concatenate(held))) == sum(map(len, held))


@given(TARGETS, st.integers(0, 1000), st.integers(2, 90))
@settings(max_examples=40, deadline=None)
def test_every_block_is_predicted_from_older_rows_alone(kind, seed, times):
    random = np.random.default_rng(seed)
    codes = np.unique(random.integers(0, times, 200), return_inverse=True)[1]
    codes[random.permutation(200)[:7]] = -1
    plan = fold_plan(target(kind, 200, random), 5, seed, by_time(codes))
    if plan.kind != "forward":
        assert times < 5
        return
    for learn, back in plan.folds:
        assert codes[learn].max() < codes[back].min()
        assert codes[back].min() >= 0
    # Members of an average know the newest rows too: each row is learned from by all members but one.
    known = np.concatenate([learn for learn, _ in plan.member_folds])
    assert np.bincount(known, minlength=200).min() >= len(plan.member_folds) - 1


def test_rows_of_a_single_time_have_no_order():
    assert fold_plan(np.arange(60) % 2, 5, 0, by_time(np.zeros(60, dtype=int))).kind == "random"


def test_a_class_of_the_newest_rows_is_predicted_from_both_sides():
    y = np.zeros(100, dtype=int)
    y[::7], y[85:] = 1, 2
    y[[60, 61]] = 2
    plan = fold_plan(y, 5, 0, by_time(np.arange(100)))
    assert plan.kind in ("forward", "blocked")
    for learn, _ in plan.folds:
        assert np.bincount(y[learn], minlength=3).min() >= 2


def test_a_class_of_one_group_is_always_learned_from():
    codes = np.repeat(np.arange(10), 10)
    y = np.arange(100) % 2
    y[codes == 3] = 2
    plan = fold_plan(y, 5, 0, by_group(codes))
    assert 3 not in {group for _, back in plan.folds for group in codes[back]}


def test_groups_of_which_each_class_has_one_are_refused():
    with pytest.raises(TrainingRefused) as refusal:
        fold_plan(np.repeat(np.arange(6), 10), 5, 0, by_group(np.repeat(np.arange(6), 10)))
    assert refusal.value.code == "split_folds"


@pytest.mark.parametrize("keys", [by_time(np.arange(70_000)), by_group(np.arange(70_000) // 5)])
def test_of_very_many_rows_a_third_is_held_back_once(keys):
    folds = fold_plan(np.arange(70_000) % 2, 5, 0, keys).folds
    assert len(folds) == 1
    assert len(folds[0][1]) == pytest.approx(70_000 / 3, rel=0.02)


def test_the_seed_decides_the_groups():
    codes = np.repeat(np.arange(20), 5)
    first, again, other = (
        fold_plan(np.arange(100) % 2, 5, seed, by_group(codes)).folds for seed in (1, 1, 2)
    )
    assert [back.tolist() for _, back in first] == [back.tolist() for _, back in again]
    assert [back.tolist() for _, back in first] != [back.tolist() for _, back in other]


def test_numbers_of_groups_are_those_of_their_rows():
    codes = np.repeat(np.arange(8), 3)
    numbers = group_numbers(codes, 5, 0)
    assert len({(code, number) for code, number in zip(codes, numbers, strict=True)}) == 8
    assert group_numbers(np.zeros(9), 5, 0) is None


@pytest.mark.parametrize("keys", [by_time(np.arange(100) // 3), by_group(np.arange(100) // 4)])
def test_every_row_is_held_back_once_together_with_its_equals(keys):
    folds = every_row_folds(np.arange(100) % 2, 5, 0, keys)
    assert np.sort(np.concatenate([back for _, back in folds])).tolist() == [*range(100)]
    for learn, back in folds:
        assert not set(keys.codes[learn]) & set(keys.codes[back])


@given(st.floats(0.0, 3.0), st.sampled_from([3, 5]))
def test_blocks_are_as_long_as_what_is_held_out_after_the_rows(ahead, count):
    keys = SplitKeys(SplitMethod.TIME, np.arange(600), ahead)
    backs = [len(back) for _, back in fold_plan(np.zeros(600), count, 0, keys).folds]
    assert 2 <= len(backs) <= count
    assert max(backs) - min(backs) <= 1
    if 0.2 < ahead < 1 / 3:
        assert abs(backs[0] - 600 * ahead) <= 1
    assert sum(backs) <= 401


def test_the_plans_share_is_how_far_folds_look_ahead():
    import pandas as pd

    from automl_lib.plan import PreprocessingPlan
    from automl_lib.plan.held_out import split_keys

    plan = PreprocessingPlan("y", ("x",), split=SplitMethod.TIME, split_column="x", test_share=0.2)
    keys = split_keys(pd.DataFrame({"x": np.arange(100.0), "y": 0.0}), plan)
    assert keys is not None
    assert keys.ahead == pytest.approx(0.25)
    assert keys.take(np.arange(10)).ahead == keys.ahead
