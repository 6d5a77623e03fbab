"""The list of OCR documents and its uploads in a real browser."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.console.conftest import png

pytestmark = pytest.mark.slow


def upload(page: Page, name: str, content: bytes) -> None:
    if not page.locator('input[type="file"]').first.is_visible():
        page.locator("summary").first.click()
    page.locator('input[type="file"]').first.set_input_files(
        {"name": name, "mimeType": "application/octet-stream", "buffer": content}
    )
    page.get_by_role("button", name="등록").click()


def test_a_table_is_refused_at_once_with_the_way_to_automl(sign_in, served):
    page = sign_in()
    upload(page, "매출.csv", b"a,b\n1,2\n")
    expect(page.locator(".came")).to_contain_text("AutoML에 올려")
    page.reload()
    expect(page.get_by_test_id("document")).to_have_count(0)


def test_a_page_that_came_before_is_noted_in_the_list(sign_in, served):
    page = sign_in()
    upload(page, "a.png", png())
    expect(page.get_by_test_id("document")).to_have_count(1)
    first = page.get_by_test_id("document").locator(".id").inner_text()
    upload(page, "b.png", png())
    expect(page.get_by_test_id("document")).to_have_count(2)
    expect(page.get_by_test_id("document").filter(has_text="b.png")).to_contain_text(first)
