"""Every family learns from every type of column, the same way each time and from its training rows alone."""

import sys
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import f1_score

from automl_lib.errors import PlanRefused, TrainingRefused
from automl_lib.plan import apply_plan
from automl_lib.training import best_f1_threshold, train
from domain.learners import CLASSIFIERS, FAMILIES, LEARNERS

CHEAP = ("decision_tree", "random_forest", "svm")


@pytest.mark.parametrize("code", LEARNERS)
def test_every_family_learns_something_from_every_type_of_column(trained, code):
    scores = trained(code).validation
    if LEARNERS[code].group == "classification":
        assert scores["roc_auc"] > 0.7
    else:
        assert -1 <= scores["silhouette"] <= 1


@pytest.mark.parametrize("code", CLASSIFIERS)
def test_every_classifier_handles_many_classes(trained, many_class_table, code):
    model = trained(code, many=True)
    probabilities = model.predict_proba(many_class_table.frame)
    assert model.classes == ("high", "low", "middle")
    assert probabilities.shape == (len(many_class_table.frame), 3)
    assert np.allclose(probabilities.sum(axis=1), 1)


@pytest.mark.parametrize("code", CHEAP)
def test_held_out_rows_change_nothing_in_what_is_fitted(table, code):
    split = apply_plan(table.frame, table.schema, table.plan)
    other = table.frame.copy()
    other.loc[split.test_rows, "c0001"] = 1e6
    other.loc[split.test_rows, "c0003"] = "다른 곳"
    plan = replace(table.plan, missing="mean", outliers="clip")
    rows = table.frame.iloc[split.train_rows]
    first, second = (train(f, table.schema, plan, code, split=split) for f in (table.frame, other))
    assert (first.predict_proba(rows) == second.predict_proba(rows)).all()
    assert first.pipeline["clean"].fill_values_ == second.pipeline["clean"].fill_values_
    assert first.pipeline["clean"].bounds_ == second.pipeline["clean"].bounds_


def test_what_the_cleaner_learned_is_what_the_preview_told(table):
    plan = replace(table.plan, missing="median", outliers="clip")
    model = train(table.frame, table.schema, plan, "decision_tree")
    split = apply_plan(table.frame, table.schema, plan)
    assert model.pipeline["clean"].fill_values_ == split.effect.fill_values
    assert model.effect == split.effect.to_json()


@pytest.mark.parametrize("code", FAMILIES)
def test_the_same_seed_gives_the_same_model(trained, table, code):
    again = train(table.frame, table.schema, table.plan, code)
    if again.is_classifier:
        assert np.allclose(
            again.predict_proba(table.frame), trained(code).predict_proba(table.frame), atol=1e-6
        )
    else:
        assert (again.predict(table.frame) == trained(code).predict(table.frame)).all()


@pytest.mark.parametrize("code", ["gradient_boost", "neural_network"])
def test_families_that_train_in_steps_have_a_curve(trained, code):
    history = trained(code).history
    assert [point["step"] for point in history] == sorted({point["step"] for point in history})
    assert history[0]["train_loss"] > min(point["train_loss"] for point in history)
    assert all(point["valid_loss"] > 0 for point in history)


def test_torch_keeps_its_random_state_and_threads(table):
    import torch

    torch.manual_seed(7)
    before = torch.random.get_rng_state(), torch.get_num_threads()
    train(table.frame, table.schema, table.plan, "neural_network", budget_seconds=0)
    assert torch.equal(torch.random.get_rng_state(), before[0])
    assert torch.get_num_threads() == before[1]


def test_cancelling_gets_through_the_neural_network(table, monkeypatch):
    from automl_lib.learners import torch_classifier

    def cancel(*args, **kwargs):
        raise KeyboardInterrupt

    monkeypatch.setattr(torch_classifier, "cross_entropy", cancel)
    with pytest.raises(KeyboardInterrupt):
        train(table.frame, table.schema, table.plan, "neural_network")


