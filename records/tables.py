"""The tables of the AutoML half and of requests, as SQLAlchemy classes. Columns only; no queries.

Names in the database are the seed's; attributes are English. A `Y`/`N` column of the seed keeps
its name and is a real boolean here.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from domain.decision_rules import DecisionRule
from domain.evaluations import TrainingEvaluation
from domain.read_report import ReadReport
from domain.requests import SERVING
from domain.target_check import TargetCheck
from records.base import Base, BigId, DocId
from records.stored_messages import MessageJson, StoredMessage
from records.types import AsJson


def _doc_id(**options: Any) -> Mapped[str]:
    return mapped_column("DOC_ID", DocId, sa.ForeignKey("TB_AUTOML_MASTER.DOC_ID"), **options)


class IdCounter(Base):
    """Next number per day and kind of id (`records.ids`)."""

    __tablename__ = "TB_SEQUENCE"

    name: Mapped[str] = mapped_column("SEQ_NM", sa.String(40), primary_key=True)
    next: Mapped[int] = mapped_column("NEXT_NO")


class Document(Base):
    """One uploaded table."""

    __tablename__ = "TB_AUTOML_MASTER"

    doc_id: Mapped[str] = mapped_column("DOC_ID", DocId, primary_key=True)
    name: Mapped[str] = mapped_column("DOC_NM")
    file_name: Mapped[str] = mapped_column("FILE_NM")
    status: Mapped[str] = mapped_column("STATUS_CD", sa.String(20), index=True)
    rows: Mapped[int | None] = mapped_column("ROW_CNT")
    columns: Mapped[int | None] = mapped_column("COL_CNT")
    source_path: Mapped[str] = mapped_column("FILE_PATH")
    source_sha256: Mapped[str] = mapped_column("FILE_SHA256", sa.String(64), index=True)
    source_bytes: Mapped[int] = mapped_column("FILE_SIZE", sa.BigInteger)
    note: Mapped[dict[str, Any] | None] = mapped_column("NOTE")
    read_report: Mapped[ReadReport | None] = mapped_column("READ_REPORT", AsJson(ReadReport))
    warnings: Mapped[list[Any] | None] = mapped_column("WARNINGS")
    target_key: Mapped[str | None] = mapped_column("TARGET_COL_KEY", sa.String(8))
    positive_class: Mapped[str | None] = mapped_column("POSITIVE_CLASS")
    target_check: Mapped[TargetCheck | None] = mapped_column("TARGET_CHECK", AsJson(TargetCheck))
    plan_version: Mapped[int | None] = mapped_column("PLAN_VER")
    confirmed_training_id: Mapped[str | None] = mapped_column("CONFIRM_TRAINING_ID", DocId)
    failure_ko: Mapped[str | None] = mapped_column("FAIL_REASON_KO")
    failure_en: Mapped[str | None] = mapped_column("FAIL_REASON_EN")
    failure_json: Mapped[dict[str, Any] | None] = mapped_column("FAIL_REASON_JSON", MessageJson)
    failure = StoredMessage("failure")
    registered_by: Mapped[str] = mapped_column("REG_ID", sa.String(80))
    registered_at: Mapped[datetime] = mapped_column("REG_DT")
    updated_at: Mapped[datetime] = mapped_column("UPDT_DT")
    deleted: Mapped[bool] = mapped_column("DEL_YN", default=False)


class TableRow(Base):
    """One row of a document as read; ROW_NO 0 is the header. Clustered by its key on SQLite."""

    __tablename__ = "TB_AUTOML_TEXT"
    __table_args__ = {"sqlite_with_rowid": False}

    doc_id: Mapped[str] = mapped_column("DOC_ID", DocId, primary_key=True)
    row_no: Mapped[int] = mapped_column("ROW_NO", primary_key=True, autoincrement=False)
    text: Mapped[str] = mapped_column("ROW_TEXT")


class ColumnInfo(Base):
    """Statistics of one column."""

    __tablename__ = "TB_AUTOML_COLUMN_INFO"

    doc_id: Mapped[str] = _doc_id(primary_key=True)
    column_no: Mapped[int] = mapped_column("COL_NO", primary_key=True, autoincrement=False)
    key: Mapped[str] = mapped_column("COL_KEY", sa.String(8))
    label: Mapped[str] = mapped_column("COL_NM")
    type: Mapped[str] = mapped_column("COL_TYPE", sa.String(10))
    used: Mapped[bool] = mapped_column("USE_YN", default=True)
    min: Mapped[float | None] = mapped_column("MIN_VAL", sa.Double)
    max: Mapped[float | None] = mapped_column("MAX_VAL", sa.Double)
    mean: Mapped[float | None] = mapped_column("MEAN_VAL", sa.Double)
    std: Mapped[float | None] = mapped_column("STD_VAL", sa.Double)
    var: Mapped[float | None] = mapped_column("VAR_VAL", sa.Double)
    q1: Mapped[float | None] = mapped_column("Q1_VAL", sa.Double)
    q2: Mapped[float | None] = mapped_column("Q2_VAL", sa.Double)
    q3: Mapped[float | None] = mapped_column("Q3_VAL", sa.Double)
    missing: Mapped[int] = mapped_column("MISSING_CNT")
    distinct: Mapped[int] = mapped_column("DISTINCT_CNT")
    profile: Mapped[dict[str, Any]] = mapped_column("PROFILE")
    parsing: Mapped[dict[str, Any]] = mapped_column("PARSING")


class ColumnImage(Base):
    """A picture of one column (IMAGE_GUBUN '02': boxplot)."""

    __tablename__ = "TB_AUTOML_COLUMN_IMAGE"

    doc_id: Mapped[str] = _doc_id(primary_key=True)
    column_no: Mapped[int] = mapped_column("COL_NO", primary_key=True, autoincrement=False)
    kind: Mapped[str] = mapped_column("IMAGE_GUBUN", sa.String(2), primary_key=True)
    path: Mapped[str] = mapped_column("IMAGE_PATH")
    sha256: Mapped[str] = mapped_column("IMAGE_SHA256", sa.String(64))


class Plan(Base):
    """A version of a document's preprocessing plan and what it does to the data."""

    __tablename__ = "TB_AUTOML_PLAN"

    doc_id: Mapped[str] = _doc_id(primary_key=True)
    version: Mapped[int] = mapped_column("PLAN_VER", primary_key=True, autoincrement=False)
    request_id: Mapped[int] = mapped_column("REQUEST_ID", sa.ForeignKey("TB_REQUEST.REQUEST_ID"), unique=True)
    plan: Mapped[dict[str, Any]] = mapped_column("PLAN")
    effect: Mapped[dict[str, Any]] = mapped_column("EFFECT")
    split_path: Mapped[str] = mapped_column("SPLIT_PATH")
    split_sha256: Mapped[str] = mapped_column("SPLIT_SHA256", sa.String(64))
    created_at: Mapped[datetime] = mapped_column("REG_DT")


