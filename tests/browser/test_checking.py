"""The queue over all documents and second looks, in a browser."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.browser.conftest import WAIT
from tests.console.conftest import DOC

OTHER = "261122000000011"


@pytest.fixture
def context(context):
    return replace(context, second_keying=True)


def test_the_queue_goes_from_amount_to_amount_and_another_person_keys_them_blind(
    sign_in, served, page_of, context
):
    first = page_of(("비고", 0.5), ("1,234,500", 0.5))
    second = page_of(("99,000", 0.6), doc_id=OTHER)
    kim = sign_in("kim")
    kim.goto(f"{served.url}/now")
    kim.get_by_test_id("next-text").click()
    field = kim.locator(f"[data-id='{first[1]}'] textarea").first
    field.wait_for(timeout=WAIT)
    field.focus()
    kim.keyboard.press("Enter")
    kim.locator(f"[data-id='{first[1]}'][data-state='confirmed']").wait_for(timeout=WAIT)
    kim.keyboard.press("Alt+N")
    kim.wait_for_url(f"**/ocr/{OTHER}?**", timeout=WAIT)
    assert second[0] in kim.url
    lee = sign_in("lee")
    lee.goto(f"{served.url}/checking/second")
    lee.locator("input[name=keyed]").fill("1,284,500")
    lee.keyboard.press("Enter")
    lee.locator(".empty").wait_for(timeout=WAIT)
    lee.goto(f"{served.url}/checking")
    lee.get_by_test_id("second").wait_for(timeout=WAIT)
    assert lee.get_by_test_id("first").inner_text() == "1,234,500"
    lee.get_by_test_id("disagreement").locator("button").nth(1).click()
    lee.get_by_test_id("disagreement").wait_for(state="detached", timeout=WAIT)
    assert DOC in first[1]
