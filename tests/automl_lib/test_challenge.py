"""Judging two models on the same newest rows."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from automl_lib.challenge import judge
from automl_lib.errors import TrainingRefused
from automl_lib.training import train
from domain.challenges import ChallengeVerdict


@pytest.fixture(scope="module")
def weak(table):
    """A classifier that learned from one column which says nothing."""
    return train(table.frame, table.schema, replace(table.plan, columns=("c0002",)), "linear")


def test_a_clearly_better_model_is_promoted(trained, weak, table):
    verdict = judge(weak, trained("linear"), table.frame, table.frame["c0006"])
    assert verdict.score == "roc_auc"
    assert (verdict.promoted, verdict.rows) == (True, len(table.frame))
    assert verdict.gain == pytest.approx(verdict.challenger - verdict.champion)
    assert verdict.low <= verdict.gain <= verdict.high


def test_a_worse_and_an_equal_model_are_kept_back(trained, weak, table):
    assert not judge(trained("linear"), weak, table.frame, table.frame["c0006"]).promoted
    same = judge(trained("linear"), trained("linear"), table.frame, table.frame["c0006"])
    assert (same.gain, same.promoted) == (0.0, False)


def test_several_classes_are_judged_by_log_loss(trained, many_class_table):
    models = trained("decision_tree", many=True), trained("linear", many=True)
    verdict = judge(*models, many_class_table.frame, many_class_table.frame["c0006"])
    assert verdict.score == "log_loss"
    assert verdict.gain == pytest.approx(verdict.champion - verdict.challenger)


def test_a_class_that_the_confirmed_model_does_not_know_costs_it(trained, table):
    known = trained("linear")
    frame = table.frame.copy()
    frame.loc[frame.index[:40], "c0006"] = "maybe"
    newer = train(frame, table.schema, table.plan, "linear")
    verdict = judge(known, newer, frame, frame["c0006"])
    assert (verdict.score, verdict.promoted) == ("log_loss", True)


def test_numbers_are_judged_by_their_error(trained_on_numbers, number_table):
    models = trained_on_numbers("decision_tree"), trained_on_numbers("linear")
    verdict = judge(*models, number_table.frame, number_table.frame["c0006"])
    assert verdict.score == "rmse"
    assert verdict.gain == pytest.approx(verdict.champion - verdict.challenger)


def test_models_of_other_targets_are_not_compared(trained, trained_on_numbers, table):
    with pytest.raises(TrainingRefused):
        judge(trained("linear"), trained_on_numbers("linear"), table.frame, table.frame["c0006"])


def test_a_model_that_is_no_better_than_the_shares_of_the_classes_is_kept_back(trained, table):
    known = trained("linear")
    frame = table.frame.copy()
    random = np.random.default_rng(3)
    frame["c0006"] = random.choice(["maybe", "no", "yes"], len(frame))
    newer = train(frame, table.schema, replace(table.plan, columns=("c0002",)), "decision_tree")
    judging = frame.assign(c0006=random.choice(["maybe", "no", "yes"], len(frame)))
    verdict = judge(known, newer, judging, frame["c0006"])
    # The confirmed model gives "maybe" no probability, so that anything is better.
    assert verdict.low > 0
    assert not verdict.promoted
    assert "shares of the classes" in verdict.reason.en
    assert "비율" in verdict.reason.ko


def test_a_model_whose_order_is_no_better_than_chance_is_kept_back(trained, weak, table):
    turned = table.frame.assign(c0006=table.frame["c0006"].map({"yes": "no", "no": "yes"}))
    verdict = judge(trained("linear"), weak, turned, table.frame["c0006"])
    assert (verdict.score, verdict.low > 0, verdict.promoted) == ("roc_auc", True, False)
    assert verdict.challenger < 0.5
    assert "ROC AUC" in verdict.hindrance.en


def test_numbers_that_are_no_better_than_the_mean_are_kept_back(trained_on_numbers, number_table):
    model = trained_on_numbers("linear")
    far = number_table.frame.assign(c0006=number_table.frame["c0006"].mean() + 1.0)
    worse = train(
        number_table.frame.assign(c0006=number_table.frame["c0006"] + 500.0),
        number_table.schema,
        number_table.plan,
        "linear",
    )
    verdict = judge(worse, model, far, far["c0006"])
    assert (verdict.low > 0, verdict.promoted) == (True, False)
    assert "RMSE" in verdict.hindrance.en


def test_what_is_to_be_known_of_the_rows_is_said(trained, weak, table):
    verdict = judge(weak, trained("linear"), table.frame, table.frame["c0006"], knows_groups=True, repeated=7)
    assert "of new groups" in verdict.reason.en
    assert "7 added rows" in verdict.reason.en
    assert ChallengeVerdict.from_json(verdict.to_json()) == verdict
    assert "groups" not in judge(weak, trained("linear"), table.frame, table.frame["c0006"]).reason.en
