"""A file taken in ends in exactly one row, whatever happens meanwhile."""

from __future__ import annotations

import os
import shutil
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from domain.requests import RequestKind
from intake.destinations import MoreRows, NewRows, NewTable, Outcomes
from intake.take import Intake, Refused, Taken
from records.engine import transaction
from records.tables import Document, IdCounter, Request
from store.files import Store
from tests.intake.dropped_files import drop, intake, rows, second
from untrusted_files import FileRefused
from work_requests import lifecycle

__all__ = ["intake", "second"]


def held_files(intake):
    return [path for path in intake.inbox.processing.rglob("*") if path.is_file()]


def test_a_file_becomes_one_document_with_one_upload_request(intake, now):
    path = drop(intake, "매출 2026.csv")
    taken = intake.take(path, NewTable(), by="inbox", now=now)
    document = rows(intake, Document)[0]
    request = rows(intake, Request)[0]
    assert isinstance(taken, Taken)
    assert (document.doc_id, document.name, document.file_name) == (taken.id, "매출 2026", "매출 2026.csv")
    assert (request.kind, request.doc_id) == (RequestKind.UPLOAD, taken.id)
    assert intake.store.path(document.source_path).read_bytes() == b"a,b\n1,2\n"
    assert not path.exists()
    assert held_files(intake) == []


@pytest.mark.parametrize(
    "head", [b"\x89PNG\r\n\x1a\n", b"%PDF-1.7\n", b"\xff\xd8\xff\xe0", b"BM\x36\0\0\0\0\0"]
)
def test_a_picture_or_pdf_is_refused_as_a_table_whatever_its_name(intake, now, head):
    refused = intake.take(drop(intake, "bad.csv", head), NewTable(), by="inbox", now=now)
    assert isinstance(refused, Refused)
    assert "문자 인식에 올려" in refused.message.ko
    assert rows(intake, Request) == []


@pytest.mark.parametrize(
    "destination", [NewRows("20260101001"), MoreRows("20260101001"), Outcomes("20260101001", "20260101002")]
)
def test_a_picture_is_refused_as_rows_of_a_table_too(intake, destination):
    with pytest.raises(FileRefused):
        destination.stage(intake.store, drop(intake, "rows.csv", b"\x89PNG\r\n\x1a\n"), "20260101003")


def test_a_table_whose_first_header_begins_like_a_picture_is_taken(intake, now):
    assert isinstance(
        intake.take(drop(intake, "표.csv", b"BM,P1\n1,2\n"), NewTable(), by="inbox", now=now), Taken
    )


def test_file_and_row_are_on_the_disk_before_the_original_goes(intake, now, monkeypatch):
    """A power cut a second later would else take both: the system and SQLite keep the last writes in memory."""
    happened = []
    fsync, unlink = os.fsync, Path.unlink
    monkeypatch.setattr(os, "fsync", lambda descriptor: (happened.append("file"), fsync(descriptor)))
    monkeypatch.setattr(
        Path, "unlink", lambda path, **more: (happened.append(path.name), unlink(path, **more))
    )

    def committing(connection):
        happened.append({1: "", 2: "row"}[connection.exec_driver_sql("PRAGMA synchronous").scalar()])

    sa.event.listen(intake.engine, "commit", committing)
    intake.take(drop(intake, "표.csv"), NewTable(), by="inbox", now=now)
    assert happened.index("file") < happened.index("row") < happened.index("표.csv")


def test_a_file_named_on_the_command_line_stays_where_it_is(intake, now, tmp_path):
    source = tmp_path / "mine.csv"
    source.write_bytes(b"a\n1\n")
    assert isinstance(intake.take(source, NewTable("내 표"), by="me", now=now, keep=True), Taken)
    assert source.exists()
    assert rows(intake, Document)[0].name == "내 표"


class Killed(BaseException):
    """Stands for kill -9: nothing catches it, nothing is tidied."""


@pytest.mark.parametrize("moment", ["before staging", "before the row", "after the row"])
def test_a_file_is_in_exactly_one_row_whatever_moment_we_are_killed(intake, now, moment, monkeypatch):
    path = drop(intake, "a.csv")
    die = lambda *args, **kwargs: (_ for _ in ()).throw(Killed())  # noqa: E731
    with monkeypatch.context() as patch, pytest.raises(Killed):
        if moment == "before staging":
            patch.setattr(Store, "put", die)
        elif moment == "before the row":
            patch.setattr(lifecycle, "ask", die)
        else:
            patch.setattr(Intake, "_stage", _then(Intake._stage, die))
        intake.take(path, NewTable(), by="inbox", now=now)
    assert not path.exists()
    intake.resume(now=now + timedelta(minutes=1))
    intake.resume(now=now + timedelta(minutes=2))
    assert len(rows(intake, Document)) == 1
    assert len(rows(intake, Request)) == 1
    assert intake.store.path(rows(intake, Document)[0].source_path).read_bytes() == b"a,b\n1,2\n"
    assert held_files(intake) == []


def _then(function, die):
    def wrapped(*args, **kwargs):
        function(*args, **kwargs)
        die()

    return wrapped


def test_a_file_whose_id_is_another_files_in_a_second_home_is_not_lost(intake, second, now, monkeypatch):
    second.take(drop(intake, "theirs.csv", b"a\n1\n"), NewTable(), by="inbox", now=now)
    with monkeypatch.context() as patch, pytest.raises(Killed):
        patch.setattr(Store, "put", lambda *args, **kwargs: (_ for _ in ()).throw(Killed()))
        intake.take(drop(intake, "ours.csv", b"b\n2\n"), NewTable(), by="inbox", now=now)
    second.resume(now=now)
    assert [row.file_name for row in rows(second, Document)] == ["theirs.csv", "ours.csv"]
    assert held_files(intake) == []


