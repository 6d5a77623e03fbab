"""Models in a real browser: scores as they come, cancelled trainings, charts and their tables."""

from __future__ import annotations

from dataclasses import replace

import pytest
from playwright.sync_api import expect

from domain.automl import ImageKind
from domain.decision_rules import RuleChoice, RuleKind
from domain.evaluations import RocCurve
from domain.messages import Sentences
from domain.requests import RequestKind, RequestStatus
from records import trainings
from records.engine import reading, transaction
from records.tables import ColumnInfo, TrainingImage
from tests.browser.conftest import STAGES
from tests.browser.test_accessibility import serious
from tests.console.automl.conftest import DOC, asked, evaluated, prepared, table, trained
from tests.factories import HELD_BACK
from work_requests import automl_decisions, failures, lifecycle

__all__ = ["asked", "prepared", "table", "trained"]
pytestmark = pytest.mark.slow


def test_a_wrong_prediction_file_marks_its_own_line_alone_and_is_acknowledged(
    sign_in, served, trained, context, now
):
    training = trained("svm")["svm"]
    with transaction(context.engine) as session:
        confirmed = automl_decisions.confirm_model(session, DOC, training_id=training, by="kim", now=now)
        lifecycle.settle(confirmed, RequestStatus.DONE, now=now)
        request = automl_decisions.predict(
            session, DOC, file_name="a.csv", source_path="x", source_sha256="0" * 64, by="kim", now=now
        )
        reason = Sentences("'Milk' 칼럼이 없습니다", "there is no column 'Milk'")
        lifecycle.settle(request, RequestStatus.FAILED, now=now, reason=reason)
        failures.write(session, request, reason, now)
    page = sign_in()
    for stage in STAGES:
        page.goto(f"{served.url}/automl/{DOC}/{stage}")
        expect(page.get_by_test_id("failed")).to_have_count(0)
    line = page.get_by_test_id("prediction")
    expect(line).to_contain_text("'Milk' 칼럼이 없습니다")
    page.goto(f"{served.url}/automl")
    expect(page.get_by_test_id("document")).not_to_contain_text("Milk")
    page.goto(f"{served.url}/now")
    expect(page.get_by_test_id("count-failed")).to_have_text("1")
    page.get_by_test_id("acknowledge").click()
    expect(page.get_by_test_id("count-failed")).to_have_text("0")
    page.goto(f"{served.url}/automl/{DOC}/predict")
    expect(line.get_by_test_id("prediction-status")).to_have_text("실패")
    expect(line.get_by_test_id("acknowledge")).to_have_count(0)


def test_on_a_phone_a_model_is_confirmed_beside_its_name(sign_in, served, trained):
    trained("svm", "random_forest")
    page = sign_in(size=(390, 844))
    page.goto(f"{served.url}/automl/{DOC}/confirm")
    row = page.get_by_test_id("training").filter(has_text="SVM")
    for scrolled in (0, 9999):
        page.locator(".wide").first.evaluate("(wide, x) => wide.scrollTo(x, 0)", scrolled)
        name, confirm = row.get_by_test_id("select"), row.get_by_test_id("confirm")
        for part in (name, confirm):
            box = part.bounding_box()
            assert box["x"] >= 0
            assert box["x"] + box["width"] <= 390
        assert name.bounding_box()["x"] + name.bounding_box()["width"] <= confirm.bounding_box()["x"]
    confirm.click()
    page.get_by_test_id("yes").click()
    expect(page.get_by_test_id("status").first).to_have_text("모델 확정")


def test_a_model_is_confirmed_with_the_rule_that_its_question_names(sign_in, served, trained, context):
    training = trained("svm", held_back=HELD_BACK)["svm"]
    page = sign_in()
    page.goto(f"{served.url}/automl/{DOC}/confirm")
    page.get_by_test_id("confirm").click()
    expect(page.locator("#question-more")).to_contain_text("기본(F1)")
    page.get_by_test_id("no").click()
    page.locator("[name=basis][value=costs]").check()
    page.locator("[name=miss_cost]").fill("500000")
    page.locator("[name=false_alarm_cost]").fill("20000")
    expect(page.get_by_test_id("not-applied")).to_be_visible()
    page.get_by_test_id("confirm").click()
    expect(page.locator("#question-more")).to_contain_text("놓침 500,000원")
    page.get_by_test_id("yes").click()
    expect(page.get_by_test_id("status").first).to_have_text("모델 확정")
    with reading(context.engine) as session:
        choice = trainings.get(session, training).decision_rule.choice
    assert choice == RuleChoice(RuleKind.COSTS, 500_000, 20_000)


def test_a_heading_says_what_its_score_means(sign_in, served, trained):
    trained("svm")
    page = sign_in()
    page.goto(f"{served.url}/automl/{DOC}/train")
    meaning = page.locator("#definition-precision-train")
    expect(meaning).to_be_hidden()
    page.get_by_role("button", name="정밀도: 뜻").click()
    expect(meaning).to_contain_text("실제 True인 것의 비율")
    assert serious(page) == []
    page.keyboard.press("Escape")
    expect(meaning).to_be_hidden()


