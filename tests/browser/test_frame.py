"""The frame that all pages share: error pages, dialogs and help."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from domain.access import Role
from tests.console.conftest import DOC

pytestmark = pytest.mark.slow


@pytest.mark.parametrize(
    ("path", "korean", "english"),
    [
        ("/users", "권한이 없습니다", "Not allowed"),
        ("/ocr/261122000000099", "찾을 수 없습니다", "Not found"),
        ("/now?a=%00", "열 수 없습니다", "Can't be opened"),
        ("/learning?skip=x", "값이 맞지 않습니다", "A value doesn't fit"),
    ],
)
def test_a_refused_page_says_what_happened_where_and_what_to_do(sign_in, served, path, korean, english):
    page = sign_in("viewer", Role.VIEWER)
    page.goto(f"{served.url}/ocr")
    page.goto(f"{served.url}{path}")
    expect(page.locator("h1")).to_have_text(korean)
    expect(page.get_by_test_id("where")).to_have_text(path)
    expect(page.get_by_role("link", name="English")).to_be_visible()
    page.context.add_cookies([{"name": "saebyeok_language", "value": "en", "url": served.url}])
    page.goto(f"{served.url}{path}")
    expect(page.locator("h1")).to_have_text(english)
    page.get_by_role("button", name="Go back").click()
    page.wait_for_url(f"{served.url}/ocr")


def test_the_button_of_the_help_names_the_key_that_opens_it(sign_in, served, page_of):
    page_of(("x", 0.1))
    page = sign_in()
    for path in ("/ocr", "/automl", "/now", "/account", f"/ocr/{DOC}"):
        page.goto(f"{served.url}{path}")
        expect(page.locator("#keys")).to_contain_text("F1")
        page.locator("#keys").click()
        expect(page.locator("#help")).to_contain_text("F1")
        page.keyboard.press("Escape")
        expect(page.locator("#help")).to_be_hidden()
        page.keyboard.press("F1")
        expect(page.locator("#help")).to_be_visible()


def test_a_fault_of_the_console_is_shown_in_the_frame(sign_in, served, page_of, monkeypatch):
    page = sign_in()

    def fail(*_args, **_more):
        raise RuntimeError("a fault of ours")

    monkeypatch.setattr("console.pages.now.request_lists.counts", fail)
    page.goto(f"{served.url}/now")
    expect(page.get_by_test_id("refused")).to_contain_text("console.log")
    expect(page.locator("nav").first).to_be_visible()


def test_a_question_of_the_list_is_a_dialog_of_the_console_and_no_leaves_all(sign_in, served, page_of):
    page_of(("x", 0.1))
    page = sign_in()
    native = []
    page.on("dialog", lambda dialog: native.append(dialog.type))
    page.locator(f"#delete-{DOC}").click()
    expect(page.locator("#question")).to_be_visible()
    page.get_by_test_id("no").click()
    expect(page.locator("#question")).to_be_hidden()
    expect(page.get_by_test_id("document")).to_have_count(1)
    page.locator(f"#delete-{DOC}").click()
    page.get_by_test_id("yes").click()
    expect(page.get_by_test_id("document")).to_have_count(0)
    assert native == []
