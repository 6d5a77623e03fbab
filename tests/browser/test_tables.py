"""A table in a real browser: the keys of a spreadsheet, blocks of cells, a cell that was not read, and lines on the picture."""

from __future__ import annotations

import functools
import io

import openpyxl
import pytest
from playwright.sync_api import expect

from ocr_lib.exports import export
from records.engine import reading
from records.ocr import texts
from records.ocr.table_editing import page_tables
from resources.exports import document_to_export
from tests.box_reader import SAID, reading_boxes
from tests.browser.conftest import swipe
from tests.browser.test_accessibility import serious
from tests.console.conftest import DOC
from tests.console.test_table_view import amounts, ids  # noqa: F401

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


@pytest.mark.parametrize(
    ("copied", "expected"),
    [
        ('"12\n5"\t1\r\n77\t2\r\n', ["품명", "12 5", "77"]),
        ('"12\n5"\r\n', ["품명", "12 5", "합계"]),
        ('"5"" 관\n10"" 관"\r\n"M\t8"\r\n', ["품명", '5" 관 10" 관', "M 8"]),
        ('"볼트"\r\n5" 관\r\n', ["품명", '"볼트"', '5" 관']),
        ('"5\r\n6"\r\n', ["품명", "5 6", "합계"]),
        ('"열린 따옴표\r\n77\r\n', ["품명", '"열린 따옴표', "77"]),
    ],
)
def test_a_quoted_cell_of_a_spreadsheet_is_pasted_as_one_text(at_tables, served, copied, expected):
    page = at_tables()
    field = page.get_by_test_id("table").get_by_role("textbox").nth(1)
    page.evaluate(PASTE, [field.element_handle(), copied])
    changed = sum(one != before for one, before in zip(expected, ["품명", "볼트", "합계"], strict=True))
    expect(page.locator(".text.corrected")).to_have_count(changed)
    assert labels(served) == expected


def test_a_pasted_block_is_taken_back_at_once(at_tables, served):
    page = at_tables()
    fields = page.get_by_test_id("table").get_by_role("textbox")
    fields.nth(0).fill("품목")
    fields.nth(0).press("Enter")
    expect(page.locator(".text.corrected")).to_have_count(1)
    fields.nth(1).focus()
    page.evaluate(PASTE, [fields.nth(1).element_handle(), "와셔\r\n총계\r\n"])
    expect(page.locator(".text.corrected")).to_have_count(3)
    fields.nth(1).press("Control+z")
    expect(page.locator(".text.corrected")).to_have_count(1)
    expect(fields.nth(1)).to_be_focused()
    assert labels(served) == ["품목", "볼트", "합계"]
    fields.nth(1).press("Control+z")
    expect(page.locator(".text.corrected")).to_have_count(0)
    assert labels(served) == ["품명", "볼트", "합계"]


def test_a_block_is_extended_from_the_cell_that_has_the_focus_when_the_page_opens(at_tables):
    page = at_tables()
    expect(page.get_by_test_id("table").get_by_role("textbox").nth(0)).to_be_focused()
    page.keyboard.press("Shift+ArrowDown")
    expect(page.locator(".in-block")).to_have_count(2)


def test_a_correction_is_taken_back_on_the_screen_after_its_table_was_changed(at_tables, served):
    page = at_tables()
    fields = page.get_by_test_id("table").get_by_role("textbox")
    fields.nth(1).fill("너트")
    page.keyboard.press("Enter")
    expect(page.locator(".text.corrected")).to_have_count(1)
    fields.nth(1).focus()
    page.keyboard.press("Alt+r")
    expect(page.locator(".sheet")).to_have_attribute("data-version", "2")
    back = page.locator("#table-bar").get_by_role("button", name="되돌리기")
    back.click()
    expect(page.locator(".sheet")).to_have_attribute("data-version", "3")
    back.click()
    expect(page.locator(".text.corrected")).to_have_count(0)
    expect(fields.nth(1)).to_have_value("볼트")
    assert labels(served) == ["품명", "볼트", "합계"]


def test_a_value_pasted_over_the_rest_of_a_merged_cell_is_left_out(at_tables, served):
    page = at_tables()
    fields = page.get_by_test_id("table").get_by_role("textbox")
    fields.nth(1).focus()
    page.locator('[data-row="1"][data-column="1"]').click(modifiers=["Shift"])
    page.keyboard.press("Alt+j")
    expect(page.locator('[data-row="1"][data-column="0"]')).to_have_attribute("colspan", "2")
    page.evaluate(PASTE, [fields.nth(1).element_handle(), "와셔\t3"])
    expect(page.locator(".text.corrected")).to_have_count(1)
    expect(page.locator("#notices")).to_contain_text("(1)")
    assert labels(served) == ["품명", "와셔", "합계"]


