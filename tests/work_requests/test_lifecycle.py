"""The life of a request: which may be launched, whose it is, how it ends and begins again."""

from __future__ import annotations

from datetime import timedelta

import pytest

from domain.automl import TrainingStatus
from domain.messages import Sentences
from domain.requests import RequestKind, RequestStatus
from records import trainings
from records.engine import reading, transaction
from records.errors import DecisionRefused, Superseded
from work_requests import claims, lifecycle, request_lists, request_queue


def ask(engine, now, doc_id=None, kind=RequestKind.UPLOAD):
    with transaction(engine) as session:
        return lifecycle.ask(session, kind, doc_id=doc_id, params={}, by="tester", now=now).request_id


def launchable(engine):
    with reading(engine) as session:
        return [request.request_id for request in request_queue.launchable(session, limit=50)]


def claim(engine, request_id, run_id, now, attempt=1):
    with transaction(engine) as session:
        return claims.claim(session, request_id, attempt=attempt, run_id=run_id, now=now)


def test_one_request_per_document_is_launchable_at_a_time(engine, now):
    first, second = ask(engine, now, "261122000000001"), ask(engine, now, "261122000000001")
    other = ask(engine, now, "261122000000002")
    assert launchable(engine) == [first, other]
    claim(engine, first, "run-1", now)
    assert launchable(engine) == [other]
    with transaction(engine) as session:
        lifecycle.settle(lifecycle.get(session, first), RequestStatus.DONE, now=now)
    assert launchable(engine) == [second, other]


def test_requests_without_a_document_do_not_hold_each_other_up(engine, now):
    ids = [ask(engine, now, None, RequestKind.MIRROR), ask(engine, now, None, RequestKind.MIRROR)]
    assert launchable(engine) == ids


def test_a_submitted_request_is_not_launched_again_until_it_is_put_back(engine, now):
    request_id = ask(engine, now, "261122000000001")
    with transaction(engine) as session:
        request_queue.mark_submitted(session, [request_id], now, run_key=f"request:{request_id}:1")
    assert launchable(engine) == []
    with transaction(engine) as session:
        request_queue.unsubmit(lifecycle.get(session, request_id))
    assert launchable(engine) == [request_id]


def test_of_two_sensors_one_gets_to_ask_for_a_batch_and_the_other_marks_none_of_it(engine, now):
    ids = [ask(engine, now, f"26112200000000{n}") for n in (1, 2, 3)]
    with transaction(engine) as session:
        assert request_queue.mark_submitted(session, ids[:2], now, run_key="first")
    for late in (ids, ids[1:2]):
        with transaction(engine) as session:
            assert not request_queue.mark_submitted(session, late, now, run_key="second")
    with reading(engine) as session:
        assert [lifecycle.get(session, i).run_key for i in ids] == ["first", "first", None]
    assert launchable(engine) == ids[2:]


def test_every_step_of_the_run_may_claim_but_no_other_run(engine, now):
    request_id = ask(engine, now)
    assert claim(engine, request_id, "run-1", now).status == RequestStatus.RUNNING
    claim(engine, request_id, "run-1", now + timedelta(seconds=1))
    with pytest.raises(Superseded):
        claim(engine, request_id, "run-2", now)


def test_a_run_of_an_earlier_attempt_is_fenced_off(engine, now):
    request_id = ask(engine, now)
    claim(engine, request_id, "run-1", now)
    with transaction(engine) as session:
        lifecycle.begin_again(lifecycle.get(session, request_id))
    with transaction(engine) as session, pytest.raises(Superseded):
        claims.assert_owner(session, request_id, "run-1")
    with pytest.raises(Superseded):
        claim(engine, request_id, "run-1", now, attempt=1)
    claim(engine, request_id, "run-2", now, attempt=2)
    with transaction(engine) as session:
        claims.assert_owner(session, request_id, "run-2")


def test_a_settled_request_stays_settled(engine, now):
    request_id = ask(engine, now)
    with transaction(engine) as session:
        request = lifecycle.get(session, request_id)
        lifecycle.settle(request, RequestStatus.FAILED, now=now, reason=Sentences("이유", "reason"))
        lifecycle.settle(request, RequestStatus.DONE, now=now)
    with reading(engine) as session:
        request = lifecycle.get(session, request_id)
    assert (request.status, request.reason_ko) == (RequestStatus.FAILED, "이유")


