"""What was typed while correcting is saved, kept for later, or asked about; it never gets lost and never comes back unasked."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from domain.access import Role
from domain.ocr import TextState
from records.access import users
from records.engine import transaction
from tests.browser.correcting import field, saved
from tests.console.conftest import DOC, PASSWORD

pytestmark = pytest.mark.slow


def page_that_is_late(sign_in, served):
    """The page of lee, who has typed over the first text and not saved it when kim corrects it."""
    kim, lee = sign_in("kim"), sign_in("lee")
    for page in (kim, lee):
        page.goto(f"{served.url}/ocr/{DOC}")
    field(lee, 0).fill("이의 것")
    field(kim, 0).fill("김의 것")
    kim.keyboard.press("Enter")
    expect(kim.locator(".text.corrected")).to_have_count(1)
    return lee


def test_the_second_of_two_editors_is_told_and_loses_nothing(sign_in, served, page_of):
    text_id, other_id = page_of(("x", 0.1), ("y", 0.2))
    lee = page_that_is_late(sign_in, served)
    lee.keyboard.press("Enter")
    expect(lee.get_by_test_id("text").nth(0).locator(".said")).to_contain_text("kim")
    expect(field(lee, 0)).to_have_value("이의 것")
    assert saved(served.context)[text_id][1] == "김의 것"
    expect(field(lee, 0)).to_be_focused()
    expect(contested(lee, 0)).to_have_count(1)
    lee.keyboard.press("Enter")
    expect(lee.locator(".text.corrected")).to_have_count(1)
    assert saved(served.context)[text_id][1] == "이의 것"
    assert saved(served.context)[other_id] == (TextState.MACHINE, "y")


def contested(page, row):
    """The row while it asks which of two texts is to be; a key that was pressed before decides nothing."""
    return page.get_by_test_id("text").nth(row).and_(page.locator('[data-contested=""]'))


def test_enter_that_was_pressed_before_a_conflict_is_known_decides_nothing(sign_in, served, page_of):
    first, second, third = page_of(("x", 0.1), ("y", 0.2), ("z", 0.3))
    lee = page_that_is_late(sign_in, served)
    held = []
    lee.route(
        "**/correct", lambda route: held.append(route) if first in route.request.url else route.continue_()
    )
    with lee.expect_request("**/correct"):
        lee.keyboard.press("Enter")
    lee.keyboard.type("다음")
    held[0].continue_()
    expect(lee.get_by_test_id("text").nth(0).locator(".said")).to_contain_text("kim")
    expect(field(lee, 1)).to_be_focused()  # the next text is being typed
    lee.evaluate("textConflicts.KEYS_ON_THEIR_WAY = 1e9")
    for key in ("Enter", "Enter", "a"):
        lee.keyboard.press(key)
    expect(field(lee, 0)).to_be_focused()
    expect(field(lee, 0)).to_have_value("이의 것")
    expect(lee.locator(f'[data-id="{second}"]')).to_have_attribute("data-saved", "다음")
    rows = saved(served.context)
    assert rows[first][1] == "김의 것"
    assert rows[third] == (TextState.MACHINE, "z")


def test_what_another_person_saved_is_replaced_by_enter_alone(sign_in, served, page_of):
    first, second = page_of(("x", 0.1), ("y", 0.2))
    lee = page_that_is_late(sign_in, served)
    lee.keyboard.press("Enter")
    for reload in (False, True):
        if reload:
            lee.reload()
        expect(lee.get_by_test_id("text").nth(0).locator(".said")).to_contain_text("김의 것")
        expect(field(lee, 0)).to_have_value("이의 것")
        field(lee, 0).focus()
        field(lee, 1).fill(f"다음 {reload}")
        lee.keyboard.press("Enter")
        expect(lee.locator(f'[data-id="{second}"]')).to_have_attribute("data-saved", f"다음 {reload}")
        assert saved(served.context)[first][1] == "김의 것"


def test_a_tick_does_not_bring_back_what_another_person_corrected(sign_in, served, page_of):
    first, second = page_of(("x", 0.1), ("y", 0.2))
    kim, lee = sign_in("kim"), sign_in("lee")
    for page in (kim, lee):
        page.goto(f"{served.url}/ocr/{DOC}")
    field(kim, 0).fill("김의 것")
    kim.keyboard.press("Enter")
    expect(kim.locator(".text.corrected")).to_have_count(1)
    field(lee, 0).focus()
    lee.keyboard.press("Alt+u")
    expect(lee.locator(f'[data-id="{first}"]')).to_have_attribute("data-selected", "Y")
    expect(field(lee, 0)).to_have_value("김의 것")
    field(lee, 1).focus()
    lee.keyboard.press("Enter")
    expect(lee.locator(f'[data-id="{second}"]')).to_have_attribute("data-state", "confirmed")
    assert saved(served.context)[first][1] == "김의 것"


def test_over_a_restart_of_the_server_what_was_typed_stays_and_is_saved(sign_in, served, page_of):
    (text_id, _) = page_of(("x", 0.1), ("y", 0.2))
    page = sign_in()
    page.goto(f"{served.url}/ocr/{DOC}")
    page.keyboard.type("typed before")
    served.stop()
    page.keyboard.type(" and after")
    page.keyboard.press("Enter")
    expect(page.locator(".text.failed")).to_have_count(1)
    expect(field(page, 0)).to_have_value("typed before and after")
    served.start()
    expect(page.locator(".text.corrected")).to_have_count(1)
    assert saved(served.context)[text_id] == (TextState.CORRECTED, "typed before and after")


def test_a_tab_that_was_closed_brings_back_what_was_not_saved_and_saves_it(sign_in, served, page_of):
    (text_id, _) = page_of(("x", 0.1), ("y", 0.2))
    page = sign_in()
    page.goto(f"{served.url}/ocr/{DOC}")
    page.keyboard.type("half a li")
    page.goto(f"{served.url}/now")
    page.goto(f"{served.url}/ocr/{DOC}")
    expect(field(page, 0)).to_have_value("half a li")
    expect(page.get_by_test_id("text").nth(0).locator(".said")).to_have_text("저장됨")
    assert saved(served.context)[text_id] == (TextState.CORRECTED, "half a li")


def test_what_escape_discarded_does_not_come_back_with_the_page(sign_in, served, page_of):
    page_of(("x", 0.1), ("y", 0.2))
    page = sign_in()
    page.goto(f"{served.url}/ocr/{DOC}")
    page.keyboard.type("thrown away")
    page.keyboard.press("Escape")
    page.reload()
    expect(field(page, 0)).to_have_value("x")
    expect(page.locator(".text.failed")).to_have_count(0)


def test_who_signs_in_at_the_same_browser_does_not_find_what_another_typed(
    sign_in, served, page_of, password_hash, now
):
    page_of(("x", 0.1), ("y", 0.2))
    with transaction(served.context.engine) as session:
        users.add(session, "lee", Role.EDITOR, password_hash=password_hash, now=now)
    page = sign_in()

    def as_person(name: str) -> None:
        page.goto(f"{served.url}/now")
        page.get_by_role("button", name="로그아웃").click()
        page.get_by_label("이름").fill(name)
        page.get_by_label("비밀번호").fill(PASSWORD)
        page.get_by_role("button", name="로그인").click()
        page.wait_for_url(f"{served.url}/now")
        page.goto(f"{served.url}/ocr/{DOC}")

    page.goto(f"{served.url}/ocr/{DOC}")
    page.keyboard.type("half a word")
    as_person("lee")
    expect(field(page, 0)).to_have_value("x")
    as_person("kim")
    expect(field(page, 0)).to_have_value("half a word")


@pytest.mark.parametrize("leave", ["Tab", "click"])
def test_a_text_is_saved_when_its_field_loses_the_focus(sign_in, served, page_of, leave):
    (text_id, _) = page_of(("x", 0.1), ("y", 0.2))
    page = sign_in()
    page.goto(f"{served.url}/ocr/{DOC}")
    page.keyboard.type("typed")
    expect(page.get_by_test_id("text").nth(0).locator(".said")).to_have_text("저장 안 됨")
    if leave == "Tab":
        page.keyboard.press("Tab")
    else:
        page.locator("h1").click()
    expect(page.get_by_test_id("text").nth(0).locator(".said")).to_have_text("저장됨")
    assert saved(served.context)[text_id] == (TextState.CORRECTED, "typed")


def test_a_field_that_was_only_visited_confirms_nothing(sign_in, served, page_of):
    (text_id, _) = page_of(("x", 0.1), ("y", 0.2))
    page = sign_in()
    page.goto(f"{served.url}/ocr/{DOC}")
    field(page, 1).click()
    field(page, 1).fill("corrected")
    page.locator("h1").click()
    expect(page.locator(".text.corrected")).to_have_count(1)
    assert saved(served.context)[text_id] == (TextState.MACHINE, "x")


def test_leaving_the_page_with_unsaved_text_asks_first(sign_in, served, page_of):
    page_of(("x", 0.1), ("y", 0.2))
    page = sign_in()
    asked = []
    page.on("dialog", lambda dialog: asked.append(dialog.type))
    page.goto(f"{served.url}/ocr/{DOC}")
    page.goto(f"{served.url}/now")
    assert asked == []
    page.goto(f"{served.url}/ocr/{DOC}")
    page.keyboard.type("half a word")
    page.goto(f"{served.url}/now")
    assert asked == ["beforeunload"]
