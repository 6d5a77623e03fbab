"""Whatever is dropped is taken or refused in words; only named junk is passed over."""

from __future__ import annotations

import errno
import os

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import OperationalError

from intake.inbox import Inbox
from intake.take import Intake
from records.engine import reading
from records.tables import Document, RefusedFile
from sensors.uploads import take_dropped
from store.files import Store


@pytest.fixture
def intake(sqlite_engine, tmp_path):
    inbox = Inbox(tmp_path / "inbox")
    inbox.create()
    return Intake(sqlite_engine, Store(str(tmp_path / "store")), inbox, max_bytes=1000)


def drop(path, content="a,b\n1,2\n"):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content)
    return path


def tick(intake, now):
    def fail(message):
        raise AssertionError(message)

    return take_dropped(intake, lambda: now, 0.0, on_error=fail)


def refused(intake):
    with reading(intake.engine) as session:
        return {row.file_name: row.reason_ko for row in session.scalars(sa.select(RefusedFile))}


@pytest.mark.parametrize("place", [("a.csv",), ("predict", "a.csv"), (".a.csv",)])
def test_a_file_beside_the_folders_is_refused_and_kept(intake, now, place):
    path = drop(intake.inbox.root.joinpath(*place))
    (line,) = tick(intake, now)
    assert path.name in line
    assert not path.exists()
    assert (intake.inbox.refused / path.name).read_text() == "a,b\n1,2\n"
    assert "inbox/automl/" in (intake.inbox.refused / f"{path.name}.reason.txt").read_text()
    assert "inbox/predict/문서번호/" in refused(intake)[path.name]
    assert tick(intake, now) == []


def test_a_hidden_file_among_those_to_take_is_refused(intake, now):
    drop(intake.inbox.automl / ".data.csv")
    drop(intake.inbox.automl / "data.csv")
    assert len(tick(intake, now)) == 2
    assert "숨은 파일" in refused(intake)[".data.csv"]
    with reading(intake.engine) as session:
        assert [document.file_name for document in session.scalars(sa.select(Document))] == ["data.csv"]


def test_junk_and_the_inboxs_own_folders_are_passed_over(intake, now):
    kept = [
        drop(intake.inbox.root / name)
        for name in (".DS_Store", "._a.csv", "Thumbs.db", "a.csv.part", ".uploads/1f/a.csv", "other/a.csv")
    ]
    kept += [drop(intake.inbox.automl / "~$a.xlsx"), drop(intake.inbox.refused / "mine.csv")]
    assert tick(intake, now) == []
    assert all(path.exists() for path in kept)
    assert refused(intake) == {}


def test_a_misplaced_file_still_being_written_is_left_alone(intake, now, monkeypatch):
    path = drop(intake.inbox.root / "a.csv")
    monkeypatch.setattr("sensors.uploads.standing_still", lambda paths, seconds: iter(()))
    assert tick(intake, now) == []
    assert path.exists()


def test_a_folder_that_is_gone_is_said_and_the_others_are_served(intake, now):
    intake.inbox.automl.rmdir()
    drop(intake.inbox.ocr / "새벽상사" / "a.png")
    drop(intake.inbox.predict / "261122000000001" / "b.csv")
    said = tick(intake, now)
    assert [line for line in said if f"{intake.inbox.automl} 폴더가 없습니다" in line]
    assert len(said) == 3
    intake.inbox.automl.mkdir()
    assert tick(intake, now) == []


def test_a_folder_that_cant_be_opened_is_said(intake, now, monkeypatch):
    scandir = os.scandir

    def stale(folder):
        if folder == intake.inbox.automl:
            raise OSError(errno.ESTALE, "Stale file handle", str(folder))
        return scandir(folder)

    monkeypatch.setattr(os, "scandir", stale)
    drop(intake.inbox.ocr / "a.png")
    said = tick(intake, now)
    assert [line for line in said if "폴더를 열 수 없습니다(Stale file handle)" in line]
    assert len(said) == 2


def test_a_database_that_is_away_when_looking_back_is_reported_and_the_tick_goes_on(intake, now, monkeypatch):
    reported = []

    def away(*_args, **_options):
        raise OperationalError("SELECT", {}, Exception("away"))

    with monkeypatch.context() as patch:
        patch.setattr(type(intake), "resume", away)
        take_dropped(intake, lambda: now, 0.0, on_error=reported.append)
    assert "away" in reported[0]


@pytest.mark.parametrize("folder", ["999999", "261130000000999", "20251301", "1234567890123456"])
def test_a_folder_of_a_number_that_is_no_document_is_refused(intake, now, folder):
    drop(intake.inbox.automl / folder / "rows.csv")
    assert len(tick(intake, now)) == 1
    assert folder in refused(intake)["rows.csv"]
    with reading(intake.engine) as session:
        assert session.scalars(sa.select(Document)).all() == []


@pytest.mark.parametrize("folder", ["2025", "202508", "20250801", "고객", "3"])
def test_other_folders_hold_new_tables(intake, now, folder):
    drop(intake.inbox.automl / folder / "data.csv")
    tick(intake, now)
    with reading(intake.engine) as session:
        assert [document.file_name for document in session.scalars(sa.select(Document))] == ["data.csv"]
