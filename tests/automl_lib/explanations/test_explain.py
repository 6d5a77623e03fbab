"""The explanation of a model: what it holds, what it survives, and its way to JSON and back."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest

from automl_lib.explanations import Background, explain_model
from automl_lib.explanations.dependence import grid
from automl_lib.explanations.values import column_values
from domain.columns import ColumnType
from domain.explanations import ModelExplanation
from domain.table_schema import ColumnSchema


def halves(frame):
    return frame.iloc[::2], frame.iloc[1::2]


def test_columns_are_named_as_people_call_them(made):
    model, rows, _ = made(lambda frame: 3 * frame["c1"] + frame["c0"])
    found = explain_model(model, *halves(rows)).explanation
    assert [one.name for one in found.importances] == ["나이", "크기", "거리"]
    assert (found.outputs, found.metric, found.rows, found.notes) == ((), "rmse", 150, ())
    assert [one.label for one in found.dependences] == ["나이", "크기", "거리"]


def test_a_dependence_follows_the_formula(made):
    model, rows, _ = made(lambda frame: 3 * frame["c1"])
    curve = explain_model(model, *halves(rows)).explanation.dependences[0]
    assert [point.means[0] for point in curve.points] == pytest.approx([3 * p.value for p in curve.points])
    assert [p.value for p in curve.points] == sorted(p.value for p in curve.points)
    assert curve.reach == pytest.approx(3 * (curve.points[-1].value - curve.points[0].value))


def test_copied_columns_are_a_group(made):
    model, rows, _ = made(
        lambda frame: frame["c0"] + frame["c2"], change=lambda frame: frame.assign(c1=frame["c0"])
    )
    found = explain_model(model, *halves(rows)).explanation
    assert [one.labels for one in found.groups] == [("크기", "나이")]
    assert found.groups[0].name == "크기 + 나이"


def test_few_held_out_rows_are_said(made):
    model, rows, _ = made(lambda frame: frame["c0"])
    found = explain_model(model, rows, rows.iloc[:12]).explanation
    assert found.importances
    assert "12" in found.notes[0].en


def test_held_out_rows_of_one_class_are_said(made):
    model, rows, _ = made(lambda frame: 1 / (1 + np.exp(-frame["c0"])), classes=("아니오", "예"))
    found = explain_model(model, rows, rows[rows["target"] == "예"]).explanation
    assert (found.importances, found.metric) == ((), None)
    assert "one class only" in found.notes[0].en
    assert found.dependences  # they need no truth


def test_held_out_rows_without_a_known_target_are_left_out(made):
    model, rows, _ = made(lambda frame: 1 / (1 + np.exp(-frame["c0"])), classes=("아니오", "예"))
    learned, held_out = halves(rows)
    changed = held_out.assign(target=[None, "모름", *held_out["target"][2:]])
    assert explain_model(model, learned, changed).explanation.rows == len(held_out) - 2
    nothing = explain_model(model, learned, held_out.assign(target=None)).explanation
    assert nothing.importances == ()
    assert "no held-out rows" in nothing.notes[0].en


def test_more_columns_than_can_be_explained_are_said(made):
    model, rows, _ = made(lambda frame: frame["c0"], labels=[f"칼럼 {n}" for n in range(301)], rows=20)
    found = explain_model(model, *halves(rows))
    assert found.background is None
    assert "301" in found.explanation.notes[0].en


def test_200_columns_are_explained(made):
    model, rows, _ = made(lambda frame: frame["c7"], labels=[f"칼럼 {n}" for n in range(200)])
    found = explain_model(model, *halves(rows)).explanation
    assert found.importances[0].name == "칼럼 7"
    assert len(found.importances) == 200


def test_constant_columns_have_no_dependence(made):
    model, rows, _ = made(lambda frame: frame["c0"], change=lambda frame: frame.assign(c1=1.0))
    found = explain_model(model, *halves(rows)).explanation
    assert [one.label for one in found.dependences] == ["크기", "거리"]


@pytest.mark.parametrize("kind", ["two", "many", "number"])
def test_a_trained_model_is_explained_and_read_back(explainable, kind):
    model, learned, held_out, _ = explainable("decision_tree", kind)
    found = explain_model(model, learned, held_out)
    explanation = found.explanation
    assert {one.name for one in explanation.importances} == {"Fresh", "Milk", "지역", "가입일", "회원"}
    assert explanation.importances[0].name == "Fresh"
    kept = json.loads(json.dumps(explanation.to_json(), allow_nan=False))
    back = ModelExplanation.from_json(kept)
    assert back.to_json() == explanation.to_json()
    assert back.columns == explanation.columns
    assert len(explanation.dependences[0].points[0].means) == (3 if kind == "many" else 1)
    background = Background.from_bytes(found.background.to_bytes(), back.columns)
    pd.testing.assert_frame_equal(background.frame, found.background.frame)
    assert background.usual_row == found.background.usual_row


def test_other_systems_get_no_values_of_rows(explainable):
    model, learned, held_out, _ = explainable("decision_tree")
    shared = explain_model(model, learned, held_out).explanation.without_values()
    assert "서울" not in json.dumps(shared, ensure_ascii=False)
    assert shared["importances"][0]["labels"] == ("Fresh",)


def test_a_clustering_is_not_explained(trained, table):
    with pytest.raises(TypeError):
        explain_model(trained("k_means"), table.frame, table.frame)


def test_what_columns_hold_is_of_the_training_rows(explainable):
    _, learned, _, background = explainable("decision_tree")
    fresh, region, joined = (background.by_key(key) for key in ("c0001", "c0003", "c0004"))
    assert (fresh.low, fresh.high) == (learned["c0001"].min(), learned["c0001"].max())
    assert set(region.categories) == {"서울", "부산", "제주"}
    assert joined.kind is ColumnType.DATE
    assert joined.low == learned["c0004"].min().timestamp()


def test_sentences_of_free_text_are_not_offered():
    sentences = pd.Series([f"문의 {n} 드립니다" for n in range(60)], dtype=object)
    kept = column_values(ColumnSchema("c1", "문의", ColumnType.TEXT), sentences)
    assert (kept.categories, kept.complete) == ((), False)
    assert grid(kept, 5) == []
