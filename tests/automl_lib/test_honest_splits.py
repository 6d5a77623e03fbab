"""Scores by group and by time are honest where those of a random split are not, and held-out rows are judged once."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from automl_lib.ensemble import combine
from automl_lib.evaluation import evaluate_classifier, evaluate_regressor
from automl_lib.evaluation.bootstrap import score_intervals
from automl_lib.held_back import HeldBack
from automl_lib.plan import PreprocessingPlan, apply_plan
from automl_lib.split_report import compare_with_random, report_split
from automl_lib.training import train
from domain.columns import ColumnType
from domain.learners import CLASSIFIERS
from domain.messages import Sentences
from domain.preprocessing import Missing
from domain.split import SplitMethod, SplitSuggestion
from domain.table_schema import ColumnSchema, TableSchema
from domain.tasks import Task

SCHEMA = TableSchema(
    (
        ColumnSchema("a", "검사 1", ColumnType.REAL),
        ColumnSchema("b", "검사 2", ColumnType.REAL),
        ColumnSchema("day", "검사일", ColumnType.DATE),
        ColumnSchema("who", "환자번호", ColumnType.TEXT),
        ColumnSchema("y", "결과", ColumnType.TEXT),
    )
)
RANDOM = PreprocessingPlan(target="y", columns=("a", "b"), missing=Missing.KEEP)
BY_GROUP = replace(RANDOM, split="group", split_column="who")
BY_TIME = replace(RANDOM, split="time", split_column="day")


def patients(groups=80, each=6, seed=0):
    """Rows that tell who a patient is, and a result that is the patient's and follows from nothing else."""
    random = np.random.default_rng(seed)
    who = np.repeat(np.arange(groups), each)
    marks = random.normal(size=(groups, 2))[who] + random.normal(scale=0.01, size=(len(who), 2))
    result = random.permutation(np.arange(groups) % 2)[who]
    return pd.DataFrame(
        {
            "a": marks[:, 0],
            "b": marks[:, 1],
            "day": pd.Series(np.datetime64("2024-01-01") + np.arange(len(who))).astype("datetime64[us]"),
            "who": pd.Series([f"P{n:03d}" for n in who], dtype=object),
            "y": pd.Series(np.where(result, "yes", "no"), dtype=object),
        }
    )


def drifting(rows=600, seed=0):
    """What follows from the marks turns with time, into directions that were never there before."""
    random = np.random.default_rng(seed)
    a, b = random.normal(size=(2, rows))
    angle = np.linspace(0, 1.5 * np.pi, rows)
    score = np.cos(angle) * a + np.sin(angle) * b + 0.3 * random.normal(size=rows)
    order = random.permutation(rows)
    frame = pd.DataFrame(
        {
            "a": a,
            "b": b,
            "day": pd.Series(np.datetime64("2024-01-01") + np.arange(rows)).astype("datetime64[us]"),
            "who": pd.Series(["P"] * rows, dtype=object),
            "y": pd.Series(np.where(score > 0, "yes", "no"), dtype=object),
        }
    )
    return frame.iloc[order].reset_index(drop=True)


def area(frame, plan, code="random_forest"):
    split = apply_plan(frame, SCHEMA, plan)
    model = train(frame, SCHEMA, plan, code, split=split)
    return evaluate_classifier(model, frame.iloc[split.test_rows]).roc_auc, model.validation["roc_auc"]


@pytest.mark.parametrize("code", ["random_forest", "gradient_boost", "decision_tree"])
def test_a_result_of_the_patient_looks_known_at_random_and_is_chance_by_group(code):
    frame = patients()
    assert min(area(frame, RANDOM, code)) > 0.93
    held_out, held_back = area(frame, BY_GROUP, code)
    assert abs(held_out - 0.5) < 0.25
    # Balanced folds of noise tend to less than chance: what is held back of a class is missing on the other side.
    assert held_back < 0.7


def test_what_changes_with_time_looks_steadier_at_random():
    frame = drifting()
    plan = replace(RANDOM, columns=("a", "b", "day"))
    at_random = area(frame, plan)[0]
    held_out, held_back = area(frame, replace(plan, split="time", split_column="day"))
    assert held_out < at_random - 0.05
    assert held_back < at_random - 0.05


def test_the_comparison_says_how_much_better_a_random_split_would_have_looked():
    frame = patients()
    found = compare_with_random(frame, SCHEMA, BY_GROUP, apply_plan(frame, SCHEMA, BY_GROUP))
    assert found.metric == "roc_auc"
    assert found.random > 0.95
    assert found.split < 0.75
    assert f"{found.random:.2f}" in found.message.ko
    assert compare_with_random(frame, SCHEMA, RANDOM, apply_plan(frame, SCHEMA, RANDOM)) is None


def test_a_random_split_is_compared_with_the_column_of_the_groups_that_it_would_learn_from():
    random = np.random.default_rng(1)
    frame = patients().assign(a=random.normal(size=480), b=random.normal(size=480))
    found = compare_with_random(frame, SCHEMA, BY_GROUP, apply_plan(frame, SCHEMA, BY_GROUP))
    # Only who the patient is tells the result.
    assert found.random > 0.9
    assert found.split < 0.65
    suggested = SplitSuggestion(SplitMethod.GROUP, "who", groups=("who",))
    split = apply_plan(frame, SCHEMA, RANDOM)
    left_out = compare_with_random(frame, SCHEMA, RANDOM, split, suggested)
    assert left_out.random < 0.65
    plan = replace(RANDOM, columns=("a", "b", "who"))
    used = compare_with_random(frame, SCHEMA, plan, apply_plan(frame, SCHEMA, plan), suggested)
    assert used.random > 0.9
    assert used.split < 0.65


