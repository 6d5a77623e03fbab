"""The row of the correction grid that is being corrected shows all of its text, its suggestion and what is said of it."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from records.engine import transaction
from records.ocr import decisions
from tests.browser.correcting import field, saved
from tests.console.conftest import DOC, png

pytestmark = pytest.mark.slow
OTHER = "261122000000011"
LINE = (
    "위 사실을 증명하기 위하여 이 확인서를 씁니다. 관리비 고지서를 받지 못한 세대는 사무소로 연락 바랍니다."
)
IS_WHOLE = "(part) => part.scrollWidth <= part.clientWidth && part.scrollHeight <= part.clientHeight"


def test_a_long_line_is_shown_whole_under_its_crop_and_others_keep_their_height(sign_in, served, page_of):
    page_of((LINE, 0.5), *(("합계", 0.5) for _ in range(14)))
    page = sign_in(size=(1280, 800))
    page.route(
        "**/files/ocr/crops/**", lambda route: route.fulfill(body=png(950, 38), content_type="image/png")
    )
    page.goto(f"{served.url}/ocr/{DOC}")
    rows = page.get_by_test_id("text")
    expect(field(page, 0)).to_be_focused()
    assert field(page, 0).evaluate(IS_WHOLE)
    crop, written = rows.nth(0).locator("img").bounding_box(), field(page, 0).bounding_box()
    assert crop["y"] + crop["height"] <= written["y"]
    assert rows.nth(11).bounding_box()["y"] + rows.nth(11).bounding_box()["height"] <= 800
    field(page, 1).click()
    expect(rows.nth(1)).to_contain_class("open")
    assert rows.nth(0).bounding_box()["height"] == rows.nth(1).bounding_box()["height"]


def test_a_suggestion_and_a_conflict_are_shown_whole(sign_in, served, page_of):
    first, _ = page_of((LINE, 0.5), ("합계", 0.5))
    with transaction(served.context.engine) as session:
        decisions.correct(
            session, first, LINE.replace("위 사실", "이 사실"), by="boss", now=served.context.now()
        )
    page_of((LINE, 0.5), ("y", 0.5), doc_id=OTHER)
    kim = sign_in("kim")
    kim.goto(f"{served.url}/ocr/{OTHER}")
    offer = kim.locator(".offer")
    assert offer.evaluate(IS_WHOLE)
    expect(offer).to_have_attribute("title", f"{LINE.replace('위 사실', '이 사실')} · Ctrl+Enter")
    lee = sign_in("lee")
    for page in (kim, lee):
        page.goto(f"{served.url}/ocr/{DOC}")
    theirs = LINE.replace("연락", "문의")
    field(kim, 0).fill(theirs)
    kim.keyboard.press("Enter")
    expect(kim.locator(f'[data-id="{first}"]')).to_have_attribute("data-saved", theirs)
    field(lee, 0).fill("이의 것")
    lee.keyboard.press("Enter")
    said = lee.get_by_test_id("text").nth(0).locator(".said")
    expect(said).to_contain_text(f"kim “{theirs}”")
    assert said.evaluate(IS_WHOLE)
    expect(lee.locator('[data-contested=""]')).to_have_count(1)  # keys pressed before decide nothing
    field(lee, 0).press("Escape")
    expect(field(lee, 0)).to_have_value(theirs)
    assert saved(served.context)[first][1] == theirs


def test_a_text_is_one_line_also_where_several_are_pasted(sign_in, served, page_of):
    (text_id, _) = page_of(("x", 0.1), ("y", 0.2))
    page = sign_in()
    page.goto(f"{served.url}/ocr/{DOC}")
    field(page, 0).fill("받는 곳\n 서울")
    field(page, 0).press("Enter")
    expect(page.locator(f'[data-id="{text_id}"]')).to_have_attribute("data-saved", "받는 곳 서울")


@pytest.mark.parametrize(
    ("copied", "expected"),
    [
        ('"받는 곳\n""서울"""\r\n', '받는 곳 "서울"'),
        ("받는 곳\t서울\r\n", "받는 곳 서울"),
        ('"볼트"\r\n', '"볼트"'),
    ],
)
def test_a_cell_of_a_spreadsheet_is_pasted_without_its_quotes_and_taken_back_at_once(
    sign_in, served, page_of, copied, expected
):
    page_of(("x", 0.1), ("y", 0.2))
    context = sign_in().context
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = context.pages[0]
    page.goto(f"{served.url}/ocr/{DOC}")
    page.evaluate("(text) => navigator.clipboard.writeText(text)", copied)
    one = field(page, 0)
    one.focus()
    one.press("Control+a")
    one.press("Control+v")
    assert one.input_value().strip() == expected
    one.press("Control+z")
    expect(one).to_have_value("x")
