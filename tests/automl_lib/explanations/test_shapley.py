"""Contributions are Shapley values: they add up exactly, and come near to those of all orders."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pandas as pd
import pytest

from automl_lib.explanations import contributions
from domain.learners import CLASSIFIERS


def exact(model, row, background):
    """Shapley values by all orders of the columns and all background rows."""
    keys = [column.key for column in background.columns]
    credit = dict.fromkeys(keys, 0.0)
    orders = list(permutations(keys))
    for place in range(len(background.frame)):
        start = background.frame.iloc[[place]]
        for order in orders:
            mixed = pd.concat([start] * (len(keys) + 1), ignore_index=True)
            for number, key in enumerate(order, start=1):
                mixed.loc[number:, key] = row[key].iloc[0]
            for key, change in zip(order, np.diff(model.predict_numbers(mixed)[:, 0]), strict=True):
                credit[key] += change
    return [credit[key] / len(orders) / len(background.frame) for key in keys]


def crossed(frame):
    return 3 * frame["c0"] + 2 * frame["c1"] * frame["c2"] + np.sin(frame["c0"] + frame["c2"])


def test_the_values_come_near_to_those_of_all_orders(made):
    model, rows, background = made(crossed)
    small = type(background)(background.frame.iloc[:50], background.columns, 0)
    row = rows.iloc[[0]]
    found = contributions(model, row, small, evaluations=20_000)
    # 50 pairs of orders, one for each background row.
    assert found.values[0, :, 0] == pytest.approx(exact(model, row, small), abs=0.25)


def test_the_values_of_a_sum_are_exact(made):
    model, rows, background = made(lambda frame: 3 * frame["c0"] - frame["c1"])
    found = contributions(model, rows.iloc[:5], background)
    compared = found.base[0]
    first = found.values[:, 0, 0] - found.values[:, 0, 0][0]
    assert first == pytest.approx(3 * (rows["c0"][:5] - rows["c0"][0]))
    assert found.values[:, 2, 0] == pytest.approx(np.zeros(5))
    assert compared + found.values[:, :, 0].sum(axis=1) == pytest.approx(rows["target"][:5])


@pytest.mark.parametrize("code", CLASSIFIERS)
@pytest.mark.parametrize("kind", ["two", "many", "number"])
@pytest.mark.slow
def test_contributions_add_up_in_every_family(explainable, code, kind):
    model, _, held_out, background = explainable(code, kind)
    found = contributions(model, held_out.iloc[:4], background)
    outputs = (
        model.predict_numbers(held_out[:4])[:, 0] if kind == "number" else model.predict_proba(held_out[:4])
    )
    sums = found.base + found.values.sum(axis=1)
    expected = outputs[:, None] if kind == "number" else outputs[:, 1:] if kind == "two" else outputs
    assert sums == pytest.approx(expected, abs=0.01)
    assert found.additivity_error < 1e-6


def test_blanks_and_new_categories_are_explained(explainable):
    model, _, held_out, background = explainable("decision_tree")
    row = held_out.iloc[[0]].assign(c0001=np.nan, c0003="화성", c0004=pd.NaT)
    found = contributions(model, row, background)
    assert found.additivity_error < 1e-9


def test_a_cell_that_all_compared_rows_have_contributes_nothing(made):
    model, rows, background = made(crossed, change=lambda frame: frame.assign(c1=1.5))
    found = contributions(model, rows.iloc[[0]], background)
    assert found.values[0, 1, 0] == 0.0


def test_one_column_is_credited_with_everything(made):
    model, rows, background = made(lambda frame: frame["c0"] ** 2, labels=("크기",))
    found = contributions(model, rows.iloc[:2], background)
    assert found.base[0] + found.values[:, 0, 0] == pytest.approx(rows["target"][:2])


def test_many_columns_are_explained_with_few_evaluations(made):
    labels = [f"칼럼 {number}" for number in range(200)]
    model, rows, background = made(lambda frame: frame["c0"] + frame["c199"], labels=labels)
    model.calls.clear()
    found = contributions(model, rows.iloc[[0]], background)
    assert found.additivity_error < 1e-9
    assert sum(model.calls) < 6000


def test_rows_are_explained_alike_alone_and_together(made):
    model, rows, background = made(crossed)
    together = contributions(model, rows.iloc[:40], background)
    alone = contributions(model, rows.iloc[[39]], background)
    assert together.values[39] == pytest.approx(alone.values[0])


def test_no_rows_have_no_contributions(made):
    model, rows, background = made(crossed)
    assert contributions(model, rows.iloc[:0], background).values.shape == (0, 3, 1)
