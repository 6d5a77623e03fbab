"""The first person in a browser: in by the printed link, with a password of their own."""

from __future__ import annotations

from playwright.sync_api import Browser, Page

from tests.e2e.conftest import Saebyeok

PASSWORD = "the first person's password"
SLOW = 300_000
"""Milliseconds for what waits for a run."""


def first_person(browser: Browser, saebyeok: Saebyeok) -> Page:
    """A signed-in page in Korean; questions are answered with yes."""
    page = browser.new_context(viewport={"width": 1280, "height": 900}, locale="ko-KR").new_page()
    page.set_default_timeout(60_000)
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(saebyeok.sign_in_link())
    page.get_by_role("button", name="로그인").click()
    page.get_by_label("새 비밀번호").fill(PASSWORD)
    page.get_by_role("button", name="바꾸기").click()
    page.wait_for_url("**/ocr")
    return page
