"""axe finds nothing serious, in light and dark, on a desktop and on a phone."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.console.conftest import DOC

pytestmark = pytest.mark.slow

SERIOUS = ("serious", "critical")
FAULTS_ALONE = {"resultTypes": ["violations"]}
"""Of what is in order axe then names one element instead of all."""


def violations(page) -> list[dict]:
    return Axe().run(page, options=FAULTS_ALONE).response["violations"]


def serious(page) -> list[str]:
    return [
        f"{one['id']}: {one['help']} {[node['html'][:120] for node in one['nodes'][:3]]}"
        for one in violations(page)
        if one["impact"] in SERIOUS
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [(1280, 900), (390, 844)], ids=["desktop", "phone"])
def test_every_screen_can_be_reached_read_and_named(sign_in, served, page_of, scheme, size):
    page_of(("first", 0.1), ("second", 0.99))
    page = sign_in(size=size, color_scheme=scheme)
    for path in (
        "/automl",
        "/ocr",
        "/ocr/trash",
        f"/ocr/{DOC}",
        "/search?q=first",
        "/now",
        "/account",
        "/nowhere",
    ):
        page.goto(f"{served.url}{path}")
        assert serious(page) == [], path


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_what_opens_over_a_page_can_be_read_too(sign_in, served, page_of, scheme):
    page_of(("first", 0.1), ("second", 0.99))
    page = sign_in(color_scheme=scheme)
    page.goto(f"{served.url}/ocr")
    page.locator(f"#choose-{DOC}").check()
    page.locator(f"#more-{DOC}").click()
    assert serious(page) == [], "menu of a row"
    page.locator(f"#names-{DOC}").click()
    page.locator("#dialog form").wait_for()
    assert serious(page) == [], "name and company"
    page.goto(f"{served.url}/ocr/{DOC}")
    page.keyboard.press("Enter")
    page.locator("#downloads").click()
    assert serious(page) == [], "downloads"
    page.keyboard.press("F1")
    assert serious(page) == [], "help"


@pytest.mark.parametrize(
    "path", ["/automl", "/ocr", "/ocr/trash", f"/ocr/{DOC}", "/search?q=rather", "/now", "/nowhere"]
)
def test_no_screen_is_wider_than_a_phone(sign_in, served, page_of, path):
    page_of(("a rather long text that would not fit into the width of a phone at all", 0.1))
    page = sign_in(size=(390, 844))
    page.goto(f"{served.url}{path}")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


@pytest.mark.parametrize("path", ["/now", "/ocr", "/automl", "/learning/networks", "/account"])
def test_tables_and_regions_are_named_without_even_minor_faults(sign_in, served, page_of, path):
    page_of(("first", 0.1))
    page = sign_in()
    page.goto(f"{served.url}{path}")
    assert [one["id"] for one in violations(page)] == []
