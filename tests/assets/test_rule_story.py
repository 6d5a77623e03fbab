"""Costs of mistakes, from the choice to predictions that follow from them; MLflow is away."""

from __future__ import annotations

import csv

import numpy as np
import pytest

from assets.automl.report_source import report_source
from automl_lib.report import report_on
from domain.decision_rules import RuleChoice, RuleKind
from domain.preprocessing import PlanChoices
from domain.requests import RequestStatus
from intake.destinations import NewRows
from orchestration.runtime.reading_resources import build_files
from records import documents, predictions, trainings
from records.engine import reading
from store.files import Store
from work_requests import automl_decisions, decision_rules

pytestmark = pytest.mark.slow

COSTS = RuleChoice(RuleKind.COSTS, miss_cost=500_000, false_alarm_cost=20_000)
HEADER = "가입개월,문의수,요금"


def made_customers():
    """600 rows, of which one in twelve leaves: more likely with few months and many questions."""
    random = np.random.default_rng(0)
    months, questions, fee = (
        random.integers(1, 60, 600),
        random.integers(0, 9, 600),
        random.integers(3, 9, 600),
    )
    risk = 1 / (1 + np.exp(3.2 + months / 15 - questions / 2.5))
    leaves = random.random(600) < risk
    return [
        f"{m},{q},{f}0000,{'이탈' if gone else '유지'}"
        for m, q, f, gone in zip(months, questions, fee, leaves, strict=True)
    ]


@pytest.fixture
def customers():
    return made_customers()


@pytest.fixture
def trained(begun_homes, workshop):
    """A document with a trained linear model; its id, and that of the training."""
    return begun_homes.copied_to(workshop, train)


def train(workshop, folder):
    path = folder / "고객.csv"
    path.write_text("\n".join([HEADER + ",결과", *made_customers()]), encoding="utf-8")
    doc = workshop.add(path)
    workshop.run_waiting()
    workshop.decide(automl_decisions.confirm_data, doc)
    workshop.decide(automl_decisions.set_target, doc, label="결과", positive_class="이탈")
    workshop.run_waiting()
    workshop.decide(automl_decisions.prepare, doc, choices=PlanChoices(duplicates="keep"), preview=False)
    workshop.run_waiting()
    workshop.decide(automl_decisions.train, doc, models=["linear"], seed=0, budget_seconds=None)
    assert all(result.success for result in workshop.run_waiting())
    with reading(workshop.engine) as session:
        (summary,) = trainings.latest(session, doc)
    return doc, summary.training.training_id


def training_of(workshop, training_id):
    with reading(workshop.engine) as session:
        return trainings.get(session, training_id)


def predicted(workshop, doc, path):
    """The prediction of a file, and the classes it named."""
    intake = build_files(workshop.settings).intake(workshop.engine)
    taken = intake.take(path, NewRows(doc), by="me", now=workshop.now(), keep=True)
    assert all(result.success for result in workshop.run_waiting())
    with reading(workshop.engine) as session:
        row = predictions.of_request(session, taken.request_id)
    store = Store(workshop.settings.effective_store_url)
    with (
        store.local(row.output_path, row.output_sha256) as found,
        found.open(encoding="utf-8-sig", newline="") as file,
    ):
        return row, list(csv.DictReader(file))


