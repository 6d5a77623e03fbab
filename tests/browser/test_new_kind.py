"""A new kind of document in a real browser: fields are named by a click on a text and by a drawn box."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.test_accessibility import serious
from tests.field_reader import bring_statement, reading_fields
from tests.statement_page import DOC, text_id

pytestmark = pytest.mark.slow


@pytest.fixture
def context(context):
    return reading_fields(context)


def test_fields_are_named_by_a_click_and_by_a_drawn_box_and_read_at_once(sign_in, served, context):
    bring_statement(context)
    page = sign_in()
    page.goto(f"{served.url}/ocr/{DOC}/fields")
    page.get_by_role("link", name="새 문서 종류").click()
    page.get_by_label("문서 종류 이름").fill("배차표")
    page.get_by_role("button", name="항목 추가").click()
    page.get_by_label("항목 이름").fill("운전 기사")
    page.locator(f'[data-box="{text_id("name")}"]').click()
    page.get_by_role("button", name="항목 추가").click()
    page.get_by_label("항목 이름").last.fill("내실 돈")
    page.get_by_label("항목 유형").last.select_option("won")
    page.get_by_role("button", name="상자 그리기").click()
    box = page.locator(f'[data-box="{text_id("total")}"]').bounding_box()
    page.mouse.move(box["x"] - 4, box["y"] - 4)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] + 4, box["y"] + box["height"] + 4)
    page.mouse.up()
    expect(page.locator(".named-field").last).to_contain_text("상자")
    assert serious(page) == []
    page.get_by_role("button", name="문서 종류 만들기").click()
    expect(page.locator(f'[data-id="{DOC}:0:운전 기사"] input')).to_have_value("새벽상사")
    expect(page.locator(f'[data-id="{DOC}:0:내실 돈"] input')).to_have_value("34,650")
