"""The stages of a table in a real browser: reached, read, named, and as people left them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from domain.requests import RequestKind, RequestStatus
from records.engine import transaction
from records.tables import Document
from tests.browser.conftest import STAGES
from tests.browser.test_accessibility import serious
from tests.console.automl.conftest import CHECK, DOC, EFFECT, LABELS, asked, prepared, table, trained
from work_requests import lifecycle, request_lists

__all__ = ["asked", "prepared", "table", "trained"]
pytestmark = pytest.mark.slow


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [(1280, 900), (390, 844)], ids=["desktop", "phone"])
def test_every_stage_can_be_reached_read_and_named(sign_in, served, trained, context, now, scheme, size):
    first, second = trained("svm", "random_forest").values()
    with transaction(context.engine) as session:
        lifecycle.ask(session, RequestKind.TRAIN, doc_id=DOC, params={"models": ["svm"]}, by="kim", now=now)
    page = sign_in(size=size, color_scheme=scheme)
    for stage in STAGES:
        page.goto(f"{served.url}/automl/{DOC}/{stage}")
        assert serious(page) == [], stage
        assert page.evaluate("document.documentElement.scrollWidth") <= size[0], stage
    page.goto(f"{served.url}/automl/{DOC}/data")
    page.locator("#select-1").click()
    page.get_by_test_id("column-detail").wait_for()
    assert serious(page) == []
    page.goto(f"{served.url}/automl/{DOC}/train")
    for training in (first, second):
        page.locator(f"input[name=training][value='{training}']").check()
    page.get_by_test_id("compare").click()
    page.get_by_test_id("comparison").wait_for()
    assert serious(page) == []


@pytest.mark.parametrize("size", [(1280, 800), (390, 844)], ids=["desktop", "phone"])
def test_what_is_known_about_a_column_opens_below_its_row_and_is_closed(sign_in, served, table, size):
    page = sign_in(size=size)
    page.goto(f"{served.url}/automl/{DOC}/data")
    name, detail = page.locator("#select-1"), page.get_by_test_id("column-detail")
    name.click()
    detail.wait_for()
    row, below = (page.locator(one).bounding_box() for one in ("tr[data-column='1']", "#column"))
    assert row["y"] >= 0
    assert abs(row["y"] + row["height"] - below["y"]) < 2
    assert below["x"] >= 0
    assert below["x"] + below["width"] <= size[0]
    page.evaluate("htmx.trigger('#columns', 'live')")  # the table is drawn anew, as work does
    expect(page.locator("tr[data-column='1'] + .opened")).to_contain_text("Fresh")
    page.keyboard.press("Escape")
    expect(detail).to_have_count(0)
    expect(name).to_be_focused()
    name.click()
    page.get_by_test_id("close-column").click()
    expect(detail).to_have_count(0)
    name.click()
    detail.wait_for()
    name.click()
    expect(page.locator(".opened")).to_have_count(0)


def test_switches_stay_as_chosen_while_a_preview_is_shown(sign_in, served, prepared, context, now, asked):
    page = sign_in()
    page.goto(f"{served.url}/automl/{DOC}/prepare")
    page.get_by_test_id("missing").select_option("constant")
    page.locator("[name=constant]").fill("0")
    page.get_by_test_id("preview").click()
    page.get_by_test_id("work-line").wait_for()
    page.get_by_test_id("outliers").select_option("remove")
    with transaction(context.engine) as session:
        (waiting,) = (r for r in request_lists.of_document(session, DOC) if r.status == RequestStatus.WAITING)
        waiting.result = {"effect": EFFECT | {"rows_duplicate": 4321}, "labels": LABELS}
        lifecycle.settle(waiting, RequestStatus.DONE, now=now)
    page.get_by_test_id("rows-duplicate").get_by_text("4,321").wait_for()
    assert page.get_by_test_id("missing").input_value() == "constant"
    assert page.locator("[name=constant]").input_value() == "0"
    assert page.get_by_test_id("outliers").input_value() == "remove"
    assert asked()[-1][1]["choices"]["constant"] == "0"


def test_a_choice_that_was_not_sent_is_not_swapped_away_until_it_is(sign_in, served, prepared, context, now):
    page = sign_in()
    page.goto(f"{served.url}/automl/{DOC}/prepare")
    page.locator("#positive").select_option("no")
    page.get_by_test_id("missing").focus()
    with (
        page.expect_response(lambda answer: answer.headers.get("hx-trigger") == "work-changed"),
        transaction(context.engine) as session,
    ):
        request = lifecycle.ask(session, RequestKind.RETYPE, doc_id=DOC, params={}, by="lee", now=now)
        lifecycle.settle(request, RequestStatus.DONE, now=now)
    page.wait_for_timeout(300)
    assert page.locator("#positive").input_value() == "no"
    page.get_by_test_id("apply-positive").click()
    page.get_by_test_id("checking").get_by_text("목표변수를 확인하고 있습니다").wait_for()
    with transaction(context.engine) as session:
        session.get_one(Document, DOC).target_check = replace(CHECK, positive_class="no")
        for waiting in request_lists.of_document(session, DOC):
            lifecycle.settle(waiting, RequestStatus.DONE, now=now)
    page.locator("tr[data-testid=class]", has_text="양성").get_by_text("no").wait_for()


def test_a_part_hears_of_a_change_as_soon_as_it_is_drawn_anew(sign_in, served, prepared):
    page = sign_in()
    page.goto(f"{served.url}/automl/{DOC}/prepare")
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.evaluate("""() => {
        document.addEventListener("htmx:afterRequest", () => htmx.trigger("#target", "live"), { once: true });
        htmx.trigger("#target", "live");
    }""")
    page.wait_for_timeout(1000)
    assert [url for url in asked if url.endswith("/target")] == [f"{served.url}/automl/{DOC}/target"] * 2


def test_training_asks_first_names_the_models_and_no_leaves_nothing(sign_in, served, prepared, asked):
    page = sign_in()
    page.goto(f"{served.url}/automl/{DOC}/train")
    page.locator("input[value=svm]").uncheck()
    before = asked()
    page.get_by_test_id("train-classification").press("Enter")
    question = page.locator("#question")
    assert "[분류 모델]을 학습하시겠습니까?" in question.inner_text()
    assert "SVM" not in question.inner_text()
    page.get_by_test_id("no").click()
    assert asked() == before
    page.get_by_test_id("train-classification").click()
    page.get_by_test_id("yes").click()
    page.get_by_test_id("model-neural_network").wait_for()
    assert "svm" not in asked()[-1][1]["models"]
    assert not page.locator("input[value=svm]").is_checked()


def test_a_switch_that_was_taken_back_stands_as_before(sign_in, served, prepared, asked):
    page = sign_in()
    page.goto(f"{served.url}/automl/{DOC}/data")
    before = asked()
    page.locator("#use-3").uncheck()
    page.get_by_test_id("no").click()
    expect(page.locator("#use-3")).to_be_checked()
    assert asked() == before


def test_a_boxplot_stands_beside_and_grows_with_a_click(sign_in, served, table):
    page = sign_in()
    page.goto(f"{served.url}/automl/{DOC}/data")
    page.locator("#select-1").click()
    page.get_by_test_id("boxplot").click()
    large = page.locator("#large")
    expect(large.locator("svg")).to_be_visible()
    png = large.get_by_role("link", name="PNG")
    assert png.get_attribute("href").startswith(f"/files/automl/columns/{DOC}/1/")
    page.keyboard.press("Escape")
    assert not large.is_visible()
    page.locator("#select-3").click()  # its place is still there
    page.get_by_test_id("column-detail").get_by_text("서울").wait_for()


COVERED = """() => [...document.querySelectorAll("[data-testid=column] td.number")].filter((cell) => {
    const box = cell.getBoundingClientRect();
    const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
    return !cell.contains(top);
}).length"""


def test_no_statistic_of_a_column_is_covered_at_1280_pixels(sign_in, served, table):
    page = sign_in()
    page.goto(f"{served.url}/automl/{DOC}/data")
    page.get_by_test_id("column").first.wait_for()
    assert page.evaluate(COVERED) == 0
    page.locator("#select-1").click()
    page.get_by_test_id("boxplot").wait_for()
    assert page.evaluate(COVERED) == 0


def test_a_click_on_a_row_opens_its_column(sign_in, served, table):
    page = sign_in()
    page.goto(f"{served.url}/automl/{DOC}/data")
    page.get_by_test_id("column").filter(has_text="12,987.82").get_by_text("12,987.82").click()
    expect(page.get_by_test_id("column-detail")).to_contain_text("Fresh")


def test_the_stages_say_what_is_done_and_follow_a_decision(sign_in, served, table):
    page = sign_in()
    page.goto(f"{served.url}/automl/{DOC}/data")
    stage = {name: page.get_by_test_id(f"tab-{name}") for name in STAGES}
    expect(stage["upload"].get_by_role("img", name="완료")).to_be_visible()
    expect(stage["data"].get_by_role("img")).to_have_count(0)
    expect(stage["prepare"].get_by_role("img", name="앞 단계를 먼저")).to_be_visible()
    page.get_by_test_id("confirm-data").click()
    expect(stage["data"].get_by_role("img", name="완료")).to_be_visible()
    expect(stage["prepare"].get_by_role("img")).to_have_count(0)


def test_the_stages_follow_work_that_ends_elsewhere(sign_in, served, prepared, context, now):
    with transaction(context.engine) as session:
        document = session.get_one(Document, DOC)
        version, document.plan_version = document.plan_version, None
    page = sign_in()
    page.goto(f"{served.url}/automl/{DOC}/prepare")
    tab = page.get_by_test_id("tab-train")
    expect(tab.get_by_role("img", name="앞 단계를 먼저")).to_be_visible()
    with transaction(context.engine) as session:
        document = session.get_one(Document, DOC)
        document.plan_version, document.updated_at = version, now + timedelta(seconds=1)
    expect(tab.get_by_role("img")).to_have_count(0)
    expect(page.get_by_test_id("tab-prepare")).to_have_attribute("aria-current", "page")
