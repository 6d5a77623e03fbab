"""사용자: who may use this console, for admins. Adding and resetting give a link that lets in once."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from starlette.datastructures import URL
from starlette.responses import HTMLResponse, Response

from console.context import ConsoleContext
from console.rendering import context_of, render
from domain.access import Role
from domain.messages import Message
from records.access import users
from records.access.tables import User
from records.errors import DecisionRefused

router = APIRouter(prefix="/users")
_Context = Annotated[ConsoleContext, Depends(context_of)]
LIST_CHANGED = {"HX-Trigger": "people-changed"}


@router.get("")
def list_people(request: Request, context: _Context) -> HTMLResponse:
    """The screen; for htmx only its table."""
    with context.reading() as session:
        found = users.everyone(session)
    alone = "hx-request" in request.headers
    return render(
        request,
        "people_list.html" if alone else "people.html",
        people=found,
        roles=list(Role),
        role_of=Role,
    )


@router.post("")
def add(
    request: Request,
    context: _Context,
    name: Annotated[str, Form(max_length=80)],
    role: Annotated[Role, Form()] = Role.EDITOR,
) -> Response:
    """Add an account, or reopen a closed one."""
    now = context.now()
    try:
        with context.transaction() as session:
            if users.find(session, name.strip()) is not None:
                raise DecisionRefused(
                    Message(
                        "'{name}' is there already; change the role or make a new link in the list below",
                        name=name.strip(),
                    )
                )
            added = users.add(session, name, role, password_hash=None, now=now)
            # A closed account's old password is not who comes back's to know.
            users.take_password(session, added)
            secret = users.give_link(session, added, now=now)
    except DecisionRefused as refusal:
        return render(request, "people_said.html", refusal=refusal, name="", link="")
    return _with_link(request, context, added, secret)


@router.post("/role")
def change_role(context: _Context, name: Annotated[str, Form()], role: Annotated[Role, Form()]) -> Response:
    """In force with the person's next request."""
    with context.transaction() as session:
        users.get(session, name).role = role
        users.require_an_admin(session)
    return Response(status_code=204, headers=LIST_CHANGED)


@router.post("/reset")
def reset(request: Request, context: _Context, name: Annotated[str, Form()]) -> Response:
    """Forget the password, end the sessions, and let the person choose a new one by a link."""
    with context.transaction() as session:
        user = users.get(session, name)
        if user.disabled:
            raise DecisionRefused(Message("'{name}' is closed; add the account again above", name=name))
        if user.name == request.state.who.user.name:
            raise DecisionRefused(Message("change your own password under My account"))
        users.take_password(session, user)
        secret = users.give_link(session, user, now=context.now())
    return _with_link(request, context, user, secret)


@router.post("/remove")
def remove(context: _Context, name: Annotated[str, Form()]) -> Response:
    """Close the account: out at once. What was done under its name keeps it."""
    with context.transaction() as session:
        users.disable(session, name)
        users.require_an_admin(session)
    return Response(status_code=204, headers=LIST_CHANGED)


def _with_link(request: Request, context: ConsoleContext, user: User, secret: str) -> Response:
    """The link, shown this once; only its hash is kept."""
    address: URL = request.url_for("sign_in_page").include_query_params(key=secret)
    if context.secure_cookies:  # a proxy speaks HTTPS for us
        address = address.replace(scheme="https")
    answer = render(request, "people_said.html", refusal=None, name=user.name, link=str(address))
    answer.headers.update(LIST_CHANGED)
    return answer
