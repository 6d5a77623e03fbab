"""Boxes in a real browser: drawn with the mouse, by touch and with the keys, changed, corrected, and taken back."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from records.engine import reading
from records.ocr import texts
from tests.box_reader import SAID, reading_boxes
from tests.browser.conftest import swipe
from tests.browser.test_accessibility import serious
from tests.console.conftest import DOC

pytestmark = pytest.mark.slow


@pytest.fixture
def context(context):
    return reading_boxes(context)


@pytest.fixture
def at_page(sign_in, served, page_of):
    page_of(("품명", 0.9), ("수량 12", 0.9), ("합계", 0.9))

    def go(**options) -> Page:
        page = sign_in(**options)
        page.goto(f"{served.url}/ocr/{DOC}")
        expect(page.locator("polygon")).to_have_count(3)
        return page

    return go


def values(page: Page):
    return [field.input_value() for field in page.get_by_test_id("text").get_by_role("textbox").all()]


def on_screen(page: Page, x: float, y: float) -> tuple[float, float]:
    """Where a point of the page's picture is."""
    where = page.evaluate(
        """([x, y]) => { const turned = document.querySelector("[data-turned]");
        const point = new DOMPoint(x, y).matrixTransform(turned.getScreenCTM()); return [point.x, point.y]; }""",
        [x, y],
    )
    return where[0], where[1]


def drag(page: Page, start: tuple[float, float], end: tuple[float, float]) -> None:
    page.mouse.move(*on_screen(page, *start))
    page.mouse.down()
    page.mouse.move(*on_screen(page, (start[0] + end[0]) / 2, (start[1] + end[1]) / 2))
    page.mouse.move(*on_screen(page, *end))
    page.mouse.up()


def drag_by_finger(page: Page, start: tuple[float, float], end: tuple[float, float]) -> None:
    middle = ((start[0] + end[0]) / 2, (start[1] + end[1]) / 2)
    swipe(page, *(on_screen(page, *point) for point in (start, middle, end)))


def stored(served):
    with reading(served.context.engine) as session:
        return [(text.label, text.box) for text in texts.of_document(session, DOC)]


def test_the_box_of_the_text_that_has_the_focus_when_the_page_opens_can_be_removed(at_page, served):
    page = at_page()
    expect(page.get_by_test_id("text").nth(0).get_by_role("textbox")).to_be_focused()
    expect(page.locator("circle[data-corner]")).to_have_count(4)
    for button in page.locator("[data-box-act]").all():
        expect(button).to_be_enabled()
    page.keyboard.press("Alt+Delete")
    expect(page.get_by_test_id("text")).to_have_count(2)
    assert [label for label, _ in stored(served)] == ["수량 12", "합계"]


def test_a_missed_text_is_drawn_read_corrected_and_taken_back(at_page, served):
    page = at_page()
    page.get_by_role("button", name="상자 그리기").click()
    drag(page, (220, 45), (390, 65))
    expect(page.get_by_test_id("text")).to_have_count(4)
    assert values(page) == ["품명", "수량 12", SAID, "합계"]
    expect(page.locator("polygon")).to_have_count(4)
    # The row has the focus: what is typed corrects it.
    page.keyboard.press("Control+A")
    page.keyboard.type("3,900")
    page.keyboard.press("Enter")
    expect(page.locator(".text.corrected")).to_have_count(1)
    label, box = stored(served)[2]
    assert label == "3,900"
    assert box == pytest.approx([220, 45, 390, 65], abs=3)
    assert serious(page) == []
    page.locator("#notices").get_by_role("button", name="되돌리기").last.click()
    expect(page.get_by_test_id("text")).to_have_count(3)
    expect(page.locator("polygon")).to_have_count(3)
    assert [label for label, _ in stored(served)] == ["품명", "수량 12", "합계"]


def test_a_box_is_moved_and_resized_with_the_mouse(at_page, served):
    page = at_page()
    page.locator("polygon").nth(0).click()
    drag(page, (110, 15), (130, 25))
    expect(page.get_by_test_id("text").nth(0).get_by_role("textbox")).to_have_value(SAID)
    assert stored(served)[0][1] == pytest.approx([30, 10, 230, 40], abs=3)
    with page.expect_response("**/boxes"):
        drag(page, (230, 40), (300, 44))
    assert stored(served)[0][1] == pytest.approx([30, 10, 300, 44], abs=3)


def test_a_box_is_split_at_the_caret_merged_and_removed_with_the_keys(at_page, served):
    page = at_page()
    second = page.get_by_test_id("text").nth(1).get_by_role("textbox")
    second.focus()
    for _ in range(2):
        page.keyboard.press("ArrowRight")
    second.evaluate("field => field.setSelectionRange(3, 3)")
    page.keyboard.press("Alt+s")
    expect(page.get_by_test_id("text")).to_have_count(4)
    assert values(page) == ["품명", SAID, SAID, "합계"]
    left, right = (box for _, box in stored(served)[1:3])
    assert (left[0], left[2], right[2]) == pytest.approx((10, right[0], 210), abs=1)
    page.get_by_test_id("text").nth(1).get_by_role("textbox").focus()
    page.keyboard.press("Alt+m")
    expect(page.get_by_test_id("text")).to_have_count(3)
    expect(page.locator("polygon")).to_have_count(3)
    assert stored(served)[1][1] == [10, 40, 210, 70]
    page.keyboard.press("Alt+Delete")
    expect(page.get_by_test_id("text")).to_have_count(2)
    assert values(page) == ["품명", "합계"]


def test_the_reading_order_is_changed(at_page, served):
    page = at_page()
    page.get_by_test_id("text").nth(2).get_by_role("textbox").focus()
    page.keyboard.press("Alt+Shift+ArrowUp")
    expect(page.get_by_test_id("text").nth(1).get_by_role("textbox")).to_have_value("합계")
    assert [label for label, _ in stored(served)] == ["품명", "합계", "수량 12"]


def test_a_box_is_drawn_with_the_keys_alone(at_page, served):
    page = at_page()
    page.keyboard.press("Alt+b")
    for _ in range(3):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("text")).to_have_count(4)
    expect(page.locator(".text:focus-within textarea").first).to_have_value(SAID)


def test_a_box_is_drawn_by_touch(at_page, served):
    page = at_page(size=(390, 844), has_touch=True)
    page.get_by_role("button", name="상자 그리기").tap()
    drag_by_finger(page, (220, 80), (390, 110))
    expect(page.get_by_test_id("text")).to_have_count(4)


def test_a_box_is_moved_and_resized_by_touch(at_page, served):
    page = at_page(size=(390, 844), has_touch=True)
    page.locator("polygon").nth(0).tap()
    expect(page.locator("polygon.picked")).to_have_count(1)
    with page.expect_response("**/boxes"):
        drag_by_finger(page, (110, 15), (130, 55))
    assert stored(served)[0][1] == pytest.approx([30, 40, 230, 70], abs=3)
    with page.expect_response("**/boxes"):
        drag_by_finger(page, (230, 70), (300, 94))
    assert stored(served)[0][1] == pytest.approx([30, 40, 300, 94], abs=3)


def test_a_box_that_can_not_be_is_refused_and_goes_back(at_page, served):
    page = at_page()
    page.locator("polygon").nth(0).click()
    page.route("**/boxes", lambda route: route.fulfill(status=422, json={"refused": "다시 그리세요"}))
    drag(page, (110, 15), (130, 25))
    expect(page.locator("#notices")).to_contain_text("다시 그리세요")
    expect(page.locator("polygon.picked")).to_have_attribute("points", "10,0 210,0 210,30 10,30")
