"""An inbox others can write into: nothing planted there is followed, and one file's trouble holds no other up."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
import sqlalchemy as sa

from intake.destinations import NewTable
from intake.inbox import Inbox
from intake.take import Intake, Refused, Taken
from records.engine import reading
from records.tables import Document
from sensors.uploads import take_dropped
from store.files import Store

CONTENT = b"a,b\n1,2\n"
ORDER = json.dumps({"by": "inbox", "destination": {"to": "table", "name": None}})


@pytest.fixture
def intake(sqlite_engine, tmp_path):
    inbox = Inbox(tmp_path / "home" / "inbox")
    inbox.create()
    return Intake(sqlite_engine, Store(str(tmp_path / "home" / "store")), inbox, max_bytes=100_000)


@pytest.fixture
def precious(tmp_path) -> Path:
    folder = tmp_path / "outside"
    folder.mkdir()
    (folder / "precious.csv").write_bytes(b"mine,not yours\n1,2\n")
    return folder


def tick(intake, now, pause=lambda: None) -> list[str]:
    """One look of the sensor; what it complained about."""
    complaints: list[str] = []
    pause()
    take_dropped(intake, lambda: now, 0, complaints.append)
    return complaints


def names(intake) -> list[str]:
    with reading(intake.engine) as session:
        return sorted(session.scalars(sa.select(Document.file_name)))


def processing(intake, name="261122000000077-table", order=ORDER) -> Path:
    folder = intake.inbox.processing / name
    folder.mkdir()
    (folder / "order.json").write_text(order)
    return folder


def test_a_folder_for_predictions_that_is_a_link_is_not_emptied(intake, precious, now):
    (intake.inbox.predict / "261122000000001").symlink_to(precious)
    tick(intake, now)
    assert [path.name for path in precious.iterdir()] == ["precious.csv"]


def test_files_behind_a_link_in_a_processing_folder_are_not_taken(intake, precious, now):
    (processing(intake) / "file").symlink_to(precious)
    tick(intake, now)
    assert [path.name for path in precious.iterdir()] == ["precious.csv"]
    assert names(intake) == []


def test_a_processing_folder_that_is_a_link_is_left_alone(intake, precious, now):
    (precious / "file").mkdir()
    (precious / "order.json").write_text(ORDER)
    (precious / "file" / "a.csv").write_bytes(CONTENT)
    (intake.inbox.processing / "261122000000077-table").symlink_to(precious)
    tick(intake, now)
    assert (precious / "file" / "a.csv").read_bytes() == CONTENT
    assert names(intake) == []


def test_a_lock_that_is_a_link_empties_nothing(intake, precious, now):
    (processing(intake) / ".lock").symlink_to(precious / "precious.csv")
    tick(intake, now)
    assert (precious / "precious.csv").read_bytes() == b"mine,not yours\n1,2\n"


def test_a_reason_is_not_written_through_a_link(intake, precious, now):
    (intake.inbox.refused / "a.csv.reason.txt").symlink_to(precious / "precious.csv")
    (intake.inbox.automl / "a.csv").write_bytes(b"")
    assert tick(intake, now) == []
    assert (precious / "precious.csv").read_bytes() == b"mine,not yours\n1,2\n"
    assert "비어" in (intake.inbox.refused / "a.csv.reason.txt").read_text(encoding="utf-8")


def test_a_folder_where_a_reason_should_lie_is_stepped_around(intake, now):
    (intake.inbox.refused / "a.csv.reason.txt").mkdir()
    (intake.inbox.automl / "a.csv").write_bytes(b"")
    assert tick(intake, now) == []
    assert (intake.inbox.refused / "2_a.csv").exists()


def planted_junk(intake):
    (intake.inbox.processing / ".DS_Store").write_bytes(b"x")
    (intake.inbox.processing / "Thumbs.db").write_bytes(b"x")


def planted_order(text):
    def plant(intake):
        (processing(intake, order=text) / "file").mkdir()
        (intake.inbox.processing / "261122000000077-table" / "file" / "b.csv").write_bytes(CONTENT)

    return plant


def planted_pipe(intake):
    folder = processing(intake)
    (folder / "order.json").unlink()
    os.mkfifo(folder / "order.json")
    (folder / "file").mkdir()
    (folder / "file" / "b.csv").write_bytes(CONTENT)


def planted_lock(intake):
    os.mkfifo(processing(intake) / ".lock")


@pytest.mark.parametrize(
    "plant",
    [
        planted_junk,
        planted_order("no order"),
        planted_order("[]"),
        planted_order('{"by": "me", "destination": {"to": "nowhere"}}'),
        planted_order('{"by": "me", "destination": {"to": "table", "else": 1}}'),
        planted_pipe,
        planted_lock,
    ],
)
def test_what_is_planted_among_files_on_their_way_holds_no_other_up(intake, now, plant):
    plant(intake)
    (intake.inbox.automl / "a.csv").write_bytes(CONTENT)
    assert tick(intake, now) == []
    assert names(intake) == ["a.csv"]


class Writing(Store):
    """A store during whose first copy the file is still being written."""

    def put(self, source, key, **more):
        stored = super().put(source, key)
        if not getattr(self, "wrote", False):
            object.__setattr__(self, "wrote", True)
            with source.open("ab") as file:
                file.write(b"3,4\n")
        return stored


def test_a_file_that_is_written_on_while_it_is_copied_is_taken_whole(intake, now):
    slow = Intake(intake.engine, Writing(intake.store.root), intake.inbox, intake.max_bytes)
    (intake.inbox.automl / "a.csv").write_bytes(CONTENT)
    (complaint,) = tick(slow, now)
    assert "still being written" in complaint
    assert names(intake) == []
    assert tick(slow, now) == []
    with reading(intake.engine) as session:
        (document,) = session.scalars(sa.select(Document))
    with intake.store.local(document.source_path, document.source_sha256) as kept:
        assert kept.read_bytes() == CONTENT + b"3,4\n"


def test_a_file_named_on_the_command_line_that_changes_meanwhile_is_refused(
    intake, now, tmp_path, monkeypatch
):
    source = tmp_path / "mine.csv"
    source.write_bytes(CONTENT)
    import shutil

    copy = shutil.copyfile

    def growing(*arguments, **options):
        copy(*arguments, **options)
        with source.open("ab") as file:
            file.write(b"3,4\n")

    monkeypatch.setattr(shutil, "copyfile", growing)
    result = intake.take(source, NewTable(), by="me", now=now, keep=True)
    assert isinstance(result, Refused)
    assert "바뀌었습니다" in result.message.ko
    assert "changed while" in result.message.en
    assert list(intake.inbox.processing.iterdir()) == []
    monkeypatch.undo()
    assert isinstance(intake.take(source, NewTable(), by="me", now=now, keep=True), Taken)


@pytest.mark.parametrize("keep", [True, False])
def test_a_file_taken_away_at_the_last_moment_is_told_and_leaves_nothing(
    intake, now, tmp_path, monkeypatch, keep
):
    source = tmp_path / "mine.csv"
    source.write_bytes(CONTENT)
    import intake.take as module

    real = module.is_regular_file

    def and_gone(path):
        found = real(path)
        path.unlink()
        return found

    monkeypatch.setattr(module, "is_regular_file", and_gone)
    result = intake.take(source, NewTable(), by="me", now=now, keep=keep)
    assert isinstance(result, Refused)
    assert "없어졌습니다" in result.message.ko
    assert "went away" in result.message.en
    assert list(intake.inbox.processing.iterdir()) == []


def test_a_file_taken_away_before_we_look_is_told(intake, now, tmp_path):
    result = intake.take(tmp_path / "gone.csv", NewTable(), by="me", now=now)
    assert isinstance(result, Refused)
    assert "went away" in result.message.en


def test_a_file_put_in_the_place_of_one_on_its_way_is_kept_by_what_was_copied(intake, now, monkeypatch):
    """Hash and copy are of the same bytes, whenever the file is replaced."""

    class Replaced(Store):
        def put(self, source, key, **more):
            with source.open("rb") as opened:
                source.unlink()
                source.write_bytes(b"x,y\n9,9\n")
                assert opened.read() == CONTENT
            return super().put(source, key)

    (intake.inbox.automl / "a.csv").write_bytes(CONTENT)
    changed = Intake(intake.engine, Replaced(intake.store.root), intake.inbox, intake.max_bytes)
    tick(changed, now)
    tick(intake, now)
    with reading(intake.engine) as session:
        (document,) = session.scalars(sa.select(Document))
    with intake.store.local(document.source_path, document.source_sha256) as kept:
        assert kept.read_bytes() == b"x,y\n9,9\n"


def test_another_name_of_a_taken_file_changes_nothing(intake, now, tmp_path):
    path, other = intake.inbox.automl / "a.csv", tmp_path / "other.csv"
    path.write_bytes(CONTENT)
    other.hardlink_to(path)
    assert tick(intake, now) == []
    other.write_bytes(b"else")
    with reading(intake.engine) as session:
        (document,) = session.scalars(sa.select(Document))
    with intake.store.local(document.source_path, document.source_sha256) as kept:
        assert kept.read_bytes() == CONTENT


def test_a_file_we_may_not_read_is_refused_where_it_is(intake, now, tmp_path, monkeypatch):
    source = tmp_path / "mine.csv"
    source.write_bytes(CONTENT)
    import shutil

    def denied(*_arguments, **_options):  # root reads everything, so the system's answer is played
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(shutil, "copyfile", denied)
    result = intake.take(source, NewTable(), by="me", now=now, keep=True)
    assert isinstance(result, Refused)
    assert "권한" in result.message.ko
    assert result.kept == source
    assert list(intake.inbox.processing.iterdir()) == []
