"""Signing in and out, one's own password, the language."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response

from console import words
from console.desk import Desk
from console.passwords import hash_password, is_right
from console.rate import Attempts
from console.rendering import desk_of, render
from console.sessions import COOKIE, Sessions
from records.access import users
from records.access.tables import User

router = APIRouter()
_DeskOf = Annotated[Desk, Depends(desk_of)]
NOWHERE = "/ocr"
"""Where people land who came from no other page."""


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
def health(desk: _DeskOf) -> Response:
    with desk.reading() as session:
        users.find(session, "")
    return PlainTextResponse("ok")


@router.get("/sign-in")
def sign_in_page(request: Request, next: str = NOWHERE, key: str = "") -> HTMLResponse:  # noqa: A002
    # A link only fills the form: looking at it (a chat's preview does) must not use it up.
    return _form(request, next=inside(next), key=key)


@router.post("/sign-in")
def sign_in(
    request: Request,
    desk: _DeskOf,
    attempts: Annotated[Attempts, Depends(attempts_of)],
    next: Annotated[str, Form()] = NOWHERE,  # noqa: A002
    key: Annotated[str, Form()] = "",
    name: Annotated[str, Form(max_length=80)] = "",
    password: Annotated[str, Form(max_length=1000)] = "",
) -> Response:
    now = desk.now()
    address = f"address:{request.client.host if request.client else ''}"
    tried = [address] if key else [address, f"name:{name}"]
    if any(attempts.wait(one, now) for one in tried):
        refusal = "시도가 너무 많습니다. 잠시 뒤에 다시 하세요."
        return refused_sign_in(request, refusal, 429, next=inside(next))
    with desk.transaction() as session:
        if key:
            user = users.use_link(session, key, now=now)
        else:
            found = users.find(session, name)
            right = is_right(password, found.password_hash if found else None)
            user = found if right else None
        if user is not None:
            user.signed_in_at = now
    if user is None:
        for one in tried:
            attempts.failed(one, now)
        refusal = (
            "이 링크는 쓸 수 없습니다(이미 썼거나 오래되었습니다)."
            if key
            else "이름이나 비밀번호가 맞지 않습니다."
        )
        return refused_sign_in(request, refusal, 401, next=inside(next))
    attempts.succeeded(f"name:{name}")
    needs_password = user.password_hash is None
    return signed_in(request, desk, user, "/account" if needs_password else inside(next))


@router.post("/sign-out")
def sign_out() -> Response:
    response = PlainTextResponse("", headers={"HX-Redirect": "/sign-in"})
    response.delete_cookie(COOKIE)
    return response


@router.get("/account")
def account(request: Request) -> HTMLResponse:
    return render(request, "account.html")


@router.post("/sign-in/password")
def change_password(
    request: Request,
    desk: _DeskOf,
    password: Annotated[str, Form(max_length=1000)],
    token: Annotated[str, Form()],
) -> Response:
    """Open to every role, so the shield leaves it to us to ask who it is."""
    who = request.state.who
    if who is None or token != who.token:
        return RedirectResponse("/sign-in", 303)
    try:
        hashed = hash_password(password)
    except ValueError:
        return PlainTextResponse("비밀번호는 10자 이상이어야 합니다. / at least 10 characters", 422)
    with desk.transaction() as session:
        user = users.get(session, who.user.name)
        users.set_password(user, hashed)
    return signed_in(request, desk, user, NOWHERE)


@router.get("/sign-in/language/{language}")
def choose_language(language: str, request: Request) -> Response:
    back = request.headers.get("referer", "")
    path = "/" + back.split("/", 3)[3] if back.count("/") >= 3 else NOWHERE
    response = RedirectResponse(inside(path), 303)
    if language in words.LANGUAGES:
        response.set_cookie(words.COOKIE, language, max_age=31_536_000, samesite="lax", httponly=True)
    return response


def refused_sign_in(request: Request, refusal: str, code: int, *, next: str = NOWHERE) -> HTMLResponse:  # noqa: A002
    """The form again, with the reason."""
    return _form(request, next=next, refusal=refusal, code=code)


def _form(
    request: Request,
    *,
    next: str,  # noqa: A002
    key: str = "",
    refusal: str = "",
    code: int = 200,
) -> HTMLResponse:
    company = desk_of(request).provider is not None
    return render(request, "sign_in.html", code=code, next=next, key=key, refusal=refusal, company=company)


def signed_in(request: Request, desk: Desk, user: User, target: str) -> Response:
    """Begin a session and go on to `target`."""
    sessions: Sessions = request.app.state.sessions
    response = RedirectResponse(target, 303)
    response.set_cookie(
        COOKIE,
        sessions.begin(user),
        max_age=int(sessions.seconds),
        httponly=True,
        samesite="lax",
        secure=desk.secure_cookies,
    )
    return response


def inside(target: str) -> str:
    """A path of ours; anything that would lead elsewhere becomes the first page."""
    plain = target.startswith("/") and not target.startswith(("//", "/\\"))
    return target if plain and target.isprintable() else NOWHERE
