"""Browsers by what they send."""

from __future__ import annotations

import pytest

from console.user_agents import browser_of
from domain.access import Role

CHROME = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36"
IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Version/18.0 Mobile/15E148 Safari/604.1"
)


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        (CHROME, "Chrome · Windows"),
        (f"{CHROME} Edg/131.0.0.0", "Edge · Windows"),
        (f"{CHROME} Whale/4.28.0.0", "Whale · Windows"),
        (IPHONE, "Safari · iPhone"),
        ("Mozilla/5.0 (Linux; Android 14; SM-S918N) SamsungBrowser/26.0 Chrome/122.0 Safari/537.36", "Samsung Internet · Android"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0", "Firefox · Linux"),
        ("curl/8.5.0", ""),
        ("", ""),
        (None, ""),
    ],
)  # fmt: skip
def test_a_browser_and_its_system_are_named(sent, shown):
    assert browser_of(sent) == shown


def test_sessions_of_one_account_are_told_apart_by_their_browsers(visit):
    first = visit(Role.EDITOR)
    first.headers["user-agent"] = CHROME
    form = {"name": "kim", "password": "a long password"}
    assert first.post("/sign-in", data=form).status_code == 303
    second = visit()
    second.headers["user-agent"] = IPHONE + "x" * 400
    assert second.post("/sign-in", data=form).status_code == 303
    page = second.get("/account").text
    assert "Chrome · Windows" in page
    assert "Safari · iPhone" in page
