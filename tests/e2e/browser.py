"""The first person in a browser: in by the printed link, with a password of their own."""

from __future__ import annotations

import os
from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from tests.e2e.conftest import Saebyeok

PASSWORD = "the first person's password"
SCREENSHOTS = Path(__file__).resolve().parents[2] / "docs" / "screenshots"
SLOW = 900_000
"""Milliseconds for what waits for a run."""
PATIENCE = 120_000
"""Milliseconds for what a page answers at once, on a machine with much other work."""


def first_person(browser: Browser, saebyeok: Saebyeok) -> Page:
    """A signed-in page in Korean; questions are answered with yes."""
    page = browser.new_context(viewport={"width": 1280, "height": 900}, locale="ko-KR").new_page()
    page.set_default_timeout(PATIENCE)
    expect.set_options(timeout=PATIENCE)
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(saebyeok.sign_in_link())
    page.get_by_role("button", name="로그인").click()
    page.get_by_label("새 비밀번호").fill(PASSWORD)
    page.get_by_role("button", name="바꾸기").click()
    page.wait_for_url("**/now")
    page.goto(page.url.removesuffix("/now") + "/ocr")
    return page


def picture(page: Page, name: str) -> None:
    """What the README shows: the screen in light and dark, taken only when SAEBYEOK_SCREENSHOTS=1 asks for it."""
    if os.environ.get("SAEBYEOK_SCREENSHOTS") != "1":
        return
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        page.screenshot(path=SCREENSHOTS / f"console-{name}-{scheme}.png", caret="initial")
    page.emulate_media(color_scheme="light")
