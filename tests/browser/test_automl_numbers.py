"""A document whose target is a number, in a browser: choosing what it is, and judging its models."""

from __future__ import annotations

import numpy as np
import pytest
from playwright.sync_api import expect

from records import trainings
from records.engine import transaction
from records.tables import ColumnInfo, Document, TrainingImage
from tests.browser.test_accessibility import serious
from tests.console.automl.conftest import DOC, asked, plan_applied, prepared, table, trained
from tests.console.automl.test_prepare import NUMBER

__all__ = ["asked", "prepared", "table", "trained"]
pytestmark = pytest.mark.slow


@pytest.fixture
def numbers(prepared, context, now):
    """The document with a number as target and a plan for it."""
    with transaction(context.engine) as session:
        document = session.get_one(Document, DOC)
        document.target_key, document.target_check = NUMBER.key, NUMBER
        session.get_one(ColumnInfo, (DOC, 1)).distinct = NUMBER.numbers.distinct
    plan_applied(context, now, task="regression")


def test_people_change_what_a_target_is_predicted_as(sign_in, served, numbers, asked):
    page = sign_in()
    page.goto(f"{served.url}/automl/{DOC}/prepare")
    choice = page.get_by_test_id("task-choice")
    expect(choice).to_contain_text("서로 다른 숫자가 12가지입니다.")
    assert choice.get_by_label("예측 방식").input_value() == "regression"
    choice.get_by_label("예측 방식").select_option("classification")
    choice.get_by_test_id("apply-task").click()
    page.get_by_test_id("target-result").get_by_text("목표변수를 확인하고 있습니다").wait_for()
    assert asked()[-1] == (
        "target",
        {"target": "c0001", "label": "Fresh", "positive_class": None, "task": "classification"},
    )


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [(1280, 900), (390, 844)], ids=["desktop", "phone"])
def test_the_errors_and_charts_of_numbers_can_be_read(
    sign_in, served, numbers, trained, context, scheme, size
):
    random = np.random.default_rng(0)
    actual = 40_000 + 120_000 * random.random(300)
    points = {
        "actual": tuple(actual.tolist()),
        "predicted": tuple((actual + random.normal(0, 8000, 300)).tolist()),
    }
    training_id = trained("svm", **points)["svm"]
    other = trained("random_forest", r2=0.65)["random_forest"]
    with transaction(context.engine) as session:
        (picture,) = trainings.images(session, training_id)
        session.add(
            TrainingImage(training_id=training_id, kind="32", path=picture.path, sha256=picture.sha256)
        )
    page = sign_in(size=size, color_scheme=scheme)
    for stage in ("prepare", "train", "confirm"):
        page.goto(f"{served.url}/automl/{DOC}/{stage}")
        assert serious(page) == [], stage
        assert page.evaluate("document.documentElement.scrollWidth") <= size[0], stage
    page.locator(f"#training-{training_id}").click()
    chart = page.get_by_test_id("picture-31")
    expect(chart.locator("circle")).to_have_count(300)
    assert "예측" in chart.locator("circle title").first.text_content()
    expect(page.get_by_test_id("picture-32").locator("circle")).to_have_count(300)
    chart.get_by_text("가장 크게 빗나간 행").click()
    expect(chart.get_by_role("row")).to_have_count(21)
    expect(page.get_by_test_id("errors")).to_contain_text("항상 평균(100,000)")
    assert serious(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
    for each in (training_id, other):
        page.locator(f"input[name=training][value='{each}']").check()
    page.get_by_test_id("compare").click()
    page.get_by_test_id("comparison").wait_for()
    assert serious(page) == []


@pytest.mark.parametrize("size", [(1280, 900), (390, 844)], ids=["desktop", "phone"])
def test_a_score_is_asked_about_and_applied_as_chosen(sign_in, served, prepared, context, asked, size):
    with transaction(context.engine) as session:
        column = session.get_one(ColumnInfo, (DOC, 1))
        column.distinct, column.profile = 5, {"few_numbers": [[n, 80 + n] for n in range(1, 6)]}
    before = asked()
    page = sign_in(size=size)
    page.goto(f"{served.url}/automl/{DOC}/prepare")
    page.locator("#target-1").check()
    page.get_by_test_id("apply-target").click()
    question = page.get_by_test_id("task-question")
    expect(question).to_contain_text("등급으로 볼까요")
    assert serious(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
    expect(question.get_by_test_id("task-classification").get_by_test_id("suggested")).to_be_visible()
    question.get_by_test_id("apply-question").click()  # before one is chosen
    expect(question).to_be_visible()
    page.keyboard.press("Escape")
    expect(question).to_be_hidden()
    assert asked() == before
    page.get_by_test_id("apply-target").click()
    question.get_by_label("숫자로 예측").check()
    question.get_by_test_id("apply-question").click()
    expect(question).to_be_hidden()
    page.get_by_test_id("target-result").get_by_text("목표변수를 확인하고 있습니다").wait_for()
    assert asked()[-1][1]["task"] == "regression"
    page.get_by_test_id("apply-target").click()  # which asks no more
    expect(page.get_by_test_id("target-result")).to_contain_text("Fresh")
    expect(question).to_be_hidden()
