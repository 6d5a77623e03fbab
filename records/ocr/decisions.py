"""What people decide about single texts: each function is one decision, for one transaction.

They are on record in TB_OCR_TEXT_HISTORY. Decisions that start work, or are of a whole document, write a request:
`work_requests.ocr_decisions`.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy.orm import Session

from domain.messages import Message
from domain.ocr import TextAction, TextState
from records.errors import DecisionRefused
from records.ocr import texts
from records.ocr.proofreading.completion import settle_status
from records.ocr.tables import OcrDocument, OcrText
from records.ocr.typed import plain

LONGEST = 1000
"""Characters of a corrected text; no line of a page is longer."""


def correct(
    session: Session, text_id: str, corrected: str, *, by: str, now: datetime, version: int | None = None
) -> OcrText:
    """검증: what the crop really says. A text equal to what was read confirms it.

    Args:
        version: the version the person saw; a text changed since then is refused. None: not checked.
    """
    text = _seen(session, text_id, version)
    label = _label(text_id, corrected)
    same = label == unicodedata.normalize("NFC", text.text)
    action = TextAction.CONFIRM if same else TextAction.CORRECT
    texts.note(session, text, action, before=text.label, after=label, by=by, now=now)
    text.corrected = None if same else label
    _touch(text, TextState.CONFIRMED if same else TextState.CORRECTED, by, now)
    settle_documents(session, [text.doc_id], now)
    return text


def confirm(
    session: Session, text_ids: Iterable[str], *, by: str, now: datetime, version: int | None = None
) -> list[OcrText]:
    """확인: these were read (or corrected) rightly."""
    changed = []
    for text_id in texts.in_lock_order(session, text_ids):
        text = _seen(session, text_id, version)
        if text.state in (TextState.CONFIRMED, TextState.CORRECTED) or not (text.is_read or text.label):
            continue
        texts.note(session, text, TextAction.CONFIRM, before=text.label, after=text.label, by=by, now=now)
        _touch(text, TextState.CORRECTED if text.corrected is not None else TextState.CONFIRMED, by, now)
        changed.append(text)
    settle_documents(session, {text.doc_id for text in changed}, now)
    return changed


def mark_unreadable(
    session: Session, text_ids: Iterable[str], *, by: str, now: datetime, version: int | None = None
) -> list[OcrText]:
    """읽을 수 없음: the crop is illegible; nothing is learnt from it."""
    changed = []
    for text_id in texts.in_lock_order(session, text_ids):
        text = _seen(session, text_id, version)
        texts.note(session, text, TextAction.UNREADABLE, before=text.label, after=None, by=by, now=now)
        text.selected = False
        _touch(text, TextState.UNREADABLE, by, now)
        changed.append(text)
    settle_documents(session, {text.doc_id for text in changed}, now)
    return changed


def reopen(
    session: Session, text_ids: Iterable[str], *, keep_ticks: bool = False, by: str, now: datetime
) -> list[OcrText]:
    """되돌림: take back what was decided; the text is as the machine read it. The history keeps all.

    One that was learnt and is no more 학습대상 counts as never learnt: it would go on teaching, and now the misreading.

    Args:
        keep_ticks: leave 학습대상 as it is, where only the last decision on the text is taken back.
    """
    changed = []
    for text_id in texts.in_lock_order(session, text_ids):
        text = texts.get(session, text_id)
        texts.note(session, text, TextAction.REOPEN, before=text.label, after=text.text, by=by, now=now)
        text.corrected = None
        text.selected = text.selected and keep_ticks
        if not text.selected:
            text.trained_text = text.trained_score = text.trained_network_id = None
        _touch(text, TextState.MACHINE, by, now)
        changed.append(text)
    settle_documents(session, {text.doc_id for text in changed}, now)
    return changed


def select(
    session: Session, text_ids: Iterable[str], *, chosen: bool = True, by: str, now: datetime
) -> list[OcrText]:
    """학습대상 선정: tick (or untick) texts to learn from.

    Raises:
        DecisionRefused: one is unreadable or says nothing.
    """
    changed = []
    for text_id in texts.in_lock_order(session, text_ids):
        text = texts.get(session, text_id)
        if chosen and (text.state == TextState.UNREADABLE or not text.label.strip()):
            raise DecisionRefused(
                Message(
                    "text {text_id} is unreadable or empty and can't be learnt from; correct it first",
                    text_id=text_id,
                )
            )
        if text.selected == chosen:
            continue
        action = TextAction.SELECT if chosen else TextAction.DESELECT
        texts.note(session, text, action, before=None, after=text.label, by=by, now=now)
        text.selected = chosen
        text.version += 1
        text.updated_by, text.updated_at = by, now
        changed.append(text)
    return changed


def _seen(session: Session, text_id: str, version: int | None) -> OcrText:
    text = texts.get(session, text_id)
    if version is not None and text.version != version:
        raise DecisionRefused(
            Message(
                "{updated_by} changed text {text_id} to {label!r} meanwhile; look and save again",
                updated_by=text.updated_by,
                text_id=text_id,
                label=text.label,
            )
        )
    return text


def _label(text_id: str, corrected: str) -> str:
    label = plain(corrected)
    broken = [c for c in label if unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp")]
    if not label or broken or len(label) > LONGEST:
        raise DecisionRefused(
            Message(
                "text {text_id}: empty, with control characters, or over {longest} characters; mark what "
                "can't be read as unreadable",
                text_id=text_id,
                longest=LONGEST,
            )
        )
    return label


def _touch(text: OcrText, state: TextState, by: str, now: datetime) -> None:
    text.state = state
    text.version += 1
    text.updated_by, text.updated_at = by, now


def settle_documents(session: Session, doc_ids: Iterable[str], now: datetime) -> None:
    """After texts were changed: fields that were read of them are stale, and their documents checked or not any more."""
    session.flush()
    for doc_id in doc_ids:
        document = session.get_one(OcrDocument, doc_id)
        document.fields_stale = document.fields_at is not None
        settle_status(session, document, now)