def test_only_what_failed_or_was_cancelled_is_retried_as_a_new_attempt(engine, now):
    request_id = ask(engine, now)
    with transaction(engine) as session, pytest.raises(DecisionRefused):
        lifecycle.retry(session, request_id)
    with transaction(engine) as session:
        lifecycle.cancel(session, request_id, by="tester", now=now)
        request = lifecycle.retry(session, request_id)
    assert (request.status, request.attempt, request.reason_ko) == (RequestStatus.WAITING, 2, None)
    assert launchable(engine) == [request_id]


def test_cancelling_a_running_request_asks_its_run_to_stop(engine, now):
    request_id = ask(engine, now)
    claim(engine, request_id, "run-1", now)
    with transaction(engine) as session:
        request = lifecycle.cancel(session, request_id, by="tester", now=now)
    assert request.cancel_asked
    assert request.status == RequestStatus.RUNNING


def test_a_request_that_no_run_has_claimed_is_cancelled_at_once(engine, now):
    request_id = ask(engine, now)
    with transaction(engine) as session:
        assert request_queue.mark_submitted(session, [request_id], now, run_key="request:1:1")
        request = lifecycle.cancel(session, request_id, by="tester", now=now)
        assert (request.status, request.reason.en) == (RequestStatus.CANCELLED, "cancelled by tester")
        assert request_queue.under_way(session) == []
        assert request_queue.cancelled_keys(session, ["request:1:1", "request:2:1"]) == {"request:1:1"}
    with pytest.raises(Superseded):
        claim(engine, request_id, "run-1", now)


def test_a_run_that_serves_another_request_too_is_wanted(engine, now):
    cancelled, wanted = ask(engine, now), ask(engine, now)
    with transaction(engine) as session:
        request_queue.mark_submitted(session, [cancelled, wanted], now, run_key="batch")
        lifecycle.cancel(session, cancelled, by="tester", now=now)
        assert request_queue.cancelled_keys(session, ["batch"]) == set()


def test_a_training_of_an_attempt_that_died_is_cancelled_with_its_request(engine, now, make_document):
    request_id = ask(engine, now)
    with transaction(engine) as session:
        make_document(session)
        begun = trainings.begin(
            session, "261122000000001", request_id=request_id, model_code="svm", plan_version=1, now=now
        )
        lifecycle.cancel(session, request_id, by="tester", now=now)
        assert begun.status == TrainingStatus.CANCELLED


def by_hand(session, now):
    return lifecycle.ask(
        session, RequestKind.TRAIN, doc_id="261122000000001", params={}, by="dagster", now=now
    )


def test_a_run_launched_by_hand_writes_one_request_for_all_its_steps_of_a_kind(engine, now, make_document):
    with transaction(engine) as session:
        make_document(session)
    ids = set()
    for _ in range(2):
        with transaction(engine) as session:
            request = claims.claim_by_hand(
                session,
                RequestKind.TRAIN,
                doc_id="261122000000001",
                run_id="run-1",
                decide=lambda: by_hand(session, now),
                now=now,
            )
            ids.add(request.request_id)
    assert len(ids) == 1
    with transaction(engine) as session, pytest.raises(DecisionRefused):
        claims.claim_by_hand(
            session,
            RequestKind.TRAIN,
            doc_id="261122000000001",
            run_id="run-2",
            decide=lambda: by_hand(session, now),
            now=now,
        )


def test_the_queue_is_in_the_order_it_is_served_and_what_ended_comes_last_first(engine, now):
    with transaction(engine) as session:
        asked = [
            lifecycle.ask(session, RequestKind.MIRROR, doc_id=None, params={}, by="me", now=now)
            for _ in range(5)
        ]
        yesterday, today = now - timedelta(days=1), now + timedelta(minutes=5)
        lifecycle.settle(asked[0], RequestStatus.DONE, now=yesterday)
        lifecycle.settle(asked[1], RequestStatus.CANCELLED, now=today)
        lifecycle.settle(asked[2], RequestStatus.DONE, now=now)
        lifecycle.settle(asked[3], RequestStatus.FAILED, now=now)
        session.flush()
        ids = [r.request_id for r in asked]
        assert [r.request_id for r in request_queue.waiting(session, limit=9)] == ids[4:]
        assert [r.request_id for r in request_lists.finished_since(session, now, limit=9)] == [ids[1], ids[2]]
        assert request_lists.counts(session) == {
            RequestStatus.WAITING: 1,
            RequestStatus.RUNNING: 0,
            RequestStatus.FAILED: 1,
        }
        newest = request_lists.newest_of_kind(session, RequestKind.MIRROR)
        assert newest is not None and newest.request_id == ids[-1]
        assert request_lists.newest_of_kind(session, RequestKind.TRAIN) is None


