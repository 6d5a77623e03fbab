"""How refusals and faults are answered: a sentence, as a page of ours where a person followed a link to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from console.headers import HEADERS
from console.rendering import language_of, render
from records.errors import NotFound, RecordsError
from store.errors import StoreError

if TYPE_CHECKING:
    from fastapi import FastAPI

WORDS = {
    404: ("이런 화면은 없습니다. 위의 메뉴에서 고르세요.", "there is no such page; choose one above"),
    405: ("이 주소로는 할 수 없는 일입니다.", "this can't be done at this address"),
}
"""Of the framework's own refusals, the sentences people read in their place."""
BROKEN = (
    "콘솔에 문제가 생겼습니다. 다시 해 보고, 되풀이되면 홈의 logs/console.log를 관리자에게 보여 주세요. / "
    "something broke; try again, and if it stays show logs/console.log of the home to an admin"
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
    sentence = error.ko if language_of(request) == "ko" else error.en
    return _said(request, sentence, 404 if isinstance(error, NotFound) else 409)


async def _unfit(request: Request, error: Exception) -> Response:
    """What was typed is no number, or out of bounds: which field, in place of the framework's list."""
    assert isinstance(error, RequestValidationError)  # what it is registered for
    fields = ", ".join(sorted({str(one["loc"][-1]) for one in error.errors()}))
    korean = f"값이 맞지 않습니다: {fields}. 고쳐서 다시 보내세요."
    return _said(request, korean if language_of(request) == "ko" else f"a value doesn't fit: {fields}", 422)


async def _of_the_framework(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # what it is registered for
    ko, en = WORDS.get(error.status_code, (error.detail, error.detail))
    answer = _said(request, ko if language_of(request) == "ko" else en, error.status_code)
    answer.headers.update(error.headers or {})
    return answer


async def _broken(_request: Request, _error: Exception) -> Response:
    """Our fault. The server writes the traceback to its log; people get a sentence and keep what they typed."""
    return PlainTextResponse(BROKEN, 500, HEADERS)  # answered outside of all that would add them


def _said(request: Request, sentence: str, code: int) -> Response:
    """A page with the way on for who opened a link or typed an address; else the sentence, which scripts show."""
    opened = request.method == "GET" and "text/html" in request.headers.get("accept", "")
    if opened and "hx-request" not in request.headers:
        return render(request, "refused.html", code=code, sentence=sentence)
    return PlainTextResponse(sentence, code)
