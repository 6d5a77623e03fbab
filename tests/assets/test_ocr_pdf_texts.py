"""A PDF of text through its whole life: taken as it is written, corrected, and found again in what is exported."""

from __future__ import annotations

import pypdfium2
import pytest

from domain.ocr import TextSource
from domain.requests import RequestStatus
from intake.destinations import NewPages
from orchestration.runtime.reading_resources import build_files
from records.engine import reading, transaction
from records.ocr import decisions, documents, texts
from tests.pdfs import FOLDER, TEXT, changed, invisible, texts_of, with_content
from work_requests import exports, ocr_decisions

pytestmark = pytest.mark.slow


def bring(workshop, path):
    intake = build_files(workshop.settings).intake(workshop.engine)
    taken = intake.take(path, NewPages("새벽상사"), by="me", now=workshop.now(), keep=True)
    (result,) = workshop.run_waiting()
    assert result.success
    assert workshop.request(taken.request_id).status == RequestStatus.DONE
    return taken.id, result


def texts_in(workshop, doc_id):
    with reading(workshop.engine) as session:
        return texts.of_document(session, doc_id)


def exported(workshop, doc_id, form):
    with transaction(workshop.engine) as session:
        request_id = exports.ask(session, doc_id, form, by="kim", now=workshop.now()).request_id
    (result,) = workshop.run_waiting()
    assert result.success
    return exports.file_of(workshop.request(request_id))


def test_a_pdf_of_text_is_taken_corrected_and_found_again(workshop):
    doc_id, result = bring(workshop, FOLDER / TEXT)
    found = texts_in(workshop, doc_id)
    assert [text.text for text in found] == texts_of(TEXT)
    assert {(text.source, text.score) for text in found} == {(TextSource.PDF, 1.0)}
    store = build_files(workshop.settings).store
    for text in found:
        with store.local(text.crop_path, text.crop_sha256) as crop:
            assert crop.stat().st_size > 0
    with reading(workshop.engine) as session:
        (page,) = documents.of_document(session, doc_id)
        assert (page.dpi, page.rotation, page.tilt) == (150, 0, 0)
    (materialized,) = result.asset_materializations_for_node("extracted_texts")
    (row,) = materialized.metadata["table"].records
    assert row.data["texts_from_pdf"] == len(found)

    with transaction(workshop.engine) as session:
        decisions.correct(session, found[1].text_id, "갑: 고친상사(주)", by="kim", now=workshop.now())
    file = exported(workshop, doc_id, "pdf")
    with store.local(file.path, file.sha256) as path, pypdfium2.PdfDocument(path) as pdf:
        said = pdf[0].get_textpage().get_text_range()
    assert "고친상사(주)" in said
    assert said.count(texts_of(TEXT)[0]) == 1


def test_a_page_whose_text_cannot_be_seen_is_read(workshop, tmp_path):
    doc_id, _ = bring(workshop, changed(tmp_path / "a.pdf", with_content(invisible)))
    assert texts_in(workshop, doc_id) == []


def test_read_again_the_texts_of_the_pdf_stay_and_what_was_corrected_too(workshop):
    doc_id, _ = bring(workshop, FOLDER / TEXT)
    first = texts_in(workshop, doc_id)[0]
    with transaction(workshop.engine) as session:
        decisions.correct(session, first.text_id, "계약서 제13호", by="kim", now=workshop.now())
        ocr_decisions.read_again(session, doc_id, by="kim", now=workshop.now())
    (result,) = workshop.run_waiting()
    assert result.success
    assert [text.label for text in texts_in(workshop, doc_id)] == ["계약서 제13호", *texts_of(TEXT)[1:]]
