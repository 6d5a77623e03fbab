"""Which run serves which request."""

from __future__ import annotations

import pytest

from assets.claiming import DOCUMENTS_A_RUN
from domain.requests import RequestKind, RequestStatus
from records.ocr.tables import OcrDocument
from records.tables import Document, Request
from sensors import planned_runs
from sensors.planned_runs import PAGES_A_RUN, for_now
from sensors.work import WORK, WithDocument

PARAMS = {
    RequestKind.UPLOAD: {"file_name": "a.csv"},
    RequestKind.RETYPE: {"types": {"c0001": "text"}},
    RequestKind.TARGET: {"target": "c0002"},
    RequestKind.PREVIEW: {"choices": {"missing": "mean"}},
    RequestKind.PREPARE: {"choices": {"missing": "mean", "outliers": "clip"}},
    RequestKind.TRAIN: {"models": ["svm", "k_means"], "seed": 7, "budget_seconds": 5.0},
    RequestKind.CONFIRM_MODEL: {"training_id": "261122000000001"},
    RequestKind.PREDICT: {"file_name": "new.csv"},
    RequestKind.MIRROR: {},
    RequestKind.OCR_RETRAIN: {"minutes": 3.0},
    RequestKind.OCR_ROLLBACK: {"network_id": "261122000000001"},
}
WITHOUT_DOCUMENT = {RequestKind.MIRROR, RequestKind.OCR_RETRAIN, RequestKind.OCR_ROLLBACK}
TABLE = Document(doc_id="261122000000003", name="매출")


def request_of(kind: RequestKind, attempt: int = 1) -> Request:
    return Request(
        request_id=12,
        kind=kind,
        doc_id=None if kind in WITHOUT_DOCUMENT else "261122000000003",
        params=PARAMS[kind],
        status=RequestStatus.WAITING,
        attempt=attempt,
    )


def plan_runs(waiting, tables, pages, **choices):
    """Plan the runs of requests with their documents of both halves, each by id."""
    documents = {**tables, **pages}
    return planned_runs.plan_runs(
        [WithDocument(request, documents.get(request.doc_id)) for request in waiting], **choices
    )


def run_of(request):
    """The run of a request about `TABLE`."""
    ((plan,), broken) = plan_runs([request], {TABLE.doc_id: TABLE}, {})
    assert broken == {}
    return plan.run


def test_every_kind_that_needs_a_run_has_a_job_and_no_other():
    without = {RequestKind.CONFIRM_DATA, RequestKind.USE_COLUMNS, RequestKind.DELETE, RequestKind.RESTORE}
    without |= {RequestKind.OCR_DELETE, RequestKind.OCR_RESTORE, RequestKind.OCR_RENAME}
    without |= {RequestKind.RENAME, RequestKind.COMPANY, RequestKind.LAYOUT, RequestKind.RENEWAL}
    without |= {
        RequestKind.OCR_DELETE,
        RequestKind.OCR_RESTORE,
        RequestKind.OCR_RENAME,
        RequestKind.OCR_ASSIGN,
    }
    assert set(WORK) == set(RequestKind) - without


@pytest.mark.parametrize("kind", list(PARAMS))
def test_a_run_says_which_request_attempt_and_document_it_serves(kind):
    run = run_of(request_of(kind, attempt=2))
    assert run.run_key == "request:12:2"
    assert run.tags["saebyeok/request"] == "12"
    assert run.tags[".dagster/saebyeok_attempt"] == "2"
    if kind not in WITHOUT_DOCUMENT:
        assert run.tags["saebyeok/document"] == run.partition_key == "261122000000003"
        assert run.tags["saebyeok/document_name"] == "매출"


def test_training_runs_the_chosen_models_alone_with_their_config():
    run = run_of(request_of(RequestKind.TRAIN))
    names = {key.to_user_string() for key in run.asset_selection}
    svm = {"svm_model", "svm_evaluation", "svm_explanation"}
    assert names == {*svm, "k_means_model", "k_means_evaluation", "model_comparison"}
    assert run.run_config["ops"]["svm_model"] == {"config": {"seed": 7, "budget_seconds": 5.0}}


def test_a_plan_reaches_its_asset_as_config():
    run = run_of(request_of(RequestKind.PREPARE))
    assert run.run_config["ops"]["preprocessing_plan"]["config"] == {"missing": "mean", "outliers": "clip"}


def test_a_request_that_makes_no_sense_holds_up_no_other():
    good, bad = request_of(RequestKind.UPLOAD), request_of(RequestKind.TRAIN)
    bad.request_id, bad.params = 13, {"models": ["no such model"]}
    planned, broken = plan_runs([bad, good], {TABLE.doc_id: TABLE}, {})
    assert [(plan.key, plan.request_ids) for plan in planned] == [("request:12:1", [12])]
    assert set(broken) == {13}
    assert "no such model" in broken[13]


