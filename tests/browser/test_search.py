"""Search in a browser: Ctrl+K from anywhere, the results, and on to the box of a text."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.slow


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
