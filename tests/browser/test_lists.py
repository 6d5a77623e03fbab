"""What a browser makes of long and wide lists: edges of scrolled tables, failures acknowledged together."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from domain.messages import Message, Sentences
from domain.requests import RequestKind, RequestStatus
from records.engine import transaction
from records.ocr import documents
from tests.browser.test_accessibility import serious
from tests.console.automl.conftest import DOC, asked, prepared, table, trained
from tests.console.conftest import DOC as PAPER
from work_requests import claims, lifecycle, progress

__all__ = ["asked", "prepared", "table", "trained"]
pytestmark = pytest.mark.slow
SHADOW = "box => getComputedStyle(box.closest('table')).borderCollapse === 'separate' ? getComputedStyle(box).boxShadow : 'none'"
"""What is drawn: cells of collapsed borders have none, whatever their style says."""


def test_a_scrolled_table_shows_at_which_sides_it_is_cut(sign_in, served, table):
    page = sign_in()
    page.set_viewport_size({"width": 640, "height": 700})
    page.goto(f"{served.url}/automl/{DOC}/data")
    wide, first = page.locator(".wide.tall"), page.locator("td.first").first
    expect(wide).to_have_attribute("data-cut", "right")
    assert first.evaluate(SHADOW) == "none"
    wide.evaluate("box => box.scrollTo(60, 0)")
    expect(wide).to_have_attribute("data-cut", "left right")
    assert first.evaluate(SHADOW) != "none"
    wide.evaluate("box => box.scrollTo(9999, 0)")
    expect(wide).to_have_attribute("data-cut", "left")
    page.set_viewport_size({"width": 2400, "height": 700})
    expect(wide).not_to_have_attribute("data-cut", "left")


def test_many_failures_take_one_click_and_come_back_with_another(sign_in, served, context, now):
    with transaction(context.engine) as session:
        for number in range(60):
            request = lifecycle.ask(session, RequestKind.MIRROR, doc_id=None, params={}, by="kim", now=now)
            reason = Sentences(f"'{number}.csv' 손상", f"'{number}.csv' is damaged")
            lifecycle.settle(request, RequestStatus.FAILED, now=now, reason=reason)
    page = sign_in()
    page.goto(f"{served.url}/now")
    assert page.evaluate("document.documentElement.scrollHeight") < 1500
    page.get_by_test_id("acknowledge-group").click()
    expect(page.get_by_test_id("count-failed")).to_have_text("0")
    page.locator("#notices button").click()
    expect(page.get_by_test_id("count-failed")).to_have_text("60")


def test_a_list_goes_on_behind_its_question_and_does_what_is_answered(sign_in, served, context, now):
    with transaction(context.engine) as session:
        request_id = lifecycle.ask(
            session, RequestKind.OCR_RETRAIN, doc_id=None, params={}, by="kim", now=now
        ).request_id
        claims.claim(session, request_id, attempt=1, run_id="r", now=now)
        progress.report(session, request_id, "training_items", Message("a"), done=3, total=9, now=now)
    page = sign_in()
    page.goto(f"{served.url}/now")
    expect(page.get_by_test_id("running").locator("progress")).to_have_attribute("value", "3")
    page.get_by_test_id("cancel").click()
    with transaction(context.engine) as session:
        progress.report(session, request_id, "training_items", Message("a"), done=7, total=9, now=now)
    page.evaluate("htmx.trigger(document.body, 'work-changed')")
    expect(page.get_by_test_id("running").locator("progress")).to_have_attribute("value", "7")
    expect(page.locator("#question")).to_be_visible()
    page.get_by_test_id("yes").click()
    expect(page.get_by_test_id("running")).to_contain_text("취소하는 중")


LONG = "새벽상사 2026년 11월 거래명세서 스캔본 최종 수정 검토 완료 인쇄용 사본 영업본부 결재 대기 중"


@pytest.fixture
def long_names(context, page_of, now):
    page_of(("글", 0.4))
    with transaction(context.engine) as session:
        document = documents.get(session, PAPER)
        document.file_name, document.company = f"{LONG}.png", f"주식회사 {LONG}"
        documents.set_failure(document, Sentences(LONG * 2, LONG * 2), now)


def test_a_cut_text_is_whole_in_its_title_and_unfolds_for_keys(sign_in, served, long_names):
    page = sign_in()
    page.goto(f"{served.url}/ocr")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    for kind in ("name", "company", "notice"):
        cell = page.locator(f"td.{kind}")
        assert cell.evaluate("cell => cell.scrollWidth > cell.clientWidth")
        assert LONG in cell.evaluate("cell => (cell.title || cell.querySelector('[title]').title)")
        cell.evaluate("cell => (cell.querySelector('a') ?? cell).focus({ focusVisible: true })")
        expect(page.locator(f"td.{kind}:focus-within")).to_have_count(1)
        assert cell.evaluate("cell => cell.scrollWidth <= cell.clientWidth")
    page.evaluate("htmx.trigger(document.body, 'uploaded')")
    page.wait_for_load_state("networkidle")
    expect(page.locator("td.notice:focus")).to_have_count(1)
    assert serious(page) == []
