"""Plans survive JSON, and those that make no sense are refused."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from automl_lib.errors import PlanRefused
from automl_lib.plan import PreprocessingPlan
from domain.preprocessing import Duplicates, Missing, OutlierMethod, Outliers

keys = st.integers(1, 30).map(lambda n: f"c{n:04d}")
plans = st.builds(
    PreprocessingPlan,
    target=st.one_of(st.none(), st.just("target")),
    columns=st.lists(keys, min_size=1, unique=True).map(tuple),
    duplicates=st.sampled_from(list(Duplicates)),
    missing=st.sampled_from(list(Missing)),
    constant=st.text(max_size=8),
    outliers=st.sampled_from(list(Outliers)),
    outlier_method=st.sampled_from(list(OutlierMethod)),
    outlier_factor=st.floats(0.1, 10),
    positive_class=st.one_of(st.none(), st.text(max_size=5)),
    test_share=st.floats(0.05, 0.5),
    seed=st.integers(0, 2**31 - 1),
)


@given(plans)
def test_a_plan_survives_json(plan):
    assert PreprocessingPlan.from_dict(json.loads(json.dumps(plan.to_dict()))) == plan


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"missing": "guess"}, "plan_choice"),
        ({"outliers": "hide"}, "plan_choice"),
        ({"columns": ()}, "no_columns"),
        ({"columns": ("c0001", "c0001")}, "columns_repeat"),
        ({"columns": ("c0009",)}, "columns_repeat"),
        ({"missing": "constant"}, "constant_missing"),
        ({"outlier_factor": 0}, "outlier_factor"),
        ({"outlier_factor": float("nan")}, "outlier_factor"),
        ({"test_share": 0.9}, "test_share"),
    ],
)
def test_a_plan_that_makes_no_sense_is_refused_in_two_languages(change, code):
    with pytest.raises(PlanRefused) as refusal:
        PreprocessingPlan(**{"target": "c0009", "columns": ("c0001",), **change})
    assert refusal.value.code == code
    assert refusal.value.ko != refusal.value.en


def test_a_field_that_plans_lack_is_refused():
    with pytest.raises(PlanRefused, match="shuffle"):
        PreprocessingPlan.from_dict({"target": None, "columns": ["c0001"], "shuffle": True})


def test_a_clustering_plan_knows_no_target():
    plan = PreprocessingPlan(target="y", columns=("c0001",), positive_class="yes").without_target()
    assert (plan.target, plan.positive_class) == (None, None)
