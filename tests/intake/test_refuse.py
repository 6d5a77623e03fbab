"""Refused files: kept with their reason, and their rows made good after a kill."""

from __future__ import annotations

import os

import pytest
import sqlalchemy as sa

import intake.refuse
from automl_lib.errors import FileRefused
from domain.messages import Sentences
from intake.checks import check_file
from intake.inbox import Inbox
from intake.refuse import adopt_refused, refuse
from records.engine import reading
from records.tables import RefusedFile


@pytest.fixture
def inbox(tmp_path):
    inbox = Inbox(tmp_path / "inbox")
    inbox.create()
    return inbox


def refused_rows(engine):
    with reading(engine) as session:
        return [(row.file_name, row.reason_en) for row in session.scalars(sa.select(RefusedFile))]


def drop(inbox, name="매출.csv"):
    path = inbox.automl / name
    path.write_bytes(b"x")
    return path


def test_a_refused_file_lies_beside_its_reason_and_has_one_row(sqlite_engine, inbox, now):
    kept = refuse(sqlite_engine, inbox, drop(inbox), Sentences("까닭", "why"), now)
    assert kept.read_bytes() == b"x"
    assert (inbox.refused / "매출.csv.reason.txt").read_text().splitlines()[:2] == ["까닭", "why"]
    adopt_refused(sqlite_engine, inbox)
    assert refused_rows(sqlite_engine) == [("매출.csv", "why")]


def test_a_kill_between_moving_and_writing_the_row_loses_no_reason(sqlite_engine, inbox, now, monkeypatch):
    def killed(*_arguments):
        raise KeyboardInterrupt

    monkeypatch.setattr("intake.refuse._write_row", killed)
    with pytest.raises(KeyboardInterrupt):
        refuse(sqlite_engine, inbox, drop(inbox), Sentences("여러 줄\n까닭", "why\nso"), now)
    monkeypatch.undo()
    assert refused_rows(sqlite_engine) == []
    adopt_refused(sqlite_engine, inbox)
    adopt_refused(sqlite_engine, inbox)
    assert refused_rows(sqlite_engine) == [("매출.csv", "why so")]


@pytest.mark.parametrize("adopts_first", [True, False])
def test_a_file_that_is_refused_and_adopted_at_once_has_one_row(
    sqlite_engine, inbox, now, monkeypatch, adopts_first
):
    write_row = intake.refuse._write_row
    path = drop(inbox)

    def beside(*arguments):
        monkeypatch.undo()
        if adopts_first:
            adopt_refused(sqlite_engine, inbox)
            write_row(*arguments)
            return
        # The other has looked for rows before this one is written, and writes its own after.
        monkeypatch.setattr("records.refused.kept_paths", lambda session: set())
        write_row(*arguments)
        adopt_refused(sqlite_engine, inbox)

    monkeypatch.setattr("intake.refuse._write_row", beside)
    refuse(sqlite_engine, inbox, path, Sentences("까닭", "why"), now.replace(microsecond=935_000))
    assert refused_rows(sqlite_engine) == [("매출.csv", "why")]
    path.write_bytes(b"again")
    refuse(sqlite_engine, inbox, path, Sentences("까닭", "why"), now.replace(microsecond=935_000))
    assert [name for name, _ in refused_rows(sqlite_engine)] == ["매출.csv", "매출.csv"]


def test_a_note_of_somebody_beside_a_file_is_not_a_reason(sqlite_engine, inbox):
    (inbox.refused / "표.csv").write_bytes(b"x")
    (inbox.refused / "표.csv.reason.txt").write_text("my note")
    adopt_refused(sqlite_engine, inbox)
    assert refused_rows(sqlite_engine) == []


def test_a_file_without_read_permission_is_refused_with_what_to_do(inbox, monkeypatch):
    path = drop(inbox)
    if os.geteuid() == 0:  # root reads everything, so the system's answer is played

        def denied(*_arguments, **_options):
            raise PermissionError

        monkeypatch.setattr(type(path), "open", denied)
    else:
        path.chmod(0)
    with pytest.raises(FileRefused, match="read permission"):
        check_file(path, max_bytes=1000)
