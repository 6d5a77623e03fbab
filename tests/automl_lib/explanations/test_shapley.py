"""Contributions are Shapley values: they add up exactly, and come near to those of all orders."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pandas as pd
import pytest

from automl_lib.explanations import Background, background_of, contributions
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


@pytest.mark.parametrize(("columns", "rows"), [(3, 600), (20, 4000)])
@pytest.mark.parametrize("evaluations", [1000, 2000])
def test_the_values_of_a_linear_model_are_exact(made, columns, rows, evaluations):
    # Exact Shapley values of a linear model: weight · (cell − mean). Lognormal cells have a mean far from most rows.
    weights = np.random.default_rng(1).normal(size=columns)
    keys = [f"c{place}" for place in range(columns)]
    model, table, background = made(
        lambda frame: frame[keys].to_numpy(float) @ weights,
        labels=keys,
        rows=rows,
        change=lambda frame: np.exp(frame),
    )
    found = contributions(model, table.iloc[:200], background, evaluations=evaluations)
    true = weights * (table[keys] - table[keys].mean()).to_numpy()[:200]
    assert found.base[0] == pytest.approx(table["target"].mean(), abs=0.03 * table["target"].std())
    first = np.abs(found.values[:, :, 0]).argmax(axis=1)
    assert (first == np.abs(true).argmax(axis=1)).mean() >= 0.99
    assert np.abs(found.values[:, :, 0] - true).max() < 0.1 * np.abs(true).max()
    assert found.additivity_error < 1e-9


def test_a_column_that_the_model_does_not_need_contributes_nothing(made):
    model, rows, background = made(lambda frame: 3 * frame["c0"] - frame["c1"], rows=1200)
    found = contributions(model, rows.iloc[:5], background)
    assert found.values[:, 2, 0].tolist() == [0.0] * 5


@pytest.mark.parametrize("classes", [(), ("아니오", "예")])
def test_the_base_is_the_mean_prediction_of_the_training_rows(made, classes):
    def formula(frame):
        return 1 / (1 + np.exp(-3 * frame["c0"] * frame["c1"] - np.exp(frame["c2"])))

    model, rows, background = made(formula, rows=4000, classes=classes)
    found = contributions(model, rows.iloc[:3], background)
    assert found.base[0] == pytest.approx(formula(rows).mean(), abs=0.01 * formula(rows).std())
    assert found.additivity_error < 1e-9


def test_the_base_of_several_classes_is_the_mean_of_each(made):
    def formula(frame):
        odds = np.exp(frame[["c0", "c1", "c2"]].to_numpy() * [1.0, 2.0, 3.0])
        return odds / odds.sum(axis=1, keepdims=True)

    model, rows, background = made(formula, rows=4000, classes=("가", "나", "다"))
    found = contributions(model, rows.iloc[:3], background)
    assert found.base == pytest.approx(formula(rows).mean(axis=0), abs=0.01)
    assert found.additivity_error < 1e-9


def test_few_columns_are_compared_with_many_background_rows(made):
    model, rows, background = made(crossed, rows=400)
    row = rows.iloc[[0]]
    found = contributions(model, row, background)
    assert found.values[0, :, 0] == pytest.approx(exact(model, row, background), abs=0.05)


def test_a_background_of_an_earlier_version_has_no_outputs(made):
    model, rows, background = made(crossed)
    kept = Background.from_bytes(background.to_bytes(), background.columns)
    early = Background(kept.frame, kept.columns, kept.usual_row)
    row = rows.iloc[[0]]
    expected = contributions(model, row, background).values
    assert contributions(model, row, kept).values == pytest.approx(expected)
    assert contributions(model, row, early).values == pytest.approx(expected)
    with pytest.raises(ValueError, match="no outputs"):
        _ = early.effects


def test_rows_of_a_large_background_lie_evenly_by_their_output(made):
    model, rows, _ = made(lambda frame: np.exp(2 * frame["c0"]), rows=4000)
    background = background_of(model, rows)
    assert len(background.frame) == 1000
    assert background.outputs is not None
    assert np.median(background.outputs.rows) == pytest.approx(rows["target"].median(), rel=0.01)


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
