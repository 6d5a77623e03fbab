"""A file on another file system is copied, and its original removed once its row is there: taken once, whatever happens."""

from __future__ import annotations

import json
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

import pytest
import sqlalchemy as sa

import intake.file_moves
from intake.destinations import NewTable
from intake.inbox import Inbox
from intake.take import Intake, Refused, Taken
from records.engine import reading
from records.tables import Document
from store.files import Store

MEMORY = Path("/dev/shm")


@pytest.fixture
def other(tmp_path):
    """A folder on another file system than the tests' own."""
    if not MEMORY.is_dir() or MEMORY.stat().st_dev == tmp_path.stat().st_dev:
        pytest.skip("no second file system at /dev/shm")
    folder = Path(tempfile.mkdtemp(dir=MEMORY))
    yield folder
    shutil.rmtree(folder)


@dataclass(frozen=True)
class PartedInbox(Inbox):
    """An inbox whose folders for people lie elsewhere, as shares mounted below it do."""

    here: Path

    @property
    def processing(self):
        return self.here / ".processing"

    @property
    def refused(self):
        return self.here / "refused"


@pytest.fixture
def intake_here(sqlite_engine, tmp_path, other):
    inbox = PartedInbox(other, tmp_path / "inbox")
    inbox.create()
    return Intake(sqlite_engine, Store(str(tmp_path / "store")), inbox, max_bytes=1000)


@pytest.fixture
def source(other):
    path = other / "a.csv"
    path.write_text("a,b\n1,2\n")
    return path


def documents(intake_here):
    with reading(intake_here.engine) as session:
        return session.scalars(sa.select(Document.file_name)).all()


def take(intake_here, source, now):
    return intake_here.take(source, NewTable(), by="inbox", now=now)


def test_it_is_taken_and_gone(intake_here, source, now):
    assert isinstance(take(intake_here, source, now), Taken)
    assert documents(intake_here) == ["a.csv"]
    assert not source.exists()
    assert list(intake_here.inbox.processing.iterdir()) == []


def test_a_refused_one_lies_with_the_others(intake_here, other, now):
    (other / "b.csv").touch()
    assert isinstance(take(intake_here, other / "b.csv", now), Refused)
    assert not (other / "b.csv").exists()
    assert (intake_here.inbox.refused / "b.csv").exists()
    link = other / "link.csv"
    link.symlink_to(other / "nowhere")
    assert isinstance(take(intake_here, link, now), Refused)
    assert not link.is_symlink()


def test_killed_before_the_original_is_removed_it_is_removed_by_the_next_and_not_taken_again(
    intake_here, source, now, monkeypatch
):
    class Killed(BaseException):
        pass

    def die(_original, *, below):
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr("intake.take.remove_original", die)
        with pytest.raises(Killed):
            take(intake_here, source, now)
    assert documents(intake_here) == ["a.csv"]
    assert take(intake_here, source, now) is None
    assert intake_here.resume(now=now) == []
    assert documents(intake_here) == ["a.csv"]
    assert not source.exists()
    assert list(intake_here.inbox.processing.iterdir()) == []


def test_killed_while_copying_it_is_taken_by_the_next(intake_here, source, now, monkeypatch):
    class Killed(BaseException):
        pass

    def die(_source, aside, **_options):
        Path(aside).write_text("a,")
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(shutil, "copyfile", die)
        with pytest.raises(Killed):
            take(intake_here, source, now)
    intake_here.resume(now=now)
    assert isinstance(take(intake_here, source, now), Taken)
    assert documents(intake_here) == ["a.csv"]


def test_while_the_mount_is_away_its_original_waits_to_be_removed(intake_here, source, now, monkeypatch):
    is_mount = Path.is_mount
    with monkeypatch.context() as patch:
        patch.setattr(intake.file_moves, "_mount_point", lambda _: MEMORY)
        patch.setattr(Path, "is_mount", lambda path: False if path == MEMORY else is_mount(path))
        with pytest.raises(OSError, match="the mount is away"):
            take(intake_here, source, now)
        intake_here.resume(now=now)
        assert source.exists()
    intake_here.resume(now=now)
    assert documents(intake_here) == ["a.csv"]
    assert not source.exists()


def test_another_file_of_the_same_name_is_not_the_original(intake_here, source, now, monkeypatch):
    remove = intake.file_moves.remove_original

    def replaced_meanwhile(original, *, below):
        source.write_text("c,d\n3,4\n5,6\n")
        remove(original, below=below)

    with monkeypatch.context() as patch:
        patch.setattr("intake.take.remove_original", replaced_meanwhile)
        take(intake_here, source, now)
    assert source.read_text().startswith("c,d")
    assert isinstance(take(intake_here, source, now), Taken)
    assert documents(intake_here) == ["a.csv", "a.csv"]


def test_an_order_somebody_wrote_removes_nothing_outside_of_the_inbox(intake_here, tmp_path, source, now):
    theirs = tmp_path / "theirs.txt"
    theirs.write_text("theirs")
    folder = intake_here.inbox.processing / "261122000000001-table"
    (folder / "file").mkdir(parents=True)
    (folder / "file" / "b.csv").write_text("a,b\n1,2\n")
    order = {"by": "x", "destination": {"to": "table", "name": None}}
    described = intake.file_moves.description(theirs)
    (folder / "order.json").write_text(json.dumps({**order, "original": described}))
    intake_here.resume(now=now)
    assert theirs.exists()
