"""A SQLite file is looked at by its path, and by nothing that is read out of its path."""

from __future__ import annotations

import sqlite3

import pytest
import sqlalchemy as sa

from orchestration.operations.sqlite_files import reading_engine
from tests.orchestration.household import make_database


@pytest.mark.parametrize("name", ["가 #1.db", "50%41.db", "a?mode=rwc.db"])
def test_the_file_of_that_name_is_read_and_not_changed(tmp_path, name):
    make_database(tmp_path / name, "word")
    with reading_engine(tmp_path / name).connect() as connection:
        assert connection.scalar(sa.text("SELECT word FROM runs")) == "word"
        with pytest.raises(sa.exc.OperationalError, match="readonly"):
            connection.execute(sa.text("DELETE FROM runs"))


def test_looking_makes_no_file(tmp_path):
    with pytest.raises((sa.exc.OperationalError, sqlite3.OperationalError)):
        reading_engine(tmp_path / "none.db").connect()
    assert list(tmp_path.iterdir()) == []
