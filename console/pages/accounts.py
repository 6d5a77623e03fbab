"""Signing in and out, one's own password, the language."""

from __future__ import annotations

import unicodedata
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response

from console import i18n
from console.context import ConsoleContext
from console.passwords import hash_password, is_right
from console.rate import ACCOUNT_LIMIT, ADDRESS_LIMIT, Attempts, source_of
from console.refusals import refusal
from console.rendering import context_of, render
from console.sessions import COOKIE, Sessions, same_token
from console.user_agents import browser_of
from domain.messages import Message, in_context
from records.access import sessions, users
from records.access.tables import User

router = APIRouter()
_Context = Annotated[ConsoleContext, Depends(context_of)]
NOWHERE = "/now"
"""Where people land who came from no other page."""
_TOO_MANY = Message("Too many attempts; wait a little.")


def attempts_of(request: Request) -> Attempts:
    """The failed attempts of this application; a dependency."""
    state = request.app.state
    if not hasattr(state, "attempts"):
        state.attempts = Attempts()
    attempts: Attempts = state.attempts
    return attempts


@router.get("/")
def start() -> Response:
    return RedirectResponse(NOWHERE, 303)


@router.get("/health")
def health(context: _Context) -> Response:
    with context.reading() as session:
        users.find(session, "")
    return PlainTextResponse("ok")


@router.get("/sign-in")
def sign_in_page(request: Request, next: str = NOWHERE, key: str = "") -> HTMLResponse:  # noqa: A002
    # A link only fills the form: looking at it (a chat's preview does) must not use it up.
    return _form(request, next=inside(next), key=key)


@router.post("/sign-in")
def sign_in(
    request: Request,
    context: _Context,
    attempts: Annotated[Attempts, Depends(attempts_of)],
    next: Annotated[str, Form()] = NOWHERE,  # noqa: A002
    key: Annotated[str, Form()] = "",
    name: Annotated[str, Form(max_length=80)] = "",
    password: Annotated[str, Form(max_length=1000)] = "",
) -> Response:
    now = context.now()
    source, account = _keys(request, name)
    of_address, of_account = {source: ADDRESS_LIMIT}, {account: ACCOUNT_LIMIT}
    if not attempts.admit(of_address if key else of_address | of_account, now):
        return refused_sign_in(request, _TOO_MANY, 429, next=inside(next))
    user = _by_link(context, key, now) if key else _by_password(context, name, password, now)
    if user is None:
        refusal = (
            Message("This link can't be used: it was used already, or is too old.")
            if key
            else Message("The name or the password is wrong.")
        )
        return refused_sign_in(request, refusal, 401, next=inside(next))
    attempts.take_back(source, now)
    attempts.succeeded(account)
    needs_password = user.password_hash is None
    return signed_in(request, context, user, "/account" if needs_password else inside(next))


def _keys(request: Request, name: str) -> tuple[str, str]:
    """What attempts are counted by: where they come from, and the account however its name is written."""
    address = request.client.host if request.client else ""
    return f"address:{source_of(address)}", f"name:{unicodedata.normalize('NFC', name)}"


def _by_link(context: ConsoleContext, key: str, now: datetime) -> User | None:
    with context.transaction() as session:
        user = users.use_link(session, key, now=now)
        if user is not None:
            user.signed_in_at = now
        return user


def _by_password(context: ConsoleContext, name: str, password: str, now: datetime) -> User | None:
    with context.reading() as session:
        found = users.find(session, name)
    # In no transaction: hashing is slow on purpose, and strangers' attempts would hold up everybody's writing.
    if not is_right(password, found.password_hash if found else None):
        return None
    with context.transaction() as session:
        user = users.find(session, name)
        if user is None or found is None or user.password_hash != found.password_hash:
            return None  # closed or changed meanwhile
        user.signed_in_at = now
        return user


@router.post("/sign-out")
def sign_out(request: Request, context: _Context) -> Response:
    """The session ends here, not only in this browser: a copy of its cookie opens nothing any more."""
    with context.transaction() as session:
        sessions.end(session, request.cookies[COOKIE])
    response = PlainTextResponse("", headers={"HX-Redirect": "/sign-in"})
    response.delete_cookie(COOKIE)
    return response


