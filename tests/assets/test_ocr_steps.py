"""The OCR assets on a real page: read, corrected, learnt, judged, deployed, read again; run in this process."""

from __future__ import annotations

import cv2
import pytest

from domain.ocr import NetworkStatus, OcrStatus, TextState
from domain.requests import RequestStatus
from intake.destinations import NewPages
from ocr_lib.synthetic.fonts import package_fonts
from ocr_lib.synthetic.pages import made_page
from ocr_lib.synthetic.scan import scanned
from orchestration.runtime.reading_resources import build_files
from records.engine import reading, transaction
from records.ocr import decisions, documents, texts
from records.ocr.learning import networks
from records.ocr.learning.rescored import LIST, LIST_SHA256, from_lines
from tests.few_lines import FEW
from work_requests import lifecycle, ocr_decisions

pytestmark = pytest.mark.slow


@pytest.fixture
def page_file(tmp_path):
    page = scanned(made_page(3, fonts=package_fonts()[:1], language="ko", layout="invoice"), 3)
    path = tmp_path / "거래명세서.png"
    cv2.imwrite(str(path), page.picture)
    return path


def bring(workshop, path, company="디엘이엔씨(주)"):
    intake = build_files(workshop.settings).intake(workshop.engine)
    return intake.take(path, NewPages(company), by="me", now=workshop.now(), keep=True)


@pytest.fixture
def few_lines(monkeypatch):
    """As few as in the stories, in small batches; what is forgotten is measured on fewer still."""
    monkeypatch.setenv("SAEBYEOK_RETRAIN_BATCH", "8")
    for module, values in FEW.items():
        for name, value in values.items():
            monkeypatch.setattr(f"{module}.{name}", value)
    for name in ("GENERAL_LINES", "MIXING_LINES", "LEAST_MIXING_LINES"):
        monkeypatch.setattr(f"ocr_lib.training.fine_tune.{name}", 30)


def test_a_page_is_read_corrected_learnt_and_read_again(few_lines, workshop, page_file):
    taken = bring(workshop, page_file)
    (result,) = workshop.run_waiting()
    assert result.success
    assert workshop.request(taken.request_id).status == RequestStatus.DONE
    with reading(workshop.engine) as session:
        assert documents.get(session, taken.id).status == OcrStatus.EXTRACTED
        found = texts.of_document(session, taken.id)
        (page,) = documents.of_document(session, taken.id)
    assert "거래명세서" in [t.text for t in found]
    store = build_files(workshop.settings).store
    with (
        store.local(page.preview_path, page.preview_sha256) as preview,
        store.local(page.image_path) as whole,
    ):
        assert cv2.imread(str(preview)).shape == (page.height, page.width, 3)
        assert preview.stat().st_size < whole.stat().st_size / 3
    with transaction(workshop.engine) as session:
        for text in found[:6]:
            decisions.correct(session, text.text_id, f"{text.text}뷁", by="kim", now=workshop.now())
        decisions.select(session, [t.text_id for t in found[:6]], by="kim", now=workshop.now())
        request = ocr_decisions.retrain(session, by="kim", now=workshop.now(), minutes=0.1)
    (night,) = workshop.run_waiting()
    assert night.success
    assert workshop.request(request.request_id).status == RequestStatus.DONE
    with reading(workshop.engine) as session:
        network = networks.of_request(session, request.request_id)
        deployed = networks.deployed(session)
        after = texts.of_document(session, taken.id)
    assert network.items["validation"] + network.items["train"] == 6
    # A few seconds may bring nothing better; then there is nothing to judge.
    if network.scores is not None:
        assert network.scores["validation"]["items"] == network.items["validation"]
    assert network.status in (NetworkStatus.DEPLOYED, NetworkStatus.KEPT_BACK)
    assert (deployed.network_id == network.network_id) == (network.status == NetworkStatus.DEPLOYED)
    assert network.reason_ko
    if network.status == NetworkStatus.DEPLOYED:
        kept = network.rescored
        with build_files(workshop.settings).store.local(kept[LIST], kept[LIST_SHA256]) as path:
            assert {one.text_id for one in from_lines(path.read_bytes())} == {t.text_id for t in found[:6]}
    for text in after[:6]:
        assert text.corrected.endswith("뷁")
        assert (text.trained_text is not None) == (network.status == NetworkStatus.DEPLOYED)
    assert all(text.state == TextState.MACHINE for text in after[6:])


def test_a_night_with_nothing_chosen_says_so_and_stops(workshop):
    with transaction(workshop.engine) as session:
        request = ocr_decisions.retrain(session, by="kim", now=workshop.now())
    (night,) = workshop.run_waiting()
    assert night.success
    done = workshop.request(request.request_id)
    assert done.status == RequestStatus.DONE
    assert "학습대상" in done.result["ko"]
    with reading(workshop.engine) as session:
        assert lifecycle.get(session, request.request_id).result["nothing_new"] is True
        assert networks.of_request(session, request.request_id).status == NetworkStatus.NOTHING_NEW


def test_a_file_that_is_no_picture_fails_its_document_alone(workshop, page_file, tmp_path):
    page = tmp_path / "page.png"
    page.write_bytes(b"<html><body>not a picture</body></html>")
    bad, good = bring(workshop, page), bring(workshop, page_file)
    (result,) = workshop.run_waiting()
    assert result.success
    assert workshop.request(bad.request_id).status == RequestStatus.FAILED
    assert workshop.request(good.request_id).status == RequestStatus.DONE
    with reading(workshop.engine) as session:
        failed = documents.get(session, bad.id)
    assert failed.status == OcrStatus.FAILED
    assert "그림도 PDF도" in failed.failure_ko
    assert workshop.settings.effective_store_url in str(
        build_files(workshop.settings).store.path(failed.source_path)
    )
