"""What each person checked: each text and field once a period, second looks, and what is assigned."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from domain.access import Role
from domain.document_fields import FieldState, FieldType
from records.access import users
from records.engine import reading, transaction
from records.ocr import decisions, documents
from records.ocr.document_fields import field_decisions, fields
from records.ocr.document_fields.fields import ReadField, field_id
from records.ocr.proofreading import second_looks
from records.ocr.proofreading.progress import Checked, Progress, progress
from work_requests import ocr_decisions

DOC = "261122000000010"
OTHER = "261122000000011"
TOTAL, NAME = (field_id(DOC, 0, key) for key in ("total_amount", "supplier_name"))


@pytest.fixture
def filled(engine, make_page, now):
    """Two documents of two people; the first has two fields, of which one is repaired by proof."""
    with transaction(engine) as session:
        make_page(session, "비고", "합계 1,234,500 원", "주식회사 새벽")
        make_page(session, "단가 9,000", doc_id=OTHER)
        for name in ("kim", "lee"):
            users.add(session, name, Role.EDITOR, password_hash=None, now=now)
        read = [
            ReadField("total_amount", FieldType.WON, 0, FieldState.CONTRADICTED, machine="1", repair="2"),
            ReadField("supplier_name", FieldType.NAME, 1, FieldState.UNCHECKED, machine="새벽"),
        ]
        fields.replace_read(session, documents.get(session, DOC), read, [], now=now)
        assert fields.apply_repairs(session, DOC, now=now) == 1
    return engine


def test_each_text_counts_once_a_person_and_period(filled, now):
    yesterday = now - timedelta(days=1)
    with transaction(filled) as session:
        decisions.confirm(session, [f"{DOC}_01_1"], by="kim", now=yesterday)
        decisions.correct(session, f"{DOC}_01_2", "합계", by="kim", now=now)
        decisions.correct(session, f"{DOC}_01_2", "합계 1", by="kim", now=now)
        decisions.mark_unreadable(session, [f"{DOC}_01_3"], by="lee", now=now)
        decisions.select(session, [f"{OTHER}_01_1"], by="park", now=now)
        ocr_decisions.assign(session, OTHER, "lee", by="kim", now=now)
    with reading(filled) as session:
        found = progress(session, today=now, week=yesterday)
    assert found == [
        Progress("kim", Checked(texts=1), Checked(texts=2)),
        Progress("lee", Checked(texts=1), Checked(texts=1), assigned=1),
    ]


def test_fields_that_people_confirmed_or_corrected_are_counted_and_repairs_by_proof_are_not(filled, now):
    yesterday = now - timedelta(days=1)
    with transaction(filled) as session:
        field_decisions.confirm(session, NAME, by="kim", now=yesterday)
        field_decisions.correct(session, TOTAL, "3", by="kim", now=now)
        field_decisions.correct(session, TOTAL, "4", by="kim", now=now)
        field_decisions.reopen(session, TOTAL, by="lee", now=now)
    with reading(filled) as session:
        assert progress(session, today=now, week=yesterday) == [
            Progress("kim", Checked(fields=1), Checked(fields=2))
        ]


def test_second_looks_are_counted_beside_the_first(filled, now):
    with transaction(filled) as session:
        changed = decisions.confirm(session, [f"{DOC}_01_2"], by="kim", now=now)
        second_looks.ask_for_keying(session, changed, now=now)
        look, _ = second_looks.claim_next(session, by="lee", now=now)
        second_looks.key(session, look.look_id, "합계 1,234,500 원", by="lee", now=now)
    with reading(filled) as session:
        found = progress(session, today=now, week=now)
        later = progress(session, today=now + timedelta(days=1), week=now)
    assert [(one.person, one.week) for one in found] == [
        ("kim", Checked(texts=1)),
        ("lee", Checked(second_looks=1)),
    ]
    assert [one.today.total for one in later] == [0, 0]


def test_the_histories_are_read_by_their_date_alone(filled, now):
    statements = []

    def keep(_connection, _cursor, statement, parameters, _context, _many):
        statements.append((statement, parameters))

    sa.event.listen(filled, "before_cursor_execute", keep)
    with reading(filled) as session:
        progress(session, today=now, week=now - timedelta(days=7))
    sa.event.remove(filled, "before_cursor_execute", keep)
    is_sqlite = filled.dialect.name == "sqlite"
    explain = "EXPLAIN QUERY PLAN" if is_sqlite else "EXPLAIN"
    with filled.connect() as connection:
        if not is_sqlite:
            connection.exec_driver_sql("SET LOCAL enable_seqscan = off")  # it scans tables of a few rows
        plans = [
            " ".join(str(row) for row in connection.exec_driver_sql(f"{explain} {statement}", parameters))
            for statement, parameters in statements
            if "_HISTORY" in statement
        ]
    assert len(plans) == 2
    assert all("_CHECKED" in plan for plan in plans), plans