@pytest.mark.parametrize("code", FAMILIES)
def test_without_any_time_a_model_still_comes_out(table, code):
    model = train(table.frame, table.schema, table.plan, code, budget_seconds=0)
    assert len(model.predict(table.frame)) == len(table.frame)
    tried = model.pipeline["model"]
    assert len(getattr(tried, "losses_", [0])) == 1
    assert len(getattr(tried, "members_", [0])) == 1


def test_progress_ends_at_its_total(table):
    told = []
    train(table.frame, table.schema, table.plan, "decision_tree", progress=lambda *step: told.append(step))
    assert told[-1][0] == told[-1][1]
    assert [step[0] for step in told] == sorted(step[0] for step in told)


def test_the_clock_and_the_listener_are_not_part_of_a_model(trained):
    assert trained("decision_tree").pipeline["model"].get_params(deep=False)["progress"] is None


def test_k_means_needs_no_target_and_takes_every_row(table):
    model = train(table.frame, table.schema, table.plan.without_target(), "k_means")
    assert model.rows == {"train": len(table.frame), "test": 0}


def test_k_means_does_not_look_at_the_target(trained, table):
    shuffled = table.frame.assign(c0006=table.frame["c0006"].to_numpy()[::-1])
    again = train(shuffled, table.schema, table.plan, "k_means")
    assert (again.predict(table.frame) == trained("k_means").predict(table.frame)).all()


def test_a_classifier_without_a_target_is_refused(table):
    with pytest.raises(PlanRefused) as refusal:
        train(table.frame, table.schema, table.plan.without_target(), "svm")
    assert refusal.value.code == "target_none"


def test_columns_that_say_nothing_leave_nothing_to_learn(table):
    frame = table.frame.assign(c0001=1.0)
    with pytest.raises(TrainingRefused) as refusal:
        train(frame, table.schema, replace(table.plan, columns=("c0001",)), "decision_tree")
    assert refusal.value.code == "nothing_to_learn_from"


def test_an_unknown_family_is_an_error(table):
    with pytest.raises(KeyError):
        train(table.frame, table.schema, table.plan, "crystal_ball")


def test_the_threshold_has_the_best_f1_of_all():
    random = np.random.default_rng(0)
    truth = (random.random(400) < 0.15).astype(int)
    probabilities = np.clip(0.1 + 0.2 * truth + random.normal(scale=0.07, size=400), 0, 1)
    threshold = best_f1_threshold(truth, probabilities)
    best = max(f1_score(truth, probabilities >= cut) for cut in np.linspace(0.05, 0.95, 181))
    assert f1_score(truth, probabilities >= threshold) >= best


def test_a_threshold_that_hardly_helps_stays_at_a_half():
    truth = np.array([0, 1] * 50)
    assert best_f1_threshold(truth, truth * 0.6 + 0.2) == 0.5


def test_a_rare_class_gets_a_lower_threshold_but_keeps_honest_probabilities(table_maker):
    made = table_maker(400)
    rare = np.flatnonzero((made.frame["c0006"] == "yes").to_numpy())[25:]
    frame = made.frame.drop(index=rare).reset_index(drop=True)
    model = train(frame, made.schema, made.plan, "svm")
    share = (frame["c0006"] == "yes").mean()
    assert model.predict_proba(frame)[:, 1].mean() == pytest.approx(share, abs=0.05)


def test_a_blank_row_is_predicted_by_every_family(trained, table):
    blank = pd.DataFrame({key: pd.Series([None], dtype=table.frame[key].dtype) for key in table.plan.columns})
    for code in LEARNERS:
        assert len(trained(code).predict(blank)) == 1


def test_naming_the_families_imports_no_heavy_library():
    import subprocess

    code = (
        "import sys, automl_lib.plan, automl_lib.learners, automl_lib.training, automl_lib.prediction, automl_lib.fit;"
        "print([m for m in ('pandas', 'sklearn', 'torch', 'skops', 'polars') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
