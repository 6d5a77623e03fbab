"""The two steps of signing in at the identity provider: going there, and coming back."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from httpx2 import HTTPError
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from console.context import ConsoleContext
from console.oidc import Provider, who_is
from console.pages.accounts import inside, refused_sign_in, signed_in
from console.rendering import context_of
from domain.messages import Message
from records.access.tables import User
from records.errors import DecisionRefused, NotFound

router = APIRouter(prefix="/sign-in/company")
_Context = Annotated[ConsoleContext, Depends(context_of)]
NEXT = "next"
_AWAY = Message("The identity provider can't be reached; try again a little later.")


@router.get("")
async def go(request: Request, context: _Context, next: str = "") -> Response:  # noqa: A002
    _provider(context)
    request.session[NEXT] = inside(next)
    back = request.url_for("come_back")
    if context.secure_cookies:  # a proxy speaks HTTPS for us
        back = back.replace(scheme="https")
    try:
        answer: Response = await request.app.state.company.authorize_redirect(request, back)
    except HTTPError:
        return refused_sign_in(request, _AWAY, 503)
    return answer


@router.get("/back", name="come_back")
async def come_back(request: Request, context: _Context) -> Response:
    from authlib.common.errors import AuthlibBaseError
    from joserfc.errors import JoseError

    provider = _provider(context)
    target = inside(request.session.get(NEXT, ""))
    try:
        token = await request.app.state.company.authorize_access_token(request)
    except HTTPError:
        return refused_sign_in(request, _AWAY, 503)
    except (AuthlibBaseError, JoseError):
        return refused_sign_in(
            request, Message("Signing in at the identity provider did not come to its end; begin again."), 401
        )
    try:
        user = await run_in_threadpool(_let_in, context, provider, token.get("userinfo") or {})
    except DecisionRefused as refusal:
        return refused_sign_in(request, refusal.message, 403)
    return await run_in_threadpool(signed_in, request, context, user, target)


def _let_in(context: ConsoleContext, provider: Provider, claims: dict[str, object]) -> User:
    now = context.now()
    with context.transaction() as session:
        user = who_is(session, provider, claims, now=now)
        user.signed_in_at = now
        return user


def _provider(context: ConsoleContext) -> Provider:
    if context.provider is None:
        raise NotFound(Message("no identity provider is set; fill in console_oidc_issuer"))
    return context.provider