@router.get("/account")
def account(request: Request, context: _Context) -> HTMLResponse:
    with context.reading() as session:
        found = sessions.of_user(session, request.state.who.user.name, now=context.now())
    return render(
        request,
        "account.html",
        signed_in=found,
        own=sessions.mark_of(request.cookies[COOKIE]),
        browser_of=browser_of,
    )


@router.post("/account/sessions")
def end_sessions(
    request: Request, context: _Context, mark: Annotated[list[str] | None, Form(max_length=200)] = None
) -> Response:
    """End some of one's own sessions; the one that asks may be among them."""
    with context.transaction() as session:
        sessions.end_marked(session, request.state.who.user.name, mark or [])
    return Response(status_code=204, headers={"HX-Redirect": "/account"})


@router.post("/sign-in/password")
def change_password(
    request: Request,
    context: _Context,
    attempts: Annotated[Attempts, Depends(attempts_of)],
    password: Annotated[str, Form(max_length=1000)],
    token: Annotated[str, Form()],
    current: Annotated[str, Form(max_length=1000)] = "",
) -> Response:
    """Open to every role: the middleware leaves authentication of this route to it.

    The old password is required, so that a browser left signed in doesn't give the account away.
    """
    who = request.state.who
    if who is None or not same_token(token, who.token):
        return RedirectResponse("/sign-in", 303)
    name, kept = who.user.name, who.user.password_hash
    if kept is not None:
        now = context.now()
        _, account = _keys(request, name)
        if not attempts.admit({account: ACCOUNT_LIMIT}, now):
            return refusal(request, _TOO_MANY, 429)
        if not is_right(current, kept):
            return refusal(request, Message("the current password is wrong"), 403)
        attempts.succeeded(account)
    try:
        hashed = hash_password(password)
    except ValueError:
        return refusal(request, in_context("password", "at least 10 characters"), 422)
    with context.transaction() as session:
        user = users.get(session, name)
        users.set_password(session, user, hashed)
    return signed_in(request, context, user, NOWHERE)


@router.get("/sign-in/language/{language}")
def choose_language(language: str, request: Request, context: _Context) -> Response:
    back = request.headers.get("referer", "")
    path = "/" + back.split("/", 3)[3] if back.count("/") >= 3 else NOWHERE
    response = RedirectResponse(inside(path), 303)
    if language in i18n.LANGUAGES:
        response.set_cookie(
            i18n.COOKIE,
            language,
            max_age=31_536_000,
            samesite="lax",
            httponly=True,
            secure=context.secure_cookies,
        )
    return response


def refused_sign_in(request: Request, refusal: Message, code: int, *, next: str = NOWHERE) -> HTMLResponse:  # noqa: A002
    """The form again, with the reason."""
    return _form(request, next=next, refusal=refusal, code=code)


def _form(
    request: Request,
    *,
    next: str,  # noqa: A002
    key: str = "",
    refusal: Message | None = None,
    code: int = 200,
) -> HTMLResponse:
    company = context_of(request).provider is not None
    return render(request, "sign_in.html", code=code, next=next, key=key, refusal=refusal, company=company)


def signed_in(request: Request, context: ConsoleContext, user: User, target: str) -> Response:
    """Begin a session and go on to `target`."""
    of_app: Sessions = request.app.state.sessions
    before = request.cookies.get(COOKIE)
    with context.transaction() as session:
        if before:
            sessions.end(session, before)
        sent = request.headers.get("user-agent", "")
        cookie = of_app.begin(session, user, context.now(), user_agent=sent)
    response = RedirectResponse(target, 303)
    response.set_cookie(
        COOKIE,
        cookie,
        max_age=int(of_app.length.total_seconds()),
        httponly=True,
        samesite="lax",
        secure=context.secure_cookies,
    )
    return response


def inside(target: str) -> str:
    """A path of ours; anything that would lead elsewhere becomes the first page."""
    plain = target.startswith("/") and not target.startswith(("//", "/\\"))
    return target if plain and target.isprintable() else NOWHERE
