"""Second looks: who is given which, what the two values come to, and the weekly figure."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from domain.second_looks import LookPurpose, LookState
from records.engine import reading, transaction
from records.errors import DecisionRefused, NotFound
from records.ocr import decisions, text_undo, texts
from records.ocr.box_editing import boxes
from records.ocr.proofreading import page_claims, quality, second_looks
from records.ocr.proofreading.check_tables import SecondLook
from records.ocr.proofreading.quality import sample_size, week_of

DOC = "261122000000010"
AMOUNT, OTHER_AMOUNT, WORDS = (f"{DOC}_01_{n}" for n in (1, 2, 3))


@pytest.fixture
def confirmed(engine, make_page, now):
    """Two amounts and words that kim confirmed, and the looks these ask for."""
    with transaction(engine) as session:
        make_page(session, "1,234,500", "99,000 원", "주식회사 새벽")
        changed = decisions.confirm(session, [AMOUNT, OTHER_AMOUNT, WORDS], by="kim", now=now)
        second_looks.ask_for_keying(session, changed, now=now)
    return engine


def _claim(engine, by, at):
    with transaction(engine) as session:
        found = second_looks.claim_next(session, by=by, now=at)
        return found and (found[0].look_id, found[1].text_id)


def _key(engine, by, keyed, at, **values):
    look_id, _ = _claim(engine, by, at)
    with transaction(engine) as session:
        return second_looks.key(session, look_id, keyed, by=by, now=at, **values)


def test_confirmed_amounts_are_keyed_by_another_person_and_words_are_not(confirmed, now):
    assert _claim(confirmed, "kim", now) is None
    assert _key(confirmed, "lee", "1,234,500", now).text_id == AMOUNT
    assert _key(confirmed, "lee", "99,000원", now).text_id == OTHER_AMOUNT
    assert _claim(confirmed, "lee", now) is None
    with reading(confirmed) as session:
        assert second_looks.counts(session)[LookState.SAME] == 2
        assert second_looks.disagreements(session, limit=9) == []
        assert [one.action for one in texts.history(session, AMOUNT)][-1] == "second_look"


def test_two_people_are_given_different_texts(confirmed, now):
    with ThreadPoolExecutor(2) as pool:
        given = list(pool.map(lambda by: _claim(confirmed, by, now), ["lee", "park"]))
    assert {text_id for _, text_id in given} == {AMOUNT, OTHER_AMOUNT}
    assert _claim(confirmed, "choi", now) is None
    assert _claim(confirmed, "choi", now + page_claims.HELD_FOR) is not None


def test_what_another_person_is_keying_is_refused(confirmed, now):
    look_id, _ = _claim(confirmed, "lee", now)
    with transaction(confirmed) as session, pytest.raises(DecisionRefused, match="lee"):
        second_looks.key(session, look_id, "1", by="park", now=now)
    with transaction(confirmed) as session, pytest.raises(DecisionRefused):
        second_looks.key(session, look_id, "1,234,500", by="kim", now=now)


def test_a_disagreement_is_settled_and_corrects_the_text(confirmed, now):
    look = _key(confirmed, "lee", "1,284,500", now)
    with reading(confirmed) as session:
        ((found, text, document),) = second_looks.disagreements(session, limit=9)
        assert (found.first, found.second, text.text_id, document.doc_id) == (
            "1,234,500",
            "1,284,500",
            AMOUNT,
            DOC,
        )
    with transaction(confirmed) as session:
        second_looks.resolve(session, look.look_id, "1,284,500", by="park", now=now)
    with reading(confirmed) as session:
        assert texts.get(session, AMOUNT).label == "1,284,500"
        assert second_looks.counts(session)[LookState.RESOLVED] == 1
    with transaction(confirmed) as session, pytest.raises(DecisionRefused, match="park"):
        second_looks.resolve(session, look.look_id, "1", by="choi", now=now)


def test_an_illegible_text_is_a_disagreement_and_an_empty_answer_is_refused(confirmed, now):
    assert _key(confirmed, "lee", "", now, unreadable=True).state == LookState.DIFFERENT
    with pytest.raises(DecisionRefused):
        _key(confirmed, "lee", " ", now)


def test_an_amount_that_is_confirmed_as_something_else_is_keyed_once(confirmed, now):
    with transaction(confirmed) as session:
        changed = decisions.correct(session, AMOUNT, "1,234,000", by="kim", now=now)
        second_looks.ask_for_keying(session, [changed], now=now)
        assert second_looks.counts(session)[LookState.OPEN] == 2


def test_an_amount_that_is_confirmed_again_is_not_keyed_again(confirmed, now):
    _key(confirmed, "lee", "1,234,500", now)
    with transaction(confirmed) as session:
        for text_id, label in ((AMOUNT, "1,234,500"), (OTHER_AMOUNT, "99,000 원")):
            again = decisions.correct(session, text_id, label, by="kim", now=now)
            second_looks.ask_for_keying(session, [again], now=now)
        counts = second_looks.counts(session)
        assert (counts[LookState.SAME], counts[LookState.OPEN]) == (1, 1)


def test_an_amount_that_was_taken_back_is_not_keyed(confirmed, now):
    with transaction(confirmed) as session:
        text_undo.undo(session, AMOUNT, by="kim", now=now)
        assert second_looks.waiting_for(session, "lee") == 1
    assert _claim(confirmed, "lee", now)[1] == OTHER_AMOUNT


def test_who_ticked_a_text_did_not_confirm_it(engine, make_page, now):
    with transaction(engine) as session:
        make_page(session, "1,234,500")
        decisions.confirm(session, [AMOUNT], by="kim", now=now)
        (ticked,) = decisions.select(session, [AMOUNT], by="lee", now=now)
        second_looks.ask_for_keying(session, [ticked], now=now)
        assert second_looks.waiting_for(session, "kim") == 0
    assert _claim(engine, "lee", now) is not None


def test_a_person_who_confirmed_the_value_before_another_one_does_not_key_it(engine, make_page, now):
    with transaction(engine) as session:
        make_page(session, "1,234,500")
        for by in ("kim", "lee"):
            again = decisions.correct(session, AMOUNT, "1,234,500", by=by, now=now)
        second_looks.ask_for_keying(session, [again], now=now)
    assert [_claim(engine, by, now) for by in ("kim", "lee")] == [None, None]
    look_id, _ = _claim(engine, "park", now)
    with transaction(engine) as session, pytest.raises(DecisionRefused):
        second_looks.key(session, look_id, "1,234,500", by="kim", now=now + page_claims.HELD_FOR)


def test_looks_at_boxes_that_are_read_again_do_not_count_as_waiting(confirmed, now):
    with transaction(confirmed) as session:
        boxes.reshape(session, AMOUNT, [[10, 0], [250, 0], [250, 30], [10, 30]], by="kim", now=now)
        assert second_looks.waiting_for(session, "lee") == 1


def test_what_a_third_person_wrote_meanwhile_is_not_overwritten_by_settling(confirmed, now):
    look = _key(confirmed, "lee", "1,284,500", now)
    with transaction(confirmed) as session:
        decisions.correct(session, AMOUNT, "1,234,560", by="park", now=now)
    with transaction(confirmed) as session, pytest.raises(DecisionRefused, match="park"):
        second_looks.resolve(session, look.look_id, "1,284,500", seen="1,234,500", by="kim", now=now)
    with reading(confirmed) as session:
        assert texts.get(session, AMOUNT).label == "1,234,560"


def _wait_for_a_waiting_connection(engine):
    waiting = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
    while engine.dialect.name == "postgresql":
        with reading(engine) as session:
            if session.scalar(sa.text(waiting)):
                return


def test_keying_and_correcting_one_text_at_once_cause_no_deadlock(confirmed, now):
    look_id, _ = _claim(confirmed, "lee", now)

    def key():
        with transaction(confirmed) as session:
            second_looks.key(session, look_id, "1,234,500", by="lee", now=now)

    with ThreadPoolExecutor(1) as pool:
        with transaction(confirmed) as session:
            changed = decisions.correct(session, AMOUNT, "1,234,000", by="kim", now=now)
            keyed = pool.submit(key)
            _wait_for_a_waiting_connection(confirmed)
            second_looks.ask_for_keying(session, [changed], now=now)
        assert isinstance(keyed.exception(), NotFound)


def test_the_weekly_sample_is_drawn_once_from_what_was_confirmed(confirmed, now):
    week = week_of(now.date())
    with transaction(confirmed) as session:
        assert quality.draw(session, week, since=now + timedelta(hours=1), now=now).confirmed == 0
        other = quality.draw(session, "2026-W01", since=now, now=now)
        assert (other.confirmed, other.drawn) == (3, 3)
        assert quality.draw(session, "2026-W01", since=now, now=now) is other


def test_the_figure_counts_what_differs_as_an_error_until_it_is_settled(confirmed, now):
    with transaction(confirmed) as session:
        quality.draw(session, "2026-W48", since=now, now=now)
        session.execute(sa.delete(SecondLook).where(SecondLook.purpose == LookPurpose.KEYING))
    with reading(confirmed) as session:
        empty = quality.figures(session, limit=9)[0].texts
        assert (empty.seen, empty.rate, empty.bound) == (0, None, None)
    different = _key(confirmed, "lee", "x", now)
    for _ in range(2):
        look_id, text_id = _claim(confirmed, "lee", now)
        with transaction(confirmed) as session:
            second_looks.key(session, look_id, texts.get(session, text_id).label, by="lee", now=now)
    with reading(confirmed) as session:
        figure = quality.figures(session, limit=9)[0].texts
        assert (figure.seen, figure.pending, figure.wrong, figure.rate) == (3, 1, 0, pytest.approx(1 / 3))
        assert figure.bound > figure.rate
    with transaction(confirmed) as session:
        second_looks.resolve(session, different.look_id, different.first, by="park", now=now)
    with reading(confirmed) as session:
        figure = quality.figures(session, limit=9)[0].texts
        assert (figure.errors, figure.rate) == (0, 0.0)


def test_what_is_looked_at_first_is_a_random_part_of_the_sample(engine, make_page, now):
    with transaction(engine) as session:
        make_page(session, *(f"글자 {n}" for n in range(40)))
        ids = [text.text_id for text in texts.of_document(session, DOC)]
        decisions.confirm(session, ids, by="kim", now=now)
        quality.draw(session, "2026-W48", since=now, now=now)
        asked = session.scalars(sa.select(SecondLook.text_id).order_by(SecondLook.look_id)).all()
    assert len(asked) == 20
    assert asked != sorted(asked)


def test_a_sample_that_is_drawn_late_leaves_nothing_out_of_the_next_one(confirmed, now):
    late = now + timedelta(days=3)
    with transaction(confirmed) as session:
        quality.draw(session, "2026-W48", since=now, now=now + timedelta(minutes=1))
        decisions.correct(session, WORDS, "새벽", by="kim", now=now + timedelta(hours=1))
        assert quality.draw(session, "2026-W49", since=late, now=late).confirmed == 1


@pytest.mark.parametrize(
    ("confirmed_texts", "drawn"), [(0, 0), (7, 7), (500, 20), (2_001, 21), (10_000, 100)]
)
def test_one_percent_is_drawn_and_some_at_least(confirmed_texts, drawn):
    assert sample_size(confirmed_texts) == drawn


def test_weeks_are_those_of_iso_8601():
    assert week_of(date(2027, 1, 3)) == "2026-W53"
    assert week_of(date(2026, 11, 30)) == "2026-W49"
