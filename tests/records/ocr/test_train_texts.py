"""Training texts: added once, NFC, deleted by mark."""

from __future__ import annotations

import pytest

from records.engine import transaction
from records.errors import DecisionRefused, NotFound
from records.ocr import train_texts


@pytest.fixture
def session(sqlite_engine):
    with transaction(sqlite_engine) as session:
        yield session


def test_texts_are_added_once_composed_and_trimmed(session, now):
    added, left_out = train_texts.add(session, [" 됩니다 ", "됩니다", "", "견적서"], by="kim", now=now)
    assert [t.text for t in added] == ["됩니다", "견적서"]
    assert left_out == 2


def test_a_deleted_text_is_gone_and_may_come_back(session, now):
    (row,), _ = train_texts.add(session, ["견적서"], by="kim", now=now)
    train_texts.delete(session, row.train_text_id)
    session.flush()
    assert train_texts.active(session) == []
    with pytest.raises(NotFound):
        train_texts.delete(session, row.train_text_id)
    added, _ = train_texts.add(session, ["견적서"], by="kim", now=now)
    assert [t.text for t in added] == ["견적서"]


def test_one_bad_line_is_named(session, now):
    with pytest.raises(DecisionRefused, match="text 2"):
        train_texts.add(session, ["좋음", "x" * 201], by="kim", now=now)
