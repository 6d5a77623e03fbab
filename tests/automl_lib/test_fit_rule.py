"""The one-shot with a decision rule: costs, wishes, and targets that have none."""

from __future__ import annotations

import json

import numpy as np
import pytest

from automl_lib.errors import PlanRefused
from automl_lib.fit import fit_file
from domain.decision_rules import RuleChoice, RuleKind


@pytest.fixture(scope="module")
def rare(tmp_path_factory):
    """One row in sixteen is 이탈, the more likely the larger x."""
    random = np.random.default_rng(0)
    x = random.normal(size=800)
    leaves = random.random(800) < 1 / (1 + np.exp(4 - 2 * x))
    path = tmp_path_factory.mktemp("rare") / "고객.csv"
    rows = "\n".join(f"{a:.3f},{'이탈' if gone else '유지'}" for a, gone in zip(x, leaves, strict=True))
    path.write_text(f"x,결과\n{rows}\n", encoding="utf-8")
    return path


def test_costs_choose_the_threshold_of_each_model(rare):
    choice = RuleChoice(RuleKind.COSTS, miss_cost=500_000, false_alarm_cost=20_000)
    usual, found = (fit_file(rare, "결과", ["linear"], rule=rule) for rule in (None, choice))
    assert "이탈" in found["imbalance"]["ko"]
    before, after = usual["models"]["linear"], found["models"]["linear"]
    assert "rule" not in before
    rule = after["rule"]
    assert after["threshold"] == rule["threshold"] < before["threshold"]
    assert after["sensitivity"] > before["sensitivity"]
    assert after["roc_auc"] == before["roc_auc"]  # probabilities are left as they are
    assert rule["choice"] == {"kind": "costs", "miss_cost": 500_000, "false_alarm_cost": 20_000}
    assert rule["costs"]["chosen"] < rule["costs"]["default"]
    assert "500,000원" in rule["ko"]
    (_, false_alarms), (misses, hits) = rule["held_out"]["confusion_matrix"]
    assert after["sensitivity"] == pytest.approx(hits / (hits + misses))
    assert after["precision"] == pytest.approx(hits / (hits + false_alarms))
    json.dumps(found)


def test_a_wish_that_one_model_can_t_fulfil_is_refused_for_it_alone(rare):
    found = fit_file(rare, "결과", ["linear", "k_means"], rule=RuleChoice(RuleKind.PRECISION, wished=1.0))
    assert found["models"] == {}
    assert "precision of 100%" in found["refused"]["linear"]["en"]
    assert found["best"] is None
    assert found["clusterings"]["k_means"]["clusters"] > 0


@pytest.mark.parametrize(("target", "code"), [("x", "rule_of_numbers"), ("셋", "rule_of_classes")])
def test_a_rule_needs_two_classes(tmp_path, target, code):
    path = tmp_path / "표.csv"
    path.write_text(
        "x,셋\n" + "".join(f"{n * 7 % 31}.5,{'가나다'[n % 3]}\n" for n in range(90)), encoding="utf-8"
    )
    with pytest.raises(PlanRefused) as refused:
        fit_file(path, target, ["linear"], rule=RuleChoice(RuleKind.RECALL, wished=0.5))
    assert refused.value.code == code
