"""The two steps of signing in at the identity provider: going there, and coming back."""

from __future__ import annotations

from typing import Annotated

from authlib.common.errors import AuthlibBaseError
from fastapi import APIRouter, Depends, Request
from httpx2 import HTTPError
from joserfc.errors import JoseError
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from console.context import ConsoleContext
from console.oidc import Provider, who_is
from console.pages.accounts import inside, refused_sign_in, signed_in
from console.rendering import context_of, language_of
from records.access.tables import User
from records.errors import DecisionRefused, NotFound

router = APIRouter(prefix="/sign-in/company")
_Context = Annotated[ConsoleContext, Depends(context_of)]
NEXT = "next"
_AWAY = "회사 로그인 서버에 연결할 수 없습니다. 잠시 뒤에 다시 하세요."


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
    provider = _provider(context)
    target = inside(request.session.get(NEXT, ""))
    try:
        token = await request.app.state.company.authorize_access_token(request)
    except HTTPError:
        return refused_sign_in(request, _AWAY, 503)
    except (AuthlibBaseError, JoseError):
        return refused_sign_in(request, "회사 로그인이 끝나지 않았습니다. 처음부터 다시 하세요.", 401)
    try:
        user = await run_in_threadpool(_let_in, context, provider, token.get("userinfo") or {})
    except DecisionRefused as refusal:
        return refused_sign_in(request, refusal.ko if language_of(request) == "ko" else refusal.en, 403)
    return await run_in_threadpool(signed_in, request, context, user, target)


def _let_in(context: ConsoleContext, provider: Provider, claims: dict[str, object]) -> User:
    now = context.now()
    with context.transaction() as session:
        user = who_is(session, provider, claims, now=now)
        user.signed_in_at = now
        return user


def _provider(context: ConsoleContext) -> Provider:
    if context.provider is None:
        raise NotFound(
            ko="회사 로그인이 설정되지 않았습니다. 설정 console_oidc_issuer를 채우세요.",
            en="no identity provider is set; fill in console_oidc_issuer",
        )
    return context.provider
