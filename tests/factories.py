"""Rows and values in a usual state, for tests; each names only what it changes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from domain.automl import DocumentStatus
from domain.evaluations import (
    ClassificationEvaluation,
    ClassScores,
    RegressionEvaluation,
    TrainingEvaluation,
)
from domain.ocr import OcrStatus
from domain.threshold_curve import ThresholdCurve
from records.ocr import documents, texts
from records.ocr.tables import OcrDocument, OcrPage
from records.ocr.texts import ReadText
from records.tables import Document

_FILE = {"source_path": "a/b", "source_sha256": "0" * 64, "source_bytes": 10, "registered_by": "me"}

_SCORES = ClassificationEvaluation(
    precision=0.75,
    sensitivity=0.9,
    f1=0.8182,
    roc_auc=0.93,
    log_loss=0.31,
    accuracy=0.85,
    threshold=0.4,
    positive_class="yes",
    labels=("no", "yes"),
    confusion_matrix=((50, 10), (5, 43)),
    per_class={
        name: ClassScores(precision=0.7, sensitivity=0.8, f1=0.75, roc_auc=0.9, support=count)
        for name, count in (("no", 60), ("yes", 48))
    },
    roc_curves=(),
    absent_classes=(),
    rows=108,
    rows_unknown_class=0,
)


HELD_BACK = ThresholdCurve(
    rows=400,
    positives=60,
    thresholds=(0.01, 0.04, 0.08, 0.2, 0.4, 0.5, 0.9),
    false_alarms=(340, 200, 90, 40, 20, 10, 0),
    hits=(60, 59, 57, 48, 40, 30, 0),
)
"""Held-back rows of a classifier that kept them."""


def evaluation(**scores: Any) -> TrainingEvaluation:
    """The evaluation of a classifier of two classes with some scores changed."""
    return TrainingEvaluation(replace(_SCORES, **scores), settings={"trees": 240}, columns=("c0001",))


_ERRORS = RegressionEvaluation(
    r2=0.7123,
    mae=3500.0,
    rmse=5250.0,
    mape=0.125,
    coverage=0.91,
    interval_share=0.9,
    interval_width=17_500.0,
    mean=100_000.0,
    mean_mae=8000.0,
    mean_rmse=9500.0,
    target_scale="linear",
    actual=(90_000.0, 110_000.0, 100_000.0),
    predicted=(92_500.0, 101_000.0, 100_000.0),
    rows=108,
    rows_without_value=0,
)


def regression_evaluation(**scores: Any) -> TrainingEvaluation:
    """The evaluation of a regressor with some scores changed."""
    return TrainingEvaluation(
        replace(_ERRORS, **scores), settings={"target_scale": "linear"}, columns=("c0001",)
    )


def document(doc_id: str, at: datetime, **changed: Any) -> Document:
    """An uploaded table, registered at `at`."""
    usual = {"name": "문서", "file_name": "test.csv", "status": DocumentStatus.UPLOADED, **_FILE}
    return Document(doc_id=doc_id, registered_at=at, updated_at=at, **usual | changed)


def ocr_document(doc_id: str, at: datetime, **changed: Any) -> OcrDocument:
    """A picture of which no page was read yet, registered at `at`."""
    names = {"file_name": "영수증.png", "company": "디엘이엔씨(주)"}
    usual = {"status": OcrStatus.RECEIVED, "day": "2026-11-22", **names, **_FILE}
    return OcrDocument(doc_id=doc_id, registered_at=at, updated_at=at, **usual | changed)


def read_document(
    session: Session,
    doc_id: str,
    at: datetime,
    read: Sequence[ReadText],
    *,
    picture: tuple[str, str] = ("p.png", "1" * 64),
    size: tuple[int, int] = (400, 600),
    **changed: Any,
) -> OcrDocument:
    """A document whose only page was read.

    Args:
        read: the texts of the page.
        picture: key and hash of the page's picture in the store.
        size: its width and height.
        changed: attributes of the document.
    """
    document = ocr_document(doc_id, at, **changed)
    session.add(document)
    session.flush()
    width, height = size
    page = OcrPage(
        doc_id=doc_id, page_no=1, image_path=picture[0], image_sha256=picture[1], width=width, height=height
    )
    documents.replace_pages(session, document, [page], dpi=None, now=at)
    session.flush()
    page = session.get_one(OcrPage, (doc_id, 1))
    texts.replace_read(session, page, read, first=1, network_id="261122000000001", now=at)
    documents.set_extracted(document, at)
    return document
