"""The application: its routes, what goes around them, and how refusals are answered."""

from __future__ import annotations

from pathlib import Path

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.middleware import Middleware
from starlette.middleware.sessions import SessionMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.staticfiles import StaticFiles

from console.desk import Desk
from console.pages import (
    accounts,
    automl,
    company_sign_in,
    exports,
    files,
    learning_networks,
    learning_texts,
    learning_tonight,
    now,
    ocr,
    texts,
)
from console.sessions import Sessions
from console.shield import Shield
from console.words import COOKIE
from records.errors import NotFound, RecordsError
from store.errors import StoreError

STATIC = Path(__file__).parent / "static"
UPLOADS = ("/uploads",)


def create_app(desk: Desk, *, hosts: list[str]) -> FastAPI:
    """The console.

    Args:
        hosts: names under which browsers may reach it; others are refused (DNS rebinding).
    """
    sessions = Sessions(desk.secret, desk.session_length.total_seconds())
    app = FastAPI(
        title="Saebyeok",
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        middleware=[
            Middleware(TrustedHostMiddleware, allowed_hosts=hosts, www_redirect=False),
            Middleware(Shield, desk=desk, sessions=sessions, uploads=UPLOADS),
            # Only the way to the identity provider and back needs remembering.
            Middleware(
                SessionMiddleware,
                secret_key=desk.secret,
                session_cookie="saebyeok_company",
                max_age=600,
                path=company_sign_in.router.prefix,
                https_only=desk.secure_cookies,
            ),
        ],
    )
    app.state.desk = desk
    app.state.sessions = sessions
    if desk.provider is not None:
        app.state.company = desk.provider.client()
    learning = (learning_tonight, learning_networks, learning_texts)
    for pages in (accounts, company_sign_in, automl, ocr, texts, exports, *learning, files, now):
        app.include_router(pages.router)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    app.add_exception_handler(RecordsError, _refused)
    app.add_exception_handler(StoreError, _refused)
    app.add_exception_handler(RequestValidationError, _unfit)
    app.add_exception_handler(Exception, _broken)
    return app


async def _refused(request: Request, error: Exception) -> Response:
    """A sentence in the language of the page."""
    assert isinstance(error, RecordsError | StoreError)  # what it is registered for
    sentence = error.en if request.cookies.get(COOKIE) == "en" else error.ko
    return PlainTextResponse(sentence, 404 if isinstance(error, NotFound) else 409)


async def _unfit(_request: Request, error: Exception) -> Response:
    """What was typed is no number, or out of bounds: which field, in place of the framework's list."""
    assert isinstance(error, RequestValidationError)  # what it is registered for
    fields = ", ".join(sorted({str(one["loc"][-1]) for one in error.errors()}))
    return PlainTextResponse(
        f"값이 맞지 않습니다: {fields}. 고쳐서 다시 보내세요. / a value doesn't fit: {fields}", 422
    )


async def _broken(_request: Request, _error: Exception) -> Response:
    """Our fault. The server writes the traceback to its log; people get a sentence and keep what they typed."""
    return PlainTextResponse(
        "콘솔에 문제가 생겼습니다. 다시 해 보고, 되풀이되면 홈의 logs/console.log를 관리자에게 보여 주세요. / "
        "something broke; try again, and if it stays show logs/console.log of the home to an admin",
        500,
    )
