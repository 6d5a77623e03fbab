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

from serving.client import LONGEST_WAIT
from serving.lane import Lane


def create_app(
    lanes: Sequence[Lane],
    token: str,
    *,
    on_wake: Callable[[], None],
    on_stop: Callable[[], None] = lambda: None,
) -> Starlette:
    """The application: `POST /wake?wait=SECONDS` and `GET /health`.

    Args:
        lanes: serve what is small.
        token: that every call has to send.
        on_wake: called at each call, to launch the runs of what is not.
        on_stop: called when the server stops.
    """

    def wake(wait: float) -> bool:
        asked = [lane.wake() for lane in lanes]
        on_wake()
        end = time.monotonic() + wait
        return all(
            lane.wait(number, end - time.monotonic()) for lane, number in zip(lanes, asked, strict=True)
        )

    async def post_wake(request: Request) -> Response:
        try:
            wait = min(max(float(request.query_params.get("wait", 0)), 0.0), LONGEST_WAIT)
        except ValueError:
            return Response(status_code=422)
        return JSONResponse({"served": await to_thread.run_sync(wake, wait)})

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
            Route("/health", guarded(health), methods=["GET"]),
        ],
    )
