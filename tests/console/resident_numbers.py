"""A document with a resident registration number, and what becomes of it."""

from __future__ import annotations

import pytest

from domain.ocr import TextAction
from records.engine import reading
from records.ocr import texts

NUMBER, MASKED = "900101-1234567", "900101-1******"


@pytest.fixture
def ids(page_of):
    """A document with a number in its name and in its first text."""
    return page_of((f"홍길동 {NUMBER}", 0.5), ("합계", 0.9), file_name=f"{NUMBER}.png")


def label_of(context, text_id):
    with reading(context.engine) as session:
        return texts.get(session, text_id).label


def seen_by(context, text_id, action=TextAction.SHOW_WHOLE):
    with reading(context.engine) as session:
        return [line.by for line in texts.history(session, text_id) if line.action == action]


def correct(client, text_id, text, version=1):
    return client.post(f"/ocr/texts/{text_id}/correct", json={"text": text, "version": version})
