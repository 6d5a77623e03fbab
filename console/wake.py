"""After each change, wakes the process that serves requests, so that what is small is done before the page asks for it."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from console.context import ConsoleContext
from console.security_middleware import QUESTIONS, SAFE

WAIT_SECONDS = 0.9
"""How long the answer to a decision is held for its result; people notice longer waits."""
LOOKS_AGAIN = ("hx-trigger", "hx-redirect")
"""Headers of answers after which the page asks for its parts again."""


@dataclass
class WakeAfterChanges:
    """ASGI middleware."""

    app: ASGIApp
    context: ConsoleContext

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] in SAFE or scope["path"].endswith(QUESTIONS):
            await self.app(scope, receive, send)
            return

        async def after_waking(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] < 400:
                headers = Headers(raw=message["headers"])
                wait = WAIT_SECONDS if any(name in headers for name in LOOKS_AGAIN) else 0.0
                answers = await run_in_threadpool(self.context.wake, wait)
                scope["app"].state.at_once = answers is not False
            await send(message)

        await self.app(scope, receive, after_waking)
