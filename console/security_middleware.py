"""What holds for every request, before a page sees it: the size of bodies, who asks, and from where.

Safe by default: without a session only the sign-in pages and static files answer; whatever changes something needs
an editor, the page's token, and a request that came from our own pages.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.requests import Request, cookie_parser
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send
from starlette.types import Message as AsgiMessage

from console.context import ConsoleContext
from console.refusals import refusal
from console.rendering import language_of
from console.sessions import COOKIE, Sessions, SignedIn, same_token
from domain.access import Role
from domain.messages import Message

SAFE = ("GET", "HEAD")
OF_ANY_ROLE = ("/sign-out", "/account/sessions")
"""Changes that concern only the person's own sessions."""
QUESTIONS = ("/what-if",)
"""Endings of addresses at which people of any role ask something. Nothing changes; it is sent in a body because addresses are logged."""
OPEN = ("/sign-in", "/static/", "/health")
ADMINS = ("/users",)
SMALL_BODY = 1_000_000
"""Bytes of a body that brings no file."""
TOKEN = "x-csrf-token"
WITH_NUL = Message("it holds NUL; take it out and send it again")
NULS = (b"\x00", b"%00")
"""As addresses and forms write it. PostgreSQL can't store it and raises unexpected errors."""
FORM = "application/x-www-form-urlencoded"
TOO_LARGE = Message("too large; send less at once, or raise console_upload_mb")


@dataclass
class SecurityMiddleware:
    """ASGI middleware.

    Args:
        sessions: reads the cookies.
        uploads: paths whose bodies may bring files.
    """

    app: ASGIApp
    context: ConsoleContext
    sessions: Sessions
    uploads: tuple[str, ...]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        refused = await self._refusal(scope, headers)
        if refused is not None:
            await refused(scope, receive, send)
            return
        await self.app(scope, _counted(receive, self._most(scope), Request(scope)), send)

    async def _refusal(self, scope: Scope, headers: Headers) -> Response | None:
        path, method = scope["path"], scope["method"]
        request = Request(scope)
        if "\x00" in path or b"%00" in scope["query_string"]:
            return refusal(request, WITH_NUL, 400)
        length = headers.get("content-length", "0")
        if not length.isdecimal() or int(length) > self._most(scope):
            return _too_large(request)
        if method not in SAFE and not _from_here(headers):
            return refusal(request, Message("this request came from another site"), 403)
        cookie = cookie_parser(headers.get("cookie", "")).get(COOKIE)
        who = await run_in_threadpool(self._who, cookie)
        scope.setdefault("state", {})["who"] = who
        if path.startswith(OPEN):
            return None
        if who is None:
            return _to_sign_in(request)
        if method in SAFE and not path.startswith(ADMINS):
            return None
        if method not in SAFE and not same_token(headers.get(TOKEN, ""), who.token):
            return refusal(request, Message("this page is out of date; reload it"), 403)
        needed = Role.ADMIN if path.startswith(ADMINS) else Role.EDITOR
        if path in OF_ANY_ROLE or path.endswith(QUESTIONS):
            return None
        if not Role(who.user.role).may(needed):
            return refusal(
                request, Message("this needs the role {role}; ask an admin", role=needed.message), 403
            )
        return None

    def _who(self, cookie: str | None) -> SignedIn | None:
        with self.context.reading() as session:
            return self.sessions.read(session, cookie, self.context.now())

    def _most(self, scope: Scope) -> int:
        return self.context.max_upload_bytes if scope["path"].endswith(self.uploads) else SMALL_BODY


def _from_here(headers: Headers) -> bool:
    """Whether a page of our own sent it. Browsers say so; programs that send neither header are refused."""
    site, origin = headers.get("sec-fetch-site"), headers.get("origin")
    if site is not None and site != "same-origin":
        return False
    if origin is not None:
        return urlsplit(origin).netloc == headers.get("host")
    return site is not None


def _to_sign_in(request: Request) -> Response:
    headers = request.headers
    if request.method in SAFE and "hx-request" not in headers and "text/html" in headers.get("accept", ""):
        query = request.url.query
        target = request.url.path + (f"?{query}" if query else "")
        return RedirectResponse(f"/sign-in?next={quote(target)}", 303)
    return refusal(request, Message("sign in again; what you typed is kept"), 401)


def _too_large(request: Request) -> Response:
    answer = refusal(request, TOO_LARGE, 413)
    answer.headers["Connection"] = "close"
    return answer


def _counted(receive: Receive, most: int, request: Request) -> Receive:
    """A body whose length was not told is counted as it comes; a form with NUL is refused."""
    seen = 0
    is_form = request.headers.get("content-type", "").startswith(FORM)

    async def counted() -> AsgiMessage:
        nonlocal seen
        message = await receive()
        body = message.get("body", b"")
        seen += len(body)
        if seen > most:
            # The framework's own exception passes through the code that reads the body.
            raise HTTPException(413, TOO_LARGE.render(language_of(request)))
        if is_form and any(nul in body for nul in NULS):
            raise HTTPException(400, WITH_NUL.render(language_of(request)))
        return message

    return counted
