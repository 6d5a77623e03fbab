"""Two writers at once: the second waits its turn, and where it waits in vain the error says so."""

from __future__ import annotations

import threading

import pytest
import sqlalchemy as sa

from records import engine as engines
from records.engine import open_engine, reading, transaction
from records.ids import next_id
from records.migrate import upgrade
from tests.factories import ocr_document


def test_a_second_writer_waits_and_a_reader_does_not(engine, now):
    held, release = threading.Event(), threading.Event()
    ids = []

    def hold():
        with transaction(engine) as session:
            ids.append(next_id(session, "document", now.date()))
            held.set()
            assert release.wait(20)

    def write():
        with transaction(engine) as session:
            ids.append(next_id(session, "document", now.date()))

    holder, writer = threading.Thread(target=hold), threading.Thread(target=write)
    holder.start()
    assert held.wait(20)
    writer.start()
    with reading(engine) as session:
        assert session.scalar(sa.text("SELECT 1")) == 1
    writer.join(0.3)
    assert writer.is_alive()
    release.set()
    holder.join(20)
    writer.join(20)
    assert len(set(ids)) == 2


def test_a_writer_that_waited_in_vain_changes_nothing(tmp_path, monkeypatch):
    monkeypatch.setattr(engines, "BUSY_TIMEOUT_MS", 50)
    url = f"sqlite:///{tmp_path / 'a.db'}"
    upgrade(open_engine(url))
    with transaction(open_engine(url)) as first:
        first.execute(sa.text("SELECT 1"))
        with (
            pytest.raises(sa.exc.OperationalError, match="database is locked"),
            transaction(open_engine(url)) as second,
        ):
            second.execute(sa.text("SELECT 1"))


def test_errors_do_not_name_the_values_of_a_statement(engine, now):
    def add(session):
        session.add(ocr_document("261122000000099", now, file_name="900101-1234568.png"))
        session.flush()

    with transaction(engine) as session:
        add(session)
    with pytest.raises(sa.exc.IntegrityError) as failed, transaction(engine) as session:
        add(session)
    assert "900101" not in str(failed.value)
