"""Requests served at once: the same rows as by a run, and what is left to runs."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

import samples
from assets.automl import data
from domain.automl import DocumentStatus
from domain.messages import Message
from domain.preprocessing import PlanChoices
from domain.requests import RequestKind, RequestStatus
from intake.destinations import NewPages
from orchestration.runtime.reading_resources import build_files
from records import columns, documents, plans
from records.engine import reading, transaction
from records.ocr import texts
from records.ocr.box_editing import boxes
from records.ocr.table_editing import page_tables
from serving import warm_steps
from serving.warm_steps import SmallWork
from tests.serving.conftest import Serving
from work_requests import automl_decisions, lifecycle, ocr_decisions, progress, request_lists, request_queue

PAGE = Path(samples.__file__).parent / "ocr" / "거래명세서.png"


def document_of(home, doc):
    with reading(home.engine) as session:
        return documents.get(session, doc)


def rows_of(home, doc):
    """What profiling wrote of each column."""
    with reading(home.engine) as session:
        return [
            (c.label, c.type, c.distinct, c.missing, c.profile) for c in columns.of_document(session, doc)
        ]


def targeted(home, serving, path):
    """A document with a target, served so far."""
    doc = home.add(path)
    serving.serve()
    home.decide(automl_decisions.confirm_data, doc)
    request = home.decide(automl_decisions.set_target, doc, label="종류", positive_class=None)
    serving.serve()
    return doc, request


def test_an_upload_is_read_and_profiled_as_by_a_run(workshop, serving, loans):
    by_run = workshop.add(loans)
    workshop.run_waiting()
    doc = workshop.add(loans)
    serving.serve()
    assert document_of(workshop, doc).status == DocumentStatus.UPLOADED
    assert rows_of(workshop, doc) == rows_of(workshop, by_run)
    assert serving.steps == ["uploaded_table", "column_profile", "boxplots"]
    assert workshop.upload_request(doc).status == RequestStatus.DONE
    assert workshop.upload_request(doc).dagster_run_id is None


def test_target_preview_and_plan_are_served_with_the_results_of_a_run(workshop, serving, loans):
    doc, request = targeted(workshop, serving, loans)
    choices = PlanChoices()
    shown = workshop.decide(automl_decisions.prepare, doc, choices=choices, preview=True)
    applied = workshop.decide(automl_decisions.prepare, doc, choices=choices, preview=False)
    serving.serve()
    again = workshop.decide(automl_decisions.prepare, doc, choices=choices, preview=True)
    workshop.run_waiting()
    assert workshop.request(request.request_id).result["positive_class"] == "작음"
    assert workshop.request(shown.request_id).result == workshop.request(again.request_id).result
    effect = workshop.request(applied.request_id).result["effect"]
    assert effect == workshop.request(again.request_id).result["effect"]
    with reading(workshop.engine) as session:
        assert plans.current(session, doc).version == 1


def test_a_refusal_is_written_to_the_request_and_the_document(workshop, serving, tmp_path):
    path = tmp_path / "few.csv"
    path.write_text("a,b\n" + "\n".join(f"{n},{'x' if n % 2 else 'y'}" for n in range(10)))
    doc = workshop.add(path)
    serving.serve()
    workshop.decide(automl_decisions.confirm_data, doc)
    request = workshop.decide(automl_decisions.set_target, doc, label="b", positive_class=None)
    serving.serve()
    settled = workshop.request(request.request_id)
    assert settled.status == RequestStatus.FAILED
    assert "20" in settled.reason.en
    assert document_of(workshop, doc).target_key is None
    assert serving.left == []


def test_a_table_larger_than_what_is_small_is_left_to_a_run(workshop, loans):
    serving = Serving(workshop, SmallWork(file_bytes=10))
    doc = workshop.add(loans)
    serving.serve()
    assert workshop.upload_request(doc).status == RequestStatus.WAITING
    workshop.run_waiting()
    assert workshop.upload_request(doc).status == RequestStatus.DONE


def test_work_that_breaks_is_given_to_a_run_with_a_line_that_says_so(workshop, serving, loans, monkeypatch):
    def broken(*_):
        raise MemoryError("none left")

    monkeypatch.setattr(data, "profile_columns", broken)
    doc = workshop.add(loans)
    serving.serve()
    request = workshop.upload_request(doc)
    assert (request.status, request.attempt) == (RequestStatus.WAITING, 2)
    assert len(serving.left) == 1
    with reading(workshop.engine) as session:
        (line,) = [
            line
            for line in progress.lines(session, request.request_id, ["column_profile"], limit=9)
            if "a run does it" in line.message.en
        ]
    assert line.message.ko == "바로 처리하지 못해 실행(run)으로 처리합니다"
    serving.serve()
    assert workshop.upload_request(doc).status == RequestStatus.WAITING
    monkeypatch.undo()
    workshop.run_waiting()
    assert workshop.upload_request(doc).status == RequestStatus.DONE


def test_a_request_that_was_asked_of_dagster_is_left_alone(workshop, serving, loans):
    doc = workshop.add(loans)
    request = workshop.upload_request(doc)
    with transaction(workshop.engine) as session:
        request_queue.mark_submitted(session, [request.request_id], workshop.now(), run_key="request:1:1")
    serving.serve()
    assert workshop.upload_request(doc).status == RequestStatus.WAITING
    assert serving.made == []


def test_a_request_of_a_process_that_died_is_given_to_a_run_by_the_reconciler(workshop, serving, loans):
    doc = workshop.add(loans)
    request = workshop.upload_request(doc)
    claimed = serving.lane._claim(request, "serving:gone")
    assert claimed is not None
    with transaction(workshop.engine) as session:
        row = lifecycle.get(session, request.request_id)
        row.started_at = row.started_at.replace(year=row.started_at.year - 1)
    workshop.reconcile()
    request = workshop.upload_request(doc)
    assert (request.status, request.attempt) == (RequestStatus.WAITING, 2)


def add_page(home, path):
    intake = build_files(home.settings).intake(home.engine)
    return intake.take(path, NewPages("새벽상사"), by="me", now=home.now(), keep=True).id


def page_request(home, doc):
    with reading(home.engine) as session:
        return next(r for r in request_lists.of_document(session, doc) if r.kind == RequestKind.OCR_READ)


def test_a_page_that_waits_for_the_recogniser_says_so_and_is_not_claimed(workshop):
    why = [Message("the recogniser is being prepared")]
    serving = Serving(workshop, keeps_waiting=lambda kind: why[0] if kind == RequestKind.OCR_READ else None)
    doc = add_page(workshop, PAGE)
    serving.serve()
    request = page_request(workshop, doc)
    assert request.status == RequestStatus.WAITING
    with reading(workshop.engine) as session:
        (step,) = progress.of_request(session, request.request_id)
    assert step.message.en == why[0].en


@pytest.mark.slow
def test_a_page_is_read_as_by_a_run(workshop, serving):
    by_run, doc = add_page(workshop, PAGE), None
    workshop.run_waiting()
    doc = add_page(workshop, PAGE)
    serving.serve()
    assert page_request(workshop, doc).status == RequestStatus.DONE
    assert serving.steps == [
        "document_pages",
        "extracted_texts",
        "document_tables",
        "document_kind",
        "document_fields",
    ]
    with reading(workshop.engine) as session:
        read = [[t.text for t in texts.of_document(session, one)] for one in (by_run, doc)]
    assert read[0] == read[1]
    assert len(read[0]) > 20
    with reading(workshop.engine) as session:
        ((parties, goods),) = page_tables.of_document(session, doc).values()
        said = {text.text_id: text.label for text in texts.of_document(session, doc)}
    header = [" ".join(said[text_id] for text_id, _, _ in cell.texts) for cell in goods.by_row[0]]
    # As the sample's page is printed.
    assert parties.table.rows == 7
    assert (goods.table.rows, header) == (10, ["품목", "규격", "수량", "단가", "공급가액", "세액"])
    # A box that is drawn where one was removed says what was read there.
    with transaction(workshop.engine) as session:
        sure = max(texts.of_document(session, doc), key=lambda text: (text.score, len(text.text)))
        said, quad = sure.text, sure.quad
        boxes.remove(session, [sure.text_id], by="kim", now=workshop.now())
        (drawn,) = boxes.draw(session, doc, 1, quad, by="kim", now=workshop.now()).texts
        request = ocr_decisions.read_boxes(session, doc, by="kim", now=workshop.now())
        drawn_id, request_id = drawn.text_id, request.request_id
    serving.serve()
    with reading(workshop.engine) as session:
        drawn = texts.get(session, drawn_id)
        assert (drawn.text, drawn.is_read) == (said, True)
        assert lifecycle.get(session, request_id).status == RequestStatus.DONE
    assert serving.steps[-1] == "box_texts"


@pytest.mark.slow
def test_a_document_of_many_pages_is_left_to_a_run_with_its_pages_unread(workshop, tmp_path):
    path = tmp_path / "two.pdf"
    blank = Image.new("L", (300, 400), 255)
    blank.save(path, save_all=True, append_images=[blank])
    serving = Serving(workshop, SmallWork(pages=1))
    doc = add_page(workshop, path)
    serving.serve()
    request = page_request(workshop, doc)
    assert (request.status, request.attempt) == (RequestStatus.WAITING, 2)
    assert serving.made == []


def test_work_cancelled_between_two_steps_goes_no_further(workshop, serving, loans, monkeypatch):
    real = data.read_upload

    def cancelling(step, files, run):
        with transaction(workshop.engine) as session:
            lifecycle.cancel(session, step.request_id, by="kim", now=workshop.now())
        return real(step, files, run)

    monkeypatch.setattr(data, "read_upload", cancelling)
    doc = workshop.add(loans)
    serving.serve()
    assert workshop.upload_request(doc).status == RequestStatus.CANCELLED
    assert serving.steps == ["uploaded_table"]


def test_work_that_was_cancelled_and_breaks_is_not_done_by_a_run(workshop, serving, loans, monkeypatch):
    def breaking(step, files, run):
        with transaction(workshop.engine) as session:
            lifecycle.cancel(session, step.request_id, by="kim", now=workshop.now())
        raise MemoryError

    monkeypatch.setattr(data, "read_upload", breaking)
    doc = workshop.add(loans)
    serving.serve()
    assert workshop.upload_request(doc).status == RequestStatus.CANCELLED
    assert serving.left == []


def test_a_request_whose_size_is_unknown_holds_up_no_other(workshop, serving, loans, monkeypatch):
    broken, doc = workshop.add(loans), workshop.add(loans)

    def size(files, key):
        if broken in key:
            raise OSError("stale file handle")
        return 100

    monkeypatch.setattr(warm_steps, "_bytes", size)
    serving.serve()
    assert workshop.upload_request(broken).status == RequestStatus.WAITING
    assert workshop.upload_request(doc).status == RequestStatus.DONE
