"""A table that grows: rows added, asked about, and a model trained again on them."""

from __future__ import annotations

import polars as pl

from assets.automl import table_files
from domain.requests import RequestStatus
from domain.table_additions import AdditionChoices, AdditionStatus
from intake.take import Refused
from orchestration.runtime.reading_resources import build_files
from records import columns, documents, text_rows
from records.engine import reading, transaction
from records.growth import additions
from tests.assets.grown_table import csv_of, grown
from work_requests import growth_decisions, lifecycle

__all__ = ["grown"]


def test_added_rows_are_in_the_table_its_profile_and_its_versions(workshop, grown):
    doc, add = grown
    addition = add(csv_of(160, 40, seed=1))
    with reading(workshop.engine) as session:
        document = documents.get(session, doc)
        last = text_rows.read_rows(session, doc, first=200, count=5)
        info = columns.by_label(session, doc, "번호")
        request = workshop.request(addition.request_id)
    assert (addition.status, addition.version, addition.first_row, addition.rows) == (
        AdditionStatus.ADDED,
        2,
        161,
        40,
    )
    assert (document.rows, document.read_report.rows) == (200, 200)
    assert [row[0] for row in last] == ["199"]
    assert info.max == 199
    assert request.status == RequestStatus.DONE
    assert set(document.read_report.files) == {"v2/cells.parquet", "v2/typed.parquet"}


def test_the_same_file_is_not_added_twice(workshop, grown):
    _, add = grown
    text = csv_of(160, 40, seed=1)
    add(text)
    again = add(text)
    assert isinstance(again, Refused)
    assert "이미" in again.message.ko


def test_a_renamed_column_waits_for_a_decision(workshop, grown):
    doc, add = grown
    addition = add(csv_of(160, 40, seed=1).replace("크기", "크기(cm)"))
    assert addition.status == AdditionStatus.ASKS
    assert [one.key for one in additions.differences_of(addition) if one.asks] == ["renamed:크기"]
    with reading(workshop.engine) as session:
        assert documents.get(session, doc).rows == 160
    workshop_answer(workshop, addition, renamed={"크기": "크기(cm)"})
    with reading(workshop.engine) as session:
        assert additions.get(session, addition.addition_id).status == AdditionStatus.ADDED
        assert documents.get(session, doc).rows == 200


def workshop_answer(workshop, addition, **choices):
    with transaction(workshop.engine) as session:
        growth_decisions.answer(
            session, addition.addition_id, choices=AdditionChoices(**choices), by="me", now=workshop.now()
        )
    workshop.run_waiting()


def test_a_file_that_cannot_be_read_fails_its_request_and_leaves_the_table(workshop, grown):
    doc, add = grown
    addition = add("\x00\x01\x02 not a table", name="broken.xlsx")
    with reading(workshop.engine) as session:
        assert documents.get(session, doc).rows == 160
    if not isinstance(addition, Refused):
        assert workshop.request(addition.request_id).status == RequestStatus.FAILED


def test_a_step_that_dies_before_its_end_leaves_the_version_before_and_is_done_again(
    workshop, grown, monkeypatch
):
    doc, add = grown
    with monkeypatch.context() as dying:
        dying.setattr(additions, "set_added", lambda *_, **__: 1 / 0)
        addition = add(csv_of(160, 40, seed=1))
    with reading(workshop.engine) as session:
        document = documents.get(session, doc)
    files = build_files(workshop.settings)
    with table_files.cells(files.store, document) as cells:
        assert pl.read_parquet(cells).height == document.rows == 160
    with transaction(workshop.engine) as session:
        lifecycle.begin_again(lifecycle.get(session, addition.request_id))
    workshop.run_waiting()
    with reading(workshop.engine) as session:
        document = documents.get(session, doc)
        rows = text_rows.read_rows(session, doc, first=1, count=500)
    assert (document.rows, len(rows), rows[-1][0]) == (200, 200, "199")


def test_an_attempt_after_the_rows_were_added_adds_none_again(workshop, grown):
    doc, add = grown
    addition = add(csv_of(160, 40, seed=1))
    with transaction(workshop.engine) as session:
        lifecycle.begin_again(lifecycle.get(session, addition.request_id))
    workshop.run_waiting()
    with reading(workshop.engine) as session:
        again = additions.get(session, addition.addition_id)
        assert (again.status, again.version, again.rows) == (AdditionStatus.ADDED, 2, 40)
        assert documents.get(session, doc).rows == 200
