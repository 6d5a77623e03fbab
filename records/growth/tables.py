"""The tables of growing documents, as SQLAlchemy classes. Columns only; no queries."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from domain.challenges import ChallengeVerdict
from domain.outcomes import OutcomeScores
from domain.table_additions import AdditionChoices
from records.base import Base, DocId
from records.types import AsJson


def _doc_id(**options: Any) -> Mapped[str]:
    return mapped_column("DOC_ID", DocId, sa.ForeignKey("TB_AUTOML_MASTER.DOC_ID"), **options)


class TableAddition(Base):
    """A file of rows for a document. VERSION_NO is that of the table with them; the table as uploaded is version 1."""

    __tablename__ = "TB_AUTOML_ADDITION"

    addition_id: Mapped[str] = mapped_column("ADDITION_ID", DocId, primary_key=True)
    doc_id: Mapped[str] = _doc_id(index=True)
    request_id: Mapped[int] = mapped_column("REQUEST_ID", sa.ForeignKey("TB_REQUEST.REQUEST_ID"), index=True)
    file_name: Mapped[str] = mapped_column("FILE_NM")
    source_path: Mapped[str] = mapped_column("FILE_PATH")
    source_sha256: Mapped[str] = mapped_column("FILE_SHA256", sa.String(64))
    sheet: Mapped[str | None] = mapped_column("SHEET_NM")
    status: Mapped[str] = mapped_column("STATUS_CD", sa.String(20))
    version: Mapped[int | None] = mapped_column("VERSION_NO")
    first_row: Mapped[int | None] = mapped_column("FIRST_ROW_NO")
    rows: Mapped[int | None] = mapped_column("ROW_CNT")
    cells_sha256: Mapped[str | None] = mapped_column("CELLS_SHA256", sa.String(64))
    headers: Mapped[list[Any] | None] = mapped_column("HEADERS")
    choices: Mapped[AdditionChoices] = mapped_column("CHOICES", AsJson(AdditionChoices))
    differences: Mapped[list[Any] | None] = mapped_column("DIFFERENCES")
    drift: Mapped[list[Any] | None] = mapped_column("DRIFT")
    registered_by: Mapped[str] = mapped_column("REG_ID", sa.String(80))
    registered_at: Mapped[datetime] = mapped_column("REG_DT")
    added_at: Mapped[datetime | None] = mapped_column("ADD_DT")


class Challenge(Base):
    """A training of the confirmed model's recipe on the table as it has grown, and which of the two is better."""

    __tablename__ = "TB_AUTOML_CHALLENGE"

    challenge_id: Mapped[str] = mapped_column("CHALLENGE_ID", DocId, primary_key=True)
    doc_id: Mapped[str] = _doc_id(index=True)
    request_id: Mapped[int] = mapped_column("REQUEST_ID", sa.ForeignKey("TB_REQUEST.REQUEST_ID"), unique=True)
    cause: Mapped[str] = mapped_column("CAUSE_CD", sa.String(20))
    champion_id: Mapped[str] = mapped_column("CHAMPION_ID", DocId)
    challenger_id: Mapped[str | None] = mapped_column("CHALLENGER_ID", DocId)
    plan_version: Mapped[int | None] = mapped_column("PLAN_VER")
    promoted: Mapped[bool | None] = mapped_column("PROMOTE_YN")
    verdict: Mapped[ChallengeVerdict | None] = mapped_column("VERDICT", AsJson(ChallengeVerdict))
    registered_by: Mapped[str] = mapped_column("REG_ID", sa.String(80))
    registered_at: Mapped[datetime] = mapped_column("REG_DT")
    judged_at: Mapped[datetime | None] = mapped_column("JUDGE_DT")


class RenewalRule(Base):
    """When the confirmed model of a document is challenged by itself. No row: never."""

    __tablename__ = "TB_AUTOML_RENEWAL"

    doc_id: Mapped[str] = _doc_id(primary_key=True)
    active: Mapped[bool] = mapped_column("ACTIVE_YN", default=False)
    new_rows: Mapped[int | None] = mapped_column("NEW_ROW_CNT")
    days: Mapped[int | None] = mapped_column("DAY_CNT")
    on_drift: Mapped[bool] = mapped_column("DRIFT_YN", default=False)
    updated_by: Mapped[str] = mapped_column("UPDT_ID", sa.String(80))
    updated_at: Mapped[datetime] = mapped_column("UPDT_DT")


class Outcome(Base):
    """A file that says how predicted rows turned out, and how good the predictions were."""

    __tablename__ = "TB_AUTOML_OUTCOME"

    outcome_id: Mapped[str] = mapped_column("OUTCOME_ID", DocId, primary_key=True)
    doc_id: Mapped[str] = _doc_id(index=True)
    prediction_id: Mapped[str] = mapped_column(
        "PREDICTION_ID", DocId, sa.ForeignKey("TB_AUTOML_PREDICTION.PREDICTION_ID")
    )
    request_id: Mapped[int] = mapped_column("REQUEST_ID", sa.ForeignKey("TB_REQUEST.REQUEST_ID"), unique=True)
    file_name: Mapped[str] = mapped_column("FILE_NM")
    source_path: Mapped[str] = mapped_column("FILE_PATH")
    source_sha256: Mapped[str] = mapped_column("FILE_SHA256", sa.String(64))
    scores: Mapped[OutcomeScores | None] = mapped_column("SCORES", AsJson(OutcomeScores))
    registered_by: Mapped[str] = mapped_column("REG_ID", sa.String(80))
    registered_at: Mapped[datetime] = mapped_column("REG_DT")
    judged_at: Mapped[datetime | None] = mapped_column("JUDGE_DT")
