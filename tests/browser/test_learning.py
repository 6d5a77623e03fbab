"""학습 in a browser: a second training is a choice of the person who starts it."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from domain.requests import RequestKind, RequestStatus
from records.engine import transaction
from records.ocr.tables import OcrText
from tests.browser.test_accessibility import serious
from work_requests import claims, ocr_decisions, request_lists

pytestmark = pytest.mark.slow


@pytest.fixture
def running(context, now):
    """A training of 120 minutes that runs; its request."""
    with transaction(context.engine) as session:
        request = ocr_decisions.retrain(session, by="lee", now=now, minutes=120)
        claims.claim(session, request.request_id, attempt=1, run_id="r", now=now)
        return request.request_id


def requested(context):
    with transaction(context.engine) as session:
        found = request_lists.of_kind(session, RequestKind.OCR_RETRAIN)
        return [(r.params["minutes"], r.status, r.cancel_asked) for r in found]


def start(page, served):
    page.goto(f"{served.url}/learning")
    form = page.get_by_test_id("train-now")
    form.locator("[name=minutes]").fill("20")
    form.get_by_role("button").click()
    page.get_by_test_id("choice").wait_for()


def test_training_while_one_runs_can_be_left(sign_in, served, context, running):
    page = sign_in()
    start(page, served)
    expect(page.get_by_test_id("under-way")).to_contain_text("최대 120분")
    assert serious(page) == []
    page.locator("#dialog-frame").get_by_role("button", name="닫기").click()
    expect(page.get_by_test_id("choice")).to_be_hidden()
    assert requested(context) == [(120, RequestStatus.RUNNING, False)]


def test_training_while_one_runs_can_be_queued_with_its_minutes(sign_in, served, context, running):
    page = sign_in()
    start(page, served)
    page.get_by_test_id("queue").click()
    expect(page.get_by_test_id("training-behind")).to_contain_text("최대 20분")
    expect(page.get_by_test_id("choice")).to_be_hidden()
    assert requested(context) == [(120, RequestStatus.RUNNING, False), (20, RequestStatus.WAITING, False)]


def test_training_while_one_runs_can_replace_it(sign_in, served, context, running):
    page = sign_in()
    start(page, served)
    page.get_by_test_id("replace").click()
    expect(page.get_by_test_id("training-work")).to_contain_text("취소하는 중")
    assert requested(context) == [(120, RequestStatus.RUNNING, True), (20, RequestStatus.WAITING, False)]


def test_training_asks_once_and_says_what_will_happen(sign_in, served, context, page_of):
    (text,) = page_of(("글", 0.4))
    with transaction(context.engine) as session:
        session.get_one(OcrText, text).selected = True
    page = sign_in()
    page.goto(f"{served.url}/learning")
    form = page.get_by_test_id("train-now")
    form.locator("[name=minutes]").fill("20")
    form.get_by_role("button").click()
    expect(page.get_by_test_id("what-happens")).to_have_text(
        "글자 1건(새 글자 1건)을 최대 20분 동안 학습합니다."
    )
    expect(page.locator("#question")).to_be_hidden()
    assert serious(page) == []
    page.get_by_test_id("start-training").click()
    expect(page.get_by_test_id("training-work")).to_be_visible()
    expect(page.get_by_test_id("choice")).to_be_hidden()
    assert requested(context) == [(20, RequestStatus.WAITING, False)]