class Training(Base):
    """One training of one model; `(request, model)` is unique, so a repeated step adds no row.

    SEED is the learner's own (None: trained before it was kept); the split's is in the plan. DECISION_RULE is None until
    one is chosen: then the threshold of the training holds.
    """

    __tablename__ = "TB_AUTOML_TRAINING_RESULT"
    __table_args__ = (sa.UniqueConstraint("REQUEST_ID", "MODEL_CD"),)

    training_id: Mapped[str] = mapped_column("TRAINING_ID", DocId, primary_key=True)
    doc_id: Mapped[str] = _doc_id(index=True)
    request_id: Mapped[int] = mapped_column("REQUEST_ID", sa.ForeignKey("TB_REQUEST.REQUEST_ID"))
    model_code: Mapped[str] = mapped_column("MODEL_CD", sa.String(30))
    plan_version: Mapped[int] = mapped_column("PLAN_VER")
    seed: Mapped[int | None] = mapped_column("SEED", sa.BigInteger)
    budget_seconds: Mapped[float | None] = mapped_column("BUDGET_SECONDS", sa.Double)
    status: Mapped[str] = mapped_column("STATUS_CD", sa.String(20))
    precision: Mapped[float | None] = mapped_column("PRECISION_VAL", sa.Double)
    sensitivity: Mapped[float | None] = mapped_column("SENSITIVITY_VAL", sa.Double)
    f1: Mapped[float | None] = mapped_column("F1_VAL", sa.Double)
    roc_auc: Mapped[float | None] = mapped_column("ROC_AUC_VAL", sa.Double)
    log_loss: Mapped[float | None] = mapped_column("LOG_LOSS_VAL", sa.Double)
    silhouette: Mapped[float | None] = mapped_column("SILHOUETTE_VAL", sa.Double)
    validation_score: Mapped[float | None] = mapped_column("VALIDATION_VAL", sa.Double)
    evaluation: Mapped[TrainingEvaluation | None] = mapped_column("EVALUATION", AsJson(TrainingEvaluation))
    decision_rule: Mapped[DecisionRule | None] = mapped_column("DECISION_RULE", AsJson(DecisionRule))
    model_path: Mapped[str | None] = mapped_column("MODEL_PATH")
    model_digest: Mapped[str | None] = mapped_column("MODEL_SHA256", sa.String(64))
    fit_seconds: Mapped[float | None] = mapped_column("FIT_SECONDS", sa.Double)
    stale: Mapped[bool] = mapped_column("STALE_YN", default=False)
    started_at: Mapped[datetime] = mapped_column("START_DT")
    trained_at: Mapped[datetime | None] = mapped_column("TRAIN_DT")
    confirmed_at: Mapped[datetime | None] = mapped_column("CONFIRM_DT")
    mlflow_run_id: Mapped[str | None] = mapped_column("MLFLOW_RUN_ID", sa.String(64))
    mlflow_version: Mapped[str | None] = mapped_column("MLFLOW_MODEL_VERSION", sa.String(20))
    failure_ko: Mapped[str | None] = mapped_column("FAIL_REASON_KO")
    failure_en: Mapped[str | None] = mapped_column("FAIL_REASON_EN")
    failure_json: Mapped[dict[str, Any] | None] = mapped_column("FAIL_REASON_JSON", MessageJson)
    failure = StoredMessage("failure")


