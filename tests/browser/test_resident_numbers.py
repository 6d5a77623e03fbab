"""A resident registration number in a browser: masked where a person corrects, kept, whole for an admin."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from domain.access import Role
from records.engine import reading
from records.ocr import texts
from tests.console.conftest import DOC

pytestmark = pytest.mark.slow

NUMBER, MASKED = "900101-1234567", "900101-1******"


def label(context, text_id):
    with reading(context.engine) as session:
        return texts.get(session, text_id).label


def test_an_editor_corrects_beside_a_masked_number_which_an_admin_sees_whole(sign_in, served, page_of):
    first, _ = page_of((f"홍길둥 {NUMBER}", 0.5), ("합계", 0.9))
    page = sign_in()
    page.goto(f"{served.url}/ocr/{DOC}")
    row = page.get_by_test_id("text").first
    field = row.get_by_role("textbox")
    expect(field).to_have_value(f"홍길둥 {MASKED}")
    expect(row.get_by_test_id("number-hidden")).to_be_visible()
    assert NUMBER not in page.content()

    field.fill("홍길동 900102-1******")
    field.press("Enter")
    expect(row.locator(".said")).to_contain_text("주민등록번호")
    field.fill(f"홍길동 {MASKED}")
    field.press("Enter")
    expect(page.locator(".text.corrected")).to_have_count(1)
    expect(field).to_have_value(f"홍길동 {MASKED}")
    assert label(served.context, first) == f"홍길동 {NUMBER}"
    field.focus()
    page.keyboard.press("Control+z")
    expect(field).to_have_value(f"홍길둥 {MASKED}")
    assert label(served.context, first) == f"홍길둥 {NUMBER}"

    page.goto(f"{served.url}/search?q=1234567")
    expect(page.get_by_test_id("found-text")).to_have_count(0)

    admin = sign_in("boss", Role.ADMIN)
    admin.goto(f"{served.url}/search?q=1234567")
    expect(admin.get_by_test_id("found-text").get_by_role("link")).to_have_text(f"홍길둥 {NUMBER}")
    admin.get_by_test_id("found-text").get_by_role("link").click()
    expect(admin.get_by_test_id("text").first.get_by_role("textbox")).to_have_value(f"홍길둥 {NUMBER}")
    admin.get_by_test_id("text").first.get_by_role("button", name="이력").click()
    expect(admin.get_by_test_id("history").last).to_contain_text("boss")
