"""A model of a table with prose and dates comes back the same, without a word of what people wrote."""

import re

import numpy as np
import pandas as pd
import pytest

from automl_lib.explanations import explain_model
from automl_lib.persistence import load_model, save_model
from automl_lib.plan import PreprocessingPlan, apply_plan
from automl_lib.training import train
from benchmarks.made_columns import inquiries
from benchmarks.model_sets import typed_set
from domain.preprocessing import Missing


@pytest.fixture(scope="module")
def made():
    table = inquiries(300).assign(접수일=pd.date_range("2024-06-01", periods=300))
    return typed_set("inquiries", table, "이탈")


@pytest.mark.parametrize("code", ["linear", "decision_tree"])
def test_it_predicts_the_same_and_says_what_it_goes_by(made, tmp_path, code):
    plan = PreprocessingPlan(made.target, made.columns, missing=Missing.KEEP)
    model = train(made.frame, made.schema, plan, code)
    assert model.settings["text_columns"] == ["문의내용"]
    saved = save_model(model, tmp_path)
    loaded = load_model(tmp_path, saved.digest)
    assert loaded.plan == model.plan
    rows = made.frame.iloc[:40].copy()
    rows.loc[3, "c0004"] = None
    rows.loc[4, "c0004"] = "해지 " * 40_000
    rows.loc[5, "c0004"] = "🎉 mixed 언어 ﾃｽﾄ"
    rows.loc[6, "c0006"] = pd.Timestamp("1899-01-01")
    np.testing.assert_array_equal(model.predict_proba(rows), loaded.predict_proba(rows))
    assert np.isfinite(loaded.predict_proba(rows)).all()
    for file in tmp_path.iterdir():
        text = file.read_bytes().decode("utf-8", "ignore")
        assert not re.search("위약금|친절하게|기사님", text)


def test_what_a_person_wrote_is_in_no_partial_dependence(made):
    plan = PreprocessingPlan(made.target, made.columns, missing=Missing.KEEP)
    split = apply_plan(made.frame, made.schema, plan)
    model = train(made.frame, made.schema, plan, "linear", split=split)
    learned, held_out = made.frame.iloc[split.train_rows], made.frame.iloc[split.test_rows]
    explanation = explain_model(model, learned, held_out, seed=0).explanation
    assert explanation.importances[0].labels == ("문의내용",)
    assert "문의내용" not in [one.label for one in explanation.dependences]
    assert explanation.dependences


def test_prose_changes_the_answer(made):
    plan = PreprocessingPlan(made.target, made.columns, missing=Missing.KEEP)
    model = train(made.frame, made.schema, plan, "linear")
    row = made.frame.iloc[[0, 0]].copy().reset_index(drop=True)
    row["c0004"] = ["요금제 해지하고 위약금 알려주세요", "친절하게 안내해 주셔서 감사합니다"]
    leaving = list(model.classes).index("예")
    first, second = model.predict_proba(row)[:, leaving]
    assert first > second + 0.1
