"""Notifications of the browser when long work ends, for people who asked for them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from domain.requests import RequestKind, RequestStatus
from records.engine import transaction
from tests.browser.test_accessibility import serious
from work_requests import lifecycle

pytestmark = pytest.mark.slow

# Headless browsers show no notifications, so the page's are kept.
KEPT = """
window.shown = [];
window.Notification = class {
    static permission = "granted";
    static requestPermission = async () => "granted";
    constructor(title, options) { shown.push(title + " " + options.tag); }
};
"""
LOOK = "document.dispatchEvent(new Event('visibilitychange'))"


def test_long_work_that_ends_is_notified_to_a_person_who_asked_for_it(sign_in, served, context, now):
    page = sign_in()
    page.add_init_script(KEPT)
    page.goto(f"{served.url}/now")
    assert serious(page) == []
    box = page.locator("#notify")
    expect(box).not_to_be_checked()
    box.check()
    with page.expect_response("**/now/ended*"):
        page.goto(f"{served.url}/automl")
    with transaction(context.engine) as session:
        request = lifecycle.ask(session, RequestKind.OCR_RETRAIN, doc_id=None, params={}, by="kim", now=now)
        lifecycle.settle(request, RequestStatus.DONE, now=now + timedelta(seconds=1))
        number = request.request_id
    page.evaluate(LOOK)
    while not (shown := page.evaluate("shown")):  # wait_for_function would need eval, which the page forbids
        page.wait_for_timeout(50)
    assert shown == [f"재학습 · 완료 saebyeok-{number}"]
    page.goto(f"{served.url}/now")
    expect(box).to_be_checked()


def test_nothing_is_asked_for_by_people_who_did_not_choose_notifications(sign_in, served):
    page = sign_in()
    page.add_init_script(KEPT)
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{served.url}/now")
    page.evaluate(LOOK)
    page.goto(f"{served.url}/automl")
    assert [url for url in asked if "/now/ended" in url] == []
