"""What a screen has room for: one line of header, the list above the fold of a phone, and one action that stands out."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from domain.access import Role
from tests.console.automl.conftest import DOC as TABLE
from tests.console.automl.conftest import prepared, table
from tests.console.conftest import DOC

__all__ = ["prepared", "table"]
pytestmark = pytest.mark.slow
PHONE = {"size": (390, 844), "has_touch": True, "is_mobile": True}


@pytest.mark.parametrize("language", ["ko", "en"])
def test_a_phone_shows_the_first_document_and_the_first_field_without_scrolling(
    sign_in, served, page_of, language
):
    page_of(("x", 0.1), ("y", 0.2))
    page = sign_in(role=Role.ADMIN, **PHONE)
    page.context.add_cookies([{"name": "saebyeok_language", "value": language, "url": served.url}])
    page.goto(f"{served.url}/ocr")
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    assert page.get_by_test_id("document").first.bounding_box()["y"] < 700
    expect(page.locator("#keys")).to_be_hidden()
    expect(page.get_by_text("Ctrl+V")).to_have_count(0)
    page.locator(".unfold").click()
    expect(page.locator("[name=since]")).to_be_visible()
    page.goto(f"{served.url}/ocr/{DOC}")
    assert page.get_by_test_id("text").first.get_by_role("textbox").bounding_box()["y"] < 740


def test_the_header_is_one_line_in_english_too(sign_in, served):
    page = sign_in(role=Role.ADMIN)
    page.context.add_cookies([{"name": "saebyeok_language", "value": "en", "url": served.url}])
    page.goto(f"{served.url}/ocr")
    brand, out = page.locator(".brand").bounding_box(), page.get_by_text("Sign out").bounding_box()
    assert abs(brand["y"] - out["y"]) < 10


def test_the_header_of_a_narrow_window_has_three_lines_whatever_the_name(sign_in, served):
    page = sign_in("한참이나긴이름을가진사람", role=Role.ADMIN, size=(390, 844))
    page.goto(f"{served.url}/companies")
    brand, out = page.locator(".brand").bounding_box(), page.get_by_text("로그아웃").bounding_box()
    assert abs(brand["y"] - out["y"]) < 10
    assert page.locator("#theme").evaluate("one => one.scrollWidth <= one.clientWidth")


@pytest.mark.parametrize("path", ["/companies", "/learning/texts"])
def test_the_button_of_a_search_by_one_field_is_beside_the_field_on_a_phone(sign_in, served, path):
    page = sign_in(**PHONE)
    page.goto(f"{served.url}{path}")
    form = page.locator("form.search:not(.find)")
    field, button = form.locator("input").bounding_box(), form.locator("button").bounding_box()
    assert button["x"] > field["x"] + field["width"]
    assert abs(button["y"] - field["y"]) < 4


@pytest.mark.parametrize("path", ["/ocr", "/learning", "/learning/texts", "/companies", f"/ocr/{DOC}"])
def test_one_action_of_a_view_stands_out(sign_in, served, page_of, path):
    page_of(("x", 0.1), ("y", 0.2))
    page = sign_in()
    page.goto(f"{served.url}{path}")
    assert page.locator("main .main:visible").count() == 1


def test_sending_stands_out_once_files_are_chosen(sign_in, served):
    page = sign_in()
    page.goto(f"{served.url}/ocr")
    page.locator('[name="files"]').set_input_files({"name": "a.png", "mimeType": "image/png", "buffer": b"x"})
    expect(page.locator("main .main:visible")).to_have_text("등록")


@pytest.mark.parametrize("bar", ["#box-bar", ".picture .bar:first-child"])
def test_no_tool_of_the_picture_is_cut_on_a_phone(sign_in, served, page_of, bar):
    page_of(("x", 0.1))
    page = sign_in(**PHONE)
    page.goto(f"{served.url}/ocr/{DOC}")
    assert page.locator(bar).evaluate("bar => bar.scrollWidth <= bar.clientWidth")
    heights = page.locator(f"{bar} :is(button, .button)").evaluate_all(
        "all => all.map((one) => Math.min(one.offsetHeight, one.offsetWidth))"
    )
    assert min(heights) >= 24


LABELS = """form => [...form.querySelectorAll("label")].filter((one) => one.querySelector("select, input:not([type=radio], [type=checkbox])"))
  .filter((one) => one.offsetHeight)
  .map((label) => {
    const words = document.createRange();
    words.selectNode(label.firstChild);
    const field = label.querySelector("select, input");
    return words.getBoundingClientRect().bottom <= field.getBoundingClientRect().top;
  })"""


@pytest.mark.parametrize("path", [f"/automl/{TABLE}/prepare", "/users", "/account"])
def test_labels_are_above_what_is_typed(sign_in, served, prepared, path):
    page = sign_in("boss", Role.ADMIN)
    page.goto(f"{served.url}{path}")
    form = page.locator("#plan, form[data-testid=add-person], form[action='/sign-in/password']")
    above = form.evaluate(LABELS)
    assert above and all(above)
