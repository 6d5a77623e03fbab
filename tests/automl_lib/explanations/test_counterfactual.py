"""A counterfactual turns the answer with few and small changes, within what training has seen."""

from __future__ import annotations

import numpy as np
import pytest

from automl_lib.explanations.counterfactual import counterfactual
from domain.what_if import Goal


def at(rows, **values):
    return rows.iloc[[0]].assign(**values).reset_index(drop=True)


def likely(rows):
    return 1 / (1 + np.exp(-(rows["c0"] + rows["c1"])))


def search(model, row, background, keys, goal=Goal()):  # noqa: B008 - it is frozen
    return counterfactual(model, row, background, keys, goal)


def test_one_column_moves_just_over_the_threshold(made):
    model, rows, background = made(likely, classes=("아니오", "예"))
    found = search(model, at(rows, c0=-1.0, c1=0.2), background, ["c0", "c2"])
    assert set(found.changes) == {"c0"}
    assert -0.2 <= found.changes["c0"] < 0.1
    spread = background.by_key("c0").spread
    assert found.distance == pytest.approx((found.changes["c0"] + 1.0) / spread)


def test_the_cheaper_of_two_columns_changes(made):
    model, rows, background = made(
        lambda frame: 1 / (1 + np.exp(-(frame["c0"] + 5 * frame["c1"]))), classes=("아니오", "예")
    )
    found = search(model, at(rows, c0=-1.0, c1=0.0), background, ["c0", "c1"])
    assert set(found.changes) == {"c1"}


def test_several_columns_change_where_one_is_not_enough(made):
    model, rows, background = made(
        lambda frame: np.where((frame["c0"] > 0.5) & (frame["c1"] > 0.5), 0.9, 0.1), classes=("아니오", "예")
    )
    found = search(model, at(rows, c0=-1.0, c1=-1.0), background, ["c0", "c1", "c2"])
    assert set(found.changes) == {"c0", "c1"}
    assert min(found.changes.values()) > 0.5


def test_values_stay_within_the_range_of_training(made):
    model, rows, background = made(lambda frame: frame["c0"])
    high = background.by_key("c0").high
    assert search(model, at(rows, c0=0.0), background, ["c0"], Goal(at_least=high + 0.5)) is None
    found = search(model, at(rows, c0=0.0), background, ["c0"], Goal(at_least=high))
    assert found.changes == {"c0": pytest.approx(high)}


def test_columns_that_may_not_change_do_not(made):
    model, rows, background = made(likely, classes=("아니오", "예"))
    assert search(model, at(rows, c0=-1.0, c1=-1.0), background, ["c2"]) is None


def test_a_number_falls_to_a_wished_one(made):
    model, rows, background = made(lambda frame: 10 * frame["c0"])
    found = search(model, at(rows, c0=1.5), background, ["c0"], Goal(at_most=5.0))
    assert found.changes["c0"] == pytest.approx(0.5, abs=0.01)
    assert found.changes["c0"] <= 0.5


def test_a_search_asks_the_model_a_bounded_number_of_times(made, monkeypatch):
    model, rows, background = made(lambda frame: 10 * frame["c0"] + frame["c1"])
    asked = []
    usual = type(model).predict_numbers
    monkeypatch.setattr(
        type(model), "predict_numbers", lambda self, of: asked.append(len(of)) or usual(self, of)
    )
    assert search(model, at(rows, c0=1.5), background, ["c0", "c1"], Goal(at_most=5.0))
    assert len(asked) <= 9


def test_what_is_reached_already_needs_no_change(made):
    model, rows, background = made(lambda frame: frame["c0"])
    assert search(model, at(rows, c0=1.0), background, ["c0"], Goal(at_least=0.5)).changes == {}


def test_a_number_needs_one_bound(made):
    model, rows, background = made(lambda frame: frame["c0"])
    for goal in (Goal(), Goal(at_least=1.0, at_most=2.0)):
        with pytest.raises(ValueError, match="at least or at most"):
            search(model, at(rows), background, ["c0"], goal)


def test_of_several_classes_a_wished_one_is_reached(made):
    def shares(frame):
        scores = np.column_stack([frame["c0"], frame["c1"], -frame["c0"]])
        return np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)

    model, rows, background = made(shares, classes=("낮음", "중간", "높음"))
    row = at(rows, c0=1.0, c1=0.0)
    assert model.predict(row)[0] == "낮음"
    found = search(model, row, background, ["c0", "c1"], Goal(label="높음"))
    changed = row.assign(**found.changes)
    assert model.predict(changed)[0] == "높음"


def test_categories_blanks_and_dates_are_changed(explainable):
    model, learned, held_out, background = explainable("decision_tree")
    row = held_out[model.predict(held_out) == "no"].iloc[[0]].assign(c0001=np.nan)
    found = search(model, row, background, list(model.columns))
    assert found is not None
    for key, value in found.changes.items():
        column = background.by_key(key)
        if column.spread is None:
            assert value in set(learned[key].dropna())
        else:
            assert column.low <= value <= column.high
