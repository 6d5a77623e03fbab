"""Limits are settings: a lower one refuses at every door what the default lets pass, and names itself."""

from __future__ import annotations

import pytest
from click.testing import CliRunner, Result

from orchestration.cli import main
from orchestration.runtime.reading_resources import build_files
from orchestration.settings import load_settings
from tests.hostile import workbooks
from tests.hostile.pdf_files import of_pages
from tests.hostile.pictures import page, saved

TABLE = b"a,b,y\n" + b"1,2,x\n3,4,z\n" * 20


def typed(*words: object) -> Result:
    return CliRunner().invoke(main, [*map(str, words)])


@pytest.fixture
def home(tmp_path, monkeypatch, machine_cache):
    monkeypatch.setenv("SAEBYEOK_HOME", str(tmp_path))
    monkeypatch.setenv("SAEBYEOK_CACHE", str(machine_cache))
    return tmp_path


@pytest.mark.parametrize(
    ("setting", "value", "build"),
    [
        ("MAX_COLUMNS", "2", lambda: TABLE),
        ("MAX_ROWS", "10", lambda: TABLE),
        ("READ_UNPACKED_MB", "1", lambda: workbooks.zipped(workbooks.parts(strings=bytes(2_000_000)))),
        ("MAX_FILE_MB", "1", lambda: TABLE + b"5,6,x\n" * 200_000),
    ],
)
@pytest.mark.parametrize("command", ["profile", "fit"])
def test_a_table_over_a_limit_is_refused_by_the_one_shots(home, monkeypatch, setting, value, build, command):
    path = home / "표.csv"
    path.write_bytes(build())
    monkeypatch.setenv(f"SAEBYEOK_{setting}", value)
    more = ("--target", "y", "--models", "decision_tree") if command == "fit" else ()
    done = typed("automl", command, path, *more)
    assert (done.exit_code, done.stdout) == (2, "")
    assert f"SAEBYEOK_{setting}" in done.stderr


def test_rows_to_score_are_bounded_as_well(home, monkeypatch):
    (home / "표.csv").write_bytes(TABLE)
    (home / "새 행.csv").write_bytes(TABLE * 3)
    monkeypatch.setenv("SAEBYEOK_MAX_ROWS", "45")
    done = typed("automl", "fit", home / "표.csv", "--target", "y", "--test", home / "새 행.csv")
    assert done.exit_code == 2
    assert "새 행.csv" in done.stderr
    assert "SAEBYEOK_MAX_ROWS" in done.stderr


@pytest.mark.slow
@pytest.mark.parametrize(
    ("setting", "value", "build"),
    [
        ("OCR_MAX_PAGES", "2", lambda: of_pages(3)),
        ("OCR_MAX_PIXELS", "1000000", lambda: saved(page(1200, 900), "PNG")),
        ("MAX_FILE_MB", "1", lambda: saved(page(), "PNG") + bytes(2_000_000)),
    ],
)
def test_pages_over_a_limit_are_refused_by_the_one_shot(home, monkeypatch, setting, value, build):
    path = home / "쪽"
    path.write_bytes(build())
    monkeypatch.setenv(f"SAEBYEOK_{setting}", value)
    done = typed("ocr", "read", path)
    assert done.exit_code == 2
    assert f"SAEBYEOK_{setting}" in done.stderr


def test_every_limit_of_a_reader_comes_from_the_settings(tmp_path, monkeypatch):
    for setting, value in (
        *(("MAX_FILE_MB", "3"), ("READ_SECONDS", "7"), ("READ_MEMORY_MB", "2000"), ("READ_UNPACKED_MB", "5")),
        *(("MAX_ROWS", "11"), ("MAX_COLUMNS", "13"), ("OCR_MAX_PAGES", "17"), ("OCR_MAX_PIXELS", "1900000")),
    ):
        monkeypatch.setenv(f"SAEBYEOK_{setting}", value)
    files = build_files(load_settings(tmp_path))
    tables, pages = files.read_limits(), files.page_limits()
    assert (tables.max_bytes, tables.max_unpacked_bytes) == (3 * 2**20, 5 * 2**20)
    assert (tables.max_rows, tables.max_columns) == (11, 13)
    assert (pages.max_bytes, pages.max_pages, pages.max_pixels) == (3 * 2**20, 17, 1_900_000)
    for limits in (tables, pages):
        assert (limits.max_seconds, limits.max_memory_bytes) == (7, 2000 * 2**20)
