"""How refusals and faults are answered: a sentence, as a page of ours where a person followed a link to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from console.headers import HEADERS
from console.i18n import in_both_languages
from console.rendering import language_of, render
from domain.messages import Message, verbatim
from records.errors import NotFound, RecordsError
from store.errors import StoreError

if TYPE_CHECKING:
    from fastapi import FastAPI

# What people read in place of the framework's own refusals.
SENTENCES = {
    404: Message("there is no such page; choose one above"),
    405: Message("this can't be done at this address"),
}
BROKEN = in_both_languages(
    Message("something broke; try again, and if it stays show logs/console.log of the home to an admin")
)


def answer_refusals(app: FastAPI) -> None:
    """Have `app` answer them."""
    app.add_exception_handler(RecordsError, _refused)
    app.add_exception_handler(StoreError, _refused)
    app.add_exception_handler(RequestValidationError, _unfit)
    app.add_exception_handler(HTTPException, _of_the_framework)
    app.add_exception_handler(Exception, _broken)


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


async def _broken(_request: Request, _error: Exception) -> Response:
    """Our fault. The server writes the traceback to its log; people get a sentence and keep what they typed."""
    return PlainTextResponse(BROKEN, 500, HEADERS)  # answered outside of all that would add them


def _said(request: Request, message: Message, code: int) -> Response:
    """A page with the way on for who opened a link or typed an address; else the sentence, which scripts show."""
    sentence = message.render(language_of(request))
    opened = request.method == "GET" and "text/html" in request.headers.get("accept", "")
    if opened and "hx-request" not in request.headers:
        return render(request, "refused.html", code=code, sentence=sentence)
    return PlainTextResponse(sentence, code)
