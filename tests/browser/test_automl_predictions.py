"""예측 in a real browser: its list, and what is said while a prediction runs."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from domain.messages import Sentences
from domain.requests import RequestStatus
from records.engine import transaction
from tests.browser.test_accessibility import serious
from tests.console.automl.conftest import DOC, prepared, table, trained
from work_requests import automl_decisions, lifecycle, request_lists

__all__ = ["prepared", "table", "trained"]
pytestmark = pytest.mark.slow
LONG = "파일에 모델이 쓰는 칼럼이 없습니다: " + ", ".join(f"'칼럼 {number}'" for number in range(40))


@pytest.fixture
def confirmed(trained, context, now):
    with transaction(context.engine) as session:
        training = trained("svm")["svm"]
        request = automl_decisions.confirm_model(session, DOC, training_id=training, by="kim", now=now)
        lifecycle.settle(request, RequestStatus.DONE, now=now)


@pytest.mark.parametrize("size", [(1280, 800), (390, 844)], ids=["desktop", "phone"])
def test_a_long_reason_takes_one_line_and_is_read_whole_after_a_click(
    sign_in, served, confirmed, context, now, size
):
    with transaction(context.engine) as session:
        for name, status in (("짧은.csv", RequestStatus.DONE), ("긴.csv", RequestStatus.FAILED)):
            request = automl_decisions.predict(
                session, DOC, file_name=name, source_path="x", source_sha256="0" * 64, by="kim", now=now
            )
            reason = Sentences(LONG, "long") if status is RequestStatus.FAILED else None
            lifecycle.settle(request, status, now=now, reason=reason)
    page = sign_in(size=size)
    page.goto(f"{served.url}/automl/{DOC}/predict")
    lines = page.get_by_test_id("prediction")
    failed, done = (round(lines.nth(place).bounding_box()["height"]) for place in range(2))
    assert failed <= done + 2  # of its buttons
    expect(lines.first.locator("td").first).to_have_text("긴.csv")  # the number comes later
    why = lines.first.locator("td.reason button")
    assert why.get_attribute("title") == LONG
    why.click()
    expect(page.locator("[popover]:popover-open")).to_have_text(LONG)
    assert serious(page) == []


def test_that_a_prediction_begins_is_said_until_it_is_over(sign_in, served, confirmed, context, now):
    page = sign_in()
    page.goto(f"{served.url}/automl/{DOC}/predict")
    rows = {"name": "새 행.csv", "mimeType": "text/csv", "buffer": b"Fresh\n1\n"}
    page.locator("form.upload input[type=file]").set_input_files(rows)
    page.locator("form.upload button.main").click()
    said = page.get_by_test_id("upload-summary")
    expect(said).to_contain_text("새 행.csv")
    expect(page.get_by_test_id("work-line")).to_have_count(1)
    with transaction(context.engine) as session:
        for request in request_lists.of_document(session, DOC):
            lifecycle.settle(request, RequestStatus.DONE, now=now)
    expect(said).to_have_count(0)
