"""A read page with texts, for tests of the OCR records."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from records.engine import transaction
from records.ocr.tables import OcrDocument
from records.ocr.texts import ReadText
from tests.factories import read_document

DOC = "261122000000010"
FIRST, SECOND, THIRD = (f"{DOC}_01_{n}" for n in (1, 2, 3))
"""Ids of the first texts of a page."""
BETWEEN = [[220, 45], [390, 45], [390, 65], [220, 65]]
"""The corners of a box to the right of the second text."""
MakePage = Callable[..., OcrDocument]


def _read_text(text: str, place: int, score: float = 0.9) -> ReadText:
    """A text in the row `place` of a page."""
    top = 40 * place
    return ReadText(
        text=text,
        score=score,
        box=(10, top, 210, top + 30),
        quad=[[10, top], [210, top], [210, top + 30], [10, top + 30]],
        crop_path=f"ocr/{DOC}/crops/{place}.png",
        crop_sha256="0" * 64,
    )


@pytest.fixture
def read_text() -> Callable[..., ReadText]:
    return _read_text


@pytest.fixture
def make_page(now: datetime) -> MakePage:
    def make(session: Session, *lines: str, doc_id: str = DOC) -> OcrDocument:
        read = [_read_text(line, place) for place, line in enumerate(lines)]
        original = f"ocr/{doc_id}/{doc_id}.original"
        return read_document(session, doc_id, now, read, source_path=original)

    return make


@pytest.fixture
def three_texts(engine: sa.Engine, make_page: MakePage) -> Iterator[Session]:
    """A session on a page with three texts."""
    with transaction(engine) as session:
        make_page(session, "품명", "수량 12", "합계")
        yield session
