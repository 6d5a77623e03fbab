"""Texts with resident registration numbers: what people who see them masked may change, and who saw them whole.

Who saw or exported a number is in TB_OCR_TEXT_HISTORY, a line for each text, person and day.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from domain.access import SEES_RESIDENT_NUMBERS
from domain.messages import Message
from domain.ocr import TextAction
from domain.registration_numbers import has_resident_number, restore_resident_numbers
from records.errors import DecisionRefused
from records.ocr.proofreading.check_tables import SecondLook
from records.ocr.tables import OcrText, TextHistory
from records.ocr.typed import plain

_AT_ONCE = 500
"""Ids in one statement."""


def as_meant(typed: str, *stored: str, beside: Sequence[str] | None = None) -> str:
    """What a person who sees numbers masked means by what they typed: the hidden digits stay as they are stored.

    Args:
        stored: the text that is changed, then others that were shown with it.
        beside: what the text's neighbours have of a number (`OcrText.beside`).

    Raises:
        DecisionRefused: hidden digits would be lost.
    """
    meant = restore_resident_numbers(plain(typed), *map(plain, stored), beside=beside)
    if meant is None:
        raise DecisionRefused(
            Message(
                "the hidden digits of a resident registration number would be lost; leave the number as it is shown, "
                "type all of it, or ask a person with the role {role}",
                role=SEES_RESIDENT_NUMBERS.message,
            )
        )
    return meant


def with_numbers(texts: Iterable[OcrText]) -> list[str]:
    """Ids of the texts that show a number whole where nothing masks it."""
    return [
        one.text_id
        for one in texts
        if has_resident_number(one.text, one.corrected, one.trained_text, beside=one.beside)
    ]


def refuse_to_settle(session: Session, look_id: int) -> None:
    """Refuse a person who sees numbers masked to say which of two values with numbers is right: they may look the same.

    Raises:
        DecisionRefused: there are numbers in what the second look compares.
    """
    look = session.get(SecondLook, look_id)
    text = None if look is None else session.get(OcrText, look.text_id)
    if look is not None and has_resident_number(
        look.first,
        look.second,
        None if text is None else text.label,
        beside=None if text is None else text.beside,
    ):
        raise DecisionRefused(
            Message(
                "these values have a resident registration number; a person with the role {role} settles which is right",
                role=SEES_RESIDENT_NUMBERS.message,
            )
        )


def in_document(session: Session, doc_id: str) -> list[str]:
    """Ids of the texts of a document with numbers, in what was read or corrected."""
    rows = session.execute(
        sa.select(OcrText.text_id, OcrText.beside, OcrText.text, OcrText.corrected).where(
            OcrText.doc_id == doc_id
        )
    )
    return [text_id for text_id, beside, *words in rows if has_resident_number(*words, beside=beside)]


def not_noted(
    session: Session, action: TextAction, text_ids: Sequence[str], *, by: str, now: datetime
) -> list[str]:
    """Those of the texts that `note` would write a line for.

    Args:
        now: in the time zone whose days count.
    """
    today = now.replace(hour=0, minute=0, second=0, microsecond=0)
    noted: set[str] = set()
    for start in range(0, len(text_ids), _AT_ONCE):
        noted |= set(
            session.scalars(
                sa.select(TextHistory.text_id).where(
                    TextHistory.text_id.in_(text_ids[start : start + _AT_ONCE]),
                    TextHistory.action == action,
                    TextHistory.by == by,
                    TextHistory.at >= today,
                )
            )
        )
    return [text_id for text_id in dict.fromkeys(text_ids) if text_id not in noted]


def note(session: Session, action: TextAction, text_ids: Sequence[str], *, by: str, now: datetime) -> None:
    """Have it on record that a person was shown, or exported, the whole numbers of texts; once a day for each text.

    Args:
        action: `TextAction.SHOW_WHOLE` or `TextAction.EXPORT_WHOLE`.
        now: as of `not_noted`.
    """
    session.add_all(
        TextHistory(text_id=text_id, action=action, before=None, after=None, by=by, at=now)
        for text_id in not_noted(session, action, text_ids, by=by, now=now)
    )
