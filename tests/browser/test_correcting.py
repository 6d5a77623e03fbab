"""Correcting in a real browser: with the keyboard alone, in Hangul, two at a time, and over a restart."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from domain.access import Role
from domain.ocr import TextState
from domain.requests import RequestStatus
from records.access import users
from records.engine import reading, transaction
from records.ocr import decisions, texts
from records.ocr.tables import OcrPage
from tests.console.conftest import DOC, PASSWORD
from work_requests import exports, lifecycle, request_lists

pytestmark = pytest.mark.slow

COUNT_KEYS = """
window.pressed = [];
document.addEventListener("keydown", (event) => window.pressed.push(event.key), true);
"""


def field(page: Page, number: int):
    return page.get_by_test_id("text").nth(number).get_by_role("textbox")


def saved(context):
    with reading(context.engine) as session:
        return {t.text_id: (t.state, t.label) for t in texts.of_document(session, DOC)}


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


def test_the_second_of_two_editors_is_told_and_loses_nothing(sign_in, served, page_of):
    (text_id, _) = page_of(("x", 0.1), ("y", 0.2))
    kim, lee = sign_in("kim"), sign_in("lee")
    for page in (kim, lee):
        page.goto(f"{served.url}/ocr/{DOC}")
    field(lee, 0).fill("이의 것")
    field(kim, 0).fill("김의 것")
    kim.keyboard.press("Enter")
    expect(kim.locator(".text.corrected")).to_have_count(1)
    lee.keyboard.press("Enter")
    expect(lee.get_by_test_id("text").nth(0).locator(".said")).to_contain_text("kim")
    expect(field(lee, 0)).to_have_value("이의 것")
    assert saved(served.context)[text_id][1] == "김의 것"
    field(lee, 0).focus()
    lee.keyboard.press("Enter")
    expect(lee.locator(".text.corrected")).to_have_count(1)
    assert saved(served.context)[text_id][1] == "이의 것"


def test_what_another_person_saved_is_replaced_by_enter_alone(sign_in, served, page_of):
    first, second = page_of(("x", 0.1), ("y", 0.2))
    kim, lee = sign_in("kim"), sign_in("lee")
    for page in (kim, lee):
        page.goto(f"{served.url}/ocr/{DOC}")
    field(lee, 0).fill("이의 것")
    field(kim, 0).fill("김의 것")
    kim.keyboard.press("Enter")
    expect(kim.locator(".text.corrected")).to_have_count(1)
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


def test_a_tab_that_was_closed_brings_back_what_was_not_saved(sign_in, served, page_of):
    page_of(("x", 0.1), ("y", 0.2))
    page = sign_in()
    page.goto(f"{served.url}/ocr/{DOC}")
    page.keyboard.type("half a li")
    page.goto(f"{served.url}/now")
    page.goto(f"{served.url}/ocr/{DOC}")
    expect(field(page, 0)).to_have_value("half a li")


def test_all_that_are_sure_are_confirmed_at_once_and_taken_back(sign_in, served, page_of):
    page_of(("sure", 0.99), ("sure too", 0.985), ("not", 0.7))
    page = sign_in()
    page.goto(f"{served.url}/ocr/{DOC}")
    page.get_by_role("button", name="0.98").click()
    expect(page.locator(".text.confirmed")).to_have_count(2)
    page.get_by_role("button", name="되돌리기").click()
    expect(page.locator(".text.confirmed")).to_have_count(0)
    assert {state for state, _ in saved(served.context).values()} == {TextState.MACHINE}


def test_box_and_row_lead_to_each_other(sign_in, served, page_of):
    first, second = page_of(("first", 0.1), ("second", 0.2))
    page = sign_in()
    page.goto(f"{served.url}/ocr/{DOC}")
    expect(page.locator(f'polygon[data-box="{first}"]')).to_have_class("machine picked")
    page.locator(f'polygon[data-box="{second}"]').click()
    expect(page.locator(f'[data-id="{second}"]').get_by_role("textbox")).to_be_focused()
    expect(page.locator(f'polygon[data-box="{second}"]')).to_have_class("machine picked")


def test_ticks_unreadable_and_the_list_of_keys_need_no_mouse(sign_in, served, page_of):
    first, second = page_of(("first", 0.1), ("second", 0.2))
    page = sign_in()
    page.goto(f"{served.url}/ocr/{DOC}")
    page.keyboard.press("Alt+u")
    expect(page.locator(f'[data-id="{first}"] .use input')).to_be_checked()
    page.keyboard.press("Enter")
    page.keyboard.press("Alt+x")
    expect(page.locator(f'[data-id="{second}"]')).to_have_class("text unreadable")
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


def test_what_escape_discarded_does_not_come_back_with_the_page(sign_in, served, page_of):
    page_of(("x", 0.1), ("y", 0.2))
    page = sign_in()
    page.goto(f"{served.url}/ocr/{DOC}")
    page.keyboard.type("thrown away")
    page.keyboard.press("Escape")
    page.reload()
    expect(field(page, 0)).to_have_value("x")
    expect(page.locator(".text.failed")).to_have_count(0)


def test_a_turned_and_enlarged_page_can_be_scrolled_to_all_its_edges(sign_in, served, page_of):
    page_of(("x", 0.1))
    page = sign_in()
    page.goto(f"{served.url}/ocr/{DOC}")
    for _ in range(2):
        page.locator('[data-zoom="1.25"]').click()
    for turns in range(1, 5):
        page.locator("[data-turn]").click()
        sticks_out = page.evaluate(
            """() => {
              const frame = document.querySelector(".picture .scroll");
              const [inner, outer] = [document.getElementById("page"), frame].map((one) => one.getBoundingClientRect());
              const [x, y] = [inner.left - outer.left + frame.scrollLeft, inner.top - outer.top + frame.scrollTop];
              return x < -1 || y < -1 || x + inner.width > frame.scrollWidth + 2 || y + inner.height > frame.scrollHeight + 2;
            }"""
        )
        assert not sticks_out, turns
    box = page.locator("polygon").first.bounding_box()
    assert box is not None and box["width"] > box["height"]  # upright again after four turns


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


def test_texts_of_later_grid_pages_have_their_box_and_a_click_leads_to_their_row(sign_in, served, page_of):
    ids = page_of(*((f"글자 {n}", 0.5) for n in range(70)))
    page = sign_in()
    page.goto(f"{served.url}/ocr/{DOC}")
    expect(page.locator("polygon")).to_have_count(70)
    assert page.locator(f'[data-id="{ids[65]}"]').count() == 0
    page.locator(f'polygon[data-box="{ids[65]}"]').dispatch_event("click")
    expect(page.locator(f'[data-id="{ids[65]}"]').get_by_role("textbox")).to_be_focused()
    expect(page.locator(f'polygon[data-box="{ids[65]}"]')).to_have_class("machine picked")


def is_in_frame(page: Page, text_id: str) -> bool:
    return page.evaluate(
        """(id) => {
          const frame = document.querySelector(".picture .scroll").getBoundingClientRect();
          const box = document.querySelector(`polygon[data-box="${id}"]`).getBoundingClientRect();
          const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
          return x > frame.left && x < frame.right && y > frame.top && y < frame.bottom;
        }""",
        text_id,
    )


def test_the_enlarged_page_follows_the_text_that_has_the_focus(sign_in, served, page_of):
    ids = page_of(*((f"글자 {n}", 0.5) for n in range(14)))
    page = sign_in()
    page.goto(f"{served.url}/ocr/{DOC}")
    expect(page.locator("polygon")).to_have_count(14)
    field(page, 12).focus()
    for _ in range(6):
        page.locator('[data-zoom="1.25"]').click()
    assert is_in_frame(page, ids[12])
    field(page, 0).focus()
    assert is_in_frame(page, ids[0])


def test_a_page_that_was_read_sideways_is_shown_upright(sign_in, served, page_of):
    page_of(("x", 0.1))
    with transaction(served.context.engine) as session:
        session.get_one(OcrPage, (DOC, 1)).rotation = 90
    page = sign_in()
    page.goto(f"{served.url}/ocr/{DOC}")
    expect(page.locator("#page")).to_have_attribute("viewBox", "0 0 600 400")
    box = page.locator("polygon").first.bounding_box()
    assert box is not None and box["height"] > box["width"]  # wide on the page as it was scanned


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


def test_one_click_makes_a_file_and_downloads_it(sign_in, served, page_of, now):
    page_of(("x", 0.1))
    page = sign_in()
    page.goto(f"{served.url}/ocr/{DOC}")
    with page.expect_download() as coming:
        page.locator("#downloads").click()
        page.get_by_test_id("export-ask-txt").click()
        expect(page.locator("#export-said progress")).to_be_visible()
        stored = served.context.store.put_bytes(b"x\n", f"ocr/{DOC}/exports/1.txt")
        with transaction(served.context.engine) as session:
            (asked,) = request_lists.of_document(session, DOC)
            asked.result = {
                "path": stored.key,
                "sha256": stored.sha256,
                "bytes": stored.bytes,
                "file_name": "x.txt",
                "edition": exports.edition_of(session, DOC),
            }
            lifecycle.settle(asked, RequestStatus.DONE, now=now)
    assert coming.value.suggested_filename == "x.txt"


def test_one_line_of_controls_and_twelve_whole_texts_fit_on_a_small_screen(sign_in, served, page_of):
    page_of(
        *((f"글자 {n}", 0.5) for n in range(20)),
        file_name="아주 긴 이름의 거래명세서 2026년 11월 (수정본).pdf",
    )
    for other in ("261122000000009", "261122000000011"):
        page_of(("x", 0.5), doc_id=other)
    page = sign_in(size=(1280, 800))
    for language in ("en", "ko"):
        page.context.add_cookies([{"name": "saebyeok_language", "value": language, "url": served.url}])
        page.goto(f"{served.url}/ocr/{DOC}")
        bar, button = (page.locator(one).bounding_box() for one in (".document-bar", "#more"))
        assert bar is not None and button is not None
        assert bar["height"] < 2 * button["height"], language
    visible = page.evaluate(
        """() => [...document.querySelectorAll(".text")].filter((row) => {
          const { top, bottom } = row.getBoundingClientRect();
          return top >= 0 && bottom <= window.innerHeight;
        }).length"""
    )
    assert visible >= 12


def test_the_order_is_kept_in_the_address_and_by_the_way_to_the_next_document(sign_in, served, page_of):
    high, low = page_of(("first", 0.9), ("second", 0.2))
    page_of(("x", 0.1), doc_id="261122000000009")
    page = sign_in()
    page.goto(f"{served.url}/ocr/{DOC}")
    expect(page.get_by_test_id("text").first).to_have_attribute("data-id", high)
    page.get_by_label("순서").select_option(label="불확실한 것 먼저")
    page.wait_for_url("**order=score**")
    expect(page.get_by_test_id("text").first).to_have_attribute("data-id", low)
    page.locator("#next-document").click()
    page.wait_for_url("**/ocr/261122000000009?order=score")
    page.locator("#previous-document").click()
    page.wait_for_url(f"**/ocr/{DOC}?order=score")


def test_the_next_unchecked_text_is_found_here_then_on_later_grids_then_in_another_document(
    sign_in, served, page_of
):
    ids = page_of(*((f"글자 {n}", 0.5) for n in range(62)))
    (other,) = page_of(("x", 0.1), doc_id="261122000000009")
    with transaction(served.context.engine) as session:
        decisions.confirm(session, [*ids[1:3], *ids[4:61]], by="kim", now=served.context.now())
    page = sign_in()
    page.goto(f"{served.url}/ocr/{DOC}")
    expect(field(page, 0)).to_be_focused()
    page.locator("#next-unchecked").click()
    expect(page.locator(f'[data-id="{ids[3]}"]').get_by_role("textbox")).to_be_focused()
    page.keyboard.type("typed")
    page.keyboard.press("Alt+n")
    expect(page.locator(f'[data-id="{ids[61]}"]').get_by_role("textbox")).to_be_focused()
    assert saved(served.context)[ids[3]] == (TextState.CORRECTED, "typed")
    page.keyboard.press("Enter")
    expect(page.locator(".text.confirmed")).to_have_count(1)
    page.goto(f"{served.url}/ocr/{DOC}")
    page.keyboard.press("Enter")
    expect(page.locator("#looked-at")).to_have_text("62")
    page.keyboard.press("Alt+n")
    expect(page.locator(f'[data-id="{other}"]').get_by_role("textbox")).to_be_focused()


def test_the_checked_texts_are_counted_as_they_are_checked(sign_in, served, page_of):
    page_of(("x", 0.1), ("y", 0.2), ("z", 0.3))
    page = sign_in()
    page.goto(f"{served.url}/ocr/{DOC}")
    count = page.get_by_test_id("checked-of")
    expect(count).to_contain_text("0/3")
    page.keyboard.press("Enter")
    expect(count).to_contain_text("1/3")
    page.keyboard.type("typed")
    page.keyboard.press("Enter")
    expect(count).to_contain_text("2/3")
    page.keyboard.press("Control+z")
    expect(count).to_contain_text("1/3")


def test_scores_have_a_sign_beside_their_colour_and_actions_show_where_one_is(sign_in, served, page_of):
    page_of(("sure", 0.99), ("fair", 0.9), ("poor", 0.3))
    page = sign_in()
    page.goto(f"{served.url}/ocr/{DOC}")
    signs = page.evaluate(
        """() => [...document.querySelectorAll(".score")].map((score) => getComputedStyle(score, "::before").content[1])"""
    )
    assert signs == ["✓", "–", "!"]
    history = page.get_by_test_id("text").nth(1).get_by_role("button", name="이력")
    expect(history).to_have_css("opacity", "0")
    field(page, 1).focus()
    expect(history).to_have_css("opacity", "1")
    field(page, 2).focus()
    expect(history).to_have_css("opacity", "0")
    page.get_by_test_id("text").nth(1).hover()
    expect(history).to_have_css("opacity", "1")
