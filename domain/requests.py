"""What people may request, and the life of a request."""

from __future__ import annotations

from domain.labelled import Labelled
from domain.messages import in_context

SERVING = "serving:"
"""Begins the RUN_ID of requests that the serving process has; Dagster knows no run of that id."""


class RequestKind(Labelled):
    """What a request asks for. Kinds without a run are done in the transaction that writes them."""

    UPLOAD = "upload", in_context("request", "upload")
    RETYPE = "retype", in_context("request", "retype")
    PROFILE = "profile", in_context("request", "profile columns")
    USE_COLUMNS = "use_columns", in_context("request", "use columns")
    CONFIRM_DATA = "confirm_data", in_context("request", "confirm data")
    TARGET = "target", in_context("request", "target")
    PREVIEW = "preview", in_context("request", "preview")
    PREPARE = "prepare", in_context("request", "prepare")
    TRAIN = "train", in_context("request", "train")
    CONFIRM_MODEL = "confirm_model", in_context("request", "confirm model")
    DECISION_RULE = "decision_rule", in_context("request", "decision rule")
    PREDICT = "predict", in_context("request", "predict")
    APPEND = "append", in_context("request", "add rows")
    CHALLENGE = "challenge", in_context("request", "train again")
    OUTCOME = "outcome", in_context("request", "outcomes")
    RENEWAL = "renewal", in_context("request", "renewal of the model")
    MODEL_REPORT = "model_report", in_context("request", "model report")
    PREDICTION_EXPORT = "prediction_export", in_context("request", "predictions as a workbook")
    RENAME = "rename", in_context("request", "rename")
    DELETE = "delete", in_context("request", "delete")
    RESTORE = "restore", in_context("request", "restore")
    MIRROR = "mirror", in_context("request", "mirror")
    HOUSEKEEPING = "housekeeping", in_context("request", "housekeeping")
    OCR_READ = "ocr_read", in_context("request", "ocr read")
    OCR_RETRAIN = "ocr_retrain", in_context("request", "ocr retrain")
    OCR_ROLLBACK = "ocr_rollback", in_context("request", "ocr rollback")
    OCR_DELETE = "ocr_delete", in_context("request", "ocr delete")
    OCR_RESTORE = "ocr_restore", in_context("request", "ocr restore")
    OCR_RENAME = "ocr_rename", in_context("request", "ocr rename")
    OCR_ASSIGN = "ocr_assign", in_context("request", "ocr assign")
    OCR_EXPORT = "ocr_export", in_context("request", "ocr export")
    OCR_BOXES = "ocr_boxes", in_context("request", "ocr boxes")
    COMPANY = "company", in_context("request", "known companies")
    LAYOUT = "layout", in_context("request", "layouts of documents")
    OCR_QUALITY = "ocr_quality", in_context("request", "ocr quality")

    @property
    def of_pages(self) -> bool:
        """Whether it is of a document of the OCR half."""
        return self in (
            RequestKind.OCR_READ,
            RequestKind.OCR_DELETE,
            RequestKind.OCR_RESTORE,
            RequestKind.OCR_RENAME,
            RequestKind.OCR_ASSIGN,
            RequestKind.OCR_EXPORT,
            RequestKind.OCR_BOXES,
        )


class RequestStatus(Labelled):
    """Life of a request."""

    WAITING = "waiting", in_context("request status", "waiting")
    RUNNING = "running", in_context("request status", "running")
    DONE = "done", in_context("request status", "done")
    FAILED = "failed", in_context("request status", "failed")
    CANCELLED = "cancelled", in_context("request status", "cancelled")

    @property
    def is_final(self) -> bool:
        return self in (RequestStatus.DONE, RequestStatus.FAILED, RequestStatus.CANCELLED)
