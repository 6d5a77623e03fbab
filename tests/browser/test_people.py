"""사용자 in a browser: adding, changing a role, a new link, closing; each seen in the list at once."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from domain.access import Role
from records.access import users
from records.engine import reading
from tests.browser.test_accessibility import serious

pytestmark = pytest.mark.slow


@pytest.mark.parametrize(("scheme", "size"), [("light", (1280, 900)), ("dark", (390, 844))])
def test_an_admin_manages_people(sign_in, served, scheme, size):
    page = sign_in("boss", Role.ADMIN, color_scheme=scheme, size=size)
    page.goto(f"{served.url}/now")
    page.get_by_role("link", name="사용자").click()
    page.get_by_label("이름").fill("lee@dawn.kr")
    page.get_by_role("button", name="추가").click()
    link = page.get_by_test_id("link")
    expect(link).to_have_value(f"{served.url}/sign-in?key={link.input_value().split('key=')[1]}")
    first = link.input_value()
    lee = page.locator('[data-name="lee@dawn.kr"]')
    assert serious(page) == []
    lee.get_by_role("combobox").select_option("viewer")
    expect(lee.locator('option[value="viewer"][selected]')).to_have_count(1)
    with reading(served.context.engine) as session:
        assert users.get(session, "lee@dawn.kr").role == Role.VIEWER
    lee.get_by_role("button", name="새 링크").click()
    page.get_by_test_id("yes").click()
    expect(link).not_to_have_value(first)
    lee.get_by_role("button", name="막기").click()
    page.get_by_test_id("yes").click()
    expect(lee).to_contain_text("막음")
    expect(lee.get_by_role("button")).to_have_count(1)
    assert serious(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
    closed_link = link.input_value()
    lee.get_by_role("button", name="다시 열기").click()
    page.get_by_test_id("yes").click()
    expect(lee).not_to_contain_text("막음")
    expect(link).not_to_have_value(closed_link)


def test_a_list_drawn_anew_while_a_request_is_under_way_still_hears_of_its_end(sign_in, served):
    page = sign_in("boss", Role.ADMIN)
    page.goto(f"{served.url}/now")
    page.get_by_role("link", name="사용자").click()
    page.get_by_label("이름").fill("kim@dawn.kr")
    page.get_by_role("button", name="추가").click()
    kim = page.locator('[data-name="kim@dawn.kr"]')
    expect(kim).to_have_count(1)
    held = []
    page.route("**/users/remove", lambda route: held.append(route))
    kim.get_by_role("button", name="막기").click()
    with page.expect_request("**/users/remove"):
        page.get_by_test_id("yes").click()
    kim.evaluate("row => row.dataset.former = 1")
    page.evaluate("htmx.trigger(document.body, 'people-changed')")
    expect(page.locator("[data-former]")).to_have_count(0)
    expect(kim).to_have_count(1)
    held[0].continue_()
    expect(kim).to_contain_text("막음")


@pytest.fixture
def asking(sign_in, served):
    """The list of people while it asks whether kim is closed out, and the row of kim."""
    page = sign_in("boss", Role.ADMIN)
    page.goto(f"{served.url}/now")
    page.get_by_role("link", name="사용자").click()
    page.get_by_label("이름").fill("kim@dawn.kr")
    page.get_by_role("button", name="추가").click()
    kim = page.locator('[data-name="kim@dawn.kr"]')
    kim.get_by_role("button", name="막기").click()
    return page, kim


def test_a_list_that_changes_while_it_asks_a_question_still_does_what_is_answered(asking):
    page, kim = asking
    with page.expect_response(lambda answer: "/users" in answer.url):
        page.evaluate("htmx.trigger(document.body, 'people-changed')")
    page.get_by_test_id("yes").click()
    expect(kim).to_contain_text("막음")


CLOSE_BEFORE_ITS_EVENT = """() => {
  document.getElementById("question").close("yes");
  const later = window.setTimeout;
  window.setTimeout = (act) => act(); // the release of the pointer is handled before the event of the dialog
  document.dispatchEvent(new PointerEvent("pointerup", { bubbles: true }));
  window.setTimeout = later;
}"""


def test_a_list_that_came_before_the_answer_is_shown_after_its_request(asking):
    page, kim = asking
    with page.expect_response(lambda answer: "/users" in answer.url):
        page.evaluate("htmx.trigger(document.body, 'people-changed')")
    page.evaluate(CLOSE_BEFORE_ITS_EVENT)
    expect(kim).to_contain_text("막음")


def test_an_answer_that_can_not_be_sent_any_more_says_so(asking):
    page, kim = asking
    kim.evaluate("row => row.replaceWith(row.cloneNode(true))")
    page.get_by_test_id("yes").click()
    expect(page.locator("#notices")).to_contain_text("아무것도 하지 않았습니다")
    expect(kim).not_to_contain_text("막음")
