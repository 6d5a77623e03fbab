"""A table that grows: what is asked before rows are added, answers one after the other, and rows that are taken out again."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pandas as pd
import polars as pl
import pytest

from assets.automl import table_files
from domain.preprocessing import PlanChoices
from domain.requests import RequestKind, RequestStatus
from domain.table_additions import AdditionChoices, AdditionStatus
from intake.destinations import MoreRows
from intake.take import Refused
from orchestration.runtime.reading_resources import build_files
from records import columns, documents, text_rows
from records.engine import reading, transaction
from records.errors import DecisionRefused
from records.growth import additions
from records.growth.tables import TableAddition
from tests.assets.grown_table import adding, confirmed, csv_of, grown, upload
from work_requests import automl_decisions, growth_decisions, lifecycle

__all__ = ["grown"]


def with_target(workshop, doc):
    workshop.decide(automl_decisions.confirm_data, doc)
    workshop.decide(automl_decisions.set_target, doc, label="종류", positive_class=None)
    workshop.run_waiting()


def decide(workshop, addition, **choices):
    with transaction(workshop.engine) as session:
        growth_decisions.answer(
            session, addition.addition_id, choices=AdditionChoices(**choices), by="me", now=workshop.now()
        )
    workshop.run_waiting()
    with reading(workshop.engine) as session:
        return additions.get(session, addition.addition_id)


def asked(addition):
    return [one.key for one in additions.differences_of(addition) if one.asks]


def rows_of(workshop, doc):
    with reading(workshop.engine) as session:
        return documents.get(session, doc).rows


def test_a_new_class_waits_for_a_decision_that_is_kept(workshop, grown, tmp_path):
    _, add = grown
    base = tmp_path / "classes.csv"
    base.write_text(of_classes(csv_of(0, 160)))
    doc = workshop.add(base)
    workshop.run_waiting()
    with_target(workshop, doc)
    text = of_classes(csv_of(160, 40, seed=1)).replace("해지", "정지")
    addition = add(text, to=doc)
    assert (asked(addition), rows_of(workshop, doc)) == (["classes:종류"], 160)
    decided = decide(workshop, addition, known_classes=True)
    assert (decided.status, decided.choices.known_classes) == (AdditionStatus.ADDED, True)
    assert rows_of(workshop, doc) == 160 + text.count("유지")


def of_classes(text):
    return text.replace("아니오", "해지").replace("예", "유지")


def test_decisions_one_after_the_other_add_up(workshop, grown):
    _, add = grown
    text = csv_of(160, 40).replace("크기", "크기값").replace("번호", "번 호값")
    addition = add(text)
    assert asked(addition) == ["renamed:번호", "renamed:크기"]
    addition = decide(workshop, addition, renamed={"크기": "크기값"})
    assert asked(addition) == ["renamed:번호"]
    addition = decide(workshop, addition, renamed={"크기": "크기값", "번호": "번 호값"})
    assert (asked(addition), addition.status) == ([], AdditionStatus.ADDED)
    assert addition.choices.renamed == {"크기": "크기값", "번호": "번 호값"}


@pytest.fixture
def repeated(begun_homes, workshop):
    """An addition of rows that are there already, which is asked about, and of one that is new."""
    addition_id = begun_homes.copied_to(workshop, add_repeated)
    with reading(workshop.engine) as session:
        return additions.get(session, addition_id)


def add_repeated(workshop, folder):
    addition = adding(workshop, upload(workshop, folder), folder)(csv_of(0, 160) + "900,50,예\n")
    assert asked(addition) == ["repeated:"]
    return addition.addition_id


@pytest.mark.parametrize(
    ("choices", "named"),
    [
        ({"accepted": ["unit"]}, "unit"),
        ({"accepted": ["unit:크기"]}, "unit:크기"),
        ({"renamed": {"크기": "없음"}}, "크기"),
        ({"converted": ["크기"]}, "크기"),
        ({"known_classes": True}, "repeated:"),
        ({}, "repeated:"),
    ],
)
def test_a_choice_about_nothing_that_is_asked_is_refused(workshop, repeated, choices, named):
    with pytest.raises(DecisionRefused) as refused:
        decide(workshop, repeated, **choices)
    assert named in refused.value.en


def test_after_a_refused_choice_what_is_asked_is_decided(workshop, repeated):
    with pytest.raises(DecisionRefused):
        decide(workshop, repeated)
    assert decide(workshop, repeated, accepted=["repeated"]).rows == 161


def test_choices_with_the_file_name_columns_of_the_table(grown):
    _, add = grown
    refused = add(csv_of(160, 40), accepted=["unit:없는 칼럼"])
    assert "없는 칼럼" in refused.message.ko


def test_without_a_new_row_there_is_no_new_version_and_it_is_asked_again(workshop, grown):
    _, add = grown
    addition = add(csv_of(0, 160)[:-1])  # other bytes, the same rows
    decided = decide(workshop, addition, only_new=True)
    assert workshop.request(decided.request_id).status == RequestStatus.DONE
    assert "새 행이 없습니다" in additions.differences_of(decided)[-1].ko
    assert (decided.status, decided.version, asked(decided)) == (AdditionStatus.ASKS, None, ["repeated:"])
    assert decide(workshop, decided, accepted=["repeated:"]).rows == 160


def take_back(workshop, doc):
    request = workshop.decide(growth_decisions.take_back, doc)
    workshop.run_waiting()
    return workshop.request(request.request_id)


def test_the_newest_addition_is_taken_out_again(workshop, grown):
    doc, add = grown
    with reading(workshop.engine) as session:
        before = documents.get(session, doc)
    addition = add(csv_of(160, 40, seed=1).replace(",50,", ",50.5,"))
    add(csv_of(200, 20, seed=2), name="later.csv")
    assert take_back(workshop, doc).status == RequestStatus.DONE
    assert rows_of(workshop, doc) == 200
    assert take_back(workshop, doc).status == RequestStatus.DONE
    with reading(workshop.engine) as session:
        document = documents.get(session, doc)
        gone = additions.get(session, addition.addition_id)
        info = columns.by_label(session, doc, "번호")
        rows = text_rows.read_rows(session, doc, first=1, count=500)
        assert additions.version_of(session, doc) == 5
    assert (gone.status, gone.choices.taken_back.by, gone.choices.taken_back.version) == (
        "taken_back",
        "me",
        5,
    )
    assert (document.rows, len(rows), info.max) == (160, 160, 159)
    assert document.read_report.schema == before.read_report.schema
    files = build_files(workshop.settings)
    with table_files.typed(files.store, document) as typed:
        assert pl.read_parquet(typed).height == 160
    with pytest.raises(DecisionRefused, match="no added rows"):
        take_back(workshop, doc)
    again = add(csv_of(160, 40, seed=1).replace(",50,", ",50.5,"))
    assert (again.status, again.version, again.first_row) == (AdditionStatus.ADDED, 6, 161)


def test_rows_are_not_taken_out_while_work_on_the_table_runs(workshop, grown):
    doc, add = grown
    add(csv_of(160, 40, seed=1))
    with transaction(workshop.engine) as session:
        lifecycle.ask(session, RequestKind.PREVIEW, doc_id=doc, params={}, by="me", now=workshop.now())
    with pytest.raises(DecisionRefused, match="has not ended"):
        workshop.decide(growth_decisions.take_back, doc)


@pytest.mark.slow
def test_rows_that_the_confirmed_model_knows_stay(workshop, grown):
    doc, add = grown
    add(csv_of(160, 40, seed=1))
    confirmed(workshop, doc)
    with pytest.raises(DecisionRefused, match="confirmed model"):
        workshop.decide(growth_decisions.take_back, doc)


def test_a_preparation_of_rows_that_are_taken_out_is_applied_again(workshop, grown):
    doc, add = grown
    with_target(workshop, doc)
    add(csv_of(160, 40, seed=1))
    workshop.decide(automl_decisions.prepare, doc, choices=PlanChoices(duplicates="keep"), preview=False)
    workshop.run_waiting()
    take_back(workshop, doc)
    with reading(workshop.engine) as session:
        assert documents.get(session, doc).plan_version is None


def test_a_preparation_of_fewer_rows_is_said(workshop, grown):
    doc, add = grown
    with_target(workshop, doc)
    workshop.decide(automl_decisions.prepare, doc, choices=PlanChoices(duplicates="keep"), preview=False)
    workshop.run_waiting()
    with reading(workshop.engine) as session:
        assert additions.rows_of_plan(session, documents.get(session, doc)) is None
    add(csv_of(160, 40, seed=1))
    with reading(workshop.engine) as session:
        said = additions.rows_of_plan(session, documents.get(session, doc))
    assert "first 160 of 200 rows" in said.en


def test_a_file_that_could_not_be_read_is_shown_as_failed(workshop, grown):
    _, add = grown
    addition = add("번호,크기,종류\n")
    request = workshop.request(addition.request_id)
    assert additions.shown_status(addition, request) == RequestStatus.FAILED


def test_each_sheet_of_a_workbook_is_added_once(workshop, grown, tmp_path):
    doc, _ = grown
    book = tmp_path / "two.xlsx"
    with pd.ExcelWriter(book) as writer:
        for name, first, count in (("7월", 200, 60), ("8월", 300, 40)):
            pd.read_csv(io.StringIO(csv_of(first, count))).to_excel(writer, sheet_name=name, index=False)

    def bring(sheet=None):
        rows = MoreRows(doc, sheet)
        intake = build_files(workshop.settings).intake(workshop.engine)
        taken = intake.take(book, rows, by="me", now=workshop.now(), keep=True)
        if isinstance(taken, Refused):
            return taken
        workshop.run_waiting()
        with reading(workshop.engine) as session:
            return additions.get(session, taken.id)

    first = bring()
    assert (first.status, first.sheet, first.rows) == (AdditionStatus.ADDED, "7월", 60)
    assert any("'7월'" in one.ko and "8월" in one.ko for one in additions.differences_of(first))
    again = bring()
    assert again.status == AdditionStatus.RECEIVED
    refused = workshop.request(again.request_id)
    assert refused.status == RequestStatus.FAILED
    assert "'7월'" in refused.reason_ko
    assert isinstance(bring("7월"), Refused)
    second = bring("8월")
    assert (second.status, second.sheet, second.rows) == (AdditionStatus.ADDED, "8월", 40)


def test_the_day_of_rows_that_are_there_already_is_that_of_the_home(workshop, grown):
    doc, add = grown
    text = csv_of(160, 40)
    with transaction(workshop.engine) as session:
        session.get(TableAddition, add(text).addition_id).added_at = datetime(2026, 11, 30, 16, tzinfo=UTC)
    seoul = datetime(2026, 12, 2, tzinfo=ZoneInfo("Asia/Seoul"))
    with reading(workshop.engine) as session, pytest.raises(DecisionRefused, match="2026-12-01"):
        additions.refuse_same_content(
            session,
            doc,
            file_name="more.csv",
            sha256=additions.added(session, doc)[0].source_sha256,
            sheet=None,
            now=seoul,
        )


def test_the_key_of_a_renamed_column_takes_the_header_that_was_suggested(workshop, grown):
    _, add = grown
    addition = add(csv_of(160, 40).replace("크기", "크기값"))
    assert asked(addition) == ["renamed:크기"]
    assert decide(workshop, addition, accepted=["renamed:크기"]).status == AdditionStatus.ADDED