def test_too_few_rows_are_not_compared():
    frame = patients(groups=12, each=4)
    assert compare_with_random(frame, SCHEMA, BY_GROUP, apply_plan(frame, SCHEMA, BY_GROUP)) is None


def test_a_random_split_is_compared_with_the_suggested_one_and_said_to_promise_more():
    frame = patients()
    split = apply_plan(frame, SCHEMA, RANDOM)
    suggested = SplitSuggestion(SplitMethod.GROUP, "who", dates=("day",), groups=("who",))
    effect = report_split(frame, SCHEMA, RANDOM, split, suggested)
    assert effect.split.reason is None
    assert not effect.split.comparison.is_applied
    assert effect.split.comparison.random > effect.split.comparison.split + 0.2
    assert [note.code for note in effect.notes] == ["groups_across_split", "random_in_time"]
    by_time = report_split(frame, SCHEMA, BY_TIME, apply_plan(frame, SCHEMA, BY_TIME), suggested)
    # Patients' rows are next to each other in time, so few are on both sides.
    assert "random_in_time" not in {note.code for note in by_time.notes}


def test_the_suggested_split_keeps_its_reason_and_needs_no_remark():
    frame = patients()
    reason = Sentences("되풀이됩니다.", "it repeats")
    suggested = SplitSuggestion(SplitMethod.GROUP, "who", reason, groups=("who",))
    effect = report_split(frame, SCHEMA, BY_GROUP, apply_plan(frame, SCHEMA, BY_GROUP), suggested)
    assert (effect.split.reason, effect.split.comparison.is_applied, effect.notes) == (reason, True, ())


@pytest.mark.parametrize("plan", [BY_GROUP, BY_TIME])
def test_an_ensemble_knows_what_its_members_held_back_by(plan):
    frame = patients()
    models = [train(frame, SCHEMA, plan, code) for code in ("linear", "decision_tree")]
    blend = combine(models)
    for one in (*models, blend):
        kept = HeldBack.from_arrays(one.held_back.to_arrays())
        assert kept.keys.method is plan.split
        assert kept.keys.codes.tolist() == models[0].held_back.keys.codes.tolist()
    assert blend.validation["roc_auc"] < 0.75


@pytest.mark.parametrize("plan", [RANDOM, BY_GROUP, BY_TIME])
def test_retraining_by_the_same_plan_holds_out_the_same_rows(plan):
    frame = patients(groups=40, each=5)
    split = apply_plan(frame, SCHEMA, plan)
    learned = (frame["y"].iloc[split.train_rows] == "yes").to_numpy().astype(int)
    for seed in (1, 2):
        model = train(frame, SCHEMA, plan, "decision_tree", seed=seed)
        assert np.array_equal(model.held_back.truth, learned)


def test_intervals_of_scores_are_those_of_other_patients():
    frame = patients()
    split = apply_plan(frame, SCHEMA, BY_GROUP)
    model = train(frame, SCHEMA, BY_GROUP, "decision_tree", split=split)
    by_rows = replace(model, plan=RANDOM)
    area, narrow = (score_intervals(one, frame.iloc[split.test_rows])["roc_auc"] for one in (model, by_rows))
    assert area.low < 0.5 < area.high
    assert area.high - area.low > 1.3 * (narrow.high - narrow.low)


@pytest.mark.slow
@pytest.mark.parametrize("plan", [RANDOM, BY_GROUP, BY_TIME])
def test_held_out_answers_change_nothing_but_the_evaluation(plan):
    frame = patients(groups=40, each=5)
    split = apply_plan(frame, SCHEMA, plan)
    other = frame.copy()
    other.loc[split.test_rows, "y"] = np.where(other.loc[split.test_rows, "y"] == "yes", "no", "yes")
    assert compare_with_random(frame, SCHEMA, plan, split) == compare_with_random(other, SCHEMA, plan, split)
    pairs = [[train(one, SCHEMA, plan, code, split=split) for one in (frame, other)] for code in CLASSIFIERS]
    for first, second in (*pairs, [combine(models) for models in zip(*pairs, strict=True)]):
        assert (first.threshold, first.validation) == (second.threshold, second.validation)
        assert first.settings == second.settings
        assert first.predict_proba(frame) == pytest.approx(second.predict_proba(frame), abs=1e-12)


@pytest.mark.slow
@pytest.mark.parametrize("plan", [RANDOM, BY_GROUP, BY_TIME])
def test_held_out_numbers_change_no_interval(plan):
    schema = TableSchema((*SCHEMA.columns[:4], ColumnSchema("y", "값", ColumnType.REAL)))
    frame = patients(groups=40, each=5)
    frame["y"] = 10 * frame["a"] + np.random.default_rng(1).normal(size=len(frame))
    plan = replace(plan, task=Task.REGRESSION)
    split = apply_plan(frame, schema, plan)
    other = frame.copy()
    other.loc[split.test_rows, "y"] += 1000
    for code in ("linear", "gradient_boost", "random_forest"):
        first, second = (train(one, schema, plan, code, split=split) for one in (frame, other))
        assert first.validation == second.validation
        assert first.predict_numbers(frame) == pytest.approx(second.predict_numbers(frame), abs=1e-9)
        assert evaluate_regressor(second, other.iloc[split.test_rows]).coverage == 0
