"""The table of explanations of trained models. Columns only; no queries."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from domain.explanations import ModelExplanation
from records.base import Base, DocId
from records.types import AsJson


class Explanation(Base):
    """Why the model of one training predicts what it does, and the file of the training rows that predictions are compared with."""

    __tablename__ = "TB_AUTOML_EXPLANATION"

    training_id: Mapped[str] = mapped_column(
        "TRAINING_ID", DocId, sa.ForeignKey("TB_AUTOML_TRAINING_RESULT.TRAINING_ID"), primary_key=True
    )
    explanation: Mapped[ModelExplanation] = mapped_column("EXPLANATION", AsJson(ModelExplanation))
    background_path: Mapped[str | None] = mapped_column("BACKGROUND_PATH")
    background_sha256: Mapped[str | None] = mapped_column("BACKGROUND_SHA256", sa.String(64))
    explained_at: Mapped[datetime] = mapped_column("EXPLAIN_DT")