def test_who_asked_for_little_does_not_stand_behind_who_asked_for_much(engine, now):
    dropped = [ask(engine, now, f"2611220000001{n:02d}") for n in range(request_queue.FEW + 1)]
    with transaction(engine) as session:
        one = lifecycle.ask(
            session, RequestKind.UPLOAD, doc_id="261122000000200", params={}, by="kim", now=now
        )
        theirs = one.request_id
    trained = ask(engine, now, "261122000000300", RequestKind.TRAIN)
    assert launchable(engine) == [theirs, trained, *dropped]
    with reading(engine) as session:
        little = request_queue.launchable(session, limit=50, include_bulk=False)
        assert [request.request_id for request in little] == [theirs, trained]
    with transaction(engine) as session:
        assert request_queue.mark_submitted(session, [trained], now, run_key="key")
    with reading(engine) as session:
        shown = [r.request_id for r in request_queue.waiting(session, limit=99)]
        assert shown == [trained, theirs, *dropped]
    with transaction(engine) as session:
        request_queue.unsubmit(lifecycle.get(session, trained))
    with reading(engine) as session:
        assert request_queue.bulk_requesters(session) == {("tester", RequestKind.UPLOAD)}
    claim(engine, dropped[0], "run-1", now)
    assert launchable(engine) == [theirs, trained, *dropped[1:]]  # what runs counts too
    with transaction(engine) as session:
        lifecycle.settle(lifecycle.get(session, dropped[0]), RequestStatus.DONE, now=now)
    assert launchable(engine) == [*dropped[1:], theirs, trained]


def test_bulk_requests_alternate_by_kind(engine, now):
    kinds = (RequestKind.UPLOAD, RequestKind.OCR_READ)
    tables, pages = (
        [ask(engine, now, f"2611220000{start + n:05d}", kind) for n in range(request_queue.FEW + 1)]
        for start, kind in zip((100, 200), kinds, strict=True)
    )
    turns = [request for pair in zip(tables, pages, strict=True) for request in pair]
    assert launchable(engine) == turns
    with reading(engine) as session:
        assert [r.request_id for r in request_queue.waiting(session, limit=99)] == turns


def test_runs_asked_for_are_counted_until_they_begin(engine, now):
    ids = [ask(engine, now, f"2611220000001{n:02d}") for n in range(3)]
    with transaction(engine) as session:
        assert request_queue.runs_asked_for(session) == 0
        request_queue.mark_submitted(session, ids[:2], now, run_key="both")
        request_queue.mark_submitted(session, ids[2:], now, run_key="one")
        assert request_queue.runs_asked_for(session) == 2
    claim(engine, ids[2], "run", now)
    with reading(engine) as session:
        assert request_queue.runs_asked_for(session) == 1


def test_requests_of_a_serving_process_that_died_begin_again_and_cancelled_ones_end(engine, now):
    with transaction(engine) as session:
        lost, cancelled, of_run = (
            lifecycle.ask(session, RequestKind.MIRROR, doc_id=None, params={}, by="me", now=now)
            for _ in "abc"
        )
        for request, run_id in ((lost, "serving:1"), (cancelled, "serving:1"), (of_run, "a-run")):
            claims.claim(session, request.request_id, attempt=1, run_id=run_id, now=now)
        lifecycle.cancel(session, cancelled.request_id, by="kim", now=now)
        assert claims.release_served_at_once(session, now=now) == [lost.request_id, cancelled.request_id]
    assert (lost.status, lost.attempt) == (RequestStatus.WAITING, 2)
    assert cancelled.status == RequestStatus.CANCELLED
    assert of_run.status == RequestStatus.RUNNING
