"""Progress is one row a step; what it says is kept line by line."""

from __future__ import annotations

import pytest

from domain.messages import Sentences
from domain.requests import RequestKind
from records.engine import reading, transaction
from work_requests import lifecycle, progress


@pytest.fixture
def number(engine, now):
    with transaction(engine) as session:
        asked = lifecycle.ask(session, RequestKind.OCR_RETRAIN, doc_id=None, params={}, by="kim", now=now)
        return asked.request_id


def told(engine, number, now, *said):
    for done, ko in enumerate(said):
        with transaction(engine) as session:
            progress.report(
                session, number, "step", Sentences(ko, f"{ko} in English"), done=done, total=9, now=now
            )


def test_one_row_says_how_far_it_is_and_every_new_word_is_a_line(engine, number, now):
    told(engine, number, now, "하나", "둘", "둘", "", "셋")
    with reading(engine) as session:
        (step,) = progress.of_request(session, number)
        lines = progress.lines(session, number, ["step"], limit=10)
    assert (step.done, step.message_ko, step.message_en) == (4, "셋", "셋 in English")
    assert [line.message_ko for line in lines] == ["하나", "둘", "셋"]
    assert lines[0].message_en == "하나 in English"


def test_the_last_lines_of_the_steps_asked_for(engine, number, now):
    told(engine, number, now, "하나", "둘", "셋")
    with transaction(engine) as session:
        progress.log_line(session, number, "other", Sentences("넷", "four"), now)
    with reading(engine) as session:
        assert [one.message_ko for one in progress.lines(session, number, ["step"], limit=2)] == ["둘", "셋"]
        both = progress.lines(session, number, ["step", "other"], limit=9)
    assert [one.message_ko for one in both] == ["하나", "둘", "셋", "넷"]