def test_costs_move_the_threshold_and_predictions_are_made_and_marked_by_it(
    workshop, trained, tmp_path, customers
):
    doc, training_id = trained
    before = training_of(workshop, training_id)
    scores = before.evaluation.classification
    assert scores.held_back.rows == 450  # three quarters of the table
    assert scores.calibration.brier < scores.calibration.brier_base
    assert scores.average_precision > scores.positive_share

    workshop.decide(automl_decisions.confirm_model, doc, training_id=training_id)
    workshop.run_waiting()
    new = tmp_path / "새 고객.csv"
    new.write_text("\n".join([HEADER, *(row.rsplit(",", 1)[0] for row in customers[:200])]), encoding="utf-8")
    first, by_default = predicted(workshop, doc, new)
    assert (first.decision_rule.choice.kind, first.decision_rule.threshold) == (RuleKind.F1, scores.threshold)

    request = workshop.decide(decision_rules.set_rule, doc, training_id=training_id, choice=COSTS)
    (result,) = workshop.run_waiting()
    assert result.success
    assert workshop.request(request.request_id).status == RequestStatus.DONE
    rule = training_of(workshop, training_id).decision_rule
    assert rule.threshold < scores.threshold
    assert rule.costs.chosen < rule.costs.default
    assert sum(map(sum, rule.held_out.confusion_matrix)) == scores.rows
    (check,) = [e for e in result.get_asset_check_evaluations() if e.check_name == "rule_holds"]
    assert check.passed

    second, by_costs = predicted(workshop, doc, new)
    assert second.decision_rule.choice == COSTS
    for row in by_costs:
        share = float(row["확률_이탈"])
        if abs(share - rule.threshold) > 1e-6:  # shares are written with six decimals
            assert row["예측(prediction)"] == ("이탈" if share >= rule.threshold else "유지")
    leaving = [sum(row["예측(prediction)"] == "이탈" for row in rows) for rows in (by_default, by_costs)]
    assert leaving[1] > leaving[0]
    with reading(workshop.engine) as session:
        assert predictions.get(session, first.prediction_id).decision_rule.threshold == scores.threshold


def test_a_report_has_the_scores_at_the_threshold_in_force(workshop, trained):
    doc, training_id = trained
    workshop.decide(decision_rules.set_rule, doc, training_id=training_id, choice=COSTS)

    def source():
        files = build_files(workshop.settings)
        return report_source(lambda: reading(workshop.engine), files, training_id, "Asia/Seoul")

    before_counting = source().evaluation.classification
    assert workshop.run_waiting()[0].success
    training = training_of(workshop, training_id)
    rule, found = training.decision_rule, source()
    scores = found.evaluation.classification
    assert scores == before_counting
    assert scores.threshold == rule.threshold
    assert scores.accuracy == rule.held_out.accuracy
    assert scores.confusion_matrix == rule.held_out.confusion_matrix
    assert scores.confusion_matrix != training.evaluation.classification.confusion_matrix
    low, high = found.intervals["accuracy"]
    assert low <= scores.accuracy <= high
    report = str(report_on(found, "en"))
    assert f"the model in {scores.accuracy:.1%}" in report


def test_a_rule_can_be_chosen_in_the_launchpad(workshop, trained):
    doc, training_id = trained
    config = {"training_id": training_id, "kind": "recall", "share": 0.8}
    assert workshop.by_hand(doc, "decision_rule", decision_rule=config).success
    rule = training_of(workshop, training_id).decision_rule
    assert rule.choice == RuleChoice(RuleKind.RECALL, wished=0.8)
    assert rule.held_back.recall >= 0.8
    assert rule.held_out is not None
    bad = {"training_id": training_id, "kind": "costs", "miss_cost": 5, "false_alarm_cost": 0}
    assert not workshop.by_hand(doc, "decision_rule", decision_rule=bad).success
    assert training_of(workshop, training_id).decision_rule == rule


def test_the_rule_of_a_model_whose_table_changed_since_is_not_judged_again(workshop, trained):
    doc, training_id = trained
    workshop.decide(automl_decisions.confirm_model, doc, training_id=training_id)
    workshop.run_waiting()
    workshop.decide(automl_decisions.retype_columns, doc, types={"문의수": "text"})
    workshop.run_waiting()
    workshop.decide(decision_rules.set_rule, doc, training_id=training_id, choice=COSTS)
    (result,) = workshop.run_waiting()
    assert result.success
    rule = training_of(workshop, training_id).decision_rule
    assert (rule.choice, rule.held_out) == (COSTS, None)
    with reading(workshop.engine) as session:
        assert documents.get(session, doc).confirmed_training_id == training_id