def test_the_scores_of_a_model_appear_while_the_others_are_trained(sign_in, served, prepared, context, now):
    with transaction(context.engine) as session:
        request = lifecycle.ask(
            session,
            RequestKind.TRAIN,
            doc_id=DOC,
            params={"models": ["decision_tree", "svm"]},
            by="kim",
            now=now,
        )
        request.status = RequestStatus.RUNNING
        request_id = request.request_id
        for code in ("decision_tree", "svm"):
            trainings.begin(session, DOC, request_id=request_id, model_code=code, plan_version=1, now=now)
    page = sign_in()
    page.goto(f"{served.url}/automl/{DOC}/train")
    expect(page.get_by_test_id("model-decision_tree")).to_contain_text("학습 중")
    with transaction(context.engine) as session:
        evaluated(session, context, request_id, "decision_tree", 1, {"precision": 0.75}, now, 0.9)
    row = page.locator('[data-testid="training"][data-model="decision_tree"]')
    expect(row).to_contain_text("0.75")
    expect(page.get_by_test_id("work-line")).to_have_count(1)


def test_a_cancelled_training_is_called_cancelled_and_looks_like_no_failure(
    sign_in, served, prepared, context, now
):
    with transaction(context.engine) as session:
        request = lifecycle.ask(
            session, RequestKind.TRAIN, doc_id=DOC, params={"models": ["svm"]}, by="kim", now=now
        )
        request.status = RequestStatus.RUNNING
        request_id = request.request_id
    page = sign_in()
    page.goto(f"{served.url}/automl/{DOC}/train")
    page.get_by_test_id("cancel").click()
    page.locator("#question").get_by_role("button", name="예").click()
    expect(page.get_by_test_id("work-line")).to_contain_text("취소하는 중")
    with transaction(context.engine) as session:
        lifecycle.end_if_cancelled(lifecycle.get(session, request_id), now=now)
    expect(page.get_by_test_id("cancelled")).to_contain_text("취소")
    expect(page.get_by_test_id("work").locator(".bad, .went-wrong")).to_have_count(0)


@pytest.fixture
def charted(trained, context):
    """A trained neural network with all that charts are drawn of; its training id."""
    falling = [1.0, 0.8, 1.0]
    curve = RocCurve("yes", (0.0, 0.1, 1.0), (0.0, 0.8, 1.0), 0.93)
    training_id = trained("neural_network", roc_curves=(curve,))["neural_network"]
    with transaction(context.engine) as session:
        training = trainings.get(session, training_id)
        history = tuple({"step": n, "train_loss": v, "valid_loss": v + 0.1} for n, v in enumerate(falling))
        training.evaluation = replace(training.evaluation, history=history)
        (roc,) = trainings.images(session, training_id)
        for kind in (ImageKind.CONFUSION_MATRIX, ImageKind.LOSS_CURVE):
            picture = {"path": roc.path, "sha256": roc.sha256}
            session.add(TrainingImage(training_id=training_id, kind=kind, **picture))
        column = session.get_one(ColumnInfo, (DOC, 1))
        bins = {"edges": [0.0, 40000.0, 80000.0, 160000.0], "counts": [400, 30, 10]}
        whiskers = {"whisker_low": 758.0, "whisker_high": 32000.0}
        column.profile = column.profile | whiskers | {"histogram": bins, "outliers": [158355.0]}
    return training_id


def test_a_model_opens_at_its_pictures_and_stays_there_when_its_explanation_arrives(sign_in, served, charted):
    page = sign_in(size=(1280, 500))
    held = []
    page.route("**/explanation", lambda route: held.append(route))
    page.goto(f"{served.url}/automl/{DOC}/train")
    with page.expect_request("**/explanation"):
        page.locator(f"#training-{charted}").click()
    heading = page.get_by_test_id("training-detail").locator("h2")
    expect(heading).to_be_in_viewport()
    held[0].continue_()
    expect(page.get_by_test_id("explanation")).to_have_count(1)
    expect(heading).to_be_in_viewport()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_charts_show_their_values_on_hover_and_as_a_table(sign_in, served, charted, scheme):
    page = sign_in(color_scheme=scheme)
    page.goto(f"{served.url}/automl/{DOC}/train")
    page.locator(f"#training-{charted}").click()
    matrix = page.get_by_test_id("picture-11")
    assert "no · 예측" in matrix.locator("g title").nth(1).text_content()
    matrix.get_by_text("숫자로 보기").click()
    expect(matrix.get_by_role("row").nth(1)).to_have_text("no 50 10", use_inner_text=True)
    expect(page.get_by_test_id("picture-12").locator(".legend")).to_contain_text("yes · AUC 0.9300")
    expect(page.get_by_test_id("picture-13").locator("polyline")).to_have_count(2)
    for kind in ("11", "12", "13"):
        with page.expect_download() as coming:
            page.get_by_test_id(f"picture-{kind}").get_by_role("link", name="PNG").click()
        assert coming.value.suggested_filename.endswith(".png")
    assert serious(page) == []
    page.goto(f"{served.url}/automl/{DOC}/data")
    page.locator("#select-1").click()
    detail = page.get_by_test_id("column-detail")
    assert "이상값: 158,355" in detail.locator("svg circle title").text_content()
    page.get_by_test_id("boxplot").click()
    large = page.locator("#large")
    assert "이상값: 158,355" in large.locator("svg circle title").text_content()
    assert large.locator("svg").bounding_box()["width"] > 2 * detail.locator("svg").bounding_box()["width"]
    with page.expect_download() as coming:
        large.get_by_role("link", name="PNG").click()
    assert coming.value.suggested_filename.startswith("Boxplot")
    assert serious(page) == []
    large.get_by_role("button", name="닫기").click()
    detail.get_by_text("숫자로 보기").click()
    expect(detail.get_by_role("row", name="0 ~ 40,000")).to_contain_text("400")
    assert serious(page) == []
