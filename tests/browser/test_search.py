"""Search in a browser: Ctrl+K from anywhere, the results, and on to the box of a text or to a field."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.test_accessibility import serious
from tests.field_reader import bring_statement, reading_fields
from tests.statement_page import DOC, text_id

pytestmark = pytest.mark.slow


@pytest.fixture
def context(context):
    return reading_fields(context)


def test_a_corrected_name_is_found_and_opened_at_its_box(sign_in, page_of, served):
    page_of(*[(f"줄 {n}", 0.9) for n in range(70)], ("디엘이언씨", 0.4))
    page = sign_in()
    page.goto(f"{served.url}/ocr")
    page.keyboard.press("Control+k")
    page.keyboard.type("디엘이언씨")
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("found-text").locator("mark")).to_have_text("디엘이언씨")
    page.get_by_test_id("found-text").get_by_role("link").click()
    field = page.get_by_test_id("text").first.get_by_role("textbox")
    expect(field).to_have_value("디엘이언씨")
    field.fill("새벽상사")
    field.press("Enter")
    expect(page.locator('[data-testid="text"][data-state="corrected"]')).to_have_count(1)
    page.keyboard.press("Control+k")
    page.keyboard.type("새벽상사")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/search"))
    expect(page.get_by_test_id("found-text").locator("mark")).to_have_text("새벽상사")
    expect(page.get_by_role("searchbox")).to_have_value("새벽상사")


def test_a_corrected_field_is_found_and_opened_at_its_field_and_box(sign_in, context, served):
    bring_statement(context)
    page = sign_in()
    page.goto(f"{served.url}/ocr/{DOC}/fields")
    name = page.locator(f'[data-id="{DOC}:0:buyer_name"]')
    name.get_by_role("textbox").fill("은하유통")
    name.get_by_role("textbox").press("Enter")
    expect(name.locator(".said")).to_have_text("저장됨")
    page.keyboard.press("Control+k")
    page.keyboard.type("은하우통")
    page.keyboard.press("Enter")
    found = page.get_by_test_id("found-field")
    expect(found.locator("mark")).to_have_text("은하유통")
    expect(found.locator("img")).to_have_count(1)
    assert serious(page) == []
    found.get_by_role("link").click()
    expect(name.get_by_role("textbox")).to_be_focused()
    expect(page.locator(f'[data-box="{text_id("buyer_name")}"]')).to_have_class("machine picked")