def test_an_id_that_was_given_out_after_the_backup_a_home_was_restored_from_takes_no_file(intake, now):
    """The counter is where the backup left it, and what was held then has been taken under a later number."""
    intake.take(drop(intake, "a.csv", b"a\n1\n"), NewTable(), by="inbox", now=now)
    with transaction(intake.engine) as session:
        session.query(IdCounter).update({IdCounter.next: 1})
    taken = intake.take(drop(intake, "b.csv", b"b\n2\n"), NewTable(), by="inbox", now=now)
    assert isinstance(taken, Taken)
    assert [row.file_name for row in rows(intake, Document)] == ["a.csv", "b.csv"]
    assert held_files(intake) == []


def test_killed_while_the_processing_folder_was_removed_the_rest_of_it_goes(intake, now, monkeypatch):
    def die(folder):
        (folder / "file").rmdir()
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(shutil, "rmtree", die)
        with pytest.raises(Killed):
            intake.take(drop(intake, "a.csv"), NewTable(), by="inbox", now=now)
    assert intake.resume(now=now) == []
    assert list(intake.inbox.processing.iterdir()) == []
    assert len(rows(intake, Document)) == 1


def test_resuming_keeps_the_name_and_the_person(intake, now, tmp_path, monkeypatch):
    source = tmp_path / "mine.csv"
    source.write_bytes(b"a\n1\n")
    with monkeypatch.context() as patch, pytest.raises(Killed):
        patch.setattr(Store, "put", lambda *a, **k: (_ for _ in ()).throw(Killed()))
        intake.take(source, NewTable("내 표"), by="kim", now=now, keep=True)
    intake.resume(now=now)
    document = rows(intake, Document)[0]
    assert (document.name, document.registered_by) == ("내 표", "kim")


def test_a_full_disk_leaves_the_file_to_be_tried_again(intake, now, monkeypatch):
    path = drop(intake, "a.csv")
    with monkeypatch.context() as patch, pytest.raises(OSError, match="No space"):
        patch.setattr(
            Store, "put", lambda *a, **k: (_ for _ in ()).throw(OSError(28, "No space left on device"))
        )
        intake.take(path, NewTable(), by="inbox", now=now)
    assert rows(intake, Document) == []
    intake.resume(now=now)
    assert len(rows(intake, Document)) == 1


def test_links_and_pipes_are_never_followed(intake, now, tmp_path):
    secret = tmp_path / "secret.csv"
    secret.write_bytes(b"a\n1\n")
    link = intake.inbox.automl / "link.csv"
    link.symlink_to(secret)
    pipe = intake.inbox.automl / "pipe.csv"
    os.mkfifo(pipe)
    assert isinstance(intake.take(link, NewTable(), by="inbox", now=now), Refused)
    assert isinstance(intake.take(pipe, NewTable(), by="inbox", now=now), Refused)
    assert rows(intake, Document) == []
    assert secret.read_bytes() == b"a\n1\n"


def test_the_same_content_twice_is_taken_with_a_note(intake, now):
    first = intake.take(drop(intake, "a.csv"), NewTable(), by="inbox", now=now)
    intake.take(drop(intake, "b.csv"), NewTable(), by="inbox", now=now)
    notes = [document.note for document in rows(intake, Document)]
    assert notes[0] is None
    assert first.id in notes[1]["ko"]
    assert first.id in notes[1]["en"]


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("..\\..\\etc\\passwd.csv", "passwd.csv"),
        ("\u202egnp.csv", "gnp.csv"),
        ("\u1106\u1162\u110e\u116e\u11af.csv", "매출.csv"),  # NFD, as macOS sends
        ("😀.csv", "😀.csv"),
        ("가" * 83 + ".csv", "가" * 83 + ".csv"),  # 253 bytes
        ("line\nbreak.csv", "linebreak.csv"),
        ("=cmd|' !A0'.csv", "=cmd|' !A0'.csv"),
    ],
)
def test_names_are_shown_but_never_become_paths_or_keys(intake, now, name, shown):
    taken = intake.take(drop(intake, name), NewTable(), by="inbox", now=now)
    document = rows(intake, Document)[0]
    assert document.file_name == shown
    assert document.source_path == f"automl/{taken.id}/{taken.id}.original"


def test_a_name_that_is_not_utf8_is_taken(intake, now):
    raw = os.fsencode(str(intake.inbox.automl)) + b"/\xb8\xc5.csv"
    with open(raw, "wb") as file:  # noqa: PTH123 - a name of bytes
        file.write(b"a\n1\n")
    from intake.inbox import candidates

    (path,) = candidates(intake.inbox.automl)
    assert isinstance(intake.take(path, NewTable(), by="inbox", now=now), Taken)


def test_what_another_process_is_taking_in_is_left_to_it(intake, now):
    folder = intake.inbox.processing / "261122000000077"
    (folder / "file").mkdir(parents=True)
    shutil.copyfile(drop(intake, "a.csv"), folder / "file" / "a.csv")
    (folder / "order.json").write_text('{"by": "inbox", "destination": {"to": "table", "name": null}}')
    import fcntl

    with (folder / ".lock").open("wb") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        assert intake.resume(now=now) == []
        assert rows(intake, Document) == []
    assert [taken.id for taken in intake.resume(now=now)] == ["261122000000077"]
