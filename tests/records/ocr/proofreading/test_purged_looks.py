"""The quality figures of past weeks after a document was removed for good: the counts stay, the texts go."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from records.engine import reading, transaction
from records.ocr import decisions, texts
from records.ocr.proofreading import quality, second_looks
from records.ocr.proofreading.check_tables import SecondLook, WeeklySample
from records.ocr.tables import OcrDocument
from records.purge import purge_document, purgeable
from tests.records.ocr.conftest import DOC

OTHER = "261122000000011"
WEEK = "2026-W48"


@pytest.fixture
def looked_at(engine, make_page, now):
    """Three texts of one document and one of another, keyed again: one wrongly confirmed, one not settled."""
    with transaction(engine) as session:
        make_page(session, "품명", "수량 12", "합계")
        make_page(session, "비고", doc_id=OTHER)
        for doc_id in (DOC, OTHER):
            ids = [one.text_id for one in texts.of_document(session, doc_id)]
            decisions.confirm(session, ids, by="kim", now=now)
        quality.draw(session, WEEK, since=now, now=now)
    keyed = {"품명": "품목", "수량 12": "수량 13"}
    for _ in range(4):
        with transaction(engine) as session:
            look, text = second_looks.claim_next(session, by="lee", now=now)
            second_looks.key(session, look.look_id, keyed.get(text.label, text.label), by="lee", now=now)
            if text.label == "품명":
                second_looks.resolve(session, look.look_id, "품목", by="park", now=now)
    return engine


def figure(engine):
    with reading(engine) as session:
        (found,) = quality.figures(session, limit=8)
    return found


def purge(engine, doc_id, now):
    with transaction(engine) as session:
        session.get_one(OcrDocument, doc_id).deleted = True
    with transaction(engine) as session:
        (gone,) = purgeable(session, now + timedelta(days=1))
        purge_document(session, gone)


def test_a_weeks_figure_stays_when_a_document_of_it_is_purged(looked_at, now):
    before = figure(looked_at)
    assert (before.texts.seen, before.texts.pending, before.texts.wrong, before.purged) == (4, 1, 1, 0)
    purge(looked_at, DOC, now)
    after = figure(looked_at)
    assert (after.texts, after.fields, after.confirmed, after.drawn) == (
        before.texts,
        before.fields,
        before.confirmed,
        before.drawn,
    )
    assert after.purged == 3
    purge(looked_at, OTHER, now)
    assert (figure(looked_at).texts, figure(looked_at).purged) == (before.texts, 4)


def test_nothing_that_a_purged_document_says_is_left(looked_at, now):
    purge(looked_at, DOC, now)
    with reading(looked_at) as session:
        assert session.scalars(sa.select(SecondLook.doc_id)).all() == [OTHER]
        assert session.get_one(WeeklySample, WEEK).purged == {"texts": [3, 1, 1], "fields": [0, 0, 0]}


def test_texts_that_no_one_keyed_yet_count_for_nothing(engine, make_page, now):
    with transaction(engine) as session:
        make_page(session, "품명")
        decisions.confirm(
            session, [one.text_id for one in texts.of_document(session, DOC)], by="kim", now=now
        )
        quality.draw(session, WEEK, since=now, now=now)
    purge(engine, DOC, now)
    found = figure(engine)
    assert (found.drawn, found.texts.seen, found.texts.rate, found.purged) == (1, 0, None, 0)
