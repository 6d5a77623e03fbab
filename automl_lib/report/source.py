"""All that a report is made of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from automl_lib.evaluation.bootstrap import ScoreInterval
from automl_lib.plan.preprocessing_plan import PreprocessingPlan
from domain.evaluations import TrainingEvaluation
from domain.explanations import ModelExplanation
from domain.messages import Bilingual, Message
from domain.plan_effect import PlanEffect
from domain.table_schema import TableSchema


@dataclass(frozen=True)
class ReportSource:
    """All that a report is made of.

    Attributes:
        document: its name.
        rows, columns: of the table; profiles as `ColumnProfile.to_dict` gives them.
        remarks, ledger: what to be wary of, and what was read differently from how it is written.
        intervals: of the chosen model's scores, by name.
        others: the other evaluated models of the same plan, by code.
        pictures: PNGs with what they show.
        explanation: None where the training was not explained.
        rule: from which probability on the positive class is predicted, in sentences; empty for the model's own threshold.
        lineage: names and values of what the model was made from and with.
    """

    document: str
    file_name: str
    sha256: str
    rows: int
    schema: TableSchema
    columns: Sequence[Mapping[str, Any]]
    remarks: Sequence[Bilingual]
    ledger: Sequence[Bilingual]
    plan: PreprocessingPlan
    effect: PlanEffect
    model_code: str
    evaluation: TrainingEvaluation
    intervals: Mapping[str, ScoreInterval]
    others: Mapping[str, TrainingEvaluation]
    pictures: Sequence[tuple[Message, bytes]] = ()
    explanation: ModelExplanation | None = None
    rule: Sequence[Message] = ()
    lineage: Sequence[tuple[Message, str]] = ()
    sheet: str | None = None
    trained_on: str = ""
