"""Reports on models, and predictions as workbooks: asked for, made by runs, kept by their hash, and made once."""

from __future__ import annotations

import hashlib

import openpyxl
import pandas as pd
import pytest

from assets.automl.exporting import report_bytes, workbook_of
from benchmarks.made_columns import inquiries
from domain.requests import RequestKind, RequestStatus
from intake.destinations import NewRows
from orchestration.runtime.reading_resources import build_files
from records import documents, predictions
from records.engine import reading, transaction
from records.errors import DecisionRefused, NotFound
from records.stored_files import StoredFiles
from store.files import Store
from work_requests import automl_exports
from work_requests.automl_exports import WantedFile


@pytest.fixture
def confirmed(begun_homes, workshop):
    """A document with a confirmed model of inquiries, and its training."""
    return begun_homes.copied_to(workshop, confirm)


def confirm(workshop, folder):
    table = inquiries(160).assign(지점코드=[f"{n % 9:04d}" for n in range(160)])
    path = folder / "문의.csv"
    table.to_csv(path, index=False)
    doc = workshop.add(path)
    workshop.run_waiting()
    return doc, workshop.confirm(doc, "이탈", positive_class="예")


def asked(workshop, doc, wanted):
    with transaction(workshop.engine) as session:
        return automl_exports.ask(session, doc, wanted, by="me", now=workshop.now()).request_id


def made(workshop, doc, wanted):
    """The file of an export, and its bytes."""
    request_id = asked(workshop, doc, wanted)
    workshop.run_waiting()
    request = workshop.request(request_id)
    assert request.status == RequestStatus.DONE, request.reason_en
    file = automl_exports.file_of(request)
    store = Store(workshop.settings.effective_store_url)
    with store.local(file.path, file.sha256) as path:
        return file, path.read_bytes()


def test_a_report_is_made_once_and_is_the_same_when_it_is_made_again(workshop, confirmed):
    doc, training = confirmed
    wanted = WantedFile(RequestKind.MODEL_REPORT, "pdf", "ko", training)
    file, data = made(workshop, doc, wanted)
    assert data.startswith(b"%PDF-")
    assert file.file_name == "문의_모델보고서.pdf"
    assert hashlib.sha256(data).hexdigest() == file.sha256
    assert asked(workshop, doc, wanted) == file.request_id
    again = report_bytes(
        lambda: reading(workshop.engine), build_files(workshop.settings), wanted, workshop.settings.time_zone
    )
    assert again == data
    with reading(workshop.engine) as session:
        assert (file.path, file.sha256) in [(one.key, one.sha256) for one in StoredFiles(session).files()]


def test_a_page_in_english_has_what_the_model_goes_by(workshop, confirmed):
    doc, training = confirmed
    _, data = made(workshop, doc, WantedFile(RequestKind.MODEL_REPORT, "html", "en", training))
    page = data.decode()
    for word in ("Model report", "문의.csv", training, "SHA-256 of the model", "font/woff2", "문의내용"):
        assert word in page


def test_predictions_are_a_workbook_with_typed_cells(workshop, confirmed, tmp_path):
    doc, _ = confirmed
    rows = inquiries(30, seed=5).drop(columns="이탈").assign(지점코드="0007")
    rows["계약일"] = pd.Timestamp("2025-10-06")
    rows.loc[2, "문의내용"] = "=1+1 해지 문의합니다"
    path = tmp_path / "새 행.csv"
    rows.to_csv(path, index=False)
    files = build_files(workshop.settings)
    taken = files.intake(workshop.engine).take(path, NewRows(doc), by="me", now=workshop.now(), keep=True)
    workshop.run_waiting()
    with reading(workshop.engine) as session:
        prediction = predictions.of_request(session, taken.request_id).prediction_id
    wanted = WantedFile(RequestKind.PREDICTION_EXPORT, "xlsx", "ko", prediction)
    file, data = made(workshop, doc, wanted)
    assert file.file_name == "새 행_예측.xlsx"
    kept = tmp_path / "again.xlsx"
    workbook_of(lambda: reading(workshop.engine), files, wanted, kept)
    assert kept.read_bytes() == data
    sheet = openpyxl.load_workbook(kept)["예측"]
    header = [cell.value for cell in sheet[1]]
    row = dict(zip(header, sheet[4], strict=True))
    assert row["지점코드"].value == "0007"
    assert isinstance(row["가입개월"].value, int)
    assert row["계약일"].is_date
    assert row["문의내용"].data_type == "s"
    assert row["예측(prediction)"].value in ("예", "아니오")
    assert isinstance(row["확률_예"].value, float)
    remarks = [cell.value for line in openpyxl.load_workbook(kept).worksheets[1] for cell in line]
    assert any("이상이면 '예'" in str(remark) for remark in remarks)  # the decision rule


def test_what_has_no_file_is_refused(workshop, confirmed):
    doc, training = confirmed
    with pytest.raises(DecisionRefused, match="there is no format"):
        asked(workshop, doc, WantedFile(RequestKind.MODEL_REPORT, "docx", "ko", training))
    with pytest.raises(NotFound):
        asked(workshop, doc, WantedFile(RequestKind.MODEL_REPORT, "pdf", "ko", "000000000000000"))
    with transaction(workshop.engine) as session:
        documents.get(session, doc)
        from records import trainings

        trainings.get(session, training).status = "failed"
    with pytest.raises(DecisionRefused, match="has not been evaluated"):
        asked(workshop, doc, WantedFile(RequestKind.MODEL_REPORT, "pdf", "ko", training))


def test_a_run_launched_by_hand_makes_the_report_of_the_confirmed_model(workshop, confirmed):
    doc, _ = confirmed
    assert workshop.by_hand(doc, "model_report", model_report={"format": "html"}).success
