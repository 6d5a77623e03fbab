"""Rows of patients, from the check that notices them to scores on other patients; MLflow is away."""

from __future__ import annotations

import numpy as np
import pytest

from domain.preprocessing import PlanChoices
from domain.requests import RequestKind, RequestStatus
from domain.split import SplitMethod
from records import documents, trainings
from records.engine import reading
from records.tables import Plan
from work_requests import automl_decisions, request_lists


@pytest.fixture
def patients(begun_homes, workshop):
    """A document with its target: 60 patients in random order, whose readmission is the patient's and follows from nothing."""
    return begun_homes.copied_to(workshop, target)


def target(workshop, folder):
    random = np.random.default_rng(0)
    who = np.repeat(np.arange(60), 5)
    marks = random.normal(size=(60, 3))[who] + random.normal(scale=0.01, size=(len(who), 3))
    again = random.permutation(np.arange(60) % 2)[who]
    lines = [
        f"P{who[n]:04d},{np.datetime64('2024-01-01') + int(random.integers(0, 400))},"
        f"{120 + 10 * marks[n, 0]:.2f},{100 + 15 * marks[n, 1]:.2f},{65 + 9 * marks[n, 2]:.2f},{'예' if again[n] else '아니오'}"
        for n in random.permutation(len(who))
    ]
    path = folder / "환자.csv"
    path.write_text("\n".join(["환자번호,검사일,혈압,혈당,체중,재입원", *lines]), encoding="utf-8")
    doc = workshop.add(path)
    workshop.run_waiting()
    workshop.decide(automl_decisions.confirm_data, doc)
    workshop.decide(automl_decisions.set_target, doc, label="재입원", positive_class=None)
    workshop.run_waiting()
    return doc


def prepare(workshop, doc, **choices):
    workshop.decide(automl_decisions.prepare, doc, choices=PlanChoices(**choices), preview=False)
    (result,) = workshop.run_waiting()
    return result


def plan_of(workshop, doc):
    with reading(workshop.engine) as session:
        return session.get_one(Plan, (doc, documents.get(session, doc).plan_version))


def honest(result):
    (check,) = [one for one in result.get_asset_check_evaluations() if one.check_name == "honest_split"]
    return check.passed


def test_repeated_patients_are_noticed_and_scores_are_those_of_other_patients(workshop, patients):
    with reading(workshop.engine) as session:
        suggested = documents.get(session, patients).target_check.split
    assert (suggested.method, suggested.column) == (SplitMethod.GROUP, "c0001")
    result = prepare(workshop, patients)
    assert honest(result)
    plan = plan_of(workshop, patients)
    assert (plan.plan["split"], plan.plan["split_column"]) == ("group", "c0001")
    assert "c0001" not in plan.plan["columns"]
    split = plan.effect["split"]
    assert split["reason"]["ko"] == suggested.reason.ko
    assert split["comparison"]["random"] > split["comparison"]["split"] + 0.1
    workshop.decide(automl_decisions.train, patients, models=["decision_tree"], seed=0, budget_seconds=None)
    workshop.run_waiting()
    with reading(workshop.engine) as session:
        (summary,) = trainings.latest(session, patients)
    assert summary.training.roc_auc < 0.8
    assert summary.training.validation_score < 0.75


def test_another_split_is_chosen_in_the_launchpad_by_the_name_of_a_column(workshop, patients):
    by_time = {"split": "time", "split_column": "검사일"}
    assert workshop.by_hand(patients, "preprocessing_plan", preprocessing_plan=by_time).success
    plan = plan_of(workshop, patients)
    assert (plan.plan["split"], plan.plan["split_column"]) == ("time", "c0002")
    assert "groups_across_split" in {note["code"] for note in plan.effect["notes"]}
    assert not honest(
        workshop.by_hand(patients, "preprocessing_plan", preprocessing_plan={"split": "random"})
    )


@pytest.mark.parametrize(
    ("choices", "words"),
    [
        ({"split": "time", "split_column": "환자번호"}, "시간순으로 나눌 수 없습니다"),
        ({"split": "group", "split_column": "재입원"}, "목표변수가 아닌"),
        ({"split_column": "환자번호"}, "시간순(time) 또는 그룹별(group)"),
    ],
)
def test_a_split_that_the_column_does_not_allow_is_refused_and_the_plan_stays(
    workshop, patients, choices, words
):
    prepare(workshop, patients)
    assert not prepare(workshop, patients, **choices).success
    assert (plan_of(workshop, patients).version, plan_of(workshop, patients).plan["split"]) == (1, "group")
    with reading(workshop.engine) as session:
        newest = request_lists.of_document(session, patients)[-1]
    assert (newest.kind, newest.status) == (RequestKind.PREPARE, RequestStatus.FAILED)
    assert words in newest.reason.ko
