"""The page beside the texts: boxes, turning, enlarging; and what the bar above both offers."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from domain.ocr import TextState
from domain.requests import RequestStatus
from records.engine import transaction
from records.ocr import decisions
from records.ocr.tables import OcrPage
from tests.browser.correcting import field, saved
from tests.console.conftest import DOC
from work_requests import exports, lifecycle, request_lists

pytestmark = pytest.mark.slow


def test_box_and_row_lead_to_each_other(sign_in, served, page_of):
    first, second = page_of(("first", 0.1), ("second", 0.2))
    page = sign_in()
    page.goto(f"{served.url}/ocr/{DOC}")
    expect(page.locator(f'polygon[data-box="{first}"]')).to_have_class("machine picked")
    page.locator(f'polygon[data-box="{second}"]').click()
    expect(page.locator(f'[data-id="{second}"]').get_by_role("textbox")).to_be_focused()
    expect(page.locator(f'polygon[data-box="{second}"]')).to_have_class("machine picked")


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
