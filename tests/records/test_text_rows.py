"""The cells of a document come back as they were loaded, by one load alone."""

from __future__ import annotations

import json

import pytest
import sqlalchemy as sa

from records import text_rows
from records.engine import reading
from records.errors import Superseded
from records.tables import TableRow

DOC = "261122000000001"
ROWS = ['["1",null]\n["2","나"]', '["3","a\\nb"]']


def load(engine, batches, guard=lambda session: None):
    return text_rows.replace_rows(
        engine, DOC, ["번호", "이름"], batches, guard=guard, progress=lambda done: None
    )


def test_a_row_is_stored_to_the_letter_on_every_database(engine):
    cells = [
        "\\N",
        "\\.",
        "\\",
        "a\tb",
        "\r\n",
        "\x00",
        "],[",
        '"],["',
        "null],[",
        "가\u2028",
        "\U0001f600",
        None,
        "",
    ]
    lines = [json.dumps(row, ensure_ascii=False, separators=(",", ":")) for row in (cells, cells[::-1])]
    load(engine, ["\n".join(lines)])
    with reading(engine) as session:
        stored = session.scalars(sa.select(TableRow.text).order_by(TableRow.row_no)).all()
        assert text_rows.read_rows(session, DOC, first=1) == [cells, cells[::-1]]
    assert stored == ['["번호","이름"]', *lines]


def test_a_server_that_is_lost_while_rows_are_loaded_is_worth_another_try(engine):
    if engine.dialect.name == "sqlite":
        pytest.skip("SQLite has no server")

    def lose_server(session):
        if (done := session.scalar(sa.select(sa.func.count()).select_from(TableRow))) == 3:
            (mine,) = session.execute(sa.text("SELECT pg_backend_pid()")).one()
            with engine.connect() as other:
                other.execute(sa.text("SELECT pg_terminate_backend(:mine, 5000)"), {"mine": mine})
        assert done <= 3

    with pytest.raises(sa.exc.OperationalError):
        load(engine, ROWS, lose_server)
    assert load(engine, ROWS) == 3


def count_rows(session):
    return session.scalar(
        sa.select(sa.func.count()).select_from(TableRow).where(TableRow.doc_id == DOC, TableRow.row_no > 0)
    )


def test_rows_come_back_in_order_with_the_header_first(engine):
    assert load(engine, ROWS) == 3
    with reading(engine) as session:
        assert text_rows.read_rows(session, DOC) == [
            ["번호", "이름"],
            ["1", None],
            ["2", "나"],
            ["3", "a\nb"],
        ]
        assert count_rows(session) == 3


def test_loading_again_leaves_no_row_of_the_load_before(engine):
    load(engine, ROWS)
    load(engine, ROWS[1:])
    with reading(engine) as session:
        assert count_rows(session) == 1


def test_a_load_that_lost_its_request_stops_writing(engine):
    calls = []

    def guard(session):
        calls.append(session)
        if len(calls) > 3:
            raise Superseded("taken over")

    with pytest.raises(Superseded):
        load(engine, ROWS, guard)
    with reading(engine) as session:
        assert count_rows(session) < 3
