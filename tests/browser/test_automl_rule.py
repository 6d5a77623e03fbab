"""판단 기준 in a browser: amounts are typed, the threshold moves at once, and the choice goes on record."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from domain.calibration import Calibration, CalibrationBin
from records import trainings
from records.engine import reading, transaction
from records.tables import TrainingImage
from tests.browser.test_accessibility import serious
from tests.console.automl.conftest import DOC, asked, prepared, table, trained
from tests.factories import HELD_BACK

__all__ = ["asked", "prepared", "table", "trained"]
pytestmark = pytest.mark.slow

CALIBRATION = Calibration(
    0.0912,
    0.1234,
    0.021,
    tuple(
        CalibrationBin(27, x / 10, x / 10 + 0.02, max(x / 10 - 0.1, 0), x / 10 + 0.15) for x in (1, 3, 5, 8)
    ),
)


@pytest.fixture
def model(trained, context):
    """The id of a model that keeps held-back rows, with the picture of its calibration."""
    training_id = trained("svm", held_back=HELD_BACK, calibration=CALIBRATION)["svm"]
    with transaction(context.engine) as session:
        (picture,) = trainings.images(session, training_id)
        session.add(
            TrainingImage(training_id=training_id, kind="14", path=picture.path, sha256=picture.sha256)
        )
    return training_id


def test_costs_move_the_threshold_while_they_are_typed_and_are_chosen_with_a_button(
    sign_in, served, model, context, asked
):
    page = sign_in()
    page.goto(f"{served.url}/automl/{DOC}/confirm")
    shown = page.get_by_test_id("rule-threshold")
    expect(shown).to_contain_text("임계값 0.4")
    expect(page.get_by_label("놓침 1건의 비용")).to_be_hidden()
    page.get_by_label("비용으로").check()
    expect(page.get_by_test_id("rule-refused")).to_contain_text("둘 다")
    page.get_by_label("놓침 1건의 비용").press_sequentially("500000")
    expect(page.get_by_label("놓침 1건의 비용")).to_have_value("500,000")
    page.get_by_label("헛경보 1건의 비용").press_sequentially("20000")
    expect(shown).to_contain_text("임계값 0.08")
    expect(shown).to_contain_text("기본 임계값보다")
    expect(page.get_by_test_id("rule-chart").locator(".spot")).to_be_visible()
    assert asked()[-1][0] == "train"  # nothing is decided yet
    page.get_by_test_id("apply-rule").click()
    expect(page.get_by_label("비용으로")).to_be_checked()
    expect(page.get_by_label("놓침 1건의 비용")).to_have_attribute("value", "500,000")
    assert asked()[-1][0] == "decision_rule"
    with reading(context.engine) as session:
        assert trainings.get(session, model).decision_rule.threshold == 0.08


def test_amounts_get_their_commas_wherever_a_digit_is_typed(sign_in, served, model):
    page = sign_in()
    page.goto(f"{served.url}/automl/{DOC}/confirm")
    page.get_by_label("비용으로").check()
    field = page.get_by_label("놓침 1건의 비용")
    field.fill("12345")
    field.press("Home")
    field.press_sequentially("9")
    expect(field).to_have_value("912,345")
    field.press_sequentially("0")
    expect(field).to_have_value("9,012,345")
    field.fill("많이")
    expect(field).to_have_value("많이")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [(1280, 900), (390, 844)], ids=["desktop", "phone"])
def test_the_rule_can_be_read_by_everyone(sign_in, served, model, scheme, size):
    page = sign_in(size=size, color_scheme=scheme)
    page.goto(f"{served.url}/automl/{DOC}/confirm")
    page.get_by_label("비용으로").check()
    page.get_by_label("놓침 1건의 비용").fill("500000")
    page.get_by_label("헛경보 1건의 비용").fill("20000")
    expect(page.get_by_test_id("rule-threshold")).to_contain_text("임계값 0.08")
    page.get_by_test_id("rule").get_by_text("숫자로 보기").first.click()
    expect(page.get_by_test_id("rule-numbers")).to_contain_text("★")
    assert serious(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
    page.get_by_label("정밀도·민감도로").check()
    page.get_by_label("이룰 비율(%)").fill("70")
    expect(page.get_by_test_id("rule-threshold")).to_contain_text("정밀도")
    page.locator(f"#training-{model}").click()
    chart = page.get_by_test_id("picture-14")
    expect(chart.locator(".spot")).to_have_count(4)
    assert serious(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
