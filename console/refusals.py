"""How refusals and faults are answered: a sentence, as a page of ours where a person followed a link to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from console.headers import HEADERS
from console.i18n import in_both_languages
from console.rendering import language_of, render
from console.resident_numbers import visible
from domain.messages import Message, verbatim
from records.errors import DecisionRefused, NotFound, RecordsError
from store.errors import StoreError

if TYPE_CHECKING:
    from fastapi import FastAPI

# What people read in place of the framework's own refusals.
SENTENCES = {
    404: Message("there is no such page; choose one above"),
    405: Message("this can't be done at this address"),
}
HEADINGS = {
    401: Message("Sign in again"),
    403: Message("Not allowed"),
    404: Message("Not found"),
    409: Message("Not possible now"),
    413: Message("Too large"),
    422: Message("A value doesn't fit"),
    429: Message("Too many attempts"),
    500: Message("Something broke"),
}
OTHER_HEADING = Message("Can't be opened")
ADVICE = {
    401: Message("Sign in, and this page opens."),
    403: Message("An admin can give you the role; all lists can be read without it."),
    404: Message("Go back, or look for it in one of the lists."),
    409: Message("Go back and reload the page to see how things are now."),
    413: Message("Go back and send fewer or smaller files at once."),
    422: Message("Go back and correct the value."),
    429: Message("Go back and try again in a few minutes."),
    500: Message("Nothing that was saved before is lost. Go back and try again."),
}
OTHER_ADVICE = Message("Go back, or go on with one of the lists.")
BROKEN = Message("something broke; try again, and if it stays show logs/console.log of the home to an admin")


def answer_refusals(app: FastAPI) -> None:
    """Have `app` answer them."""
    app.add_exception_handler(RecordsError, _refused)
    app.add_exception_handler(StoreError, _refused)
    app.add_exception_handler(RequestValidationError, _unfit)
    app.add_exception_handler(HTTPException, _of_the_framework)
    app.add_exception_handler(Exception, _broken)


def refusal(request: Request, message: Message, code: int) -> Response:
    """A page with what happened, where, and what to do next where a browser opens a page; else the sentence, which scripts show.

    Both are in the language of the browser's pages.

    Needs no session: `request.state.who` is taken as None where nothing set it.
    """
    if not _opens_a_page(request):
        return PlainTextResponse(_sentence(request, message), code)
    if not hasattr(request.state, "who"):
        request.state.who = None
    return render(
        request,
        "refused.html",
        code=code,
        status=code,
        heading=HEADINGS.get(code, OTHER_HEADING),
        sentence=message,
        advice=ADVICE.get(code, OTHER_ADVICE),
        target=request.url.path + (f"?{request.url.query}" if request.url.query else ""),
    )


def refused_json(request: Request, refused: DecisionRefused, **more: Any) -> JSONResponse:
    """A refused decision for scripts that read JSON: the sentence in the language of their page, and more to show with it."""
    return JSONResponse({"refused": _sentence(request, refused.message), **more}, 422)


async def _refused(request: Request, error: Exception) -> Response:
    """A sentence in the language of the page."""
    assert isinstance(error, RecordsError | StoreError)  # what it is registered for
    return _said(request, error.message, 404 if isinstance(error, NotFound) else 409)


async def _unfit(request: Request, error: Exception) -> Response:
    """What was typed is no number, or out of bounds: which field, in place of the framework's list."""
    assert isinstance(error, RequestValidationError)  # what it is registered for
    fields = ", ".join(sorted({str(one["loc"][-1]) for one in error.errors()}))
    return _said(request, Message("a value doesn't fit: {fields}", fields=fields), 422)


async def _of_the_framework(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # what it is registered for
    sentence = SENTENCES.get(error.status_code) or verbatim(error.detail)
    answer = _said(request, sentence, error.status_code)
    answer.headers.update(error.headers or {})
    return answer


async def _broken(request: Request, _error: Exception) -> Response:
    """Our fault. The server writes the traceback to its log; people get a sentence and keep what they typed."""
    try:
        answer = refusal(request, BROKEN, 500)
    except Exception:  # noqa: BLE001 - a page needs more that may be broken than a sentence does
        answer = PlainTextResponse(in_both_languages(BROKEN), 500)
    answer.headers.update(HEADERS)  # answered outside of all that would add them
    return answer


def _said(request: Request, message: Message, code: int) -> Response:
    """As `refusal`, but scripts get the sentence in the language of their page."""
    if _opens_a_page(request):
        return refusal(request, message, code)
    return PlainTextResponse(_sentence(request, message), code)


def _sentence(request: Request, message: Message) -> str:
    """A sentence in the language of the page; it may quote a text."""
    return visible(request, message.render(language_of(request)))


def _opens_a_page(request: Request) -> bool:
    """Whether a person followed a link, typed an address or sent a plain form."""
    return "text/html" in request.headers.get("accept", "") and "hx-request" not in request.headers
