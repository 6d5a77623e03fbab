"""An intake with an inbox, and files dropped there."""

from __future__ import annotations

import shutil

import pytest
import sqlalchemy as sa

from intake.inbox import Inbox
from intake.take import Intake
from records.engine import open_engine, reading
from store.files import Store


@pytest.fixture
def intake(sqlite_engine, tmp_path):
    inbox = Inbox(tmp_path / "inbox")
    inbox.create()
    return Intake(sqlite_engine, Store(str(tmp_path / "store")), inbox, max_bytes=1000)


def drop(intake, name, content=b"a,b\n1,2\n"):
    path = intake.inbox.automl / name
    path.write_bytes(content)
    return path


def rows(intake, table):
    with reading(intake.engine) as session:
        return session.scalars(sa.select(table)).all()


@pytest.fixture
def second(migrated_file, tmp_path, intake):
    """Another home, with rows and a store of its own, that watches the same inbox."""
    shutil.copyfile(migrated_file, tmp_path / "second.db")
    engine = open_engine(f"sqlite:///{tmp_path / 'second.db'}")
    yield Intake(engine, Store(str(tmp_path / "second")), intake.inbox, max_bytes=1000)
    engine.dispose()