def test_a_cell_that_was_not_read_is_read(at_tables, served):
    page = at_tables()
    page.locator('[data-row="1"][data-column="1"]').hover()
    page.get_by_role("button", name="이 칸 읽기").nth(1).click()
    expect(page.locator('[data-row="1"][data-column="1"]').get_by_role("textbox")).to_have_value(SAID)
    assert labels(served) == ["품명", "볼트", SAID, "합계"]


def workbook(served):
    context = served.context
    with document_to_export(functools.partial(reading, context.engine), context.store, DOC) as document:
        return openpyxl.load_workbook(io.BytesIO(export("xlsx", document)))


def shape(served):
    with reading(served.context.engine) as session:
        (table,) = page_tables.of_document(session, DOC).get(1, [])
        return table.shape


def test_a_line_is_dragged_and_cells_are_merged_as_the_workbook_shows(at_tables, served):
    page = at_tables()
    sheet, cell = page.locator(".sheet"), page.locator('[data-row="1"][data-column="0"]')
    grip, picture = (page.locator(name).bounding_box() for name in ('.line.row[data-line="1"] .hit', "#page"))
    x, y = grip["x"] + grip["width"] / 4, grip["y"] + grip["height"] / 2
    scale = picture["width"] / 400
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x, y + 32 * scale, steps=4)
    page.mouse.up()
    expect(sheet).to_have_attribute("data-version", "2")
    expect(page.locator('[data-row="0"][data-column="0"]').get_by_role("textbox")).to_have_count(2)
    fields = page.get_by_test_id("table").get_by_role("textbox")
    page.locator('[data-row="1"][data-column="1"]').click(modifiers=["Shift"])
    fields.nth(2).focus()
    page.keyboard.press("Shift+ArrowUp")
    expect(page.locator(".in-block")).to_have_count(2)
    page.keyboard.press("Alt+j")
    expect(cell).to_have_attribute("rowspan", "2")
    sheet_of_table = workbook(served)["표 1"]
    assert [str(one) for one in sheet_of_table.merged_cells.ranges] == ["A2:A3"]
    assert [sheet_of_table["A1"].value, sheet_of_table["A2"].value] == ["품명\n볼트", "합계"]
    assert serious(page) == []
    page.reload()
    page.locator("#table-bar").get_by_role("button", name="되돌리기").click()
    expect(cell).to_have_attribute("rowspan", "1")
    page.keyboard.press("Control+z")
    expect(page.locator('[data-row="0"][data-column="0"]').get_by_role("textbox")).to_have_count(1)
    assert labels(served) == ["품명", "볼트", "합계"]


def test_a_line_is_moved_and_removed_and_a_table_drawn_by_keys(at_tables, served):
    page = at_tables()
    before = shape(served)
    page.locator('.line.column[data-line="1"]').focus()
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(page.locator(".sheet")).to_have_attribute("data-version", "2")
    assert shape(served).columns[1] > before.columns[1]
    page.keyboard.press("Delete")
    expect(page.locator('[data-column="1"]')).to_have_count(0)
    page.get_by_role("button", name="표 지우기").click()
    expect(page.locator(".sheet")).to_have_count(0)
    page.get_by_role("button", name="표 그리기").focus()
    page.keyboard.press("Enter")
    for _ in range(10):
        page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    expect(page.locator(".sheet")).to_have_count(1)
    assert shape(served).quad[0][1] < 0.4 * 600


def test_a_table_fits_a_phone_and_its_lines_are_dragged_by_touch(at_tables, served):
    page = at_tables(size=(390, 844), color_scheme="dark", has_touch=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert serious(page) == []
    before = shape(served)
    grip = page.locator('.line.column[data-line="1"] .hit').bounding_box()
    x, y = grip["x"] + grip["width"] / 2, grip["y"] + 0.9 * grip["height"]  # below the picked box
    swipe(page, (x, y), (x - 20, y), (x - 40, y))
    expect(page.locator(".sheet")).to_have_attribute("data-version", "2")
    assert shape(served).columns[1] < before.columns[1]


def test_an_offered_amount_is_taken_by_a_key_and_is_no_longer_doubtful(sign_in, served, amounts):  # noqa: F811
    page = sign_in()
    page.goto(f"{served.url}/ocr/{DOC}/tables")
    doubt = page.get_by_test_id("doubt")
    expect(doubt).to_be_visible()
    assert serious(page) == []
    field = page.locator(".doubtful").get_by_role("textbox")
    field.focus()
    field.press("Control+Enter")
    expect(field).to_have_value("392,000")
    expect(doubt).to_be_hidden()
    assert labels(served) == ["금액", "15,000", "392,000"]