def uploads(count, *, day="2026-11-22", pages=None, first=100):
    """Requests to read as many documents, and the documents."""
    ids = [f"2611220000{number:05d}" for number in range(first, first + count)]
    documents = {
        doc: OcrDocument(doc_id=doc, day=day, file_name=f"{doc}.png", company="", pages=pages) for doc in ids
    }
    asked = [
        Request(request_id=int(doc[-5:]), kind=RequestKind.OCR_READ, doc_id=doc, params={}, attempt=1)
        for doc in ids
    ]
    return asked, documents


def test_documents_of_a_day_are_read_together():
    asked, documents = uploads(3)
    (plan,), broken = plan_runs(asked, {}, documents)
    assert broken == {}
    assert plan.run.partition_key == "2026-11-22"
    assert plan.request_ids == [r.request_id for r in asked]
    assert plan.run.run_config["ops"]["extracted_texts"]["config"]["documents"] == sorted(documents)


def test_a_run_reads_documents_of_one_day_only():
    asked, documents = uploads(1)
    later, more = uploads(1, day="2026-11-23", first=200)
    planned, _ = plan_runs([*asked, *later], {}, {**documents, **more})
    assert [plan.run.partition_key for plan in planned] == ["2026-11-22", "2026-11-23"]


@pytest.mark.parametrize(
    ("pages", "sizes"),
    [
        (None, [DOCUMENTS_A_RUN, DOCUMENTS_A_RUN, 2]),
        (100, [2] * 65),
        (PAGES_A_RUN + 1, [1] * 130),
    ],
)
def test_a_run_is_bounded_in_documents_and_pages(pages, sizes):
    asked, documents = uploads(130, pages=pages)
    planned, _ = plan_runs(asked, {}, documents)
    assert [len(plan.request_ids) for plan in planned] == sizes
    assert sorted(n for plan in planned for n in plan.request_ids) == [r.request_id for r in asked]
    assert len({plan.key for plan in planned}) == len(planned)


def test_a_file_of_a_document_is_made_in_a_run_of_its_day():
    (asked, *_), documents = uploads(1)
    asked.kind, asked.params = RequestKind.OCR_EXPORT, {"format": "pdf"}
    (plan,), broken = plan_runs([asked], {}, documents)
    assert broken == {}
    assert (plan.run.job_name, plan.run.partition_key) == ("ocr_export", "2026-11-22")
    config = plan.run.run_config["ops"]["exported_document"]["config"]
    assert config == {"document": asked.doc_id, "format": "pdf"}
    assert plan.run.tags["saebyeok/document"] == asked.doc_id
    assert plan.run.tags["saebyeok/document_name"] == f"{asked.doc_id}.png"


def test_a_document_that_is_gone_breaks_its_own_request_alone():
    asked, documents = uploads(2)
    del documents[asked[0].doc_id]
    planned, broken = plan_runs(asked, {}, documents)
    assert [plan.request_ids for plan in planned] == [[asked[1].request_id]]
    assert set(broken) == {asked[0].request_id}


PRIORITY = "dagster/priority"


def test_runs_of_who_asks_for_much_leave_the_queue_last():
    mine, theirs = request_of(RequestKind.UPLOAD), request_of(RequestKind.UPLOAD)
    mine.requested_by, theirs.requested_by, theirs.request_id = "kim", "inbox", 13
    planned, _ = plan_runs([mine, theirs], {TABLE.doc_id: TABLE}, {}, bulk={("inbox", RequestKind.UPLOAD)})
    assert [plan.run.tags.get(PRIORITY) for plan in planned] == ["1", None]


def test_a_persons_page_is_not_read_in_the_midst_of_a_heap():
    heap, documents = uploads(3)
    (mine,), more = uploads(1, first=200)
    for request in heap:
        request.requested_by = "inbox"
    mine.requested_by = "kim"
    everything = {**documents, **more}
    planned, _ = plan_runs([*heap, mine], {}, everything, bulk={("inbox", RequestKind.OCR_READ)})
    assert [(plan.request_ids, plan.run.tags.get(PRIORITY)) for plan in planned] == [
        ([mine.request_id], "1"),
        ([request.request_id for request in heap], None),
    ]


def test_workers_are_given_runs_of_few_pages_each():
    asked, documents = uploads(10)
    planned, _ = plan_runs(asked, {}, documents, pages_a_run=4)
    assert [len(plan.request_ids) for plan in planned] == [4, 4, 2]


def test_of_a_heap_only_as_many_runs_are_asked_for_as_there_is_room(now):
    heap, documents = uploads(12)
    mine, theirs = request_of(RequestKind.UPLOAD), uploads(1, first=200)
    mine.requested_by = "kim"
    for request in (*heap, *theirs[0]):
        request.requested_by = "inbox"
    planned, _ = plan_runs(
        [*theirs[0], *heap, mine],
        {TABLE.doc_id: TABLE},
        {**documents, **theirs[1]},
        bulk={("inbox", RequestKind.OCR_READ)},
        pages_a_run=4,
    )

    def asked(room):
        return [plan.request_ids for plan in for_now(planned, room=room)]

    first = [*theirs[0], *heap][:4]
    assert asked(1) == [[mine.request_id], [request.request_id for request in first]]
    assert asked(0) == asked(-2) == [[mine.request_id]]
    assert len(asked(99)) == 5
