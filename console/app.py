"""The application: its routes, and what goes around them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from fastapi import APIRouter, FastAPI
from starlette.middleware import Middleware
from starlette.middleware.sessions import SessionMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.responses import Response
from starlette.staticfiles import StaticFiles

from console.context import ConsoleContext
from console.headers import Headers
from console.pages import (
    accounts,
    automl,
    boxes,
    checking,
    companies,
    company_sign_in,
    exports,
    exports_together,
    field_lists,
    fields,
    files,
    learning_layouts,
    learning_networks,
    learning_texts,
    learning_tonight,
    line_items,
    now,
    ocr,
    ocr_documents,
    people,
    search,
    tables,
    texts,
)
from console.refusals import answer_refusals
from console.security_middleware import SecurityMiddleware
from console.sessions import Sessions
from console.wake import WakeAfterChanges

STATIC = Path(__file__).parent / "static"
UPLOADS = ("/uploads",)
PAGES = (
    *(
        accounts,
        company_sign_in,
        people,
        automl,
        ocr_documents,
        checking,
        exports_together,
        field_lists,
        fields,
        line_items,
        companies,
    ),
    *(ocr, boxes, tables, texts, exports, learning_tonight, learning_networks, learning_texts),
    *(learning_layouts, files, now, search),
)


def _router() -> APIRouter:
    router = APIRouter()
    for pages in PAGES:
        router.include_router(pages.router)
    return router


_ROUTER = _router()
"""Of all apps of the process: FastAPI examines the signatures of all routes at the first request, for a tenth of a second,
and keeps the result with the router."""


class StaticFolder(StaticFiles):
    """Files of the console itself: asked again whether they changed, fonts excepted, whose names carry their version."""

    def file_response(self, *args: Any, **values: Any) -> Response:
        response = super().file_response(*args, **values)
        is_font = str(args[0]).endswith(".woff2")
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable" if is_font else "no-cache"
        return response


def create_app(context: ConsoleContext, *, hosts: list[str]) -> FastAPI:
    """The console.

    Args:
        hosts: names under which browsers may reach it; others are refused (DNS rebinding).
    """
    sessions = Sessions(context.secret, context.session_length)
    app = FastAPI(
        title="Saebyeok",
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        routes=_ROUTER.routes,
        middleware=[
            Middleware(Headers),
            Middleware(TrustedHostMiddleware, allowed_hosts=hosts, www_redirect=False),
            Middleware(SecurityMiddleware, context=context, sessions=sessions, uploads=UPLOADS),
            Middleware(WakeAfterChanges, context=context),
            # Only the way to the identity provider and back needs remembering.
            Middleware(
                SessionMiddleware,
                secret_key=context.secret,
                session_cookie="saebyeok_company",
                max_age=600,
                path=company_sign_in.router.prefix,
                https_only=context.secure_cookies,
            ),
        ],
    )
    app.state.context = context
    app.state.at_once = True
    app.state.sessions = sessions
    if context.provider is not None:
        app.state.company = context.provider.client()
    app.mount("/static", StaticFolder(directory=STATIC), name="static")
    answer_refusals(app)
    return app
