"""The frame that all pages share: error pages, dialogs and help."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from domain.access import Role
from records.engine import transaction
from records.ocr.learning import train_texts
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


def test_a_question_is_a_dialog_of_the_console_and_no_leaves_all(sign_in, served):
    page = sign_in("boss", Role.ADMIN)
    page.goto(f"{served.url}/now")
    native = []
    page.on("dialog", lambda dialog: native.append(dialog.type))
    page.get_by_role("link", name="사용자").click()
    page.get_by_label("이름").fill("kim@dawn.kr")
    page.get_by_role("button", name="추가").click()
    kim = page.locator('[data-name="kim@dawn.kr"]')
    kim.get_by_role("button", name="막기").click()
    expect(page.locator("#question")).to_be_visible()
    page.get_by_test_id("no").click()
    expect(page.locator("#question")).to_be_hidden()
    expect(kim).not_to_contain_text("막음")
    kim.get_by_role("button", name="막기").click()
    page.get_by_test_id("yes").click()
    expect(kim).to_contain_text("막음")
    assert native == []


def test_a_deleted_training_text_is_taken_back(sign_in, served, now):
    with transaction(served.context.engine) as session:
        train_texts.add(session, ["거래명세서"], by="kim", now=now)
    page = sign_in()
    page.goto(f"{served.url}/learning/texts")
    page.get_by_test_id("delete").click()
    expect(page.get_by_test_id("train-text")).to_have_count(0)
    page.locator("#notices").get_by_role("button", name="되돌리기").click()
    expect(page.get_by_test_id("train-text")).to_have_count(1)


@pytest.mark.parametrize("system", ["light", "dark"])
def test_the_chosen_colours_stay_over_pages_whatever_the_system_has(sign_in, served, system):
    page = sign_in(color_scheme=system)
    page.goto(f"{served.url}/now")
    other = "dark" if system == "light" else "light"

    def is_dark() -> bool:
        return page.evaluate(
            """() => getComputedStyle(document.body).backgroundColor.match(/\\d+/g).every((part) => part < 100)"""
        )

    assert is_dark() is (system == "dark")
    page.get_by_label("화면 색").select_option(other)
    assert is_dark() is (other == "dark")
    page.goto(f"{served.url}/now")
    assert is_dark() is (other == "dark")
    page.get_by_label("화면 색").select_option("")
    page.reload()
    assert is_dark() is (system == "dark")


def test_what_is_sent_before_the_scripts_are_there_is_sent_once_they_are(sign_in, served):
    page = sign_in("boss", Role.ADMIN)
    page.goto(f"{served.url}/now")
    waiting = []
    page.route("**/htmx.min.js", lambda route: waiting.append(route))
    page.get_by_role("link", name="사용자").click()
    page.get_by_label("이름").fill("kim@dawn.kr")
    page.get_by_role("button", name="추가").click()
    waiting[0].continue_()
    expect(page.locator('[data-name="kim@dawn.kr"]')).to_have_count(1)


def test_a_text_typed_and_entered_before_the_scripts_are_there_is_saved_once_they_are(
    sign_in, served, page_of
):
    page_of(("라마바", 0.9))
    page = sign_in()
    waiting = []
    page.route("**/grid.js", lambda route: waiting.append(route))
    page.goto(f"{served.url}/ocr/{DOC}", wait_until="commit")
    field = page.get_by_test_id("text").get_by_role("textbox")
    field.fill("라마사")
    field.press("Enter")
    waiting[0].continue_()
    expect(page.locator('[data-testid="text"][data-state="corrected"]')).to_have_count(1)
    page.unroute("**/grid.js")
    page.reload()
    expect(page.get_by_test_id("text").get_by_role("textbox")).to_have_value("라마사")


def test_texts_entered_one_after_the_other_before_the_scripts_are_there_are_each_saved_and_ticked(
    sign_in, served, page_of
):
    page_of(("라마바", 0.9), ("가나다", 0.8), ("사아자", 0.7))
    page = sign_in()
    waiting = []
    page.route("**/grid.js", lambda route: waiting.append(route))
    page.goto(f"{served.url}/ocr/{DOC}", wait_until="commit")
    rows = page.get_by_test_id("text")
    rows.first.get_by_role("textbox").focus()
    for typed in ("라마사", "가나다"):
        page.keyboard.press("Control+a")
        page.keyboard.type(typed)
        page.keyboard.press("Alt+u")
        page.keyboard.press("Enter")
    page.keyboard.press("Control+a")
    page.keyboard.type("사아")
    waiting[0].continue_()
    expect(page.locator('[data-testid="text"][data-state="corrected"]')).to_have_count(1)
    expect(page.locator('[data-testid="text"][data-state="confirmed"]')).to_have_count(1)
    expect(page.locator(".text .use input:checked")).to_have_count(2)
    page.keyboard.type("차")
    page.keyboard.press("Enter")
    expect(page.locator(".text.machine")).to_have_count(0)
    page.unroute("**/grid.js")
    page.reload()
    for number, said in enumerate(("라마사", "가나다", "사아차")):
        expect(rows.nth(number).get_by_role("textbox")).to_have_value(said)
