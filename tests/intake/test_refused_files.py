"""A file that can't be taken is kept with its reason; none is lost, and none takes another's place."""

from __future__ import annotations

import pytest

from domain.automl import DocumentStatus
from intake.destinations import NewPages, NewRows, NewTable
from intake.take import Refused, Taken
from records.engine import transaction
from records.ocr.tables import OcrDocument
from records.tables import Document, Prediction, RefusedFile
from tests.intake.dropped_files import drop, intake, rows

__all__ = ["intake"]


def test_an_empty_file_is_refused_kept_and_explained(intake, now):
    result = intake.take(drop(intake, "빈 파일.csv", b""), NewTable(), by="inbox", now=now)
    assert isinstance(result, Refused)
    assert "빈 파일.csv" in result.message.ko
    assert "empty" in result.message.en
    assert result.kept.read_bytes() == b""
    reason = result.kept.with_name(result.kept.name + ".reason.txt").read_text(encoding="utf-8")
    assert result.message.ko in reason
    assert [row.reason_ko for row in rows(intake, RefusedFile)] == [result.message.ko]
    assert rows(intake, Document) == []


def test_a_file_over_the_limit_is_refused_naming_the_setting(intake, now):
    result = intake.take(drop(intake, "big.csv", b"x" * 1001), NewTable(), by="inbox", now=now)
    assert "SAEBYEOK_MAX_FILE_MB" in result.message.en
    assert result.kept.stat().st_size == 1001


def test_refused_files_of_one_name_do_not_overwrite_each_other(intake, now):
    first = intake.take(drop(intake, "a.csv", b""), NewTable(), by="inbox", now=now)
    second = intake.take(drop(intake, "a.csv", b"x" * 2000), NewTable(), by="inbox", now=now)
    assert first.kept != second.kept
    assert (first.kept.stat().st_size, second.kept.stat().st_size) == (0, 2000)


def test_a_long_name_can_still_be_refused_with_its_reason(intake, now):
    result = intake.take(drop(intake, "가" * 83 + ".csv", b""), NewTable(), by="inbox", now=now)
    again = intake.take(drop(intake, "가" * 83 + ".csv", b""), NewTable(), by="inbox", now=now)
    assert result.kept.exists()
    assert again.kept.exists()
    assert len(list(intake.inbox.refused.glob("*.reason.txt"))) == 2


def test_rows_to_predict_need_a_confirmed_model(intake, now):
    taken = intake.take(drop(intake, "a.csv"), NewTable(), by="inbox", now=now)
    refused = intake.take(drop(intake, "new.csv"), NewRows(taken.id), by="inbox", now=now)
    assert isinstance(refused, Refused)
    assert "확정" in refused.message.ko
    with transaction(intake.engine) as session:
        document = session.get(Document, taken.id)
        document.confirmed_training_id = "261122000000009"
        document.status = DocumentStatus.MODEL_CONFIRMED
    accepted = intake.take(drop(intake, "new.csv"), NewRows(taken.id), by="inbox", now=now)
    assert isinstance(accepted, Taken)
    assert [p.prediction_id for p in rows(intake, Prediction)] == [accepted.id]


def test_rows_to_predict_never_take_the_place_of_the_documents_own_file(intake, now):
    document = intake.take(drop(intake, "a.csv"), NewTable(), by="inbox", now=now)
    with transaction(intake.engine) as session:
        session.get(Document, document.id).confirmed_training_id = "261122000000009"
    prediction = intake.take(drop(intake, "new.csv", b"other\n"), NewRows(document.id), by="inbox", now=now)
    assert prediction.id == document.id  # the first of the day, each in its own count
    assert intake.store.path(rows(intake, Document)[0].source_path).read_bytes() == b"a,b\n1,2\n"
    assert intake.store.path(rows(intake, Prediction)[0].source_path).read_bytes() == b"other\n"


def test_rows_for_an_unknown_document_are_refused_not_lost(intake, now):
    result = intake.take(drop(intake, "new.csv"), NewRows("../../etc"), by="inbox", now=now)
    assert isinstance(result, Refused)
    assert result.kept.read_bytes() == b"a,b\n1,2\n"


def test_a_table_among_pages_is_refused_and_a_page_with_a_tables_name_is_not(intake, now):
    refused = intake.take(drop(intake, "매출.xlsx", b"PK\x03\x04 a workbook"), NewPages(), by="kim", now=now)
    assert isinstance(refused, Refused)
    assert "자동 학습에 올려" in refused.message.ko
    assert (intake.inbox.refused / "매출.xlsx").exists()
    assert not rows(intake, OcrDocument)
    taken = intake.take(drop(intake, "scan.csv", b"%PDF-1.4 a page"), NewPages(), by="kim", now=now)
    assert isinstance(taken, Taken)
    assert [row.file_name for row in rows(intake, OcrDocument)] == ["scan.csv"]


@pytest.mark.parametrize(
    "content", [b"PK\x03\x04 cut short", b"\x1f\x8b\x08" + bytes(9), b"<html><table></table></html>"]
)
def test_what_is_no_table_is_refused_when_it_is_brought(intake, now, content):
    refused = intake.take(drop(intake, "매출.csv", content), NewTable(), by="kim", now=now)
    assert isinstance(refused, Refused)
    assert "매출.csv" in refused.message.ko
    assert not rows(intake, Document)
