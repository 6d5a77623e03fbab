"""What is noticed of a page when it is read: in Dagster's metadata, kept with the page, replaced when it is read again."""

from __future__ import annotations

import pytest
from PIL import Image

from intake.destinations import NewPages
from orchestration.runtime.reading_resources import build_files
from records.engine import reading, transaction
from records.ocr import documents
from resources.recogniser import Recogniser
from tests.page_readers import Script, scripted_reader
from work_requests import ocr_decisions


@pytest.fixture
def script(monkeypatch):
    """Every page is read as it says."""
    found = Script()

    class Serving:
        def current(self):
            return "261122000000001", scripted_reader(found)

    monkeypatch.setattr(Recogniser, "serving", lambda *_: Serving())
    return found


def run(workshop):
    """The metadata of the run that reads what waits."""
    (result,) = workshop.run_waiting()
    assert result.success
    (materialized,) = result.asset_materializations_for_node("extracted_texts")
    return materialized.metadata


def remarks_of(workshop, doc_id):
    with reading(workshop.engine) as session:
        return documents.remarks(documents.get(session, doc_id), documents.of_document(session, doc_id))


def test_remarks_are_shown_kept_and_replaced(workshop, script, tmp_path):
    path = tmp_path / "빈 쪽.png"
    Image.new("L", (800, 600), 255).save(path)
    intake = build_files(workshop.settings).intake(workshop.engine)
    doc_id = intake.take(path, NewPages(None), by="me", now=workshop.now(), keep=True).id
    metadata = run(workshop)
    (shown,) = metadata["remarks"].records
    assert (shown.data["file"], shown.data["page"], shown.data["kind"]) == ("빈 쪽.png", 1, "nothing_read")
    assert shown.data["remark"].startswith("No text")
    (row,) = metadata["table"].records
    assert row.data["remarks"] == 1
    (kept,) = remarks_of(workshop, doc_id)
    assert (kept["page"], kept["kind"], kept["en"]) == (1, "nothing_read", shown.data["remark"])
    assert kept["ko"].startswith("글자를 하나도")

    script.texts = ["납품 확인서를 보냅니다", "합계 1,200원입니다"]
    with transaction(workshop.engine) as session:
        ocr_decisions.read_again(session, doc_id, by="me", now=workshop.now())
    again = run(workshop)
    assert "remarks" not in again
    assert remarks_of(workshop, doc_id) == []
