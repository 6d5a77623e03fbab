"""The HTTP application that the process serves on its Unix socket."""

from __future__ import annotations

import hmac
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager

from anyio import to_thread
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from domain.refusal import Refusal
from domain.what_if import WhatIf, WhatIfAnswer
from serving.client import LONGEST_WAIT
from serving.field_reading import FieldReading
from serving.lane import Lane

LOOK_SECONDS = 0.02
"""Between two looks for the end of a request."""


def create_app(
    lanes: Sequence[Lane],
    fields: FieldReading,
    token: str,
    *,
    newest: Callable[[], int | None],
    is_over: Callable[[int], bool],
    on_wake: Callable[[], object],
    on_tables: Callable[[], object],
    answer: Callable[[WhatIf], WhatIfAnswer],
    on_stop: Callable[[], None] = lambda: None,
) -> Starlette:
    """The application: `POST /wake?wait=SECONDS`, `POST /tables`, `POST /what-if` and `GET /health`.

    Args:
        lanes: serve what is small.
        fields: reads fields again whose texts or values were changed.
        token: that every call has to send.
        newest: the number of the newest request that waits for a lane; None where none does.
        is_over: whether a request has ended.
        on_wake: called at each call, to launch the runs of what is not small.
        on_tables: called when a table is about to be worked on.
        answer: answers a question on one row; raises Refusal.
        on_stop: called when the server stops.
    """

    def wake(wait: float) -> bool:
        """Whether the newest request is over within `wait` seconds. It is the caller's, or came a moment later."""
        request_id = newest()
        asked = [lane.wake() for lane in lanes]
        changed = fields.wake()
        on_wake()
        end = time.monotonic() + wait
        fields.wait(changed, wait)
        while request_id is not None and not is_over(request_id):
            if time.monotonic() >= end:
                return False
            for lane, number in zip(lanes, asked, strict=True):
                lane.wait(number, LOOK_SECONDS)
        return True

    async def post_wake(request: Request) -> Response:
        try:
            wait = min(max(float(request.query_params.get("wait", 0)), 0.0), LONGEST_WAIT)
        except ValueError:
            return Response(status_code=422)
        return JSONResponse({"served": await to_thread.run_sync(wake, wait)})

    async def expect_tables(_: Request) -> Response:
        on_tables()
        return JSONResponse({})

    async def what_if(request: Request) -> Response:
        try:
            question = WhatIf.from_json(await request.json())
        except (ValueError, LookupError, TypeError):
            return Response(status_code=422)
        try:
            found = await to_thread.run_sync(answer, question)
        except Refusal as refusal:
            return JSONResponse({"refused": refusal.message.to_json()})
        return JSONResponse({"answer": found.to_json()})

    async def health(_: Request) -> Response:
        stuck = any(lane.is_stuck for lane in lanes)
        return JSONResponse({"stuck": stuck}, status_code=503 if stuck else 200)

    def guarded(
        page: Callable[[Request], Awaitable[Response]],
    ) -> Callable[[Request], Awaitable[Response]]:
        async def answer(request: Request) -> Response:
            sent = request.headers.get("authorization", "")
            if not hmac.compare_digest(sent.encode(), f"Bearer {token}".encode()):
                return Response(status_code=401)
            return await page(request)

        return answer

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        yield
        on_stop()

    return Starlette(
        lifespan=lifespan,
        routes=[
            Route("/wake", guarded(post_wake), methods=["POST"]),
            Route("/tables", guarded(expect_tables), methods=["POST"]),
            Route("/what-if", guarded(what_if), methods=["POST"]),
            Route("/health", guarded(health), methods=["GET"]),
        ],
    )
