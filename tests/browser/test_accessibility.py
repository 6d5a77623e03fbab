"""axe finds nothing serious, in light and dark, on a desktop and on a phone."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.console.conftest import DOC

pytestmark = pytest.mark.slow

SERIOUS = ("serious", "critical")


def serious(page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [
        f"{one['id']}: {one['help']} {[node['html'][:120] for node in one['nodes'][:3]]}"
        for one in found
        if one["impact"] in SERIOUS
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [(1280, 900), (390, 844)], ids=["desktop", "phone"])
def test_every_screen_can_be_reached_read_and_named(sign_in, served, page_of, scheme, size):
    page_of(("first", 0.1), ("second", 0.99))
    page = sign_in(size=size, color_scheme=scheme)
    for path in ("/automl", "/ocr", f"/ocr/{DOC}", "/now", "/account"):
        page.goto(f"{served.url}{path}")
        assert serious(page) == [], path


@pytest.mark.parametrize("path", ["/automl", "/ocr", f"/ocr/{DOC}", "/now"])
def test_no_screen_is_wider_than_a_phone(sign_in, served, page_of, path):
    page_of(("a rather long text that would not fit into the width of a phone at all", 0.1))
    page = sign_in(size=(390, 844))
    page.goto(f"{served.url}{path}")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
