"""A database of revision 0012, written by that version with a training, pages and failures, opens in the console: its sentences are read in both languages."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from console import i18n
from domain.access import Role
from records import migrate
from records.engine import open_engine
from tests.console.conftest import DOC as PAGES

TABLE = "261129000000001"
DUMP = Path(__file__).with_name("database_of_revision_12.sql")


@pytest.fixture
def sqlite_engine(tmp_path):
    path = tmp_path / "records.db"
    with sqlite3.connect(path) as connection:
        connection.executescript(DUMP.read_text(encoding="utf-8"))
    connection.close()
    engine = open_engine(f"sqlite:///{path}")
    assert migrate.current_revision(engine) == "0012"
    migrate.upgrade(engine)
    yield engine
    engine.dispose()


SENTENCES = {
    "/automl": ("메모리가 모자랍니다.", "out of memory"),
    f"/automl/{TABLE}/train": ("메모리가 모자랍니다.", "out of memory"),
    f"/automl/{TABLE}/data": ("크기", "크기"),
    f"/automl/{TABLE}/prepare": ("양성", "positive"),
    f"/automl/{TABLE}/confirm": ("의사결정트리", "Decision Tree"),
    "/ocr": ("디스크가 가득 찼습니다.", "the disk is full"),
    f"/ocr/{PAGES}": ("디스크가 가득 찼습니다.", "the disk is full"),
    "/now": ("빈 파일입니다.", "the file is empty"),
    "/learning/networks": ("고른 글자가 없습니다.", "no text is chosen"),
}


@pytest.mark.parametrize("place", SENTENCES)
def test_every_screen_shows_what_the_earlier_version_wrote(visit, place):
    client = visit(Role.EDITOR)
    for language, sentence in zip(("ko", "en"), SENTENCES[place], strict=True):
        client.cookies.set(i18n.COOKIE, language)
        page = client.get(place)
        assert page.status_code == 200
        assert sentence in page.text
