"""A browser on a console of its own: a real server, database and store, no daemon."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
import uvicorn
from playwright.sync_api import Browser, Page

from console.app import create_app
from console.context import ConsoleContext
from console.sessions import COOKIE, Sessions
from domain.access import Role
from orchestration.runtime.ports import free_port
from records.access import users
from records.engine import transaction
from tests.console.conftest import clock, context, page_of, password_hash

__all__ = ["clock", "context", "page_of", "password_hash"]

WAIT = 10_000
"""Milliseconds in which what is awaited has to show."""


@dataclass
class Served:
    """A console that can be stopped and started again on the same port."""

    context: ConsoleContext
    port: int = field(default_factory=free_port)
    _server: uvicorn.Server | None = None
    _thread: threading.Thread | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        app = create_app(self.context, hosts=["127.0.0.1"])
        self._server = uvicorn.Server(
            uvicorn.Config(
                app, host="127.0.0.1", port=self.port, log_level="critical", timeout_graceful_shutdown=1
            )
        )
        self._thread = threading.Thread(target=self._server.run, daemon=True)
        self._thread.start()
        end = time.monotonic() + 30
        while not self._server.started:
            assert time.monotonic() < end
            time.sleep(0.01)

    def stop(self) -> None:
        assert self._server is not None and self._thread is not None
        self._server.should_exit = True
        self._thread.join(30)


@pytest.fixture
def served(context: ConsoleContext) -> Iterator[Served]:
    running = Served(context)
    running.start()
    yield running
    running.stop()


SignIn = Callable[..., Page]


@pytest.fixture
def sign_in(browser: Browser, served: Served, password_hash: str, now: Any) -> Iterator[SignIn]:
    """A blank page in a signed-in browser of its own; anything the scripts of its pages complain of fails the test.

    The session is begun without the form, which a test of its own fills in: it would be more pages to draw for each test.
    """
    contexts, complaints = [], []

    def go(
        name: str = "kim", role: Role = Role.EDITOR, *, size: tuple[int, int] = (1280, 900), **options: Any
    ) -> Page:
        sessions = Sessions(served.context.secret, served.context.session_length)
        with transaction(served.context.engine) as session:
            user = users.add(session, name, role, password_hash=password_hash, now=now)
            cookie = sessions.begin(session, user, now)
        opened = browser.new_context(
            viewport={"width": size[0], "height": size[1]}, locale="ko-KR", **options
        )
        contexts.append(opened)
        opened.add_cookies(
            [{"name": COOKIE, "value": cookie, "url": served.url, "httpOnly": True, "sameSite": "Lax"}]
        )
        page = opened.new_page()
        page.set_default_timeout(WAIT)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("dialog", lambda dialog: dialog.accept())
        return page

    yield go
    for opened in contexts:
        opened.close()
    assert complaints == []


def swipe(page: Page, *points: tuple[float, float]) -> None:
    """Drag a finger over points of the screen."""
    touch = page.context.new_cdp_session(page)
    for number, (x, y) in enumerate(points):
        kind = "touchMove" if number else "touchStart"
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y}]})
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


STAGES = ("upload", "data", "prepare", "train", "confirm", "predict")
"""Tabs of a table."""