class TrainingImage(Base):
    """A picture of one training."""

    __tablename__ = "TB_AUTOML_TRAINING_IMAGE"

    training_id: Mapped[str] = mapped_column(
        "TRAINING_ID", DocId, sa.ForeignKey("TB_AUTOML_TRAINING_RESULT.TRAINING_ID"), primary_key=True
    )
    kind: Mapped[str] = mapped_column("IMAGE_GUBUN", sa.String(2), primary_key=True)
    path: Mapped[str] = mapped_column("IMAGE_PATH")
    sha256: Mapped[str] = mapped_column("IMAGE_SHA256", sa.String(64))


class Prediction(Base):
    """New rows scored by the confirmed model, and the decision rule by which it called them positive."""

    __tablename__ = "TB_AUTOML_PREDICTION"

    prediction_id: Mapped[str] = mapped_column("PREDICTION_ID", DocId, primary_key=True)
    doc_id: Mapped[str] = _doc_id(index=True)
    request_id: Mapped[int] = mapped_column("REQUEST_ID", sa.ForeignKey("TB_REQUEST.REQUEST_ID"), unique=True)
    training_id: Mapped[str | None] = mapped_column("TRAINING_ID", DocId)
    decision_rule: Mapped[DecisionRule | None] = mapped_column("DECISION_RULE", AsJson(DecisionRule))
    file_name: Mapped[str] = mapped_column("FILE_NM")
    source_path: Mapped[str] = mapped_column("FILE_PATH")
    source_sha256: Mapped[str] = mapped_column("FILE_SHA256", sa.String(64))
    rows: Mapped[int | None] = mapped_column("ROW_CNT")
    output_path: Mapped[str | None] = mapped_column("OUTPUT_PATH")
    output_sha256: Mapped[str | None] = mapped_column("OUTPUT_SHA256", sa.String(64))
    warnings: Mapped[list[Any] | None] = mapped_column("WARNINGS")
    registered_at: Mapped[datetime] = mapped_column("REG_DT")
    finished_at: Mapped[datetime | None] = mapped_column("FINISH_DT")


class RefusedFile(Base):
    """A file that was brought and not taken, and why."""

    __tablename__ = "TB_REFUSED_FILE"

    refused_id: Mapped[str] = mapped_column("REFUSED_ID", DocId, primary_key=True)
    file_name: Mapped[str] = mapped_column("FILE_NM")
    kept_path: Mapped[str] = mapped_column("FILE_PATH")
    reason_ko: Mapped[str] = mapped_column("REASON_KO")
    reason_en: Mapped[str] = mapped_column("REASON_EN")
    reason_json: Mapped[dict[str, Any] | None] = mapped_column("REASON_JSON", MessageJson)
    reason = StoredMessage("reason")
    refused_at: Mapped[datetime] = mapped_column("REG_DT")


