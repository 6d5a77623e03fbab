"""내려받기 as a run: the file of a document in the store, with what people made of its texts; no recogniser needed."""

from __future__ import annotations

import json

import dagster as dg
import pytest

from domain.ocr import EXPORT_FORMATS, OcrStatus
from domain.requests import RequestStatus
from ocr_lib.exports import FORMATS
from orchestration.runtime.reading_resources import build_files
from records.engine import reading, transaction
from records.ocr import decisions, documents, texts
from records.ocr.texts import ReadText
from store.errors import StoreError
from tests.console.conftest import png
from tests.factories import read_document
from work_requests import exports

DOC, DAY = "261122000000010", "2026-11-22"


@pytest.fixture
def store(workshop):
    return build_files(workshop.settings).store


@pytest.fixture
def text_ids(workshop, store):
    """A read document of one page with three texts."""
    page = store.put_bytes(png(400, 600), f"ocr/{DOC}/page.png")
    now = workshop.now()
    with transaction(workshop.engine) as session:
        read = [
            ReadText(
                text,
                0.5,
                (0, 40 * n, 200, 40 * n + 30),
                [[0, 0], [200, 0], [200, 30], [0, 30]],
                "c",
                "0" * 64,
            )
            for n, text in enumerate(["하나", "둘", "셋"])
        ]
        names = {"file_name": "거래명세서.png", "company": "", "day": DAY}
        read_document(session, DOC, now, read, picture=(page.key, page.sha256), **names)
        return [text.text_id for text in texts.of_document(session, DOC)]


def asked(workshop, form):
    with transaction(workshop.engine) as session:
        return exports.ask(session, DOC, form, by="kim", now=workshop.now()).request_id


def made(workshop, form):
    request_id = asked(workshop, form)
    (result,) = workshop.run_waiting()
    assert result.success
    request = workshop.request(request_id)
    assert request.status == RequestStatus.DONE
    return exports.file_of(request)


def test_the_formats_people_may_ask_for_are_those_that_can_be_written():
    assert EXPORT_FORMATS == FORMATS


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_is_written_to_the_store_with_its_hash(workshop, store, text_ids, form):
    file = made(workshop, form)
    assert (file.form, file.file_name) == (form, f"거래명세서.{form}")
    with store.local(file.path, file.sha256) as path:
        assert path.stat().st_size == file.bytes > 0
    with reading(workshop.engine) as session:
        assert exports.finished(session, DOC) == [file]


def test_it_holds_what_people_made_of_the_texts(workshop, store, text_ids):
    with transaction(workshop.engine) as session:
        decisions.correct(session, text_ids[0], "하나요", by="kim", now=workshop.now())
        decisions.mark_unreadable(session, text_ids[1:2], by="kim", now=workshop.now())
    file = made(workshop, "json")
    with store.local(file.path, file.sha256) as path:
        found = json.loads(path.read_text(encoding="utf-8"))
    assert [line["text"] for line in found["거래명세서.png"]] == ["하나요", "셋"]


def test_the_newest_file_of_a_format_takes_the_place_of_the_one_before(workshop, store, text_ids):
    pdf, old = made(workshop, "pdf"), made(workshop, "txt")
    with transaction(workshop.engine) as session:
        decisions.correct(session, text_ids[0], "하나요", by="kim", now=workshop.now())
    new = made(workshop, "txt")
    with pytest.raises(StoreError), store.local(old.path):
        pass
    for kept in (pdf, new):
        with store.local(kept.path, kept.sha256):
            pass


def test_a_lost_page_fails_the_request_in_words_and_leaves_the_document_alone(workshop, store, text_ids):
    store.remove(f"ocr/{DOC}/page.png")
    request_id = asked(workshop, "pdf")
    (result,) = workshop.run_waiting()
    assert not result.success
    request = workshop.request(request_id)
    assert request.status == RequestStatus.FAILED
    assert "page.png" in request.reason_ko
    with reading(workshop.engine) as session:
        document = documents.get(session, DOC)
    assert (document.status, document.failure_ko) == (OcrStatus.EXTRACTED, None)


def test_a_run_by_hand_writes_its_own_request(workshop, store, text_ids):
    def launch(doc_id: str) -> dg.ExecuteInProcessResult:
        return workshop.repository.get_job("__ASSET_JOB").execute_in_process(
            run_config={"ops": {"exported_document": {"config": {"document": doc_id, "format": "csv"}}}},
            partition_key=DAY,
            asset_selection=[dg.AssetKey("exported_document")],
            instance=workshop.instance,
            raise_on_error=False,
        )

    assert launch(DOC).success
    with reading(workshop.engine) as session:
        (file,) = exports.finished(session, DOC)
    assert workshop.request(file.request_id).requested_by == "dagster"
    assert file.form == "csv"
    assert not launch("").success
    assert not launch("261122000000099").success


@pytest.mark.parametrize(
    ("sees_numbers", "line", "name"),
    [(False, "900101-1******", "900101-1______.txt"), (True, "900101-1234567", "900101-1234567.txt")],
)
def test_resident_numbers_are_whole_only_in_the_file_of_those_who_see_them(
    workshop, store, text_ids, sees_numbers, line, name
):
    with transaction(workshop.engine) as session:
        decisions.correct(session, text_ids[0], "900101-1234567", by="kim", now=workshop.now())
        documents.get(session, DOC).file_name = "900101-1234567.png"
        how = {"sees_numbers": sees_numbers, "by": "kim", "now": workshop.now()}
        request_id = exports.ask(session, DOC, "txt", **how).request_id
    workshop.run_waiting()
    file = exports.file_of(workshop.request(request_id))
    assert file.file_name == name
    with store.local(file.path, file.sha256) as path:
        assert path.read_text(encoding="utf-8").splitlines()[0] == line
