"""The choices of a plan: one set of defaults and bounds for every way to make a plan."""

from __future__ import annotations

import json

import pytest

from assets.automl.preprocessing import PlanConfig
from automl_lib.plan import PreprocessingPlan
from domain.preprocessing import DEFAULTS, OutlierMethod, PlanChoices
from domain.refusal import Refusal
from domain.split import SplitMethod, SplitSuggestion
from orchestration.cli.automl_data import prepare


def test_dagster_the_command_line_and_the_library_have_the_same_defaults():
    assert PlanConfig().model_dump() == DEFAULTS.to_json()
    options = prepare.make_context("prepare", ["DOC"]).params
    assert {name: options[name] for name in DEFAULTS.to_json()} == DEFAULTS.to_json()
    plan = PreprocessingPlan("c0001", ("c0002",)).to_dict()
    filled = {"outlier_factor": 1.5, "split": "random"}
    assert {name: plan[name] for name in DEFAULTS.to_json()} == DEFAULTS.to_json() | filled


@pytest.mark.parametrize("method", OutlierMethod)
def test_a_plan_has_the_usual_factor_of_its_method_where_none_is_chosen(method):
    choices = PlanChoices(outlier_method=method)
    plan = PreprocessingPlan.of(choices, target=None, columns=["c0001"], positive_class=None)
    assert plan.outlier_factor == {"iqr": 1.5, "zscore": 3.0}[method]


STORED = (
    '{"duplicates": "remove", "missing": "constant", "constant": "0", "outliers": "clip", "outlier_method": "zscore", '
    '"outlier_factor": 250.0, "test_share": 0.3, "seed": 7%s}'
)


@pytest.mark.parametrize("more", ["", ', "target": "c0002", "columns": ["c0001"], "positive_class": null'])
def test_stored_decisions_and_plans_load(more):
    stored = json.loads(STORED % more)
    choices = PlanChoices.model_validate(stored)
    assert choices.to_json().items() <= (stored | {"split": None, "split_column": None}).items()
    assert choices.factor == 250.0
    assert PlanChoices.of_plan(stored).split is SplitMethod.RANDOM


@pytest.mark.parametrize(
    ("sent", "split", "column"),
    [
        ("", None, None),
        ("random", "random", None),
        ("time:c0003", "time", "c0003"),
        ("group:a:b", "group", "a:b"),
    ],
)
def test_a_form_sends_the_split_with_its_column(sent, split, column):
    choices = PlanChoices.model_validate({"split": sent})
    assert (choices.split, choices.split_column) == (split, column)


def test_what_is_left_open_is_split_as_suggested():
    suggested = SplitSuggestion(SplitMethod.GROUP, "c0003", None, dates=("c0002",), groups=("c0003",))

    def plan(**choices):
        return PreprocessingPlan.of(
            PlanChoices(**choices),
            target="c0001",
            columns=["c0002", "c0003"],
            positive_class=None,
            suggested=suggested,
        )

    assert (plan().split, plan().split_column, plan().columns) == ("group", "c0003", ("c0002",))
    assert (plan(split="time").split_column, plan(split="time").columns) == ("c0002", ("c0002", "c0003"))
    assert plan(split="random").split_column is None


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"missing": "guess"}, "missing"),
        ({"outlier_factor": 0.0}, "zscore"),
        ({"outlier_factor": float("inf")}, "zscore"),
        ({"test_share": 0.9}, "0.05"),
        ({"seed": -1}, "seed"),
        ({"split": "alphabet"}, "random, time, group"),
        ({"constant": 5}, "constant"),
    ],
)
def test_values_out_of_bounds_are_refused_in_two_languages(change, named):
    with pytest.raises(Refusal) as refusal:
        PlanChoices.parse(change, Refusal)
    assert named in refusal.value.ko
    assert named in refusal.value.en
    assert refusal.value.ko != refusal.value.en