class Request(Base):
    """A decision of a person, and what became of it."""

    __tablename__ = "TB_REQUEST"

    request_id: Mapped[int] = mapped_column("REQUEST_ID", BigId, primary_key=True)
    kind: Mapped[str] = mapped_column("KIND", sa.String(20))
    doc_id: Mapped[str | None] = mapped_column("DOC_ID", DocId, index=True)
    params: Mapped[dict[str, Any]] = mapped_column("PARAMS")
    requested_by: Mapped[str] = mapped_column("REQUEST_BY", sa.String(80))
    requested_at: Mapped[datetime] = mapped_column("REQUEST_DT")
    status: Mapped[str] = mapped_column("STATUS_CD", sa.String(20), index=True)
    attempt: Mapped[int] = mapped_column("ATTEMPT_NO", default=1)
    submitted_at: Mapped[datetime | None] = mapped_column("SUBMIT_DT")
    run_key: Mapped[str | None] = mapped_column("RUN_KEY", sa.String(64), index=True)
    run_id: Mapped[str | None] = mapped_column("RUN_ID", sa.String(64), index=True)
    started_at: Mapped[datetime | None] = mapped_column("START_DT")
    finished_at: Mapped[datetime | None] = mapped_column("FINISH_DT")
    cancel_asked: Mapped[bool] = mapped_column("CANCEL_YN", default=False)
    acknowledged_by: Mapped[str | None] = mapped_column("ACK_BY", sa.String(80))
    acknowledged_at: Mapped[datetime | None] = mapped_column("ACK_DT")
    result: Mapped[dict[str, Any] | None] = mapped_column("RESULT")
    reason_ko: Mapped[str | None] = mapped_column("REASON_KO")
    reason_en: Mapped[str | None] = mapped_column("REASON_EN")
    reason_json: Mapped[dict[str, Any] | None] = mapped_column("REASON_JSON", MessageJson)
    reason = StoredMessage("reason")

    @property
    def dagster_run_id(self) -> str | None:
        """The Dagster run that serves or served it; None where there is none."""
        return None if self.run_id is None or self.run_id.startswith(SERVING) else self.run_id


class Progress(Base):
    """How far one step of a request is."""

    __tablename__ = "TB_PROGRESS"

    request_id: Mapped[int] = mapped_column(
        "REQUEST_ID", sa.ForeignKey("TB_REQUEST.REQUEST_ID"), primary_key=True
    )
    step: Mapped[str] = mapped_column("STEP", sa.String(80), primary_key=True)
    done: Mapped[int] = mapped_column("DONE_CNT", sa.BigInteger)
    total: Mapped[int] = mapped_column("TOTAL_CNT", sa.BigInteger)
    message_ko: Mapped[str] = mapped_column("MESSAGE")
    message_en: Mapped[str] = mapped_column("MESSAGE_EN", server_default="")
    message_json: Mapped[dict[str, Any] | None] = mapped_column("MESSAGE_JSON", MessageJson)
    message = StoredMessage("message", empty="")
    updated_at: Mapped[datetime] = mapped_column("UPDT_DT")


class ProgressLine(Base):
    """A line of what a step said on its way."""

    __tablename__ = "TB_PROGRESS_LOG"
    __table_args__ = (sa.Index(None, "REQUEST_ID", "STEP"),)

    line_id: Mapped[int] = mapped_column("LOG_ID", BigId, primary_key=True)
    request_id: Mapped[int] = mapped_column("REQUEST_ID", sa.ForeignKey("TB_REQUEST.REQUEST_ID"))
    step: Mapped[str] = mapped_column("STEP", sa.String(80))
    at: Mapped[datetime] = mapped_column("LOG_DT")
    message_ko: Mapped[str] = mapped_column("MESSAGE")
    message_en: Mapped[str] = mapped_column("MESSAGE_EN")
    message_json: Mapped[dict[str, Any] | None] = mapped_column("MESSAGE_JSON", MessageJson)
    message = StoredMessage("message", empty="")


class Home(Base):
    """The home whose store keeps the files all other rows name. There is one, under the mark 'Y'."""

    __tablename__ = "TB_HOME"

    mark: Mapped[str] = mapped_column("HOME_MARK", sa.String(1), primary_key=True)
    home_id: Mapped[str] = mapped_column("HOME_ID", sa.String(32))
    place: Mapped[str] = mapped_column("HOME_PATH")
    host: Mapped[str] = mapped_column("HOST_NM")
    claimed_at: Mapped[datetime] = mapped_column("CLAIM_DT")
