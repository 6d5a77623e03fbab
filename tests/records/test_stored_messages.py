"""A stored sentence is written in the reader's language, and survives a new wording of itself."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.messages import Joined, Message, Sentences, in_context, message_from_json, verbatim
from records.engine import reading, transaction
from records.tables import Progress, Request

KNOWN = Message("cancelled by {by}", by="lee")
NEWER = Message("a sentence of another version about {name}", name="a.csv")


@pytest.mark.parametrize(
    "message",
    [
        KNOWN,
        Message("{rows:,} rows stored", rows=1234567),
        Message("error in the training: {error}", error=ValueError("x")),
        Message("error in the training: {error}", error=Path("a/b")),
        Message(
            "network {network_id} is deployed: {reason}; error rate on {items} chosen texts {before:.4f} → {after:.4f}",
            network_id="1",
            reason=Message("brought from elsewhere"),
            items=3,
            before=0.25,
            after=0.125,
        ),
        Joined([KNOWN, Sentences("한국어", "English")], "; "),
        in_context("general set", "Korean"),
    ],
)
def test_a_message_of_json_reads_the_same_in_both_languages(message):
    assert message_from_json(message.to_json()).both == message.both


@given(
    st.dictionaries(
        st.from_regex(r"[a-z]{1,5}", fullmatch=True),
        st.one_of(st.none(), st.booleans(), st.integers(), st.text()),
        max_size=4,
    )
)
def test_values_come_back_as_they_were(values):
    template = " ".join(f"{{{name}}}" for name in values)
    message = Message(template, **values)
    assert message_from_json(message.to_json()).both == message.both


def request_with(session, **sentence):
    at = datetime(2026, 11, 22, tzinfo=UTC)
    request = Request(
        kind="train", params={}, requested_by="me", requested_at=at, status="failed", **sentence
    )
    session.add(request)
    session.flush()
    return request.request_id


def reason_of(engine, number):
    with reading(engine) as session:
        return session.get_one(Request, number).reason


def test_a_row_keeps_the_message_and_both_sentences(engine):
    with transaction(engine) as session:
        number = request_with(session, reason=KNOWN)
    with reading(engine) as session:
        row = session.get_one(Request, number)
        assert row.reason_json == {"id": "cancelled by {by}", "params": {"by": "lee"}}
        assert (row.reason_ko, row.reason_en) == ("lee 님이 취소했습니다.", "cancelled by lee")
        assert row.reason == KNOWN


def test_a_row_of_an_earlier_revision_keeps_its_sentences(engine):
    with transaction(engine) as session:
        number = request_with(session, reason_ko="까닭", reason_en="reason")
    assert reason_of(engine, number).both == ("까닭", "reason")


def test_a_sentence_the_catalogue_no_longer_has_is_read_as_it_was_written(engine):
    with transaction(engine) as session:
        stored = {"reason_json": NEWER.to_json(), "reason_ko": "다른 판의 문장", "reason_en": NEWER.en}
        number = request_with(session, **stored)
    assert reason_of(engine, number).both == ("다른 판의 문장", NEWER.en)


def test_a_message_of_a_reworded_one_is_read_as_it_was_written(engine):
    outer = Message("error in the training: {error}", error=NEWER)
    with transaction(engine) as session:
        stored = {
            "reason_json": outer.to_json(),
            "reason_ko": "학습 중 오류: 다른 판의 문장",
            "reason_en": outer.en,
        }
        number = request_with(session, **stored)
    assert reason_of(engine, number).ko == "학습 중 오류: 다른 판의 문장"


def test_a_sentence_alike_in_both_languages_is_known():
    assert Message("SVM").ko == "SVM"
    assert Message("SVM").is_known("ko")
    assert verbatim("a.csv").is_known("ko")
    assert not NEWER.is_known("ko")


def test_nothing_is_stored_of_no_sentence(engine):
    with transaction(engine) as session:
        number = request_with(session, reason=KNOWN)
        session.get_one(Request, number).reason = None
        session.add(
            Progress(request_id=number, step="s", done=0, total=0, message=None, updated_at=datetime.now(UTC))
        )
    assert reason_of(engine, number) is None
    with reading(engine) as session:
        assert session.get_one(Progress, (number, "s")).message is None
