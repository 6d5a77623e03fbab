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
class SourceFile:
    """A file that gave rows to the table.

    Attributes:
        rows: that the table has of it.
        sha256: of the file as it was brought, in hexadecimal digits.
        added_on: the day on which its rows came into the table, ISO 8601; empty where it is not known.
        sheet: of a workbook, where one was chosen.
    """

    name: str
    rows: int
    sha256: str
    added_on: str = ""
    sheet: str | None = None

    @property
    def shown_name(self) -> str:
        """Its name, with the sheet."""
        return self.name + (f" · {self.sheet}" if self.sheet else "")


@dataclass(frozen=True)
class ReportSource:
    """All that a report is made of.

    Attributes:
        document: its name.
        files: that the rows are from, in their order in the table; one at least.
        rows, columns: of the table; profiles as `ColumnProfile.to_dict` gives them.
        remarks, ledger: what to be wary of, and what was read differently from how it is written.
        intervals: of the chosen model's scores, by name.
        others: the other evaluated models of the same plan, by code.
        explanation: None where the training was not explained.
        choice: why the model was recommended, with its cross-validated score; empty of others.
        rule: from which probability on the positive class is predicted, in sentences; empty for the model's own threshold.
        lineage: names and values of what the model was made from and with.
    """

    document: str
    files: Sequence[SourceFile]
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
    explanation: ModelExplanation | None = None
    choice: Sequence[Message] = ()
    rule: Sequence[Message] = ()
    lineage: Sequence[tuple[Message, str]] = ()
    trained_on: str = ""
