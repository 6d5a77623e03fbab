"""A page with three texts, and changes of its boxes taken back."""

from __future__ import annotations

import pytest

from records.ocr import texts
from records.ocr.box_editing import box_undo
from tests.records.ocr.conftest import DOC


@pytest.fixture
def session(three_texts):
    return three_texts


@pytest.fixture
def labels(session):
    return lambda: [text.label for text in texts.of_document(session, DOC)]


@pytest.fixture
def undo(session, now):
    return lambda edited: box_undo.undo(session, edited.edit_id, by="lee", now=now)
