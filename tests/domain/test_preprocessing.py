"""The choices of a plan: one set of defaults and bounds for every way to make a plan."""

from __future__ import annotations

import json

import pytest

from assets.automl.preprocessing import PlanConfig
from automl_lib.plan import PreprocessingPlan
from domain.preprocessing import DEFAULTS, OutlierMethod, PlanChoices
from domain.refusal import Refusal
from orchestration.cli.automl_data import prepare


def test_dagster_the_command_line_and_the_library_have_the_same_defaults():
    assert PlanConfig().model_dump() == DEFAULTS.to_json()
    options = prepare.make_context("prepare", ["DOC"]).params
    assert {name: options[name] for name in DEFAULTS.to_json()} == DEFAULTS.to_json()
    plan = PreprocessingPlan("c0001", ("c0002",)).to_dict()
    assert {name: plan[name] for name in DEFAULTS.to_json()} == {**DEFAULTS.to_json(), "outlier_factor": 1.5}


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
    assert choices.to_json().items() <= stored.items()
    assert choices.factor == 250.0


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"missing": "guess"}, "missing"),
        ({"outlier_factor": 0.0}, "zscore"),
        ({"outlier_factor": float("inf")}, "zscore"),
        ({"test_share": 0.9}, "0.05"),
        ({"seed": -1}, "seed"),
        ({"constant": 5}, "constant"),
    ],
)
def test_values_out_of_bounds_are_refused_in_two_languages(change, named):
    with pytest.raises(Refusal) as refusal:
        PlanChoices.parse(change, Refusal)
    assert named in refusal.value.ko
    assert named in refusal.value.en
    assert refusal.value.ko != refusal.value.en
