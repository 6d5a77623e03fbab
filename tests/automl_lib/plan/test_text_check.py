"""A column of prose is used only where it takes away held-back error."""

import numpy as np
import pandas as pd
import pytest

from automl_lib.plan.text_check import MOST_COLUMNS, check_texts
from automl_lib.split_keys import SplitKeys
from benchmarks.made_columns import inquiries
from domain.split import SplitMethod


def checked(table, target, *texts):
    cleaned = table[["가입개월", "월요금"]].astype(float)
    return check_texts(cleaned, table[list(texts)], target, seed=0)


def test_inquiries_that_tell_of_leaving_are_used_and_names_are_not():
    table = inquiries(500)
    table["상담원"] = [
        f"{'김이박최정'[row % 5]}민수 {row:04}" for row in np.random.default_rng(1).permutation(500)
    ]
    names, prose = checked(table, table["이탈"].to_numpy(object), "고객명", "상담원", "문의내용")
    assert (names.column, names.used) == ("상담원", False)  # 고객명 holds a letter and digits
    assert prose.used
    assert prose.with_text > prose.without + 0.05


def test_inquiries_that_tell_nothing_are_not_used():
    table = inquiries(500, telling=0.5)
    (prose,) = checked(table, table["이탈"].to_numpy(object), "문의내용")
    assert not prose.used


def test_a_number_is_judged_by_its_variance():
    table = inquiries(400)
    number = np.where(table["이탈"] == "예", 10.0, 20.0) + np.random.default_rng(0).normal(size=400)
    (prose,) = checked(table, number, "문의내용")
    assert prose.metric == "r2"
    assert prose.used


def test_a_table_of_nothing_but_text_is_judged_against_what_is_usual():
    table = inquiries(300)
    target = table["이탈"].to_numpy(object)
    (prose,) = check_texts(table[[]], table[["문의내용"]], target, seed=0)
    assert prose.used
    assert prose.without == pytest.approx(0.5, abs=0.05)


@pytest.mark.parametrize(
    "target",
    [
        pytest.param(np.array(["같음"] * 40, dtype=object), id="one class"),
        pytest.param(np.array([f"{n}" for n in range(40)], dtype=object), id="a class a row"),
        pytest.param(np.full(40, 3.0), id="one number"),
    ],
)
def test_a_target_that_nothing_can_be_held_back_of_is_not_judged(target):
    table = inquiries(40)
    assert checked(table, target, "문의내용") == ()


def test_many_columns_of_text_are_not_all_looked_at():
    table = inquiries(60)
    many = {f"글{n}": table["문의내용"] for n in range(MOST_COLUMNS + 3)}
    checks = checked(table.assign(**many), table["이탈"].to_numpy(object), *many)
    assert [check.column for check in checks] == [f"글{n}" for n in range(MOST_COLUMNS)]


def test_a_column_of_blanks_but_one_is_passed_over():
    table = inquiries(60).assign(메모=None)
    table.loc[0, "메모"] = "하나뿐인 글"
    assert checked(table, table["이탈"].to_numpy(object), "메모") == ()


def test_the_check_is_the_same_each_time():
    table = inquiries(200)
    first, second = (checked(table, table["이탈"].to_numpy(object), "문의내용") for _ in range(2))
    assert first == second
    assert isinstance(pd.Series(first).iloc[0].used, bool)


def test_rows_of_one_customer_are_not_on_both_sides():
    """Each customer signs all inquiries alike, and keeps or leaves: only among customers it has met does a model know."""
    random = np.random.default_rng(0)
    customers = np.repeat(np.arange(60), 6)
    signs = ["".join(map(chr, random.integers(0xAC00, 0xD7A3, 6))) for _ in range(60)]
    leaves = random.random(60) < 0.5
    table = pd.DataFrame(
        {"글": [f"{signs[one]} {random.integers(10**6)}" for one in customers], "수": random.normal(size=360)}
    )
    target = np.where(leaves[customers], "예", "아니오").astype(object)
    keys = SplitKeys(SplitMethod.GROUP, customers)
    (at_random,) = check_texts(table[["수"]], table[["글"]], target, seed=0)
    (by_group,) = check_texts(table[["수"]], table[["글"]], target, seed=0, split_keys=keys)
    assert (at_random.used, by_group.used) == (True, False)


def test_newer_rows_are_judged_by_older_ones():
    table = inquiries(500)
    keys = SplitKeys(SplitMethod.TIME, np.arange(500))
    cleaned = table[["가입개월", "월요금"]].astype(float)
    (prose,) = check_texts(
        cleaned, table[["문의내용"]], table["이탈"].to_numpy(object), seed=0, split_keys=keys
    )
    assert prose.used


def test_a_single_group_is_not_judged():
    table = inquiries(60)
    keys = SplitKeys(SplitMethod.GROUP, np.zeros(60, dtype=int))
    cleaned = table[["가입개월"]].astype(float)
    assert (
        check_texts(cleaned, table[["문의내용"]], table["이탈"].to_numpy(object), seed=0, split_keys=keys)
        == ()
    )


@pytest.mark.parametrize(("form", "looked_at"), [("K{:05}", False), ("{:04}-가", False), ("고객 {}", True)])
def test_numbers_that_were_given_out_are_no_texts(form, looked_at):
    """The last digit goes with the target; only a column of words is asked whether it helps."""
    table = pd.DataFrame({"번호": [form.format(row) for row in range(300)]})
    target = np.array(["예" if row % 5 == 0 else "아니오" for row in range(300)], dtype=object)
    assert bool(check_texts(pd.DataFrame(index=table.index), table, target, seed=0)) is looked_at
