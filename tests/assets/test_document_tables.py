"""Tables of a page as rows, within the limits of the settings."""

from __future__ import annotations

from types import SimpleNamespace

import cv2
import pytest

from assets.ocr.document_tables import find_document_tables, metadata_of
from domain.reading_limits import TableLimit
from ocr_lib.tables import TableLimits
from records.engine import reading, transaction
from records.ocr.table_editing import page_tables
from records.ocr.tables import OcrPage
from records.ocr.texts import ReadText
from resources.database import Database
from store.files import Store
from tests.factories import read_document
from tests.ocr_lib.tables.drawing import Page, filled

DOC = "261122000000010"
XS, YS = (60, 200, 320, 460), (100, 135, 170, 205, 240, 275)


@pytest.fixture
def page(engine, tmp_path, now):
    """A read page with one ruled table of 15 cells; what `find_document_tables` needs of it."""
    drawn = Page()
    drawn.grid(XS, YS)
    filled(drawn, XS, YS)
    store = Store(str(tmp_path / "store"))
    stored = store.put_bytes(cv2.imencode(".png", drawn.picture)[1].tobytes(), f"ocr/{DOC}/page.png")
    read = [
        ReadText(one.text, 0.9, (0, 0, 1, 1), [list(point) for point in one.quad], "c.png", "0" * 64)
        for one in drawn.texts
    ]
    with transaction(engine) as session:
        read_document(session, DOC, now, read, picture=(stored.key, stored.sha256), size=(700, 900))

    def find(**limits):
        files = SimpleNamespace(store=store, table_limits=lambda: TableLimits(**limits))
        database = Database(url=engine.url.render_as_string(hide_password=False))
        return find_document_tables(database, files, DOC, now)

    return find


def _stored(engine):
    with reading(engine) as session:
        limits = session.get_one(OcrPage, (DOC, 1)).tables_limits
        return page_tables.counts(session, DOC), limits


def test_a_table_within_the_limits_is_stored_and_nothing_is_said_to_be_left_out(page, engine):
    row = page()
    assert (row["tables"], row["cells"], row["left out"]) == (1, 15, "")
    assert _stored(engine) == ({1: 1}, [])


def test_a_table_that_the_settings_leave_out_is_named_with_its_page(page, engine):
    row = page(max_cells=14)
    assert _stored(engine) == ({}, [TableLimit.TOO_MANY_CELLS])
    assert row["left out"] == f"page 1: {TableLimit.TOO_MANY_CELLS.message.en}"
    (shown,) = metadata_of([row])["table"].records
    assert shown.data["left out"] == row["left out"]
