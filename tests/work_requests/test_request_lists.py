"""What lists and screens ask the records for: pages of columns, requests by document, the latest of each model."""

from __future__ import annotations

import pytest

from domain.automl import TrainingStatus
from domain.messages import Sentences
from domain.requests import RequestKind, RequestStatus
from records import columns, documents, trainings
from records.engine import reading, transaction
from records.errors import NotFound
from tests.factories import evaluation
from tests.read_reports import read_report
from work_requests import lifecycle, request_lists

DOC = "261122000000001"
OTHER = "261122000000002"


@pytest.fixture
def filled(engine, make_document):
    with transaction(engine) as session:
        make_document(session, DOC).read_report = read_report(rows=3)
        make_document(session, OTHER)
        columns.by_label(session, DOC, "Fresh").missing = 7
        columns.by_label(session, DOC, "grade").missing = 2
        columns.by_label(session, DOC, "grade").used = False
    return engine


def _ask(session, now, doc_id=DOC, kind=RequestKind.TRAIN):
    return lifecycle.ask(session, kind, doc_id=doc_id, params={}, by="a", now=now)


def test_columns_come_page_by_page_and_are_found_by_a_part_of_their_name(filled):
    with reading(filled) as session:
        first, total = columns.page(session, DOC, limit=2)
        rest, _ = columns.page(session, DOC, after=first[-1].column_no, limit=2)
        found, matching = columns.page(session, DOC, name="GRA")
        nothing, none = columns.page(session, DOC, name="%")
    assert ([c.label for c in first], total) == (["Fresh", "y"], 3)
    assert [c.label for c in rest] == ["grade"]
    assert ([c.label for c in found], matching) == (["grade"], 1)
    assert (list(nothing), none) == ([], 0)


def test_pages_turn_back_to_the_nearest_rows(filled):
    with reading(filled) as session:
        (behind,), total = documents.page(session, limit=1, after=DOC)
        columns_ahead, _ = columns.page(session, DOC, before=3, limit=1)
    assert (behind.doc_id, total) == (OTHER, 2)
    assert [c.label for c in columns_ahead] == ["y"]


def test_a_column_is_found_by_number_key_and_name(filled):
    with reading(filled) as session:
        assert columns.get(session, DOC, 2).label == "y"
        assert columns.by_key(session, DOC, "c0003").label == "grade"
        assert columns.by_key(session, DOC, "c0009") is None
        assert columns.labels(session, DOC) == {"c0001": "Fresh", "c0002": "y", "c0003": "grade"}
        with pytest.raises(NotFound):
            columns.get(session, DOC, 9)
        with pytest.raises(NotFound, match="Fresh, y, grade"):
            columns.by_label(session, DOC, "Milk")


def test_gaps_are_those_of_used_columns(filled):
    with reading(filled) as session:
        assert columns.gaps(session, DOC) == (1, 7)
        assert columns.gaps(session, OTHER) == (0, 0)
        assert columns.unused(session, DOC, ["Fresh", "grade", "Milk"]) == {"grade"}


def test_a_head_leaves_out_what_is_long(filled):
    with reading(filled) as session:
        assert "read_report" not in vars(documents.head(session, DOC))
        with pytest.raises(NotFound):
            documents.head(session, "261122000000099")
    with reading(filled) as session:
        assert documents.get(session, DOC).read_report == read_report(rows=3)


def test_the_open_request_of_a_document_is_the_running_one_else_the_one_that_waits_longest(filled, now):
    with transaction(filled) as session:
        done = _ask(session, now)
        lifecycle.settle(done, RequestStatus.DONE, now=now)
        waits, runs = _ask(session, now), _ask(session, now)
        longest, _ = _ask(session, now, OTHER), _ask(session, now, OTHER)
        found = request_lists.open_of(session, [DOC, OTHER])
        assert {doc: r.request_id for doc, r in found.items()} == {
            DOC: waits.request_id,
            OTHER: longest.request_id,
        }
        runs.status = RequestStatus.RUNNING
        session.flush()
        assert request_lists.open_of(session, [DOC])[DOC].request_id == runs.request_id
        assert request_lists.open_of(session, []) == {}


def test_the_newest_requests_come_first_and_the_newest_done_one_has_its_result(filled, now):
    with transaction(filled) as session:
        first, second = (_ask(session, now, kind=RequestKind.PREVIEW) for _ in range(2))
        third = _ask(session, now)
        for request in (first, second):
            request.result = {"of": request.request_id}
            lifecycle.settle(request, RequestStatus.DONE, now=now)
        _ask(session, now, kind=RequestKind.PREVIEW)
        numbers = (first.request_id, second.request_id, third.request_id)
    with reading(filled) as session:
        recent = request_lists.recent(session, DOC, limit=3)
        assert [r.request_id for r in recent][1:] == [numbers[2], numbers[1]]
        assert "result" not in vars(recent[1])
        assert set(request_lists.by_ids(session, numbers[:2])) == set(numbers[:2])
    with reading(filled) as session:
        assert request_lists.newest_done(session, DOC, RequestKind.PREVIEW).result == {"of": numbers[1]}
        assert request_lists.newest_done(session, DOC, RequestKind.TRAIN) is None


def test_a_model_is_listed_by_its_latest_finished_training_with_the_newest_beside(filled, now):
    with transaction(filled) as session:
        rows = []
        for _ in range(3):
            request = _ask(session, now)
            rows.append(
                trainings.begin(
                    session, DOC, request_id=request.request_id, model_code="svm", plan_version=1, now=now
                )
            )
        trainings.set_evaluated(rows[0], evaluation(f1=0.5))
        trainings.set_evaluated(rows[1], evaluation(f1=0.6))
        trainings.set_failed(rows[2], Sentences("실패", "failed"))
        session.flush()
        (line,) = trainings.latest(session, DOC)
    assert (line.training.f1, line.times_trained) == (0.6, 2)
    assert line.newest.status == TrainingStatus.FAILED
    assert line.training.evaluation == evaluation(f1=0.6)
