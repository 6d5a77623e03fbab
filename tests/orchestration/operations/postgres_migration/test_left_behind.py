"""The SQLite files a move left behind are not used by processes that don't know of the move."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from orchestration.cli import main
from orchestration.operations import doctor
from orchestration.runtime import migration_marks
from orchestration.runtime.errors import NotReady
from orchestration.runtime.readiness import refuse_unready
from orchestration.settings import load_settings

URL = "postgresql+psycopg2://me:s3cret@db.example/saebyeok"


@pytest.fixture
def moved(settings):
    migration_marks.note_left_behind(settings, URL)
    return settings


def typed(settings, *words):
    return CliRunner().invoke(main, ["--home", str(settings.home), *words])


@pytest.mark.parametrize("words", [["automl", "list"], ["backup", "out"], ["prepare"], ["run", "console"]])
def test_commands_say_where_the_rows_went(moved, tmp_path, monkeypatch, words):
    monkeypatch.chdir(tmp_path)
    said = typed(moved, *words)
    assert said.exit_code == 1
    assert "db.example/saebyeok" in said.stderr
    assert "s3cret" not in said.stderr
    assert not (tmp_path / "out").exists()


def test_so_does_doctor(moved):
    found = {f.check: f for f in doctor.examine(moved)}
    assert not found["databases"].ok
    assert "db.example/saebyeok" in found["databases"].detail


def test_who_names_the_new_databases_goes_on(moved, monkeypatch):
    monkeypatch.setenv("SAEBYEOK_DATABASE_URL", URL)
    migration_marks.refuse_left_behind(load_settings(moved.home))


def test_there_is_a_way_back(moved):
    with pytest.raises(NotReady, match=migration_marks.NOTE):
        refuse_unready(moved)
    (moved.home / migration_marks.NOTE).unlink()
    refuse_unready(moved)
    assert typed(moved, "automl", "list").exit_code == 0
