"""What strangers write runs nowhere, and who may not does not."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from domain.access import Role
from tests.console.conftest import DOC, png

pytestmark = pytest.mark.slow

SCRIPT = '<img src=x onerror="window.ran=1"><script>window.ran=1</script>'


def test_scripts_in_names_and_texts_are_only_shown(sign_in, served, page_of):
    page_of((SCRIPT, 0.1), ('" autofocus onfocus="window.ran=1', 0.2), file_name=f"{SCRIPT}.png")
    page = sign_in()
    for path in ("/ocr", f"/ocr/{DOC}", "/now"):
        page.goto(f"{served.url}{path}")
        page.wait_for_load_state("networkidle")
        assert page.evaluate("window.ran") is None
        assert (
            page.evaluate("document.querySelectorAll('[onerror], [onfocus], script:not([src])').length") == 0
        )
    page.goto(f"{served.url}/ocr/{DOC}")
    expect(page.get_by_test_id("text").nth(0).get_by_role("textbox")).to_have_value(SCRIPT)


def test_a_page_of_html_named_png_is_taken_by_what_it_is_and_never_shown_as_html(sign_in, served):
    page = sign_in()
    page.goto(f"{served.url}/ocr")
    page.locator('[name="files"]').set_input_files(
        {"name": "page.png", "mimeType": "image/png", "buffer": f"<html>{SCRIPT}</html>".encode()}
    )
    page.get_by_role("button", name="등록").click()
    expect(page.locator("main")).to_contain_text("page.png")
    assert page.evaluate("window.ran") is None


def test_a_dropped_script_name_is_shown_as_it_is(sign_in, served):
    page = sign_in()
    page.goto(f"{served.url}/ocr")
    page.locator('[name="files"]').set_input_files(
        {"name": "<b onclick=x>.png", "mimeType": "image/png", "buffer": png()}
    )
    page.get_by_role("button", name="등록").click()
    expect(page.locator("main")).to_contain_text("<b onclick=x>.png")


def test_a_viewer_sees_and_changes_nothing(sign_in, served, page_of):
    page_of(("first", 0.1), ("second", 0.2))
    page = sign_in("viewer", Role.VIEWER)
    page.goto(f"{served.url}/ocr/{DOC}")
    field = page.get_by_test_id("text").nth(0).get_by_role("textbox")
    expect(field).to_have_value("first")
    answer = page.evaluate(
        """async (id) => (await fetch(`/ocr/texts/${id}/correct`, {method: "POST",
           headers: {"Content-Type": "application/json", "X-CSRF-Token": document.body.dataset.token},
           body: JSON.stringify({text: "mine", version: 1})})).status""",
        page.get_by_test_id("text").nth(0).get_attribute("data-id"),
    )
    assert answer == 403


def test_nobody_looks_in_without_signing_in(browser, served, page_of):
    page_of(("first", 0.1))
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{served.url}/ocr/{DOC}")
    assert "/sign-in?next=" in page.url
    context.close()
