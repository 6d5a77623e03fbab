"""A table in a real browser: the keys of a spreadsheet, a block pasted from one, and a cell that was not read."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from records.engine import reading
from records.ocr import texts
from tests.box_reader import SAID, reading_boxes
from tests.browser.test_accessibility import serious
from tests.console.conftest import DOC
from tests.console.test_table_view import ids  # noqa: F401

pytestmark = pytest.mark.slow

PASTE = """([field, text]) => {
  const data = new DataTransfer();
  data.setData("text/plain", text);
  field.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
}"""


@pytest.fixture
def context(context):
    return reading_boxes(context)


@pytest.fixture
def at_tables(sign_in, served, ids):  # noqa: F811
    def go(**options):
        page = sign_in(**options)
        page.goto(f"{served.url}/ocr/{DOC}/tables")
        expect(page.locator("polygon")).to_have_count(3)
        return page

    return go


def labels(served):
    with reading(served.context.engine) as session:
        return [text.label for text in texts.of_document(session, DOC)]


def test_arrows_go_from_cell_to_cell_and_the_box_follows(at_tables):
    page = at_tables()
    fields = page.get_by_test_id("table").get_by_role("textbox")
    fields.nth(0).focus()
    page.keyboard.press("ArrowDown")
    expect(fields.nth(1)).to_be_focused()
    expect(page.locator("polygon.picked")).to_have_attribute("points", "10,40 210,40 210,70 10,70")
    page.locator("polygon").nth(2).click()
    expect(fields.nth(2)).to_be_focused()
    assert serious(page) == []


def test_a_correction_in_a_cell_is_that_of_the_text(at_tables, served):
    page = at_tables()
    page.get_by_test_id("table").get_by_role("textbox").nth(1).fill("너트")
    page.keyboard.press("Enter")
    expect(page.locator(".text.corrected")).to_have_count(1)
    assert labels(served) == ["품명", "너트", "합계"]


def test_a_block_from_a_spreadsheet_is_pasted_into_the_cells(at_tables, served):
    page = at_tables()
    field = page.get_by_test_id("table").get_by_role("textbox").nth(1)
    page.evaluate(PASTE, [field.element_handle(), "와셔\t3\r\n총계\t9\r\n"])
    expect(page.locator(".text.corrected")).to_have_count(2)
    assert labels(served) == ["품명", "와셔", "총계"]


def test_a_cell_that_was_not_read_is_read(at_tables, served):
    page = at_tables()
    page.locator('[data-row="1"][data-column="1"]').hover()
    page.get_by_role("button", name="이 칸 읽기").nth(1).click()
    expect(page.locator('[data-row="1"][data-column="1"]').get_by_role("textbox")).to_have_value(SAID)
    assert labels(served) == ["품명", "볼트", SAID, "합계"]


def test_a_table_fits_a_phone(at_tables):
    page = at_tables(size=(390, 844), color_scheme="dark")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert serious(page) == []
