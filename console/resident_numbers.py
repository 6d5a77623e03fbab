"""Resident registration numbers on the screen: who sees them whole, what others see, and the record of it."""

from __future__ import annotations

from collections.abc import Sequence

from starlette.requests import Request

from console.context import ConsoleContext
from domain.access import Role
from domain.ocr import TextAction
from domain.registration_numbers import mask_resident_numbers
from records.ocr import resident_numbers


def sees_numbers(request: Request) -> bool:
    """Whether who asks sees numbers whole; no one does who is not signed in."""
    who = getattr(request.state, "who", None)
    return who is not None and Role(who.user.role).sees_resident_numbers


def visible(request: Request, text: str, beside: Sequence[str] | None = None) -> str:
    """A text as it is shown to who asks.

    Args:
        beside: what its neighbours on a page have of a number (`OcrText.beside`).
    """
    return text if sees_numbers(request) else mask_resident_numbers(text, beside)


def as_meant(request: Request, typed: str, *stored: str, beside: Sequence[str] | None = None) -> str:
    """What who asks means by what they typed in place of a text; see `records.ocr.resident_numbers.as_meant`.

    Raises:
        DecisionRefused: digits that they do not see would be lost.
    """
    return typed if sees_numbers(request) else resident_numbers.as_meant(typed, *stored, beside=beside)


def note_shown(
    request: Request,
    context: ConsoleContext,
    text_ids: Sequence[str],
    action: TextAction = TextAction.SHOW_WHOLE,
) -> None:
    """Have it on record that who asks sees the whole numbers of texts, if they do.

    Args:
        text_ids: of texts with numbers.
        action: `TextAction.EXPORT_WHOLE` where they are handed over in a file.
    """
    if not text_ids or not sees_numbers(request):
        return
    by, now = request.state.who.user.name, context.now()
    with context.reading() as session:
        new = resident_numbers.not_noted(session, action, text_ids, by=by, now=now)
    if new:  # looked at first: most pages then write nothing
        with context.transaction() as session:
            resident_numbers.note(session, action, new, by=by, now=now)
