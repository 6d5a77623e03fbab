"""Training texts: added once, NFC, deleted by mark."""

from __future__ import annotations

import pytest

from records.engine import transaction
from records.errors import DecisionRefused, NotFound
from records.ocr.learning import train_texts


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


def test_a_page_shows_the_newest_first_and_goes_on_after_its_last(session, now):
    train_texts.add(session, [f"글 {n}" for n in range(5)], by="kim", now=now)
    train_texts.delete(session, 3)
    session.flush()
    rows, total = train_texts.page_of_list(session, limit=3)
    assert ([r.text for r in rows], total) == (["글 4", "글 3", "글 1"], 4)
    rows, _ = train_texts.page_of_list(session, before=rows[-1].train_text_id, limit=3)
    assert [r.text for r in rows] == ["글 0"]


def test_texts_are_found_by_a_part_taken_literally(session, now):
    train_texts.add(session, ["100% 환불", "1005호"], by="kim", now=now)
    rows, total = train_texts.page_of_list(session, contains="0%")
    assert ([r.text for r in rows], total) == (["100% 환불"], 1)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp949"])
def test_lines_of_a_file_in_the_encodings_of_korea(encoding):
    assert train_texts.lines_of("견적서\r\n납품서\n".encode(encoding), "글.txt") == ["견적서", "납품서"]


def test_a_file_in_no_known_encoding_is_refused_by_name():
    with pytest.raises(DecisionRefused, match=r"글\.txt"):
        train_texts.lines_of(b"\xff\xfe\x00\xac", "글.txt")


def test_a_deleted_text_is_restored_unless_it_was_added_again(sqlite_engine, now):
    with transaction(sqlite_engine) as session:
        (one,), _ = train_texts.add(session, ["거래명세서"], by="kim", now=now)
        train_texts.delete(session, one.train_text_id)
        train_texts.restore(session, one.train_text_id)
        assert [row.text for row in train_texts.active(session)] == ["거래명세서"]
        train_texts.delete(session, one.train_text_id)
        (again,), _ = train_texts.add(session, ["거래명세서"], by="lee", now=now)
        train_texts.restore(session, one.train_text_id)
        assert [row.train_text_id for row in train_texts.active(session)] == [again.train_text_id]
        with pytest.raises(NotFound):
            train_texts.restore(session, 99)
