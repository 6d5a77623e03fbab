"""판단 기준: the section, trying a rule out, choosing one, and what predictions say of it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from domain.access import Role
from domain.decision_rules import RuleChoice, RuleKind
from records import trainings
from records.engine import reading, transaction
from records.tables import Training
from tests.console.automl.conftest import DOC
from tests.factories import HELD_BACK
from work_requests import automl_decisions
from work_requests.decision_rules import rule_in_force, set_rule

COSTS = {"basis": "costs", "miss_cost": "500,000", "false_alarm_cost": "20,000"}


@pytest.fixture
def model(trained):
    """The id of an evaluated model that keeps held-back rows."""
    return trained("svm", held_back=HELD_BACK)["svm"]


def preview(client, model, **form):
    answer = client.get(f"/automl/{DOC}/rule/preview", params={"training": model, **form})
    assert answer.status_code == 200
    return answer.text


def test_the_confirm_stage_shows_the_rule_in_force(visit, model):
    page = visit(Role.EDITOR).get(f"/automl/{DOC}/confirm").text
    assert "판단 기준" in page
    assert 'value="f1" checked' in page
    assert "임계값 0.4" in page
    assert 'data-testid="rule-chart"' in page


def test_models_without_two_classes_have_no_section(visit, trained):
    trained("k_means", positive_class=None)
    page = visit(Role.EDITOR).get(f"/automl/{DOC}/confirm").text
    assert 'data-testid="rule-form"' not in page


def test_costs_are_tried_out_without_being_decided(visit, model, context, asked):
    before = asked()
    page = preview(visit(Role.EDITOR), model, **COSTS)
    assert "500,000" in page
    assert "1,000건당" in page
    assert "적습니다" in page
    assert page.count("★") == 1
    assert asked() == before
    with reading(context.engine) as session:
        assert trainings.get(session, model).decision_rule is None


@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        ({"basis": "costs"}, "둘 다"),
        ({**COSTS, "miss_cost": "0"}, "1원 이상"),
        ({**COSTS, "miss_cost": "아주 많이"}, "금액이 아닙니다"),
        ({**COSTS, "miss_cost": "1" + "0" * 18}, "너무"),
        ({"basis": "share", "measure": "precision", "share": "100"}, "가장 높은"),
        ({"basis": "share", "measure": "recall", "share": "많이"}, "90%"),
        ({"basis": "share", "measure": "luck", "share": "90"}, "luck"),
    ],
)
def test_what_can_t_be_reached_or_read_is_said_beside_the_form(visit, model, form, sentence):
    page = preview(visit(Role.EDITOR), model, **form)
    assert sentence in page.split('data-testid="rule-refused">')[1]


def test_a_wished_share_is_a_percentage(visit, model):
    page = preview(visit(Role.EDITOR), model, basis="share", measure="recall", share="95")
    assert "95%" in page
    assert 'data-testid="rule-refused"' not in page


def test_a_rule_is_chosen_with_a_request(visit, model, context, asked):
    client = visit(Role.EDITOR)
    answer = client.post(f"/automl/{DOC}/rule", data={"training": model, **COSTS})
    assert answer.headers["hx-trigger"] == "asked"
    choice = RuleChoice(RuleKind.COSTS, 500_000, 20_000)
    assert asked()[-1] == ("decision_rule", {"training_id": model, "choice": choice.to_json()})
    page = client.get(f"/automl/{DOC}/rule").text
    assert 'value="costs" checked' in page
    assert 'value="500,000"' in page
    assert "2026-11-22" in page.split("</h2>")[0]  # who chose it, and when
    refused = client.post(f"/automl/{DOC}/rule", data={"training": model, "basis": "costs"})
    assert refused.status_code == 409
    assert "둘 다" in refused.text


def test_the_section_stays_with_the_model_that_was_picked(visit, trained):
    ids = trained("svm", held_back=HELD_BACK, validation=0.9, roc_auc=0.8) | trained(
        "linear", held_back=HELD_BACK, validation=0.8, roc_auc=0.9
    )
    client = visit(Role.EDITOR)

    def about(query=""):
        page = client.get(f"/automl/{DOC}/rule{query}").text
        return page.split(" selected>")[0].rsplit('value="', 1)[1].rstrip('"')

    assert about() == ids["svm"]
    assert about(f"?training={ids['svm']}&was={ids['svm']}") == ids["svm"]
    assert about(f"?training={ids['linear']}&was={ids['svm']}") == ids["linear"]
    assert about(f"?training={ids['linear']}&was=") == ids["linear"]
    client.post(f"/automl/{DOC}/confirm", data={"chosen": ids["linear"]})
    assert about(f"?training={ids['svm']}&was={ids['svm']}") == ids["linear"]
    assert about("?training=261122000000999&was=") == ids["linear"]


def test_viewers_see_the_rule_and_can_t_change_it(visit, model):
    client = visit(Role.VIEWER)
    page = client.get(f"/automl/{DOC}/confirm").text
    assert 'data-testid="rule-threshold"' in page
    assert 'data-testid="apply-rule"' not in page
    assert client.post(f"/automl/{DOC}/rule", data={"training": model, **COSTS}).status_code == 403


def test_a_model_of_another_document_is_not_found(visit, model):
    client = visit(Role.EDITOR)
    answer = client.get("/automl/261122000000777/rule/preview", params={"training": model})
    assert answer.status_code == 404


def test_a_prediction_says_by_which_rule_it_was_made(visit, model, context, now):
    client = visit(Role.EDITOR)
    client.post(f"/automl/{DOC}/rule", data={"training": model, **COSTS})
    client.post(f"/automl/{DOC}/confirm", data={"chosen": model})
    with transaction(context.engine) as session:
        request = automl_decisions.predict(
            session, DOC, file_name="새.csv", source_path="p", source_sha256="0" * 64, by="kim", now=now
        )
        from records import predictions

        row = predictions.of_request(session, request.request_id)
        row.training_id = model
        row.decision_rule = rule_in_force(session.get_one(Training, model))
        threshold = row.decision_rule.threshold
    page = client.get(f"/automl/{DOC}/predict").text
    assert 'data-testid="rule-line"' in page
    cell = page.split('data-testid="prediction-rule">')[1].split("</td>")[0]
    assert f"{threshold:.4g}" in cell
    assert "놓침 500,000원" in cell


def test_the_detail_of_a_training_says_how_far_its_probabilities_can_be_believed(visit, trained):
    from domain.calibration import Calibration, CalibrationBin

    calibration = Calibration(0.0912, 0.1234, 0.021, (CalibrationBin(54, 0.2, 0.25, 0.15, 0.38),))
    training = trained("svm", calibration=calibration, average_precision=0.8123)["svm"]
    page = visit(Role.VIEWER).get(f"/automl/{DOC}/trainings/{training}").text
    assert "0.0912" in page
    assert "0.1234" in page
    assert "0.8123" in page


def test_a_rule_that_another_model_cannot_keep_is_said_before_it_is_confirmed(visit, trained, context, now):
    trainings_of = trained("svm", "linear", held_back=HELD_BACK)
    with transaction(context.engine) as session:
        choice = RuleChoice(RuleKind.COSTS, 500_000, 20_000)
        set_rule(session, DOC, training_id=trainings_of["svm"], choice=choice, by="kim", now=now)
        automl_decisions.confirm_model(session, DOC, training_id=trainings_of["svm"], by="kim", now=now)
    client = visit(Role.EDITOR)
    assert 'data-testid="lost-rule"' not in client.get(f"/automl/{DOC}/confirm").text
    with transaction(context.engine) as session:
        other = trainings.get(session, trainings_of["linear"])
        classes = replace(other.evaluation.classification, labels=("가", "나"), positive_class="나")
        other.evaluation = replace(other.evaluation, scores=classes)
    page = client.get(f"/automl/{DOC}/confirm").text
    said = page.split('data-testid="lost-rule">')[1].split("</p>")[0]
    assert "이어받을 수 없습니다" in said
    assert "나" in said


def test_a_model_is_confirmed_with_the_rule_that_the_page_has_for_it(visit, model, context, asked):
    client = visit(Role.EDITOR)
    assert 'data-testid="not-applied"' in preview(client, model, **COSTS)
    assert client.post(f"/automl/{DOC}/confirm", data={"chosen": model, **COSTS}).status_code < 300
    assert [kind for kind, _ in asked()[-2:]] == ["decision_rule", "confirm_model"]
    with reading(context.engine) as session:
        rule = trainings.get(session, model).decision_rule
    assert rule.choice == RuleChoice(RuleKind.COSTS, 500_000, 20_000)
    assert 'data-testid="not-applied"' not in preview(client, model, **COSTS)


def test_a_rule_that_is_in_force_already_is_not_set_again(visit, model, asked):
    visit(Role.EDITOR).post(f"/automl/{DOC}/confirm", data={"chosen": model, "basis": "f1"})
    assert [kind for kind, _ in asked()].count("decision_rule") == 0


def test_a_rule_that_can_t_be_read_confirms_nothing(visit, model, context):
    answer = visit(Role.EDITOR).post(f"/automl/{DOC}/confirm", data={"chosen": model, "basis": "costs"})
    assert answer.status_code == 409
    assert "둘 다" in answer.text
    with reading(context.engine) as session:
        assert trainings.get(session, model).confirmed_at is None


def test_the_question_names_the_rule_that_the_model_inherits(visit, trained):
    ids = trained("svm", "linear", held_back=HELD_BACK)
    client = visit(Role.EDITOR)
    client.post(f"/automl/{DOC}/confirm", data={"chosen": ids["svm"], **COSTS})
    page = client.get(f"/automl/{DOC}/confirm").text
    button = page.split(f'data-confirms="{ids["linear"]}"')[1].split(">")[0]
    assert "놓침 500,000원" in button.split('data-rule="')[1].split('"')[0]
