"""Correcting in a real browser: with the keyboard alone, in Hangul, two at a time, and over a restart."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from domain.ocr import TextState
from records.engine import reading
from records.ocr import texts
from tests.browser.correcting import field, saved
from tests.console.conftest import DOC

pytestmark = pytest.mark.slow


COUNT_KEYS = """
window.pressed = [];
document.addEventListener("keydown", (event) => window.pressed.push(event.key), true);
"""


def test_fifty_texts_take_one_key_each_beside_the_typing(sign_in, served, page_of):
    ids = page_of(*((f"글자 {n}", 0.5 + n / 200) for n in range(50)))
    page = sign_in()
    page.goto(f"{served.url}/ocr/{DOC}")
    page.evaluate(COUNT_KEYS)
    typed = 0
    for n in range(50):
        if n % 2:
            correct = f"corrected {n}"
            page.keyboard.type(correct)
            typed += len(correct)
        page.keyboard.press("Enter")
    expect(page.locator(".text.machine")).to_have_count(0)
    assert len(page.evaluate("window.pressed")) - typed <= 50
    found = saved(served.context)
    for n, text_id in enumerate(ids):
        wanted = (TextState.CORRECTED, f"corrected {n}") if n % 2 else (TextState.CONFIRMED, f"글자 {n}")
        assert found[text_id] == wanted


def test_a_suggestion_is_taken_saved_and_left_by_one_key(sign_in, served, page_of):
    first, second = page_of(("디엘이언씨", 0.5), ("디엘이언씨 (주)", 0.6))
    page = sign_in()
    page.goto(f"{served.url}/ocr/{DOC}")
    field(page, 0).fill("디엘이엔씨")
    page.keyboard.press("Enter")
    expect(page.locator(".text.corrected")).to_have_count(1)
    page.reload()
    row = page.locator(f'[data-id="{second}"]')
    expect(row.locator("[data-offer]")).to_contain_text("디엘이엔씨")
    row.get_by_role("textbox").focus()
    page.keyboard.press("Control+Enter")
    expect(page.locator(".text.corrected")).to_have_count(2)
    assert saved(served.context)[second] == (TextState.CORRECTED, "디엘이엔씨 (주)")
    assert saved(served.context)[first] == (TextState.CORRECTED, "디엘이엔씨")


def test_enter_while_a_syllable_is_composed_belongs_to_the_input_method(sign_in, served, page_of):
    (text_id, _) = page_of(("x", 0.1), ("y", 0.2))
    page = sign_in()
    page.goto(f"{served.url}/ocr/{DOC}")
    protocol = page.context.new_cdp_session(page)
    field(page, 0).fill("")
    for composed in ("ㅎ", "하", "한"):
        protocol.send("Input.imeSetComposition", {"text": composed, "selectionStart": 1, "selectionEnd": 1})
    # As browsers send the key that ends a composition: 229, whatever was pressed.
    page.evaluate(
        """() => document.activeElement.dispatchEvent(new KeyboardEvent("keydown",
           {key: "Enter", keyCode: 229, which: 229, isComposing: true, bubbles: true, cancelable: true}))"""
    )
    expect(field(page, 0)).to_be_focused()
    assert saved(served.context)[text_id][0] == TextState.MACHINE
    protocol.send("Input.insertText", {"text": "한"})
    for composed in ("ㄱ", "그", "글"):
        protocol.send("Input.imeSetComposition", {"text": composed, "selectionStart": 1, "selectionEnd": 1})
    protocol.send("Input.insertText", {"text": "글"})
    expect(field(page, 0)).to_have_value("한글")
    page.keyboard.press("Enter")
    expect(field(page, 1)).to_be_focused()
    expect(page.locator(".text.corrected")).to_have_count(1)
    assert saved(served.context)[text_id] == (TextState.CORRECTED, "한글")


def test_escape_restores_and_control_z_takes_back_what_was_saved(sign_in, served, page_of):
    (text_id, _) = page_of(("읽은 것", 0.1), ("다음", 0.2))
    page = sign_in()
    page.goto(f"{served.url}/ocr/{DOC}")
    field(page, 0).fill("잘못")
    page.keyboard.press("Escape")
    expect(field(page, 0)).to_have_value("읽은 것")
    field(page, 0).fill("고친 것")
    page.keyboard.press("Enter")
    expect(page.locator(".text.corrected")).to_have_count(1)
    page.keyboard.press("Control+z")
    expect(page.locator(".text.corrected")).to_have_count(0)
    assert saved(served.context)[text_id] == (TextState.MACHINE, "읽은 것")


def test_control_z_takes_back_what_was_saved_before_a_reload_one_after_the_other(sign_in, served, page_of):
    (text_id, _) = page_of(("읽은 것", 0.1), ("다음", 0.2))
    page = sign_in()
    page.goto(f"{served.url}/ocr/{DOC}")
    for said in ("고친 것", "또 고친 것"):
        field(page, 0).fill(said)
        page.keyboard.press("Enter")
        expect(page.locator(f'[data-id="{text_id}"]')).to_have_attribute("data-saved", said)
    page.reload()
    page.keyboard.press("Control+z")
    expect(field(page, 0)).to_have_value("고친 것")
    page.keyboard.press("Control+z")
    expect(field(page, 0)).to_have_value("읽은 것")
    assert saved(served.context)[text_id] == (TextState.MACHINE, "읽은 것")


def test_all_that_are_sure_are_confirmed_at_once_and_taken_back(sign_in, served, page_of):
    page_of(("sure", 0.99), ("sure too", 0.985), ("not", 0.7))
    page = sign_in()
    page.goto(f"{served.url}/ocr/{DOC}")
    expect(page.locator("#sure-count")).to_have_text("(2)")
    page.get_by_role("button", name="0.98").click()
    expect(page.locator(".text.confirmed")).to_have_count(2)
    expect(page.locator("#sure-count")).to_have_text("(0)")
    page.get_by_role("button", name="되돌리기").click()
    expect(page.locator(".text.confirmed")).to_have_count(0)
    assert {state for state, _ in saved(served.context).values()} == {TextState.MACHINE}


def test_ticks_unreadable_and_the_list_of_keys_need_no_mouse(sign_in, served, page_of):
    first, second = page_of(("first", 0.1), ("second", 0.2))
    page = sign_in()
    page.goto(f"{served.url}/ocr/{DOC}")
    page.keyboard.press("Alt+u")
    expect(page.locator(f'[data-id="{first}"] .use input')).to_be_checked()
    page.keyboard.press("Enter")
    page.keyboard.press("Alt+x")
    expect(page.locator(f'[data-id="{second}"]')).to_contain_class("unreadable")
    page.keyboard.press("F1")
    expect(page.locator("#help")).to_be_visible()
    with reading(served.context.engine) as session:
        assert texts.get(session, first).selected
        assert texts.get(session, second).state == TextState.UNREADABLE


def test_what_was_marked_by_mistake_is_taken_back_with_its_correction_and_tick(sign_in, served, page_of):
    (text_id, _) = page_of(("x", 0.1), ("y", 0.2))
    page = sign_in()
    page.goto(f"{served.url}/ocr/{DOC}")
    field(page, 0).fill("고친 것")
    page.keyboard.press("Enter")
    expect(page.locator(".text.corrected")).to_have_count(1)
    page.keyboard.press("Shift+Enter")
    page.keyboard.press("Alt+u")
    expect(page.locator(f'[data-id="{text_id}"]')).to_have_attribute("data-selected", "Y")
    page.keyboard.press("Alt+x")
    expect(page.locator(".text.unreadable")).to_have_count(1)
    page.keyboard.press("Control+z")
    expect(page.locator(f'[data-id="{text_id}"]')).to_have_attribute("data-selected", "Y")
    assert saved(served.context)[text_id] == (TextState.CORRECTED, "고친 것")


def test_many_that_were_confirmed_are_taken_back_by_the_key_too(sign_in, served, page_of):
    page_of(("sure", 0.99), ("sure too", 0.985), ("not", 0.7))
    page = sign_in()
    page.goto(f"{served.url}/ocr/{DOC}")
    page.locator("#confirm-sure").click()
    expect(page.locator(".text.confirmed")).to_have_count(2)
    field(page, 0).focus()
    page.keyboard.press("Control+z")
    expect(page.locator(".text.confirmed")).to_have_count(0)
    expect(page.locator("#undo-sure")).to_be_hidden()


def test_one_key_confirms_the_sure_texts_and_enter_goes_on_with_the_others(sign_in, served, page_of):
    ids = page_of(("sure", 0.99), ("not", 0.7), ("sure too", 0.985), ("not either", 0.6))
    page = sign_in()
    page.goto(f"{served.url}/ocr/{DOC}")
    expect(field(page, 0)).to_be_focused()
    page.keyboard.press("Alt+a")
    expect(page.locator(".text.confirmed")).to_have_count(2)
    expect(field(page, 1)).to_be_focused()
    page.keyboard.press("Enter")
    expect(field(page, 3)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".text.confirmed")).to_have_count(4)
    assert {saved(served.context)[one][0] for one in ids} == {TextState.CONFIRMED}


@pytest.mark.parametrize("key", ["F1", "Control+/"])
def test_help_opens_while_typing_and_leaves_the_text_alone(sign_in, served, page_of, key):
    page_of(("x", 0.1))
    page = sign_in()
    page.goto(f"{served.url}/ocr/{DOC}")
    page.keyboard.type("what?")
    page.keyboard.press(key)
    expect(page.locator("#help")).to_be_visible()
    expect(field(page, 0)).to_have_value("what?")
    expect(page.locator("#help")).to_contain_text("Alt+X")
