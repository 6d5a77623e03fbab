"""A table of yes and no gets a third answer: nothing is lost, models stay comparable, and the next recipe learns it."""

from __future__ import annotations

import pytest

from domain.preprocessing import PlanChoices
from domain.table_additions import AdditionStatus
from records import columns, documents, trainings
from records.engine import reading
from records.growth import challenges
from tests.assets.grown_table import confirmed, csv_of, grown
from work_requests import automl_decisions, growth_decisions, renewal_decisions

__all__ = ["grown"]


def with_third(text, every=10):
    """Rows of which every tenth has a third answer."""
    head, *lines = text.splitlines()
    changed = [
        f"{line.rpartition(',')[0]},보류" if at % every == 0 else line for at, line in enumerate(lines)
    ]
    return "\n".join([head, *changed]) + "\n"


def type_of(workshop, doc):
    with reading(workshop.engine) as session:
        return columns.by_label(session, doc, "종류").type


@pytest.mark.slow
def test_old_and_new_model_are_compared_on_the_classes_both_know_and_the_next_recipe_learns_the_third(
    workshop, grown
):
    doc, add = grown
    confirmed(workshop, doc)
    addition = add(with_third(csv_of(160, 800, slope=-1.0, seed=2)), accepted=["classes:종류"])
    assert (addition.status, addition.rows, type_of(workshop, doc)) == (AdditionStatus.ADDED, 800, "text")

    request = workshop.decide(renewal_decisions.challenge, doc)
    (result,) = workshop.run_waiting()
    assert result.success
    with reading(workshop.engine) as session:
        challenge = challenges.of_request(session, request.request_id)
        learned = trainings.get(session, challenge.challenger_id).evaluation
    verdict = challenge.verdict
    assert (verdict.score, verdict.rows, verdict.promoted) == ("roc_auc", 360, True)
    assert verdict.left_out == {"보류": 80}
    assert "'보류' 80" in verdict.reason.ko
    assert set(learned.classification.labels) == {"예", "아니오"}

    workshop.decide(automl_decisions.prepare, doc, choices=PlanChoices(duplicates="keep"), preview=False)
    workshop.run_waiting()
    asked = workshop.decide(
        automl_decisions.train, doc, models=["decision_tree"], seed=0, budget_seconds=None
    )
    workshop.run_waiting()
    with reading(workshop.engine) as session:
        (training,) = trainings.of_request(session, asked.request_id, "decision_tree")
        learned = training.evaluation
    assert set(learned.classification.labels) == {"예", "아니오", "보류"}


def test_without_the_rows_of_the_third_answer_the_target_is_yes_and_no_again(workshop, grown):
    doc, add = grown
    workshop.decide(automl_decisions.confirm_data, doc)
    workshop.decide(automl_decisions.set_target, doc, label="종류", positive_class="아니오")
    workshop.run_waiting()
    addition = add(with_third(csv_of(160, 40, seed=1)))
    assert addition.status == AdditionStatus.ASKS
    addition = add(with_third(csv_of(160, 40, seed=2), every=5), accepted=["classes:종류"])
    with reading(workshop.engine) as session:
        document = documents.get(session, doc)
    assert (document.rows, document.target_key, document.positive_class) == (200, "c0003", None)
    assert document.target_check.kind == "multiclass"
    assert document.target_check.classes["보류"] == 8
    assert sum(document.target_check.classes.values()) == 200
    assert type_of(workshop, doc) == "text"
    workshop.decide(growth_decisions.take_back, doc)
    workshop.run_waiting()
    assert type_of(workshop, doc) == "bool"
    with reading(workshop.engine) as session:
        check = documents.get(session, doc).target_check
    assert (check.kind, sum(check.classes.values()), set(check.classes)) == ("binary", 160, {"예", "아니오"})


def test_the_positive_class_of_two_stays_and_the_rows_of_each_are_counted_again(workshop, grown):
    doc, add = grown
    workshop.decide(automl_decisions.confirm_data, doc)
    workshop.decide(automl_decisions.set_target, doc, label="종류", positive_class="아니오")
    workshop.run_waiting()
    lines = csv_of(160, 40, seed=3)
    assert add(lines).status == AdditionStatus.ADDED
    with reading(workshop.engine) as session:
        check = documents.get(session, doc).target_check
    yes = (csv_of(0, 160) + lines).count(",예")
    assert check.classes == {"예": yes, "아니오": 200 - yes}
    assert check.positive_class == "아니오"
    assert list(check.classes)[-1] == "아니오"


def test_rows_are_added_where_the_target_can_not_be_learned_with_them(workshop, grown):
    doc, add = grown
    workshop.decide(automl_decisions.confirm_data, doc)
    workshop.decide(automl_decisions.set_target, doc, label="종류", positive_class=None)
    workshop.run_waiting()
    addition = add(with_third(csv_of(160, 40, seed=2), every=40), accepted=["classes:종류"])
    assert (addition.status, addition.rows) == (AdditionStatus.ADDED, 40)
    with reading(workshop.engine) as session:
        document = documents.get(session, doc)
    assert (document.rows, document.target_key, document.target_check) == (200, "c0003", None)
